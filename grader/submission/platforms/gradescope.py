"""Gradescope: "Export Submissions" of a programming assignment.

``submission_metadata.yml`` says by folder (``submission_123456``) who handed it in and when: ``:submitters:`` with
``:name:``, ``:sid:`` and ``:email:``, ``:created_at:``, and results. Several submitters are a group. Only the active
submission of each student is exported; ``:history:`` lists the scores of earlier ones.

No page of Gradescope's describes the export; public programs that read it agree on these keys. A sibling of it, for
autograders, is described: https://gradescope-autograders.readthedocs.io/en/latest/submission_metadata/
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from grader.errors import UsageError, reason
from grader.exercises.exercise import Exercise
from grader.language import _
from grader.submission.bounds import MIB, Unusable, listed
from grader.submission.delivery import Delivered
from grader.submission.platforms.listing import Item, Platform, Sorted, text_of, unreadable, utc

METADATA = "submission_metadata.yml"

_LIMIT = 64 * MIB
"""Bytes of the metadata. It has each student's results, some 20 KB: enough for three thousand students."""


def _sort(items: Sequence[Item], spelled: Mapping[str, Exercise]) -> Sorted:
    by_name = {item.name: item for item in items}
    place = by_name.pop(METADATA, None)
    if place is None:
        raise UsageError(
            _("there is no {file} in it, which a Gradescope export has: give the folder of that file", file=METADATA)
        )
    delivered: list[Delivered] = []
    for name, record in _read(place.path).items():
        if (item := by_name.pop(str(name), None)) is not None and isinstance(record, dict):
            delivered += _of_record(item, record)
    return Sorted(delivered, list(by_name.values()))


def _of_record(item: Item, record: Mapping[str, Any]) -> Iterator[Delivered]:
    """Yield a submission for each of those who handed it in together."""
    submitters = [one for one in _sequence(_field(record, "submitters")) if isinstance(one, dict)]
    people = [tuple(_text(_field(one, key)) for key in ("sid", "email", "name")) for one in submitters]
    people = [person for person in people if any(person)] or [("", "", item.name)]
    names = [name or email or sid for sid, email, name in people]
    notes = (_("handed in by a group: {names}", names=listed(names, len(names))),) if len(names) > 1 else ()
    time = _time(_field(record, "created_at"))
    for (sid, email, name), called in zip(people, names, strict=True):
        key = sid or email or name
        ids = tuple(part for part in (sid, email, name) if part)
        yield Delivered(key, called, item.name, item.path, ids, time, notes=notes)


def _field(record: Mapping[str, Any], name: str) -> Any:
    """Return a value. Its key is a symbol of Ruby, which a reader of YAML calls ``:name``."""
    return record.get(f":{name}", record.get(name))


def _sequence(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, (str, int)) else ""


def _time(value: Any) -> str | None:
    if isinstance(value, str):
        try:
            value = datetime.datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    return utc(value) if isinstance(value, datetime.datetime) else None


def _read(path: Path) -> Mapping[Any, Any]:
    """Return the metadata by folder.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        import yaml  # of the extra `instructor`, and only this format needs it
    except ImportError:
        raise UsageError(
            _("a Gradescope export needs the package {package}: install xorcise[instructor]", package="pyyaml")
        ) from None
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where it was built
    try:
        found = yaml.load(text_of(path, _LIMIT), Loader=loader)  # noqa: S506 - both loaders are the safe ones
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise unreadable(path, str(error).split("\n", 1)[0]) from None
    except Unusable as fault:
        raise unreadable(path, fault.message) from None
    except OSError as error:
        raise unreadable(path, reason(error)) from None
    return found if isinstance(found, dict) else {}


GRADESCOPE = Platform("gradescope", lambda items: any(item.name == METADATA for item in items), _sort)

"""The files of ``exercises/NN_slug/desk``, which say at a student's desk what the grader knows of the public tests.

``xorcise audit --only public --keep`` writes them. They hold no code. ``words.json`` has the titles of the hidden
tests, and what students are told of misconceptions. ``beliefs.msgpack`` and ``edits.msgpack`` say what each
misconception and each single edit of the reference gives in the public tests.

Each file carries two digests: of all that it was made from, which the checkout compares, and of the public tests alone,
which a student's copy can compare. Tables of other public tests say nothing.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.exercises.catalogue import DESK_FILES, Catalogue, sha256, suite_digest
from grader.exercises.exercise import Exercise
from grader.exercises.misconceptions import Misconception
from grader.explain.edit_words import WORDS as EDITS
from grader.explain.tables import FORMAT, load, save
from grader.files import write_text
from grader.language import LANGUAGES
from grader.result import Texts

if TYPE_CHECKING:  # it imports NumPy, which a reader of titles does without
    from grader.explain.diagnosis import Table

VERSION = 1
"""Of ``words.json``; goes up with a change that an older reader would misunderstand."""

_WORDS, _BELIEFS, _EDITS, _STUB = DESK_FILES


@dataclass(frozen=True, slots=True)
class HiddenTest:
    """What is told of a hidden test before anything is handed in.

    Attributes:
        title: its title, by language, as reports show it.
        functions: the names that the exercise asks for and the test calls, in the exercise's order.
    """

    title: Texts
    functions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What ``words.json`` holds, without its digests.

    Attributes:
        tests: the hidden tests, in the suite's order.
        misconceptions: by key, those that a public test shows, and what is declared to be the same to every test.
        compared: the public tests that edits were compared in, those that train nothing; ``None`` if all were.
    """

    tests: tuple[HiddenTest, ...] = ()
    misconceptions: Mapping[str, Misconception] = field(default_factory=dict)
    compared: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class DeskFiles:
    """What is written of an exercise.

    Attributes:
        words: what is told in words.
        beliefs: what each wrong variant fails of the public tests.
        edits: what each single edit of the reference fails of them.
    """

    words: Words
    beliefs: Table
    edits: Table


def public_digest(catalogue: Catalogue, exercise: Exercise) -> str:
    """Return the digest of an exercise's public tests and of the form of a table; empty if there are no such tests.

    The ends of lines do not count: git and editors change them.
    """
    path = catalogue.public_suite(exercise)
    if not path.is_file():
        return ""
    return sha256(f"{FORMAT}\0{','.join(EDITS)}\0".encode(), path.read_bytes().replace(b"\r\n", b"\n"))[:24]


def made_digest(catalogue: Catalogue, exercise: Exercise) -> str:
    """Return the digest of all that the files are made from.

    That is the public tests, the titles of the hidden ones, the reference, its wrong variants and their texts.

    Raises:
        CatalogueError: there is no hidden suite.
    """
    files = [catalogue.misconceptions(exercise), catalogue.reference(exercise), *catalogue.variants(exercise)]
    parts = (
        f"{VERSION}",
        public_digest(catalogue, exercise),
        suite_digest(*(path for path in files if path.is_file())),
        catalogue.base_digest(exercise),
        *_titles(catalogue.hidden_suite(exercise).read_text(encoding="utf-8")),
    )
    return sha256("\0".join(parts).encode())[:24]


def save_desk(catalogue: Catalogue, exercise: Exercise, files: DeskFiles) -> None:
    """Write the files of an exercise; the same content gives the same bytes.

    Raises:
        OSError: they cannot be written.
    """
    folder = catalogue.desk_dir(exercise)
    made, public = made_digest(catalogue, exercise), public_digest(catalogue, exercise)
    plain = {"version": VERSION, "made": made, "public": public, **_plain(files.words)}
    write_text(folder / _WORDS, json.dumps(plain, ensure_ascii=False, indent=1) + "\n")
    for name, table in ((_BELIEFS, files.beliefs), (_EDITS, files.edits)):
        save(folder / name, table, f"{made} {public}")


def stale_desk(catalogue: Catalogue, exercise: Exercise) -> bool:
    """Return whether some of the files are there, and not all of them were made from what the checkout holds."""
    folder = catalogue.desk_dir(exercise)
    if not any((folder / name).is_file() for name in (_WORDS, _BELIEFS, _EDITS)):
        return False
    made = made_digest(catalogue, exercise)
    words = _read_json(folder / _WORDS)
    if words.get("made") != made or read_words(catalogue, exercise) is None:
        return True
    return any(load(folder / name, made) is None for name in (_BELIEFS, _EDITS))


def read_words(catalogue: Catalogue, exercise: Exercise) -> Words | None:
    """Return what ``words.json`` holds, or ``None`` if it is missing, damaged or of a later version."""
    plain = _read_json(catalogue.desk_dir(exercise) / _WORDS)
    try:
        return _words(plain) if plain.get("version") == VERSION else None
    except (KeyError, TypeError, AttributeError, ValueError):
        return None


def compared_before(catalogue: Catalogue, exercise: Exercise) -> tuple[str, ...] | None:
    """Return the public tests that edits were compared in before, if the public tests are still the same.

    Which tests train nothing is measured. This keeps the choice, so that the same tests give the same bytes.
    """
    plain = _read_json(catalogue.desk_dir(exercise) / _WORDS)
    words = read_words(catalogue, exercise)
    if words is None or plain.get("public") != public_digest(catalogue, exercise):
        return None
    return words.compared


def desk_beliefs(catalogue: Catalogue, exercise: Exercise) -> Table:
    """Return what misconceptions give in the public tests; empty if it is missing, damaged or of other public tests."""
    return _table(catalogue, exercise, _BELIEFS)


def desk_edits(catalogue: Catalogue, exercise: Exercise) -> Table:
    """Return what single edits give in the public tests; empty if it is missing, damaged or of other public tests."""
    table = _table(catalogue, exercise, _EDITS)
    return {key: fails for key, fails in table.items() if len(key.split(" ")) == 3 and key.split(" ")[0] in EDITS}


def tables_of_public_tests(catalogue: Catalogue, exercise: Exercise) -> list[Path]:
    """Return the tables on the desk that are of the public tests beside them."""
    digest, folder = public_digest(catalogue, exercise), catalogue.desk_dir(exercise)
    return [path for path in (folder / _BELIEFS, folder / _EDITS) if digest and load(path, digest) is not None]


def _table(catalogue: Catalogue, exercise: Exercise, name: str) -> Table:
    digest = public_digest(catalogue, exercise)
    table = load(catalogue.desk_dir(exercise) / name, digest) if digest else None
    return {key: fails for key, fails in (table or {}).items() if isinstance(key, str)}


def _titles(suite: str) -> Iterator[str]:
    """Yield the docstrings of a suite's tests; titles are their first paragraphs."""
    for node in ast.walk(ast.parse(suite)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield ast.get_docstring(node) or ""


def _plain(words: Words) -> dict[str, Any]:
    return {
        "compared": words.compared,
        "tests": [{"title": t.title, "functions": t.functions} for t in words.tests],
        "misconceptions": {
            key: {"belief": m.belief, "feedback": m.feedback} | ({"same_as": m.same_as} if m.same_as else {})
            for key, m in words.misconceptions.items()
        },
    }


def _words(plain: Mapping[str, Any]) -> Words:
    """Return what ``_plain`` made.

    Raises:
        KeyError, TypeError, AttributeError, ValueError: something else made it.
    """
    compared = plain["compared"]
    return Words(
        tuple(HiddenTest(_texts(t["title"]), _names(t["functions"])) for t in plain["tests"]),
        {
            key: Misconception(key, _texts(m["belief"]), _texts(m["feedback"]), _name(m.get("same_as")))
            for key, m in plain["misconceptions"].items()
        },
        None if compared is None else _names(compared),
    )


def _texts(value: Any) -> Texts:
    if not value or not all(isinstance(text, str) and text for text in value.values()):
        raise ValueError(value)
    return {language: value[language] for language in LANGUAGES if language in value}


def _names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise TypeError(value)
    return tuple(value)


def _name(value: Any) -> str | None:
    if not isinstance(value, (str, type(None))):
        raise TypeError(value)
    return value


def _read_json(path: Path) -> Mapping[str, Any]:
    """Return the object in a JSON file; an empty one if the file is missing, damaged or holds something else."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}

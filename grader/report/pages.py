"""The HTML pages' common ground: one Jinja2 environment through which no text passes raw."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from grader.errors import UsageError
from grader.report.text import printable

if TYPE_CHECKING:
    from jinja2 import Environment


def render(template: str, **values: object) -> str:
    """Return the page that ``template`` makes of ``values``: whole, self-contained, without scripts.

    Raises:
        UsageError: Jinja2 is not installed.
    """
    return _environment().get_template(template).render(**values)


def stream(template: str, **values: object) -> Iterator[str]:
    """Yield the page of ``render`` in parts, so that a long one is never held whole.

    Raises:
        UsageError: Jinja2 is not installed.
    """
    page = _environment().get_template(template).stream(**values)
    page.enable_buffering(
        500
    )  # parts of a page come as single words; written one by one they cost more than making them
    return iter(page)


@cache
def _environment() -> Environment:
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError:
        raise UsageError("HTML reports need Jinja2: install xorcise[instructor]") from None
    return Environment(
        loader=PackageLoader("grader.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _finalize(value: Any) -> Any:
    """Clean every string that a template prints, so that no template has to remember it.

    What a macro returns is markup already and was cleaned inside it.
    """
    return printable(value) if isinstance(value, str) and not hasattr(value, "__html__") else value

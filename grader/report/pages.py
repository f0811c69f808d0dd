"""The HTML pages' common ground: one Jinja2 environment through which no text passes raw."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any

from grader.errors import UsageError
from grader.language import _, ngettext, told
from grader.text import printable

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.runtime import Macro

KEPT = 1000
"""Parts of pages that are kept: three times the tests of a course, each of which most students pass. The longest texts
make 20 kB of one, most are half a kB."""


def render(template: str, lang: str, **values: object) -> str:
    """Return the page that ``template`` makes of ``values``: whole, self-contained, without scripts.

    Raises:
        UsageError: Jinja2 is not installed.
    """
    return _environment(lang).get_template(template).render(values)


def stream(template: str, lang: str, **values: object) -> Iterator[str]:
    """Yield the page of ``render`` in parts, so that a long one is never held whole.

    Raises:
        UsageError: Jinja2 is not installed.
    """
    page = _environment(lang).get_template(template).stream(values)
    page.enable_buffering(
        500
    )  # parts of a page come as single words; written one by one they cost more than making them
    return iter(page)


def markup(text: str) -> str:
    """Return text of ours as markup, which a page prints as it is: a script, a plot."""
    from markupsafe import Markup  # comes with Jinja2, of the extra `instructor`

    return Markup(text)  # noqa: S704 - never a text of a stranger's


@cache
def _environment(lang: str) -> Environment:
    """Return the environment of the pages in one language, in which ``_`` says a sentence of the template's."""
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined  # of the extra `instructor`
    except ImportError:
        raise UsageError(_("HTML reports need Jinja2: install xorcise[instructor]")) from None
    environment = Environment(
        loader=PackageLoader("grader.report"),
        auto_reload=False,  # to look whether templates have changed takes as long as a short page
        autoescape=True,
        undefined=StrictUndefined,
        finalize=partial(_finalize, lang),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {
        "kept": _kept,
        "lang": lang,
        "_": lambda msgid, **facts: _(msgid, **facts).told(lang),
        "ngettext": lambda one, many, n, **facts: ngettext(one, many, n, **facts).told(lang),
    }
    return environment


@lru_cache(KEPT)
def _kept(macro: Macro, *arguments: object) -> str:
    """Return what a macro makes of its arguments, or made of equal ones before.

    A class page and its students' pages show the same few tests with the same few outcomes all over again.
    """
    return macro(*arguments)


def _finalize(lang: str, value: Any) -> Any:
    """Translate and clean every string that a template prints, so that no template has to remember it.

    What a macro returns is markup already and was cleaned inside it.
    """
    return printable(told(value, lang)) if isinstance(value, str) and not hasattr(value, "__html__") else value

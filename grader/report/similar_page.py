"""The page that shows what is alike in a class: evidence to read, not proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.exercises.exercise import Exercise
from grader.language import Message, _, listed, ngettext
from grader.report.pages import stream
from grader.report.shown import Account, in_language, show_test
from grader.result import TestResult
from grader.similarity.findings import Alike, Findings, Level, SharedMistake, Side
from grader.text import one_line

WITH_CODE = 200
"""Pairs of which the page shows the code: with two texts of 3 kB each it has some 2 MB then. The others are in its
table."""

CODE = 16_000
"""Characters of a text that the page shows, three times the longest accepted variant."""

PIECE = 2_000
"""Characters of a text that are printed at a time: what is printed is bounded (``grader.text.LIMIT``), code is not."""


EVIDENCE = _("This is evidence to read, not proof: no figure here says that anybody copied.")

INNOCENT = _(
    "Two students may have worked together where that is allowed, have read the same page, or have had the same idea."
    " Read both texts, and ask both, before you decide anything."
)

NOTHING = _("Nothing was found that is alike.")

SHARED = _("Rare mistakes that students share")

LEVELS: Mapping[str, Message] = {Level.HIGH: _("closely"), Level.SOME: _("if in doubt")}
"""How a pair is to be read."""


@dataclass(frozen=True, slots=True)
class _Text:
    students: str
    share: int
    pieces: tuple[tuple[str, bool], ...]
    rest: str


@dataclass(frozen=True, slots=True)
class _Pair:
    anchor: str
    number: str
    title: str
    level: Level
    size: int
    texts: tuple[_Text, _Text]
    mistakes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Mistake:
    number: str
    title: str
    students: str
    held: int
    of: int
    tests: tuple[str, ...]
    misconception: str
    account: Account


def similar_parts(findings: Sequence[Findings], exercises: Sequence[Exercise], *, lang: str = "en") -> Iterator[str]:
    """Yield the page in ``lang``, in parts: the pairs, the rare mistakes, and the pairs' code side by side."""
    titles = {e.slug: in_language(e.title, lang) for e in exercises}
    pairs = in_order(findings)
    return stream(
        "similar.html.j2",
        lang,
        evidence=EVIDENCE,
        innocent=INNOCENT,
        nothing=NOTHING,
        shared=SHARED,
        levels=LEVELS,
        pairs=[_pair(f"p{i}", pair, titles, lang) for i, pair in enumerate(pairs, 1)],
        with_code=WITH_CODE,
        more=_unlisted(sum(f.more for f in findings)),
        mistakes=[_mistake(m, titles, lang) for f in findings for m in f.mistakes],
        cut=listed(sorted({one_line(name) for f in findings for name in f.cut})),
        compared=[(f.slug[:2], titles.get(f.slug, ""), f.of) for f in findings],
    )


def in_order(findings: Iterable[Findings]) -> list[Alike]:
    """Return all pairs, those to read closely first."""
    return sorted((p for f in findings for p in f.alike), key=lambda p: (p.level is not Level.HIGH, -p.share, -p.size))


def names_of(students: Sequence[str]) -> str:
    """Return names for a line of a table."""
    return ", ".join(map(one_line, students))


def _pair(anchor: str, pair: Alike, titles: Mapping[str, str], lang: str) -> _Pair:
    return _Pair(
        anchor=anchor,
        number=pair.slug[:2],
        title=titles.get(pair.slug, ""),
        level=pair.level,
        size=pair.size,
        texts=(_text(pair.left), _text(pair.right)),
        mistakes=_titles(pair.mistakes, lang),
    )


def _text(side: Side) -> _Text:
    pieces: list[tuple[str, bool]] = []
    left = CODE
    for text, marked in side.parts:
        for start in range(0, min(len(text), left), PIECE):
            pieces.append((text[start : min(start + PIECE, left)], marked))
        left -= min(len(text), left)
    total = sum(len(text) for text, marked in side.parts)
    beyond = total - CODE
    rest = ngettext("… {n} more character", "… {n} more characters", beyond) if beyond > 0 else ""
    return _Text(names_of(side.students), round(100 * side.share), tuple(pieces), rest)


def _unlisted(number: int) -> str:
    if not number:
        return ""
    return ngettext(
        "{n} more pair is alike that the table does not list.",
        "{n} more pairs are alike that the table does not list.",
        number,
    )


def _mistake(mistake: SharedMistake, titles: Mapping[str, str], lang: str) -> _Mistake:
    known = next((t for t in mistake.tests if t.misconception), None)
    shown = show_test(known or mistake.tests[0], lang, full=True)
    return _Mistake(
        number=mistake.slug[:2],
        title=titles.get(mistake.slug, ""),
        students=names_of(mistake.students),
        held=len(mistake.students),
        of=mistake.of,
        tests=_titles(mistake.tests, lang),
        misconception=shown.misconception if known else "",
        account=shown.account,
    )


def _titles(tests: Iterable[TestResult], lang: str) -> tuple[str, ...]:
    return tuple(show_test(test, lang, full=False).title for test in tests)

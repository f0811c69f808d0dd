"""The page that shows what is alike in a class: evidence to read, not a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.exercises.exercise import Exercise
from grader.report.pages import stream
from grader.report.shown import Account, in_language, show_test
from grader.report.words import words
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


@dataclass(frozen=True, slots=True)
class SimilarWords:
    """The phrases of this page in one language."""

    title: str
    evidence: str
    how: str
    innocent: str
    nothing: str
    pairs: str
    exercise: str
    students: str
    share: str
    size: str
    same: str
    level: str
    levels: Mapping[str, str]
    more: str
    mistakes: str
    mistakes_note: str
    held: str
    side_by_side: str
    side_by_side_note: str
    rest: str
    cut: str
    compared: str


WORDS = {
    "en": SimilarWords(
        title="Alike in this class",
        evidence="This is evidence to read, not a verdict: no figure here says that anybody copied.",
        how="Compared is code without names, comments and layout. Left out is what everybody was given (stubs, public "
        "tests, code in the statements) and what more than ten, and more than a tenth of the class, have. The share is "
        "that of a student's own code that the other has too.",
        innocent="Two students may have worked together where that is allowed, have read the same page, or have had "
        "the same idea. Read both texts, and ask both, before you decide anything.",
        nothing="Nothing was found that is alike.",
        pairs="Pairs",
        exercise="Exercise",
        students="Students",
        share="Share",
        size="Characters",
        same="Same rare mistakes",
        level="To read",
        levels={Level.HIGH: "closely", Level.SOME: "if in doubt"},
        more="{number} more pairs are alike that the table does not list.",
        mistakes="Rare mistakes that students share",
        mistakes_note="The same wrong outcome of the same test, down to the values, held by few of those who handed in "
        "the exercise. It is a weaker sign where a misconception was recognised, since that is one way to get there.",
        held="{held} of {of}",
        side_by_side="Side by side",
        side_by_side_note="What the other text has too is marked.",
        rest="… {number} more characters",
        cut="More code was handed in than is compared, by: {names}.",
        compared="Compared",
    ),
    "zh-CN": SimilarWords(
        title="班级中的相似之处",
        evidence="以下是供阅读的线索，不是结论：这里没有任何数字能说明有人抄袭。",
        how="比较的是去掉名称、注释和排版之后的代码。不计入的有：发给所有人的内容（骨架代码、公开测试、题目中的代码），以及超过十人、且超过"
        "全班十分之一的人都有的内容。比例是指学生自己的代码中，对方也有的那一部分。",
        innocent="两名学生可能在允许的情况下一起讨论过，读过同一页资料，或者有过同样的想法。做任何决定之前，请先读两份代码，并询问双方。",
        nothing="没有发现相似之处。",
        pairs="成对相似",
        exercise="题目",
        students="学生",
        share="比例",
        size="字符数",
        same="共有的罕见错误",
        level="阅读",
        levels={Level.HIGH: "仔细阅读", Level.SOME: "有疑问时阅读"},
        more="另有 {number} 对相似，未列入表中。",
        mistakes="学生共有的罕见错误",
        mistakes_note="同一项测试中同样的错误结果，连数值也相同，而交了这道题的人中只有少数人如此。若已识别出误解，则只是较弱的线索：那样的结果"
        "本来就只有一种来路。",
        held="{of} 人中的 {held} 人",
        side_by_side="并排对照",
        side_by_side_note="对方也有的部分已标出。",
        rest="……其余 {number} 个字符",
        cut="以下学生提交的代码超出了比较的范围：{names}。",
        compared="参与比较",
    ),
}


@dataclass(frozen=True, slots=True)
class _Text:
    students: str
    share: int
    pieces: tuple[tuple[str, bool], ...]
    rest: int


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
        lang=lang,
        w=words(lang),
        v=WORDS[lang],
        pairs=[_pair(f"p{i}", pair, titles, lang) for i, pair in enumerate(pairs, 1)],
        with_code=WITH_CODE,
        more=sum(f.more for f in findings),
        mistakes=[_mistake(m, titles, lang) for f in findings for m in f.mistakes],
        cut=sorted({one_line(name) for f in findings for name in f.cut}),
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
    total = sum(len(text) for text, _ in side.parts)
    return _Text(names_of(side.students), round(100 * side.share), tuple(pieces), max(0, total - CODE))


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

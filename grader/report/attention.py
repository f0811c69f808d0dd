"""What in a class needs a person's eye, grader errors first; and what a person or a date has changed already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from grader.language import Message, _
from grader.report.analysis import Outlier
from grader.report.badges import badges
from grader.report.shown import in_words
from grader.result import Outcome, Result
from grader.text import printable


@dataclass(frozen=True, slots=True)
class Who:
    """A student as the class page names them.

    Attributes:
        name: fit to be shown.
        page: the address of their page; empty where there is none.
    """

    name: str
    page: str


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing about one student, or about nobody in particular."""

    who: Who | None
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Matters of one kind.

    Attributes:
        key: one of ``NEEDS`` or ``CHANGED``.
        words: what kind it is.
        matters: each of them.
        badge: whether students have a badge of this key, which a table can be filtered by.
    """

    key: str
    words: str
    matters: tuple[Matter, ...]
    badge: bool


NEEDS = {
    "grader_error": _("The grader failed: not decided"),
    "unread": _("Could not be read"),
    "problem": _("Something was wrong with what was handed in"),
    "people": _("People and names"),
    "open": _("To be judged by hand"),
    "timed_out": _("Ran out of time"),
    "out_of_memory": _("Ran out of memory"),
    "long": _("Took far longer than others"),
}
"""By key, what needs a person's eye, in the order of the page."""

CHANGED = {
    "late": _("Late"),
    "override": _("Set by hand"),
    "comment": _("Commented"),
    "attempt": _("Not the latest attempt counts"),
}
"""By key, what changed points, or says more than the suite did."""

BADGES = frozenset({"grader_error", "unread", "open", *CHANGED})
"""Keys that are badges, too."""


@dataclass(slots=True)
class Attention:
    """Collects what a class page puts first, one result after the other.

    Attributes:
        lang: the language of the sentences.
        seen: the keys of all badges that occur.
    """

    lang: str
    seen: set[str] = field(default_factory=set)
    _found: dict[str, list[Matter]] = field(default_factory=dict)

    def add(self, result: Result, who: Who) -> None:
        """Look at one result."""
        for badge in badges(result, self.lang):
            self.seen.add(badge.key)
            if badge.key == "unread":
                continue  # its problem says more
            self._note(badge.key, who, badge.why)
        if result.problem:
            said = printable(in_words(result.problem, result.problem_zh, self.lang))
            self._note("problem" if result.exercises else "unread", who, said)
        for outcome in (Outcome.TIMED_OUT, Outcome.OUT_OF_MEMORY):
            where = [e.slug[:2] for e in result.exercises if any(t.outcome is outcome for t in e.tests)]
            if where:
                self._note(outcome.value, who, ", ".join(where))

    def add_outlier(self, outlier: Outlier, who: Who) -> None:
        """Note what took far longer than others."""
        said = _(
            "{exercise}: {seconds} s, where the median is {usual} s",
            exercise=outlier.slug[:2],
            seconds=f"{outlier.seconds:.0f}",
            usual=f"{outlier.usual:.1f}",
        )
        self._note("long", who, said.told(self.lang))

    def add_matter(self, text: str) -> None:
        """Note what is to be settled about people."""
        self._found.setdefault("people", []).append(Matter(None, text))

    def needs(self) -> list[Group]:
        """Return what needs a person's eye."""
        return list(self._groups(NEEDS))

    def changed(self) -> list[Group]:
        """Return what a person or a date has changed."""
        return list(self._groups(CHANGED))

    def _groups(self, kinds: dict[str, Message]) -> Iterator[Group]:
        for key, words in kinds.items():
            if found := self._found.get(key):
                yield Group(key, words.told(self.lang), tuple(found), key in BADGES)

    def _note(self, key: str, who: Who, text: str) -> None:
        self._found.setdefault(key, []).append(Matter(who, text))

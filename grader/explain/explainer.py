"""Explanations of one exercise's failures: of each failure the first that is found, in the order of the design.

A misconception has been named before (``diagnosis``), or is now, by the seed of explanations. Then come single edits of
right code that do the same (``edit_match``). Of what is left, failures of one call are explained together: by what
right and wrong calls differ in, by the line that raised an exception, by an edit that mends them, by where a function
differs from a right one, by what the wrong values are to the right ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING

from grader.errors import Place
from grader.exercises.calls import reached, users
from grader.explain.behind import behind, doubtful, with_right_ones
from grader.explain.calls_seen import FAILED, events_of, seen
from grader.explain.cases import case_of
from grader.explain.diagnosis import failures, held
from grader.explain.edit_match import Match
from grader.explain.edits.edit import Edit
from grader.explain.edits.making import edits
from grader.explain.edits.site import Module
from grader.explain.known import Known
from grader.explain.nearest import all_right, nearest, nearest_alone
from grader.explain.places import MOST_EDITS, Located, locate
from grader.explain.raised import meaning
from grader.explain.relations import relation
from grader.explain.trying import (
    MOST_PAID_FOR_WORDS,
    MOST_PAID_TO_COMPARE,
    SEED,
    Budget,
    Wanted,
    confirmed,
    mending,
    mends,
    prices_of,
)
from grader.explain.unreadable import encoding_fault, misspelt, misspelt_attribute, syntax_fault
from grader.explain.words import look_at
from grader.language import Message, _, joined, listed
from grader.result import CodePlace, Explanation, Outcome, TestResult
from grader.slot.suite_run import run_suite
from grader.submission.cell_lines import spot
from grader.suite.evidence import test_of
from grader.suite.session import SuiteRun, SuiteSession
from grader.suite.transcript import Event, Transcript
from grader.worker.source_lines import MAX_LINES

if TYPE_CHECKING:  # what it imports is not there on every system
    from grader.slot.slot import Slot

EXPLAINABLE = FAILED | {Outcome.NOT_ATTEMPTED}
"""Outcomes that are explained here. The function of a test that was not attempted may be misspelt."""

EXHAUSTED = frozenset({Outcome.TIMED_OUT, Outcome.OUT_OF_MEMORY})
"""A submission that used up its time or memory in one test would do so again, and again with each edit."""

MOST_ALONE = 2
"""Failures of one function that are explained one by one, at most, where nothing explains them together: each may take
a search of seconds, and a function with three faults and more is read by a person."""

MOST_BYTES = 100_000
"""Bytes of a file that is taken apart, at most. The longest reference has 3 kB; a file may have over a megabyte."""

MOST_KEPT = 1000
"""Explained functions that are remembered: as many different wrong ones as a large class has."""


Events = Mapping[str, tuple[Event, ...]]
"""The events of each test, or of each of its parts, by name."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Failures of one call.

    Attributes:
        call: as ``Event.call`` has it.
        entry_points: the submission's functions and classes that may hold the fault: the one that was called, or all
            that the failed tests call.
        names: of the tests, and parts of tests, that it failed.
        is_part: whether the call has other failures.
    """

    call: str
    entry_points: tuple[str, ...]
    names: tuple[str, ...]
    is_part: bool = False


class Explainer:
    """Explains what the submissions of one exercise failed.

    Args:
        slot: where workers are started. Without one nothing runs that the student has not written: no edit is tried.
        suite: the exercise's suite.
        solutions: texts of right solutions, the reference first. A bundle for a platform carries none; then no case is
            told, and no edit is looked for where tests train.
        known: tables of what misconceptions and single edits do.
        most_paid: the price of all tries for one submission; that of ``Budget.of`` where none is given.
    """

    def __init__(
        self,
        slot: Slot | None,
        suite: SuiteSession,
        solutions: Sequence[str],
        known: Known | None = None,
        *,
        most_paid: int | None = None,
    ) -> None:
        self._slot = slot
        self._most_paid = most_paid
        self._suite = suite
        self._solutions = tuple(solutions)
        self._tables = known or Known()
        self._known: dict[str, Located | None] = {}  # with lines from the function's first, by its code and failures

    def without(self, solution: str) -> Explainer:
        """Return an explainer that does not know a right solution. What was measured of the reference is shared."""
        kept = [s for s in self._solutions if s != solution]
        other = Explainer(self._slot, self._suite, kept, self._tables, most_paid=self._most_paid)
        other._reference = self._reference
        if self._suite.exercise.is_slow:
            other._measured = self._measured
        return other

    def explain(
        self, tests: Sequence[TestResult], files: Mapping[str, bytes], run: SuiteRun | None = None
    ) -> tuple[TestResult, ...]:
        """Return tests with the explanations that are found.

        Args:
            tests: of the grading, those that show a misconception with it.
            files: the submission's files.
            run: of the submission with ``SEED`` and its transcripts. Without it the submission is run again, and
                nothing of that counts.
        """
        found = dict(self._of_the_file(tests, files))
        left = {t.id for t in tests if t.explanation is None and t.outcome in FAILED} - found.keys()
        if (left or self._doubts(tests, files)) and not any(t.outcome in EXHAUSTED for t in tests):
            budget = Budget.of(self._suite.exercise) if self._most_paid is None else Budget(self._most_paid)
            if run is None:
                run = self._run(files, keep_transcripts=True)
            beliefs = {t: b for t, b in self._tables.beliefs_in(run).items() if t in left}
            tests = [held(t, beliefs[t.id]) if t.id in beliefs else t for t in tests]
            left -= beliefs.keys()
            found |= {t: e for t, e in self._of_edits(run).items() if t in left}
            events = events_of(run.transcripts)
            found |= self._behind(tests, run, files, left)
            for whole in _groups(run, self._suite.exercise.entry_points):
                for group in (whole, *_split(whole, events)):
                    open_ones = left - found.keys()
                    mine = sorted(open_ones.intersection(test_of(n) for n in group.names))
                    if mine and (explanation := self._explained(group, run, events, files, budget)) is not None:
                        mended = self._mended(group, explanation, files) if open_ones - set(mine) else set()
                        found |= dict.fromkeys([*mine, *sorted(open_ones & mended)], explanation)
        return tuple(told_instead(t, found[t.id]) if t.id in found else t for t in tests)

    def _of_edits(self, run: SuiteRun) -> dict[str, Explanation]:
        """Return by test what is told of the single edit that does the same."""
        shown = self._tables.edits_in(run, self._suite.exercise.entry_points)
        return {test: of_edit(match) for test, match in shown.items()}

    def _readable(self, files: Mapping[str, bytes]) -> str:
        """Return the text of the exercise's file; empty if it is missing, too large or no text."""
        source = files.get(self._suite.exercise.filename, b"")
        try:
            return source.decode() if len(source) <= MOST_BYTES else ""
        except UnicodeDecodeError:
            return ""

    def _place(self, files: Mapping[str, bytes], line: int) -> tuple[CodePlace, str]:
        """Return the place of a line of the exercise's file, and the name of the file or cell, in words."""
        file = self._suite.exercise.filename
        at = spot(files, file, line)
        return CodePlace(file, at.line, at.cell), at.file

    def _places(self, files: Mapping[str, bytes], lines: Sequence[int]) -> tuple[CodePlace, ...]:
        """Return the places of some lines of the exercise's file."""
        return tuple(self._place(files, line)[0] for line in lines)

    def _of_the_file(
        self, tests: Sequence[TestResult], files: Mapping[str, bytes]
    ) -> Iterator[tuple[str, Explanation]]:
        """Yield the tests that fail because Python cannot read the file, or because a name is misspelt."""
        exercise = self._suite.exercise
        raw, source = files.get(exercise.filename, b""), self._readable(files)
        if (fault := encoding_fault(raw, exercise.filename) or syntax_fault(source, exercise.filename)) is not None:
            key, line, words = fault
            place, name = self._place(files, line)
            told = _explanation("place", key, "syntax", words.having(line=place.line, file=name), (place,))
            yield from ((t.id, told) for t in tests if t.outcome in FAILED)
            return
        for wanted, (given, line) in misspelt(source, exercise.entry_points).items():
            words = _("The file defines {given}. Is that {wanted}, misspelt?", given=given, wanted=wanted)
            told = _explanation("place", "misspelt", f"misspelt:{wanted}", words, (self._place(files, line)[0],))
            missing = str(_("{file} defines no {name}", file=exercise.filename, name=wanted))
            yield from ((t.id, told) for t in tests if t.outcome is Outcome.NOT_ATTEMPTED and str(t.summary) == missing)

    def _doubts(self, tests: Sequence[TestResult], files: Mapping[str, bytes]) -> bool:
        """Return whether a named misconception may be that of a function behind the one that was asked."""
        return not self._suite.exercise.is_slow and doubtful(
            tests, self._readable(files), self._suite.exercise.entry_points
        )

    def _behind(
        self, tests: Sequence[TestResult], run: SuiteRun, files: Mapping[str, bytes], left: set[str]
    ) -> dict[str, Explanation]:
        """Return the tests whose function is right once other functions are right that it uses.

        Then a misconception is not what this function's author believes. Without a reference nothing can tell, and what
        is used is to be mended first.
        """
        if self._suite.exercise.is_slow:  # each question takes a run
            return {}
        functions, source = self._suite.exercise.entry_points, self._readable(files)
        if not self._solutions:
            return mend_first(tests, run, source, functions)
        told: dict[str, Explanation] = {}
        for (called, used), some in behind(tests, run, source, functions, left).items():
            changed = with_right_ones(source, self._solutions[0], used, functions)
            mended = self._passing(files, changed) if changed is not None else set()
            explanation = _of_used(called, used, _("The fault is in what it uses: {names}.", names=listed(used)))
            told |= {test: explanation for test in some if test in mended}
        return told

    def _explained(
        self, group: _Group, run: SuiteRun, events: Events, files: Mapping[str, bytes], budget: Budget
    ) -> Explanation | None:
        """Return what explains the failures of a call, if something does."""
        calls = seen(run.transcripts, self._reference, group.call, group.names)
        case = case_of(calls, partly=group.is_part)
        raised = _raised(group, events) or self._attribute(group, events, files)
        plain = _is_mixed(group, events)
        located = None if case or raised else self._located(group, run, files, budget, plain=plain)
        kept = relation(calls.wrong)
        if located is not None:
            where = [self._place(files, line) for line in located.lines]
            places = tuple(place for place, _name in where)
            said = look_at(located.kind, [(place.line, name) for place, name in where])
            text = joined(" ", [said, kept[1]]) if kept and len(places) == 1 else said  # two lines tell enough
            return _explanation("place", located.kind, _cause(*places), text, places, str(located.edit))
        if case is not None:
            words = [joined(_(": "), [group.call, case[1]]), *([raised.words] if raised else [])]
            places = (raised.place,) if raised else ()
            return _explanation("case", case[0], f"{group.call}:{case[0]}", joined(" ", words), places)
        if raised is not None:
            return _explanation("place", raised.key, _cause(raised.place), raised.words, (raised.place,))
        if kept is not None:
            text = joined(_(": "), [group.call, kept[1]])
            return _explanation("case", kept[0], f"{group.call}:{kept[0]}", text)
        return None

    def _attribute(self, group: _Group, events: Events, files: Mapping[str, bytes]) -> _Raised | None:
        """Return the line that sets an attribute by another name than all failed tests of a call read it by."""
        last = _last(group, events)
        said = {e.said for e in last}
        raised = [str(e.value) for e in last if e.kind == "read" and e.outcome == "StudentRaised"]
        if len(said) != 1 or raised != ["AttributeError"] * len(last):
            return None
        found = misspelt_attribute(self._readable(files), said.pop())
        if found is None:
            return None
        wanted, given, line = found
        place, name = self._place(files, line)
        words = _(
            "Line {line} of {file} sets {given}. Is that {wanted}, misspelt?",
            line=place.line,
            file=name,
            given=f"self.{given}",
            wanted=f"self.{wanted}",
        )
        return _Raised("misspelt", words, place)

    def _located(
        self, group: _Group, run: SuiteRun, files: Mapping[str, bytes], budget: Budget, *, plain: bool
    ) -> Located | None:
        """Return the line on which an edit mends, if one line is found; ``plain`` is told in ``locate``."""
        source = self._readable(files)
        prices = self._prices(run) if self._slot is not None else {}
        if not source or not prices:
            return None
        slot, suite = self._slot, self._suite
        assert slot is not None
        own = _Code.of(source, group.entry_points)
        if own is None:
            return None
        whole = _Code.of(source, suite.exercise.entry_points) or own

        def wanted_of(code: _Code) -> Wanted:
            return Wanted.of(run, group.names, users(code.text, code.functions), prices)

        def look() -> Located | None:
            return self._alone(own, files, wanted_of(own), budget, plain=plain)

        def search() -> Located | None:
            wanted = wanted_of(own)
            if not wanted.tests:  # all that are to be mended take too long
                return None
            every = list(islice(edits(own.text, own.functions, self._solutions), MOST_EDITS + 1))
            blamed = _named_as(group.call, own.functions)
            if len(every) > MOST_EDITS and blamed:  # a class of many methods: the one that was called can be searched
                every = list(edits(own.text, blamed, self._solutions))
            return locate(slot, suite, files, every, wanted, budget, plain=plain)

        def compare() -> Located | None:
            return self._nearest(own, group.call, files, wanted_of(whole), budget)

        def alone() -> Located | None:
            return self._remembered("alone", own, group, budget, budget.has_no_runs, look)

        def searched() -> Located | None:
            return self._remembered("search", own, group, budget, budget.spent, search)

        def compared() -> Located | None:
            return self._remembered("compare", whole, group, budget, budget.has_no_runs, compare)

        # a comparison takes a run or two of the suite, which is less than a search where tests train
        return (compared() or searched()) if suite.exercise.is_slow else (alone() or searched() or compared())

    def _remembered(
        self,
        way: str,
        code: _Code,
        group: _Group,
        budget: Budget,
        spent: Callable[[], bool],
        find: Callable[[], Located | None],
    ) -> Located | None:
        """Return what a way of looking for the place finds, and remember it for the same code with the same failures.

        Args:
            way: the way's name.
            code: what the way looks at.
            group: the failures.
            budget: what may be spent.
            spent: whether nothing of that is left for this way.
            find: the way.
        """
        key = f"{way} {code.digest(group.names)}"
        if key not in self._known:
            if spent():
                return None
            whole = budget.is_whole
            found = find()
            if found is None and not whole and spent():
                return None  # what another fault left was too little, which says nothing of the next submission
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            if found is not None and max(found.lines) > MAX_LINES:
                found = None
            self._known[key] = found and found.moved(-code.first)
        known = self._known[key]
        return known and known.moved(code.first)

    def _alone(
        self, own: _Code, files: Mapping[str, bytes], wanted: Wanted, budget: Budget, *, plain: bool
    ) -> Located | None:
        """Return the one place where a function differs from a right one, if making it the same does what is wanted.

        Of an expression that is another one as a whole, an edit of that line may say more; ``plain`` is told in
        ``locate``.
        """
        assert self._slot is not None
        some = [*nearest_alone(own.text, own.functions, self._solutions)]
        if not some:  # no worker is started for nothing
            return None
        with closing(self._trying(some, files, wanted, budget)) as tried:
            edit = next((e for e in tried if confirmed(self._slot, self._suite, files, e, wanted)), None)
        if edit is None:
            return None
        found = Located(edit.lines, edit.kind, edit)
        if edit.kind != "expression":
            return found
        around = [n for n, d in Module(own.text).definitions().items() if d.lineno <= edit.line <= (d.end_lineno or 0)]
        here = (e for e in edits(own.text, around, self._solutions) if e.lines == edit.lines)
        words = Budget(MOST_PAID_FOR_WORDS)
        return locate(self._slot, self._suite, files, here, wanted, words, plain=plain) or found

    def _nearest(
        self, own: _Code, call: str, files: Mapping[str, bytes], wanted: Wanted, budget: Budget
    ) -> Located | None:
        """Return the place where a function differs from a right one, if making it the same does what is wanted.

        A test blames the call that it saw fail. The fault may be in a function that was called before, so all are
        compared, those that the failures blame first. Other functions may make up for the fault, so that they are wrong
        without it. Then nothing may be broken where all are right.
        """
        assert self._slot is not None
        definitions = Module(own.text).definitions()
        names = [*own.functions, *(name for name in definitions if name not in own.functions)]
        blamed = [definitions[name] for name in _named_as(call, names)]
        breaking = None
        for edit in self._trying(nearest(own.text, names, self._solutions), files, wanted, budget):
            if confirmed(self._slot, self._suite, files, edit, wanted):
                return Located(edit.lines, edit.kind, edit)
            if all(any(d.lineno <= n <= (d.end_lineno or n) for d in blamed) for n in edit.lines):
                breaking = breaking or edit
        together = all_right(own.text, names, self._solutions) if breaking is not None else None
        if breaking is None or together is None:
            return None
        fits = confirmed(self._slot, self._suite, files, replace(breaking, source=together), wanted)
        return Located(breaking.lines, breaking.kind, breaking) if fits else None

    def _trying(
        self, some: Iterable[Edit], files: Mapping[str, bytes], wanted: Wanted, budget: Budget
    ) -> Generator[Edit]:
        """Yield the edits that seem to mend: of an exercise that trains nothing by one worker, else by one run each."""
        assert self._slot is not None
        if not self._suite.exercise.is_slow:
            if not budget.has_no_runs():
                budget.run()
                yield from mending(self._slot, self._suite, files, some, wanted, Budget(MOST_PAID_TO_COMPARE))
            return
        for edit in some:
            if budget.has_no_runs():
                return
            budget.run()
            if mends(self._slot, self._suite, files, edit, wanted):
                yield edit

    def _mended(self, group: _Group, explanation: Explanation, files: Mapping[str, bytes]) -> set[str]:
        """Return the tests that pass after the edit of an explanation; none of an explanation without an edit.

        A fault of one function fails tests of others that use it. They are told the same cause.
        """
        code = _Code.of(self._readable(files), group.entry_points) if explanation.edit is not None else None
        if code is None:
            return set()
        text = code.text
        every = chain(
            edits(text, code.functions, self._solutions), nearest(text, [*Module(text).definitions()], self._solutions)
        )
        same = (e for e in every if str(e) == explanation.edit)
        edit = next((e for e in same if self._places(files, e.lines) == explanation.places), None)
        return self._passing(files, edit.source) if edit is not None else set()

    def _passing(self, files: Mapping[str, bytes], text: str) -> set[str]:
        """Return the tests that pass with another text in place of the exercise's file."""
        run = self._run({**files, self._suite.exercise.filename: text.encode()})
        return {t.id for t in run.tests if t.outcome is Outcome.PASSED}

    @cached_property
    def _right(self) -> dict[str, bytes]:
        """The reference's files; none where there is no reference."""
        return {self._suite.exercise.filename: self._solutions[0].encode()} if self._solutions else {}

    @cached_property
    def _reference(self) -> dict[str, Transcript]:
        """The reference's transcripts, by test; none where there is no reference."""
        if not self._right:
            return {}
        run = self._run(self._right, keep_transcripts=True)
        return {t.test: t for t in run.transcripts}

    def _prices(self, run: SuiteRun) -> dict[str, int]:
        """Return the prices of a run's tests; none where it takes a reference to tell them and there is none.

        In an exercise that trains nothing every test has the same price, which needs no measurement.
        """
        if self._suite.exercise.is_slow:
            return self._measured
        return {t.id: 1 for t in run.tests}

    @cached_property
    def _measured(self) -> dict[str, int]:
        if self._slot is None or not self._right:
            return {}
        return prices_of(self._slot, self._suite, self._right, self._reference)

    def _run(self, files: Mapping[str, bytes], *, keep_transcripts: bool = False) -> SuiteRun:
        """Run a suite on some files; only where there is a slot."""
        assert self._slot is not None
        return run_suite(self._slot, self._suite, files, SEED, keep_transcripts=keep_transcripts)


@dataclass(frozen=True, slots=True)
class _Code:
    """The functions of a file that may hold a fault.

    Attributes:
        text: the file.
        functions: names of what belongs to the entry points, then of what those use.
        parts: their texts, each with its distance from ``first``.
        first: the line on which the first begins.
    """

    text: str
    functions: tuple[str, ...]
    parts: tuple[tuple[int, str], ...]
    first: int

    @classmethod
    def of(cls, text: str, entry_points: Collection[str]) -> _Code | None:
        """Return the functions behind some entry points; ``None`` if the file defines none of them, or is no Python."""
        try:
            module = Module(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):  # the last: it is nested too deeply for us
            return None
        definitions = module.definitions()
        own = [n for n in definitions if n.partition(".")[0] in entry_points]
        if not own:
            return None
        behind = set().union(*(reached(text, entry_point) for entry_point in entry_points))
        helpers = [n for n in sorted(behind) if n in definitions and n not in own]
        first = definitions[own[0]].lineno
        parts = [(definitions[n].lineno - first, module.text(definitions[n])) for n in (*own, *helpers)]
        return cls(text, (*own, *helpers), tuple(parts), first)

    def digest(self, failing: Sequence[str]) -> str:
        """Return a digest of the functions and of what they fail."""
        return hashlib.sha256(repr((self.parts, sorted(failing))).encode()).hexdigest()


def _named_as(call: str, functions: Sequence[str]) -> list[str]:
    """Return the functions and methods that a call names: ``Net.loss`` for ``net.loss``."""
    return [name for name in functions if name.rpartition(".")[2] == call.rpartition(".")[2]]


def _groups(run: SuiteRun, entry_points: Collection[str]) -> Iterator[_Group]:
    """Yield the failures of each call, the call with most failures first.

    A call of a library, such as one that asks for a gradient to compare with, is not the submission's. Then what all
    these tests call of the submission is meant.
    """
    events = events_of(run.transcripts)
    names: dict[str, list[str]] = {}
    for name, failure in failures(run).items():
        names.setdefault(failure.blame.partition(" and ")[0], []).append(name)
    for call, failed in sorted(names.items(), key=lambda item: (-len(item[1]), item[0])):
        owner = next((e.entry_point for name in failed for e in events.get(name, ()) if e.call == call), call)
        asked = [{e.entry_point for e in events.get(name, ()) if e.kind == "call"} for name in failed]
        common = [e for e in entry_points if all(e in some for some in asked)]
        yield _Group(call, (owner,) if owner in entry_points else tuple(common), tuple(failed))


def _split(group: _Group, events: Events) -> Iterator[_Group]:
    """Yield parts of a group that one fault may explain where none explains the whole: a function may have several.

    First the tests that one line ended with an exception, then the others together, then a few of the others alone.
    """
    last = {name: events[name][-1] for name in group.names if events.get(name)}
    raised = {name: event.place for name, event in last.items() if event.outcome == "StudentRaised"}
    parts = [tuple(n for n, p in raised.items() if p == place) for place in dict.fromkeys(raised.values())]
    others = tuple(n for n in last if n not in raised)
    for names in (*parts, others, *((name,) for name in others[:MOST_ALONE])):
        if names and len(names) < len(group.names):
            yield replace(group, names=names, is_part=True)


def _is_mixed(group: _Group, events: Events) -> bool:
    """Return whether some failures of a call ended with an exception and others did not.

    One edit that mends both is then a plain one, if there is one: a wrong name, or a wrong number.
    """
    return len({e.outcome == "StudentRaised" for e in _last(group, events)}) == 2


def _last(group: _Group, events: Events) -> list[Event]:
    """Return the last event of each failed test of a call that has any."""
    return [events[name][-1] for name in group.names if events.get(name)]


@dataclass(frozen=True, slots=True)
class _Raised:
    """The exception of all failures of a call."""

    key: str
    words: Message
    place: CodePlace


def _raised(group: _Group, events: Events) -> _Raised | None:
    """Return the exception that ended all failed tests of a call, if it is one and came from one known line."""
    last = _last(group, events)
    if not last or any(e.outcome != "StudentRaised" for e in last):
        return None
    found = {(str(e.value), e.said, e.place) for e in last}
    places = {place for _kind, _said, place in found}
    if len(places) != 1:
        return None
    kind, said, place = min(found, key=lambda raised: str(raised[:2]))
    if not isinstance(place, Place):
        return None
    key, words = meaning(kind, said, place) or ("exception", _("Look {where}.", where=place.where))
    return _Raised(key, words, CodePlace(place.file, place.line, place.cell))


def told_instead(test: TestResult, explanation: Explanation) -> TestResult:
    """Return a test with its explanation, which takes the place of a misconception."""
    return replace(test, explanation=explanation, misconception=None, belief=None, feedback=None)


def _cause(*places: CodePlace) -> str:
    """Return what failures have in common that one line causes, or two."""
    return "+".join(":".join(str(part) for part in (p.file, p.cell, p.line) if part is not None) for p in places)


def of_edit(match: Match) -> Explanation:
    """Return what is told of the single edit that does the same."""
    return _explanation("edit", match.kind, match.cause, match.words)


def mend_first(
    tests: Sequence[TestResult], run: SuiteRun, source: str, entry_points: Collection[str]
) -> dict[str, Explanation]:
    """Return what is told in place of the misconceptions of functions that use wrong ones, by test.

    Their values come of those, so whether their author holds a misconception is seen once those are right.
    """
    told: dict[str, Explanation] = {}
    for (called, used), some in behind(tests, run, source, entry_points).items():
        words = _("It uses functions that fail tests of their own. Mend these first: {names}.", names=listed(used))
        told |= dict.fromkeys(some, _of_used(called, used, words))
    return told


def _of_used(called: str, used: Sequence[str], words: Message) -> Explanation:
    return _explanation("case", "used", f"used:{','.join(used)}", joined(_(": "), [called, words]))


def _explanation(
    kind: str, key: str, cause: str, text: Message, places: tuple[CodePlace, ...] = (), edit: str | None = None
) -> Explanation:
    words = {"en": str(text), "zh-CN": text.told("zh-CN").replace("。 ", "。")}  # sentences have no space between them
    return Explanation(kind, key, cause, words, places, edit)  # type: ignore[arg-type]

"""Searching a page for numbers of hidden inputs, in any notation.

The numbers are taken from the transcript of the hidden suite with the reference and seed 0.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import numpy as np

from grader.exercises.catalogue import Catalogue
from grader.slot.slot import Slot
from grader.slot.suite_run import run_suite
from grader.suite.session import SuiteSession

MARK = "LEAKED"
"""The mark that attacks put before data that they reveal. In their files it is split, since pages quote lines."""

FEWEST = 4
"""Minimum digits for a number in a page to count as a hidden one. Points and line numbers have at most three."""

JOINED = 11
"""Minimum digits for a match if everything between digits is removed, as for the numbers of a shape. The corpus's
pages have a hundred thousand digits together, and some thousand sequences are searched. With 11 digits a match by
chance is expected once in a thousand corpora. With eight digits there was one in the first."""


class Hidden:
    """The numbers that the hidden suite of an exercise sends to a submission."""

    def __init__(self, catalogue: Catalogue, slot: Slot, suite: SuiteSession) -> None:
        reference = {suite.exercise.filename: catalogue.reference(suite.exercise).read_bytes()}
        run = run_suite(slot, suite, reference, seed=0, keep_transcripts=True)
        given = [(event.args, event.kwargs) for t in run.transcripts for event in t.events]
        self.numbers = {float(n) for n in numbers_in(given) if len(digits_of(float(n))) >= JOINED}
        assert len(self.numbers) > 20, "inputs are drawn at random, so most have many digits"

    @cached_property
    def _short(self) -> set[str]:
        """The first digits of each number, truncated and rounded, also backwards."""
        whole = {digits_of(n)[:FEWEST] for n in self.numbers} | {digits_of(float(f"{n:.3e}")) for n in self.numbers}
        return both_ways(w for w in whole if len(w) == FEWEST)

    @cached_property
    def _long(self) -> set[str]:
        return both_ways(digits_of(n)[:JOINED] for n in self.numbers)

    @cached_property
    def _hexadecimal(self) -> set[str]:
        return both_ways(n.hex().partition("0x1.")[2][:6] for n in self.numbers)

    def found_in(self, page: str, source: str = "") -> list[str]:
        """Return the hidden numbers and the marks of attackers that a page contains.

        Text that existed before the suite ran is ignored: the footer with time and digest, and quotations that are a
        line of ``source``, the file that was handed in.
        """
        lines = {line.strip() for line in source.splitlines()}

        def unless_own(quotation: re.Match[str]) -> str:
            return "" if html.unescape(quotation[1]) in lines else quotation[0]

        text = re.sub(r"(?s)<style>.*?</style>|<footer.*", "", page)
        text = re.sub(r'(?s)<pre class="code"><span class="where">.*?</span> (.*?)</pre>', unless_own, text)
        text = html.unescape(re.sub(r"(?s)<blockquote>.*?<pre>(.*?)</pre></blockquote>", unless_own, text))
        alone = {digits_of(float(n)) for n in re.findall(r"\d+\.?\d*", text)}
        joined = re.sub(r"\D", "", text)
        found = {a for a in alone if len(a) >= FEWEST and any(s in a for s in self._short)}
        found |= {d for d in self._long if d in joined}
        found |= {h for h in self._hexadecimal if h in text.lower()}
        return sorted(found | {m for m in (MARK, MARK[::-1]) if m in text})


def both_ways(texts: Iterable[str]) -> set[str]:
    """Return the texts, each also backwards."""
    return {way for t in texts for way in (t, t[::-1])}


def digits_of(number: float) -> str:
    """Return the significant digits of a number: 1234 for 0.0012340."""
    mantissa = re.sub(r"\D", "", repr(abs(number)).partition("e")[0])
    return mantissa.strip("0")


def numbers_in(value: Any) -> Iterator[float]:
    """Yield every finite number in plain data."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from numbers_in(item)
    elif isinstance(value, (np.ndarray, np.generic, float, int)) and np.asarray(value).dtype.kind in "iuf":
        yield from (float(v) for v in np.ravel(value) if np.isfinite(v))

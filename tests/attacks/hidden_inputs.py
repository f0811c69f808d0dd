"""Looking for the numbers of hidden inputs in what a student receives, in whatever way they are spelt.

The numbers are those of what the hidden suite really asks: its transcript with the reference, seed 0.
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
"""What attacks put before what they try to tell. In their files it stands in two parts, since a page quotes lines."""

FEWEST = 4
"""Digits from which a number in a page counts as one of the hidden ones: points and lines have three at most."""

JOINED = 11
"""Digits from which they count where everything between them is taken out, as in a shape. The corpus's pages have a
hundred thousand digits together, and some thousand sequences are looked for: by chance one is found once in a thousand
corpora, while eight digits were found in the first."""


class Hidden:
    """The numbers that one exercise's hidden suite sends to a submission."""

    def __init__(self, catalogue: Catalogue, slot: Slot, suite: SuiteSession) -> None:
        reference = {suite.exercise.filename: catalogue.reference(suite.exercise).read_bytes()}
        run = run_suite(slot, suite, reference, seed=0, keep_transcripts=True)
        given = [(event.args, event.kwargs) for t in run.transcripts for event in t.events]
        self.numbers = {float(n) for n in numbers_in(given) if len(digits_of(float(n))) >= JOINED}
        assert len(self.numbers) > 20, "inputs are drawn at random, so most have many digits"

    @cached_property
    def _short(self) -> set[str]:
        """The first digits of each number, cut off and rounded, and backwards."""
        whole = {digits_of(n)[:FEWEST] for n in self.numbers} | {digits_of(float(f"{n:.3e}")) for n in self.numbers}
        return both_ways(w for w in whole if len(w) == FEWEST)

    @cached_property
    def _long(self) -> set[str]:
        return both_ways(digits_of(n)[:JOINED] for n in self.numbers)

    @cached_property
    def _hexadecimal(self) -> set[str]:
        return both_ways(n.hex().partition("0x1.")[2][:6] for n in self.numbers)

    def found_in(self, page: str, source: str = "") -> list[str]:
        """Return what of the hidden numbers, or of attackers' marks, a page holds.

        Left out is what was written before anything was asked: the footer, with the time and a digest of the files, and
        quotations that are a line of ``source``, the file that was handed in.
        """
        lines = {line.strip() for line in source.splitlines()}

        def unless_own(quotation: re.Match[str]) -> str:
            return "" if html.unescape(quotation[1]) in lines else quotation[0]

        text = re.sub(r"(?s)<style>.*?</style>|<footer.*", "", page)
        text = html.unescape(re.sub(r"(?s)<blockquote>.*?<pre>(.*?)</pre></blockquote>", unless_own, text))
        alone = {digits_of(float(n)) for n in re.findall(r"\d+\.?\d*", text)}
        joined = re.sub(r"\D", "", text)
        found = {a for a in alone if len(a) >= FEWEST and any(s in a for s in self._short)}
        found |= {d for d in self._long if d in joined}
        found |= {h for h in self._hexadecimal if h in text.lower()}
        return sorted(found | {m for m in (MARK, MARK[::-1]) if m in text})


def both_ways(texts: Iterable[str]) -> set[str]:
    """Return texts, and each backwards."""
    return {way for t in texts for way in (t, t[::-1])}


def digits_of(number: float) -> str:
    """Return the significant digits of a number: 1234 of 0.0012340."""
    mantissa = re.sub(r"\D", "", repr(abs(number)).partition("e")[0])
    return mantissa.strip("0")


def numbers_in(value: Any) -> Iterator[float]:
    """Yield every number within plain data."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from numbers_in(item)
    elif isinstance(value, (np.ndarray, np.generic, float, int)) and np.asarray(value).dtype.kind in "iuf":
        yield from (float(v) for v in np.ravel(value) if np.isfinite(v))

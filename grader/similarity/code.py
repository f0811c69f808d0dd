"""Code that is alike: copydetect's fingerprints (https://copydetect.readthedocs.io), over a whole class at once.

copydetect reduces code to what a change of names, texts, comments and layout leaves, and compares its runs of ``K``
characters. Left out is what everybody was given, and what more than a few of the class have: who writes the same line
as a tenth of the class has written a usual line. Which pairs share anything is counted by one product of sparse
matrices; only the pairs that share much are compared by copydetect, place by place.

Measured for 300 different texts of each exercise: 2 to 4 s of processor time an exercise, half of it reading Python,
and 142 MB; for 300 made to be as long and as different as is looked at, 69 s and 800 MB.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from copydetect import CodeFingerprint, compare_files
from copydetect.utils import filter_code, get_token_coverage, hashed_kgrams
from scipy import sparse

from grader.similarity.findings import Alike, Level, Parts, Side

K = 25
"""Characters of a run, copydetect's own choice: ten to twelve names, operators and numbers, some line of code."""

READ = 32 * 1024
"""Characters of a student's code that are looked at: six times the longest accepted variant. The rest is not compared,
which is said."""

COMMON = 0.1
"""Share of a class beyond which a run is usual, and says nothing."""

FEW = 10
"""Students who may have a run in any case, as MOSS has it: in a class of twenty, what a group of five shares is not
usual. The price is that a larger group that changed its copies a little is taken for usual code in a class of fewer
than a hundred."""

LONG = 400
"""Runs beyond which code that is the same but for its names counts as one text, however many have it: so much is not
written alike by chance, and a ring of thirty does not make its own code usual. The reference of half of the exercises
is longer."""

LEAST = 150
"""Characters that a pair must share to be told: some five lines."""

SOME = 0.6
"""Share from which a pair is told. Of the references and accepted variants of the fourteen exercises, the most alike
share 0.55 (04, reference and textbook), then 0.42 (05) and 0.41 (03); a copy with other names shares 1."""

HIGH = 0.8
"""Share from which there is much to read: four fifths of what is a student's own."""

MUCH = 300
"""Characters that a pair must share besides, for ``Level.HIGH``. A function of three lines is soon written alike."""

NEAR = 0.5
"""How much of ``SOME`` a pair must reach in runs to be compared place by place. Broken runs have fewer of them than
characters."""

MOST = 50
"""Pairs of an exercise that are told: more than anybody reads, and a bound for the page."""

ROWS = 500
"""Texts that are multiplied with all others at a time: with 10,000 texts, 20 MB of counts."""

_Hashes = Any
"""An array of whole numbers."""


@dataclass(slots=True)
class _Text:
    """One text of the class, and whose it is.

    Attributes:
        filtered: what copydetect leaves of it; the same for texts that differ in names, comments and layout.
        own: its runs, each once, without what was given.
    """

    source: str
    filtered: str
    own: _Hashes
    students: list[str]

    @property
    def holders(self) -> int:
        return 1 if len(self.own) >= LONG else len(self.students)


def alike(slug: str, sources: Mapping[str, str], given: Iterable[str]) -> tuple[list[Alike], int]:
    """Return the pairs of a class that are alike, the most alike first, and how many there are beyond ``MOST``.

    Args:
        slug: the exercise.
        sources: by student, the code that was handed in; of each, ``READ`` characters are looked at.
        given: code that everybody was given.
    """
    return _Class(slug, sources, given).alike()


class _Class:
    """All texts of an exercise."""

    def __init__(self, slug: str, sources: Mapping[str, str], given: Iterable[str]) -> None:
        self._slug = slug
        self._given = np.unique(np.concatenate([np.empty(0, np.int64), *(_runs(_filtered(code)) for code in given)]))
        texts: dict[str, _Text] = {}
        for student, source in sorted(sources.items()):
            filtered = _filtered(source[:READ])
            if filtered not in texts:
                own = np.setdiff1d(_runs(filtered), self._given)
                texts[filtered] = _Text(source[:READ], filtered, own, [])
            texts[filtered].students.append(student)
        self._texts = [text for text in texts.values() if len(text.own)]
        self._sources = sources
        self._fingerprints: dict[str, CodeFingerprint] = {}

    def alike(self) -> tuple[list[Alike], int]:
        """Compare all; see ``grader.similarity.code.alike``."""
        found = [*self._same(), *self._near()]
        found.sort(key=lambda pair: (-pair.share, -pair.size, pair.left.students, pair.right.students))
        return found[:MOST], max(0, len(found) - MOST)

    @cached_property
    def _common(self) -> _Hashes:
        """The runs that too many of the class have."""
        if not self._texts:
            return np.empty(0, np.int64)
        hashes, places = np.unique(np.concatenate([t.own for t in self._texts]), return_inverse=True)
        weights = np.repeat([t.holders for t in self._texts], [len(t.own) for t in self._texts])
        held = np.bincount(places, weights, len(hashes))
        return hashes[held > max(FEW, COMMON * len(self._sources))]

    def _rare(self, text: _Text) -> _Hashes:
        return np.setdiff1d(text.own, self._common)

    def _same(self) -> Iterator[Alike]:
        """Yield those who handed in the same text but for names, comments and layout."""
        for text in self._texts:
            size = len(self._rare(text))
            if len(text.students) > 1 and size >= LEAST:
                first, *others = text.students
                left, right = (
                    Side(who, ((self._sources[who[0]][:READ], True),), 1.0) for who in ((first,), tuple(others))
                )
                yield Alike(self._slug, _level(1.0, size), size, left, right)

    def _near(self) -> Iterator[Alike]:
        for i, j in self._candidates():
            left, right = self._texts[i], self._texts[j]
            size, shares, slices = compare_files(self._fingerprint(left), self._fingerprint(right))
            share = float(max(shares))
            if size >= LEAST and share >= SOME:
                one, other = (
                    Side(tuple(t.students), _parts(t.source, places), min(1.0, float(own)))
                    for t, own, places in zip((left, right), shares, slices, strict=True)
                )
                yield Alike(self._slug, _level(share, int(size)), int(size), one, other)

    def _candidates(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs that share enough runs to be looked at."""
        rare = [self._rare(text) for text in self._texts]
        if not rare:
            return
        hashes, places = np.unique(np.concatenate(rare), return_inverse=True)
        starts = np.concatenate([[0], np.cumsum([len(r) for r in rare])])
        shape = (len(rare), len(hashes))
        holds = sparse.csr_matrix((np.ones(len(places), np.int32), places, starts), shape=shape)
        sizes = np.diff(starts)
        for start in range(0, len(rare), ROWS):
            shared = (holds[start : start + ROWS] @ holds.T).tocoo()
            rows, columns = shared.row + start, shared.col
            least = np.minimum(sizes[rows], sizes[columns])
            wanted = (rows < columns) & (shared.data >= NEAR * SOME * least)
            yield from zip(rows[wanted].tolist(), columns[wanted].tolist(), strict=True)

    def _fingerprint(self, text: _Text) -> CodeFingerprint:
        """Return copydetect's fingerprint of a text, without what was given and what is common.

        All runs are kept, not a sample (a window of 1), so that the same class gives the same figures each time:
        which runs a sample has depends on Python's hashes of texts. copydetect's own way of leaving out runs takes
        out others where a run occurs twice.
        """
        if text.filtered not in self._fingerprints:
            made = CodeFingerprint("work.py", K, 1, fp=io.StringIO(text.source))
            left_out = made.hashes - set(self._rare(text).tolist())
            made.hashes -= left_out
            for run in left_out:
                del made.hash_idx[run]
            made.token_coverage = get_token_coverage(made.hash_idx, K, len(made.filtered_code))
            self._fingerprints[text.filtered] = made
        return self._fingerprints[text.filtered]


def _level(share: float, size: int) -> Level:
    return Level.HIGH if share >= HIGH and size >= MUCH else Level.SOME


def _filtered(source: str) -> str:
    text: str = filter_code(source, "work.py")[0]
    return text


def _runs(filtered: str) -> _Hashes:
    return np.unique(hashed_kgrams(filtered, K)).astype(np.int64) if len(filtered) >= K else np.empty(0, np.int64)


def _parts(source: str, slices: Any) -> Parts:
    """Return a text in pieces, by the slices of it that the other side has too."""
    marked = np.zeros(len(source), bool)
    for start, end in np.asarray(slices, dtype=int).T.tolist():
        marked[max(0, start) : end] = True
    edges = [0, *(np.flatnonzero(np.diff(marked)) + 1).tolist(), len(source)]
    return tuple((source[a:b], bool(marked[a])) for a, b in pairwise(edges) if a < b)


def code_of(files: Mapping[str, bytes], module: str) -> str:
    """Return the Python code of a submission as one text: its module, then what lies beside it."""
    names = sorted((name for name in files if name.endswith(".py")), key=lambda name: (name != module, name))
    return "\n".join(files[name].decode("utf-8", "replace") for name in names)

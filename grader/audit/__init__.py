"""The suites tested: a stub scores nothing, right code scores everything, each wrong variant loses its tests.

An audit goes one way::

    plan   ->  run          ->  judge            ->  page
    cases      in slots,        faults in words,     the table of
               in parallel      and figures          docs/verdicts.md

Cases are sources that are graded as submissions: the stub, the reference, the accepted and the wrong variants, garbage,
machine-made mutants of the reference, and pairs of wrong functions in one file. Only ``plan`` knows where they come
from, and only ``judge`` what is expected of them.
"""

from __future__ import annotations

from grader.audit.judge import Findings, judge
from grader.audit.plan import PARTS, Wanted
from grader.audit.running import InOneSlot, InProcesses, audit

__all__ = ["PARTS", "Findings", "InOneSlot", "InProcesses", "Wanted", "audit", "judge"]

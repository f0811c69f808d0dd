"""The suites, tested: what must score nothing scores nothing, what is right scores full, what is wrong loses its tests.

An audit goes one way::

    plan   ->  run          ->  judge            ->  page
    cases      in slots,        faults in words,     the table of
               in parallel      and figures          docs/verdicts.md

Cases are sources to be graded as submissions: the stub, the reference, the accepted and the wrong variants, garbage,
machine-made mutants of the reference, and pairs of wrong functions in one file. ``plan`` alone knows where they come
from, ``judge`` alone what must become of them.
"""

from __future__ import annotations

from grader.audit.judge import Findings, judge
from grader.audit.plan import PARTS, Wanted
from grader.audit.running import InOneSlot, InProcesses, audit

__all__ = ["PARTS", "Findings", "InOneSlot", "InProcesses", "Wanted", "audit", "judge"]

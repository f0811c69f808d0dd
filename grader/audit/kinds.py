"""The kind of each mutation operator: what its mutants are called when a student's code does the same."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from grader.audit.case import Case, Run
from grader.audit.equivalents import Edit, edit_of
from grader.audit.mutants import Mutant
from grader.explain.diagnosis import Failures, Table
from grader.explain.edit_table import table_of
from grader.explain.edit_words import EditKind

KINDS: tuple[tuple[str, EditKind], ...] = (
    ("constants|NumberReplacer", "number"),
    ("axes", "axis"),
    ("keywords|ReplaceTrueWithFalse|ReplaceFalseWithTrue", "argument"),
    # a minus for a plus, or for nothing
    ("signs|inverses|.*_(Add_Sub|Sub_Add|USub_UAdd|Delete_USub|UAdd_USub|Delete_UAdd)", "sign"),
    ("orders|arguments", "order"),
    ("operands", "operand"),
    (r"products|inverse_factors|ReplaceBinaryOperator_\w+_(Add|Sub|Mul|Div|FloorDiv|Pow)", "operator"),
    ("calls|omissions", "call"),
    ("copies|news", "copy"),
    ("transposes", "transpose"),
    ("slices", "bounds"),
    ("statements", "statement"),
    ("updates", "update"),
    ("branches|AddNot|.*_Not|Replace(And|Or)With(And|Or)|ReplaceComparisonOperator_.*", "comparison"),
    ("ZeroIterationForLoop|ReplaceBreakWithContinue|ReplaceContinueWithBreak", "loop"),
)
"""By a pattern for the whole name of an operator, the first that fits. What is never told has none: ``returns``, since
``None`` holds no numbers; a remainder in place of another operator, which nobody writes by mistake and which often does
the same as another edit; an exception of another class."""


def kind_of(operator: str) -> EditKind | None:
    """Return the kind of an operator's mutants; ``None`` if they are never told."""
    return next((kind for pattern, kind in KINDS if re.fullmatch(pattern, operator)), None)


def edits_of(mutants: Mapping[str, Mutant], runs: Mapping[Case, Run], equivalent: Collection[Edit]) -> Table:
    """Return the table of the mutants that failed a test and are not declared equivalent."""

    def told() -> Iterator[tuple[EditKind, str, Failures]]:
        for case, run in sorted(runs.items(), key=lambda item: item[0].name):
            mutant = mutants[case.name]
            kind = kind_of(mutant.operator)
            if kind is not None and mutant.function and edit_of(mutant) not in equivalent:
                yield kind, mutant.function, run.failures

    return table_of(told())

"""What is told of a line that holds a fault: what to look at, never what to write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.explain.edits.edit import Kind
from grader.language import Message, _

LOOK_AT: Mapping[Kind, Message] = {
    "number": _("Look at the numbers on line {line} of {file}."),
    "axis": _("Look at what the sum, mean or maximum on line {line} of {file} runs over."),
    "operand": _("Look at the terms on line {line} of {file}: one may be missing, or one too many."),
    "operator": _("Look at the operators on line {line} of {file}."),
    "sign": _("Look at the signs on line {line} of {file}."),
    "size": _("Look at what is divided by or multiplied with on line {line} of {file}, and by how much."),
    "factor": _("Look for a factor, a power or a root on line {line} of {file}."),
    "comparison": _("Look at the comparison on line {line} of {file}."),
    "clip": _("Look at what line {line} of {file} does with numbers at the edge, such as 0."),
    "shift": _("Look at what the exponential on line {line} of {file} does with large numbers."),
    "name": _("Look at which variables are used on line {line} of {file}."),
    "call": _("Look at which function is called on line {line} of {file}."),
    "order": _("Look at the order of operands, arguments or axes on line {line} of {file}."),
    "copy": _("Look at whether line {line} of {file} changes what it was given, and at the types and axes there."),
    "bounds": _("Look at the bounds and indices on line {line} of {file}."),
    "statement": _("Look at whether the statement on line {line} of {file} is needed."),
    "return": _("Look at what is returned near line {line} of {file}, and where."),
    "random": _("Look at which generator draws the random numbers on line {line} of {file}."),
    "arguments": _("Look at the arguments of the call on line {line} of {file}."),
    "missing": _("A statement is missing near line {line} of {file}."),
    "near": _("The fault is on line {line} of {file} or on the next two."),
    "expression": _("The fault is on line {line} of {file}."),
    "two": _("The fault is on two lines: line {line} of {file}, and line {second} of {other}."),
}
"""By the kind of the edits that mend. Where edits of several kinds mend, only the line is told."""


def look_at(kind: Kind, places: Sequence[tuple[int, str]]) -> Message:
    """Return what to look at: at one place, or at two. A place is a line, and the name of its file or cell."""
    (line, file), (second, other) = places[0], places[-1]
    return LOOK_AT[kind].having(line=line, file=file, second=second, other=other)

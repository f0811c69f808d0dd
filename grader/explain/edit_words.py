"""The kinds of single edits of right code, and what a student is told of each: what the values do, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from grader.language import Message, _

EditKind = Literal[
    "argument",
    "axis",
    "bounds",
    "call",
    "comparison",
    "copy",
    "loop",
    "number",
    "operand",
    "operator",
    "order",
    "sign",
    "statement",
    "transpose",
    "update",
]
"""What an edit changes. Edits that often do the same are of one kind: a minus for a plus is a ``sign``, a function left
out is a ``call``."""

WORDS: Mapping[EditKind, Message] = {
    "argument": _("It gives what right code would give without one of its optional arguments, or with another one."),
    "axis": _("It gives what right code would give with a sum, mean or maximum over another axis."),
    "bounds": _("It gives what right code would give with a slice that begins or ends elsewhere."),
    "call": _("It gives what right code would give with one function exchanged or left out, such as mean for sum."),
    "comparison": _("It gives what right code would give with another comparison or condition in one place."),
    "copy": _("It gives what right code would give without a copy, or with one more."),
    "loop": _("It gives what right code would give with a loop that ends earlier or later."),
    "number": _("It gives what right code would give with another number in one place."),
    "operand": _("It gives what right code would give without one term or factor."),
    "operator": _("It gives what right code would give with another operator in one place."),
    "order": _("It gives what right code would give with two operands or arguments in the other order."),
    "sign": _("It gives what right code would give with one sign turned around."),
    "statement": _("It gives what right code would give without one of its statements."),
    "transpose": _("It gives what right code would give without a transpose."),
    "update": _("It gives what right code would give if it replaced a value that it should update."),
}

"""Mutation operators that cosmic-ray lacks: common mistakes in numerical code.

Each takes one node of the syntax tree and yields other texts for it. They work on text, so that a mutant differs from
the reference in the changed place only.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping

from grader.explain.edits.operators import swapped_arguments

OTHER_CALL = {
    "sum": ("mean", "max"),
    "mean": ("sum",),
    "max": ("min",),
    "argmax": ("argmin",),
    "maximum": ("minimum",),
    "minimum": ("maximum",),
    "zeros": ("ones",),
    "zeros_like": ("ones_like",),
    "ones": ("zeros",),
    "exp": ("expm1",),
    "log": ("log2", "log1p"),
    "sqrt": ("square",),
    "square": ("sqrt",),
    "reduce_mean": ("reduce_sum",),
    "reduce_sum": ("reduce_mean",),
    "assign_sub": ("assign_add", "assign"),
    "randn": ("rand",),
    "rand": ("randn",),
    "standard_normal": ("random",),
    "normal": ("uniform",),
    "random": ("standard_normal",),
    "permutation": ("arange",),
}
"""Functions of NumPy and TensorFlow that are mistaken for one another."""

NO_COPY = ("copy", "astype", "identity")
"""Methods that return a copy of their object; without them the caller's own may be changed."""

Operator = Callable[[ast.AST, str], Iterator[str]]
"""Yields other texts for a node, given its text."""


def constants(node: ast.AST, text: str) -> Iterator[str]:
    """Replace a number by its double and half; replace an epsilon by one that is too large, and by 0.

    cosmic-ray changes whole numbers already.
    """
    if isinstance(node, ast.Constant) and type(node.value) is float:
        if node.value == 0:
            yield "1e-3"
            return
        yield f"(2 * {text})"
        yield f"({text} / 2)"
        if abs(node.value) < 1e-3:
            yield f"(1000 * {text})"
            yield "0.0"


def axes(node: ast.AST, text: str) -> Iterator[str]:
    """Replace an axis, or leave it out."""
    for keyword in node.keywords if isinstance(node, ast.Call) else ():
        if keyword.arg == "axis" and isinstance(node, ast.Call):
            for other in (None, "0", "1", "None"):  # most arrays are matrices, whose last axis is 1
                yield _with(node, keyword, other)


def keywords(node: ast.AST, text: str) -> Iterator[str]:
    """Leave out another keyword argument, or invert it: ``keepdims``."""
    for keyword in node.keywords if isinstance(node, ast.Call) else ():
        if keyword.arg not in (None, "axis") and isinstance(node, ast.Call):
            yield _with(node, keyword, None)
            if isinstance(keyword.value, ast.Constant) and type(keyword.value.value) is bool:
                yield _with(node, keyword, str(not keyword.value.value))


def _with(node: ast.Call, keyword: ast.keyword, value: str | None) -> str:
    """Return a call's text with another value for one keyword, or without that keyword."""
    arguments = [ast.unparse(a) for a in node.args]
    for each in node.keywords:
        if each is not keyword:
            arguments.append(ast.unparse(each))
        elif value is not None:
            arguments.append(f"{keyword.arg}={value}")
    return f"{ast.unparse(node.func)}({', '.join(arguments)})"


def signs(node: ast.AST, text: str) -> Iterator[str]:
    """Negate a number, and what is subtracted, returned, multiplied or divided."""
    if isinstance(node, ast.Constant) and type(node.value) is float and node.value != 0:
        yield f"(-{text})"
    if isinstance(node, (ast.Return, ast.Yield)) and node.value is not None:
        yield f"{'return' if isinstance(node, ast.Return) else 'yield'} -({ast.unparse(node.value)})"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
        yield _swapped(node)
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Div, ast.MatMult)):
        yield f"(-({text}))"


def returns(node: ast.AST, text: str) -> Iterator[str]:
    """Return nothing."""
    if isinstance(node, (ast.Return, ast.Yield)) and node.value is not None:
        yield f"{'return' if isinstance(node, ast.Return) else 'yield'} None"


def orders(node: ast.AST, text: str) -> Iterator[str]:
    """Swap the operands of anything but a difference."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Div, ast.MatMult, ast.Pow)):
        yield _swapped(node)


def _swapped(node: ast.BinOp) -> str:
    return f"(({ast.unparse(node.right)}) {_sign(node.op)} ({ast.unparse(node.left)}))"


def operands(node: ast.AST, text: str) -> Iterator[str]:
    """Leave an operand out."""
    if isinstance(node, ast.BinOp):
        yield f"({ast.unparse(node.left)})"
        if not isinstance(node.op, ast.Pow):
            yield f"({ast.unparse(node.right)})"


def products(node: ast.AST, text: str) -> Iterator[str]:
    """Drop the brackets of a denominator; multiply matrices element by element."""
    if not isinstance(node, ast.BinOp):
        return
    left, right = ast.unparse(node.left), ast.unparse(node.right)
    if isinstance(node.op, ast.Div) and isinstance(node.right, ast.BinOp):
        yield f"({left} / {right})"
    if isinstance(node.op, ast.MatMult):
        yield f"(({left}) * ({right}))"


def _sign(operator: ast.operator) -> str:
    return {ast.Sub: "-", ast.Div: "/", ast.MatMult: "@", ast.Pow: "**"}[type(operator)]


def arguments(node: ast.AST, text: str) -> Iterator[str]:
    """Swap two neighbouring arguments of a call."""
    yield from swapped_arguments(node)


def calls(node: ast.AST, text: str) -> Iterator[str]:
    """Call another function."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        given = ", ".join(ast.unparse(a) for a in [*node.args, *node.keywords])
        for other in OTHER_CALL.get(node.func.attr, ()):
            yield f"{ast.unparse(node.func.value)}.{other}({given})"


def copies(node: ast.AST, text: str) -> Iterator[str]:
    """Leave out a copy."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in NO_COPY:
        yield f"({ast.unparse(node.func.value)})"


def omissions(node: ast.AST, text: str) -> Iterator[str]:
    """Leave a function out, so that its argument is passed on unchanged."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np" | "tf" | "keras"), attr=name), args=[first, *_]):
            if name not in NO_COPY:
                yield f"({ast.unparse(first)})"


def transposes(node: ast.AST, text: str) -> Iterator[str]:
    """Leave out a transpose."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield ast.unparse(node.value)


def slices(node: ast.AST, text: str) -> Iterator[str]:
    """Leave out the bounds of a slice or move them by one."""
    if isinstance(node, ast.Slice):
        lower, upper, step = (ast.unparse(p) if p else "" for p in (node.lower, node.upper, node.step))
        tail = f":{step}" if step else ""
        if lower:
            yield f":{upper}{tail}"
            yield f"({lower}) + 1:{upper}{tail}"
        if upper:
            yield f"{lower}:{tail}"
            yield f"{lower}:({upper}) - 1{tail}"
        if step:
            yield f"{lower}:{upper}"


def statements(node: ast.AST, text: str) -> Iterator[str]:
    """Leave out a statement."""
    if isinstance(node, (ast.Assign, ast.AugAssign)) or (
        isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)
    ):
        yield "pass"


def updates(node: ast.AST, text: str) -> Iterator[str]:
    """Assign where a value is updated in place."""
    if isinstance(node, ast.AugAssign):
        yield f"{ast.unparse(node.target)} = {ast.unparse(node.value)}"


def news(node: ast.AST, text: str) -> Iterator[str]:
    """Make a new object where one is updated in place."""
    if isinstance(node, ast.AugAssign) and (sign := SIGNS.get(type(node.op))):
        target = ast.unparse(node.target)
        yield f"{target} = {target} {sign} ({ast.unparse(node.value)})"


def inverses(node: ast.AST, text: str) -> Iterator[str]:
    """Update in place by the inverse of a sum or difference."""
    yield from _inverse(node, {ast.Add: "-", ast.Sub: "+"})


def inverse_factors(node: ast.AST, text: str) -> Iterator[str]:
    """Update in place by the inverse of a product or quotient."""
    yield from _inverse(node, {ast.Mult: "/", ast.Div: "*"})


SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
"""The signs of the operators that update in place."""


def _inverse(node: ast.AST, signs: Mapping[type[ast.operator], str]) -> Iterator[str]:
    if isinstance(node, ast.AugAssign) and (sign := signs.get(type(node.op))):
        yield f"{ast.unparse(node.target)} {sign}= {ast.unparse(node.value)}"


def branches(node: ast.AST, text: str) -> Iterator[str]:
    """Take one branch of a conditional expression always."""
    if isinstance(node, ast.IfExp):
        yield f"({ast.unparse(node.body)})"
        yield f"({ast.unparse(node.orelse)})"


OPERATORS: dict[str, Operator] = {
    f.__name__: f
    for f in (
        *(constants, axes, keywords, signs, returns, orders, operands, products, arguments, calls, copies, omissions),
        *(transposes, slices, statements, updates, news, inverses, inverse_factors, branches),
    )
}
"""By name; each makes mutants of one kind (``kinds``). ``mutants`` drops texts that do not parse and those that equal
the reference."""

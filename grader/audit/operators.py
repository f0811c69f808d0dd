"""Mutation operators that cosmic-ray lacks: common mistakes in numerical code.

Each takes one node of the syntax tree and yields other texts for it. They work on text, so that a mutant differs from
the reference in the changed place only.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

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
    """Replace a number by its double, half and negative; replace an epsilon by one that is too large, and by 0.

    cosmic-ray changes whole numbers already.
    """
    if isinstance(node, ast.Constant) and type(node.value) is float:
        if node.value == 0:
            yield "1e-3"
            return
        yield f"(2 * {text})"
        yield f"(-{text})"
        yield f"({text} / 2)"
        if abs(node.value) < 1e-3:
            yield f"(1000 * {text})"
            yield "0.0"


def axes(node: ast.AST, text: str) -> Iterator[str]:
    """Replace an axis, invert ``keepdims``, leave out any keyword argument."""
    if not isinstance(node, ast.Call):
        return
    for keyword in node.keywords:
        if keyword.arg is None:
            continue
        yield _with(node, text, keyword, None)
        if keyword.arg == "axis":
            for other in ("0", "1", "None"):  # most arrays are matrices, whose last axis is 1
                yield _with(node, text, keyword, other)
        elif isinstance(keyword.value, ast.Constant) and type(keyword.value.value) is bool:
            yield _with(node, text, keyword, str(not keyword.value.value))


def _with(node: ast.Call, text: str, keyword: ast.keyword, value: str | None) -> str:
    """Return a call's text with another value for one keyword, or without that keyword."""
    arguments = [ast.unparse(a) for a in node.args]
    for each in node.keywords:
        if each is not keyword:
            arguments.append(ast.unparse(each))
        elif value is not None:
            arguments.append(f"{keyword.arg}={value}")
    return f"{ast.unparse(node.func)}({', '.join(arguments)})"


def signs(node: ast.AST, text: str) -> Iterator[str]:
    """Negate what is returned, multiplied or divided; return nothing."""
    if isinstance(node, (ast.Return, ast.Yield)) and node.value is not None:
        value = ast.unparse(node.value)
        word = "return" if isinstance(node, ast.Return) else "yield"
        yield f"{word} -({value})"
        yield f"{word} None" if isinstance(node, ast.Return) else "yield None"
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Div, ast.MatMult)):
        yield f"(-({text}))"


def operands(node: ast.AST, text: str) -> Iterator[str]:
    """Swap operands or leave one out; drop the brackets of a denominator."""
    if not isinstance(node, ast.BinOp):
        return
    left, right = ast.unparse(node.left), ast.unparse(node.right)
    if isinstance(node.op, (ast.Sub, ast.Div, ast.MatMult, ast.Pow)):
        yield f"(({right}) {_sign(node.op)} ({left}))"
    yield f"({left})"
    if not isinstance(node.op, ast.Pow):
        yield f"({right})"
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
    """Call another function; leave a function out, so that its argument is passed on unchanged."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return
    given = ", ".join(ast.unparse(a) for a in [*node.args, *node.keywords])
    owner, name = ast.unparse(node.func.value), node.func.attr
    for other in OTHER_CALL.get(name, ()):
        yield f"{owner}.{other}({given})"
    if name in NO_COPY:
        yield f"({owner})"
    elif isinstance(node.func.value, ast.Name) and node.func.value.id in ("np", "tf", "keras") and node.args:
        yield f"({ast.unparse(node.args[0])})"


def slices(node: ast.AST, text: str) -> Iterator[str]:
    """Leave out the bounds of a slice or move them by one; leave out a transpose."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield ast.unparse(node.value)
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
    """Leave out a statement; turn an update in place into a new object, an assignment or the inverse operation."""
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr)) and not (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ):
        yield "pass"
    if isinstance(node, ast.AugAssign):
        target, value = ast.unparse(node.target), ast.unparse(node.value)
        yield f"{target} = {value}"
        if isinstance(node.op, (ast.Add, ast.Sub, ast.Mult, ast.Div)):
            sign = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}[type(node.op)]
            yield f"{target} = {target} {sign} ({value})"
            other = {ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*"}[type(node.op)]
            yield f"{target} {other}= {value}"


def branches(node: ast.AST, text: str) -> Iterator[str]:
    """Take one branch of a conditional expression always."""
    if isinstance(node, ast.IfExp):
        yield f"({ast.unparse(node.body)})"
        yield f"({ast.unparse(node.orelse)})"


OPERATORS: dict[str, Operator] = {
    f.__name__: f for f in (constants, axes, signs, operands, arguments, calls, slices, statements, branches)
}
"""By name. ``mutants`` drops texts that do not parse and those that equal the reference."""

"""The edits of one place, by kind. Each operator takes a place and yields other texts for it.

They are undone mistakes: what a student leaves out, adds or takes for another thing. The kinds and their order follow
how often an edit of that kind mends wrong functions of beginners.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from grader.explain.edits.edit import Kind
from grader.explain.edits.site import Site

Operator = Callable[[Site], Iterator[str]]

REDUCTIONS = frozenset(
    {
        *("sum", "mean", "max", "min", "amax", "amin", "argmax", "argmin", "prod", "std", "var", "any", "all", "norm"),
        *("reduce_sum", "reduce_mean", "reduce_max"),
    }
)
"""Functions and methods with an argument ``axis``."""

OTHER_CALLS = {
    "sum": ("mean", "max"),
    "mean": ("sum",),
    "max": ("min", "sum"),
    "min": ("max",),
    "argmax": ("argmin",),
    "argmin": ("argmax",),
    "maximum": ("minimum",),
    "minimum": ("maximum",),
    "abs": ("square",),
    "square": ("abs",),
    "exp": ("expm1",),
    "log": ("log1p",),
    "log2": ("log",),
    "log10": ("log",),
    "log1p": ("log",),
    "zeros": ("ones",),
    "ones": ("zeros",),
    "zeros_like": ("ones_like",),
    "ones_like": ("zeros_like",),
    "empty_like": ("zeros_like",),
    "rand": ("randn",),
    "randn": ("rand",),
    "random": ("standard_normal",),
    "standard_normal": ("random",),
    "uniform": ("normal",),
    "normal": ("uniform",),
    "floor": ("ceil",),
    "ceil": ("floor",),
    "append": ("extend",),
    "dot": ("multiply",),
    "multiply": ("dot",),
    "choice": ("permutation",),
    "permutation": ("choice",),
    "reduce_mean": ("reduce_sum",),
    "reduce_sum": ("reduce_mean",),
    "assign_add": ("assign_sub",),
    "assign": ("assign_sub",),
}
"""Functions that are taken for one another."""

SIGNS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.MatMult: "@",
    ast.Pow: "**",
    ast.FloorDiv: "//",
    ast.Mod: "%",
}

MIX_UPS: dict[type[ast.operator], tuple[str, ...]] = {
    ast.Add: ("-", "*"),
    ast.Sub: ("+",),
    ast.Mult: ("/", "@", "+", "**"),
    ast.Div: ("*", "//", "@"),
    ast.MatMult: ("*",),
    ast.Pow: ("*",),
    ast.FloorDiv: ("/",),
    ast.Mod: ("/", "//"),
}
"""Operators that are taken for one another."""

COMPARISONS: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Lt: ("<=", ">", ">="),
    ast.LtE: ("<", ">=", ">"),
    ast.Gt: (">=", "<", "<="),
    ast.GtE: (">", "<=", "<"),
    ast.Eq: ("!=",),
    ast.NotEq: ("==",),
    ast.Is: ("is not",),
    ast.IsNot: ("is",),
}

NOT_NUMBERS = frozenset(("abs", "fabs", "absolute", "range", "len", "zeros", "ones", "zeros_like", "arange"))
"""Functions whose result is no number that may have the wrong sign."""

EPSILON = "1e-7"
"""The small number of the statements."""


def numbers(site: Site) -> Iterator[str]:
    """Another number."""
    node = site.node
    value = node.value if isinstance(node, ast.Constant) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return
    if isinstance(value, int):
        yield from (str(v) for v in dict.fromkeys([value + 1, value - 1, 0, 1, 2, -1]) if v != value)
        yield "0.5"
    else:
        others = dict.fromkeys([value * 2, value / 2, 0.0, 1.0, 0.5, 1 - value, value * 10, value / 10])
        yield from (repr(v) for v in others if v != value)
    if 0 < abs(value) < 1e-2:
        yield from (text for text in ("1e-3", "1e-4", "1e-5", "1e-7") if float(text) != value)
    if site.text in ("1", "0"):
        yield "None"


def axes(site: Site) -> Iterator[str]:
    """What a sum, mean or maximum runs over, and whether it keeps the axis."""
    node = site.node
    if not isinstance(node, ast.Call) or _called(node) not in REDUCTIONS:
        return
    given = [k for k in node.keywords if k.arg not in ("axis", "keepdims")]
    now = {k.arg: ast.unparse(k.value) for k in node.keywords if k.arg in ("axis", "keepdims")}
    of_numpy = isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
    first = node.args[: 1 if of_numpy or isinstance(node.func, ast.Name) else 0]
    for axis in (None, "0", "1", "-1"):
        for keepdims in (None, "True"):
            wanted = {k: v for k, v in (("axis", axis), ("keepdims", keepdims)) if v is not None}
            if wanted == now and len(first) == len(node.args):
                continue
            arguments = [*map(ast.unparse, first), *(f"{k.arg}={ast.unparse(k.value)}" for k in given)]
            arguments += [f"{k}={v}" for k, v in wanted.items()]
            yield f"{ast.unparse(node.func)}({', '.join(arguments)})"


def operands(site: Site) -> Iterator[str]:
    """One operand alone."""
    node = site.node
    if isinstance(node, ast.BinOp):
        yield f"({ast.unparse(node.left)})"
        yield f"({ast.unparse(node.right)})"
    elif isinstance(node, ast.UnaryOp):
        yield f"({ast.unparse(node.operand)})"
    elif isinstance(node, ast.BoolOp):
        yield from (f"({ast.unparse(v)})" for v in node.values)


def operator_signs(site: Site) -> Iterator[str]:
    """Another operator between the same operands."""
    node = site.node
    if isinstance(node, ast.BinOp):
        left, right = ast.unparse(node.left), ast.unparse(node.right)
        for sign in MIX_UPS.get(type(node.op), ()):
            yield f"(({left}) {sign} ({right}))"
        if isinstance(node.op, ast.Div) and isinstance(node.right, ast.BinOp):
            yield f"({left} / {right})"
    elif isinstance(node, ast.AugAssign):
        target, value = ast.unparse(node.target), ast.unparse(node.value)
        for sign in MIX_UPS.get(type(node.op), ()):
            yield f"{target} {sign}= {value}"
        yield f"{target} = {value}"
        if type(node.op) in SIGNS:
            yield f"{target} = {target} {SIGNS[type(node.op)]} ({value})"
    elif isinstance(node, ast.Assign) and len(node.targets) == 1 and not isinstance(node.targets[0], ast.Tuple):
        target, value = ast.unparse(node.targets[0]), ast.unparse(node.value)
        yield from (f"{target} {sign}= {value}" for sign in ("+", "-"))
        own = isinstance(node.value, ast.BinOp) and type(node.value.op) in SIGNS
        if isinstance(node.value, ast.BinOp) and own and ast.unparse(node.value.left) == target:
            yield f"{target} {SIGNS[type(node.value.op)]}= {ast.unparse(node.value.right)}"


def orders(site: Site) -> Iterator[str]:
    """Operands or neighbouring arguments swapped; a transpose added or taken away."""
    node = site.node
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Sub, ast.Div, ast.MatMult, ast.Pow)):
        yield f"(({ast.unparse(node.right)}) {SIGNS[type(node.op)]} ({ast.unparse(node.left)}))"
    yield from swapped_arguments(node)
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield ast.unparse(node.value)
    if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
        product = isinstance(site.parent, ast.BinOp) and isinstance(site.parent.op, ast.MatMult)
        if product or (isinstance(site.parent, ast.Call) and _called(site.parent) in ("dot", "matmul")):
            yield f"{site.text}.T"
    if isinstance(node, (ast.Tuple, ast.List)) and isinstance(node.ctx, ast.Load) and len(node.elts) == 2:
        first, second = map(ast.unparse, node.elts)
        yield f"({second}, {first})" if isinstance(node, ast.Tuple) else f"[{second}, {first}]"


def swapped_arguments(node: ast.AST) -> Iterator[str]:
    """Yield a call's text with two neighbouring arguments swapped."""
    if isinstance(node, ast.Call) and not any(isinstance(a, ast.Starred) for a in node.args):
        given = [ast.unparse(a) for a in node.args]
        keywords = [ast.unparse(k) for k in node.keywords]
        for i in range(len(given) - 1):
            swapped = [*given[:i], given[i + 1], given[i], *given[i + 2 :], *keywords]
            yield f"{ast.unparse(node.func)}({', '.join(swapped)})"


def negations(site: Site) -> Iterator[str]:
    """The opposite sign, or no sign."""
    node = site.node
    if isinstance(node, ast.expr) and _is_term(site):
        yield f"(-({site.text}))"
    if isinstance(node, ast.BinOp) or (isinstance(node, ast.Call) and _called(node) not in NOT_NUMBERS):
        yield f"np.abs({site.text})"


def sizes(site: Site) -> Iterator[str]:
    """Divided by, or multiplied with, a size of a parameter; another size."""
    node = site.node
    if isinstance(node, ast.expr) and _is_whole(site):
        for name in site.scope.parameters:
            for size in (f"len({name})", f"{name}.size", f"{name}.shape[-1]"):
                yield f"(({site.text}) / {size})"
                yield f"(({site.text}) * {size})"
            yield f"(({site.text}) / (1 if {name}.ndim == 1 else len({name})))"
    if _is_size(node):
        for name in site.scope.parameters:
            for size in (f"len({name})", f"{name}.size", f"{name}.shape[0]", f"{name}.shape[-1]", "1"):
                if size != site.text:
                    yield size


def factors(site: Site) -> Iterator[str]:
    """Twice, half, squared, root."""
    if isinstance(site.node, ast.expr) and _is_whole(site):
        yield from (f"(2 * ({site.text}))", f"(0.5 * ({site.text}))", f"(1 - ({site.text}))", f"(1 + ({site.text}))")
        yield from (f"(({site.text}) ** 2)", f"np.sqrt({site.text})", f"(1 / ({site.text}))")


def clips(site: Site) -> Iterator[str]:
    """A small number added, or a bound."""
    parent = site.parent
    if not isinstance(site.node, ast.expr):
        return
    if isinstance(parent, ast.Call) and site.node in parent.args:
        if _called(parent) in ("log", "log2", "log10", "sqrt"):
            yield f"(({site.text}) + {EPSILON})"
            yield f"np.maximum({site.text}, {EPSILON})"
            yield f"np.clip({site.text}, {EPSILON}, 1 - {EPSILON})"
        elif _called(parent) == "exp":
            yield f"np.clip({site.text}, -500, 500)"
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Div) and parent.right is site.node:
        yield f"(({site.text}) + {EPSILON})"
    if _is_whole(site) or _is_parameter(site):
        yield f"np.maximum({site.text}, 0)"
        yield f"np.clip({site.text}, {EPSILON}, 1)"


def shifts(site: Site) -> Iterator[str]:
    """The maximum subtracted before an exponential."""
    parent = site.parent
    if isinstance(parent, ast.Call) and _called(parent) == "exp" and site.node in parent.args:
        yield f"(({site.text}) - np.max({site.text}))"
        yield f"(({site.text}) - np.max({site.text}, axis=-1, keepdims=True))"
        yield f"(({site.text}) - np.max({site.text}, axis=0))"


def comparisons(site: Site) -> Iterator[str]:
    """Another comparison."""
    node = site.node
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = ast.unparse(node.left), ast.unparse(node.comparators[0])
        for sign in COMPARISONS.get(type(node.ops[0]), ()):
            yield f"({left} {sign} {right})"
        yield f"({right} == {left})" if not isinstance(node.ops[0], ast.Eq) else f"({left} >= {right})"


def names(site: Site) -> Iterator[str]:
    """Another name of the function."""
    node = site.node
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in site.scope.names:
        yield from (name for name in site.scope.names if name != node.id)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
        others = {
            n.attr
            for n in ast.walk(site.scope.function)
            if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id == "self"
        }
        yield from (f"self.{name}" for name in sorted(others - {node.attr}))


def terms(site: Site) -> Iterator[str]:
    """Combined with a parameter."""
    if isinstance(site.node, ast.expr) and _is_whole(site):
        for name in site.scope.names:
            if name != site.text:
                yield from (f"(({site.text}) {sign} {name})" for sign in ("*", "+", "-", "/"))
                yield f"({name} - ({site.text}))"


def calls(site: Site) -> Iterator[str]:
    """Another function; the argument alone; a function around it."""
    node = site.node
    if not isinstance(node, ast.Call):
        return
    given = ", ".join(ast.unparse(a) for a in [*node.args, *node.keywords])
    name = _called(node)
    if isinstance(node.func, ast.Attribute):
        for other in OTHER_CALLS.get(name, ()):
            yield f"{ast.unparse(node.func.value)}.{other}({given})"
        if not node.args or name in ("astype", "reshape"):
            yield f"({ast.unparse(node.func.value)})"
    elif name in ("max", "min", "abs", "round"):
        yield f"np.{ {'max': 'maximum', 'min': 'minimum'}.get(name, name) }({given})"
    if node.args:
        yield f"({ast.unparse(node.args[0])})"


def copies(site: Site) -> Iterator[str]:
    """A parameter copied, or converted to floats or an array."""
    node = site.node
    if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
        if isinstance(node, ast.Call) and _called(node) in ("zeros_like", "ones_like", "empty_like"):
            yield f"{site.text[:-1]}, dtype=float)"
        return
    if node.id in site.scope.names and not isinstance(site.parent, ast.Call | ast.Attribute | ast.Subscript):
        yield f"{node.id}.copy()"
    if _is_parameter(site):
        yield f"np.array({node.id}, dtype=float)"
        yield f"np.atleast_2d({node.id})"
        yield f"np.ravel({node.id})"


def bounds(site: Site) -> Iterator[str]:
    """Another bound of a slice or range; another index."""
    node = site.node
    if isinstance(node, ast.Slice):
        lower, upper, step = (ast.unparse(p) if p else "" for p in (node.lower, node.upper, node.step))
        tail = f":{step}" if step else ""
        if lower:
            yield f":{upper}{tail}"
            yield f"({lower}) + 1:{upper}{tail}"
        if upper:
            yield f"{lower}:{tail}"
            yield f"{lower}:({upper}) - 1{tail}"
            yield f"{lower}:({upper}) + 1{tail}"
        if step:
            yield f"{lower}:{upper}"
    elif isinstance(node, ast.Call) and _called(node) == "range":
        *before, last = map(ast.unparse, node.args)
        for end in (f"{last} + 1", f"{last} - 1"):
            yield f"range({', '.join([*before, end])})"
        if before:
            yield f"range({last})"
        else:
            yield f"range(1, {last})"
            yield f"range(1, {last} + 1)"
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        yield ast.unparse(node.value)
        if not isinstance(node.slice, ast.Tuple):
            yield f"{ast.unparse(node.value)}[:, {ast.unparse(node.slice)}]"


def statements(site: Site) -> Iterator[str]:
    """Nothing in place of a statement."""
    node = site.node
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.Delete)) or (
        isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)
    ):
        yield "pass"


def returns(site: Site) -> Iterator[str]:
    """Another name; one of several results alone; what was printed, or assigned last; a return after its loop."""
    node = site.node
    if isinstance(node, ast.Return):
        if (loop := _ended_by(site)) is not None:
            yield f"pass\n{' ' * loop.col_offset}{site.text}"
        yield from (f"return {name}" for name in site.scope.names if name != (node.value and ast.unparse(node.value)))
        if isinstance(node.value, ast.Tuple):
            yield from (f"return {ast.unparse(part)}" for part in node.value.elts)
    elif isinstance(node, ast.Expr):
        if isinstance(node.value, ast.Call) and _called(node.value) == "print" and node.value.args:
            yield f"return {ast.unparse(node.value.args[0])}"
        else:
            yield f"return {site.text}"
    elif site.scope.function.body[-1] is node and isinstance(node, (ast.Assign, ast.AugAssign)):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        indent = " " * node.col_offset
        yield f"{site.text}\n{indent}return {ast.unparse(target)}"


def _ended_by(site: Site) -> ast.For | ast.While | None:
    """Return the outermost loop whose last statement the place is, or the last one of its last loop."""
    last: ast.AST = site.node
    for parent in site.parents:
        if not isinstance(parent, (ast.For, ast.While)) or parent.body[-1] is not last:
            break
        last = parent
    return last if isinstance(last, (ast.For, ast.While)) else None


def randoms(site: Site) -> Iterator[str]:
    """The generator that the function was given."""
    node = site.node
    if isinstance(node, ast.Attribute) and site.text in ("np.random", "numpy.random"):
        yield from (n for n in site.scope.names if "rng" in n or "random" in n or "generator" in n)
        yield from ("self.rng", "np.random.default_rng(seed)")


OPERATORS: tuple[tuple[Kind, Operator], ...] = (
    ("number", numbers),
    ("axis", axes),
    ("clip", clips),
    ("operand", operands),
    ("operator", operator_signs),
    ("shift", shifts),
    ("comparison", comparisons),
    ("size", sizes),
    ("factor", factors),
    ("copy", copies),
    ("sign", negations),
    ("order", orders),
    ("bounds", bounds),
    ("call", calls),
    ("return", returns),
    ("random", randoms),
    ("name", names),
    ("statement", statements),
    ("operand", terms),
)
"""In the order in which they are tried."""


def _called(node: ast.Call) -> str:
    """Return the last name of what is called."""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _is_whole(site: Site) -> bool:
    """Return whether the place is what a statement assigns or returns, or an operand or argument next to it."""
    parents = site.parents[:2]
    return any(
        isinstance(p, (ast.Return, ast.Assign, ast.AugAssign, ast.Yield))
        and site.node is not getattr(p, "target", None)
        for p in parents
    ) and not (isinstance(getattr(site.node, "ctx", None), ast.Store))


def _is_term(site: Site) -> bool:
    """Return whether the place is what a statement assigns or returns, or an operand of it."""
    return _is_whole(site) and not isinstance(site.node, ast.Constant)


def _is_parameter(site: Site) -> bool:
    return (
        isinstance(site.node, ast.Name)
        and isinstance(site.node.ctx, ast.Load)
        and site.node.id in site.scope.parameters
    )


def _is_size(node: ast.AST) -> bool:
    """Return whether an expression is the size of something."""
    match node:
        case ast.Call(func=ast.Name(id="len")) | ast.Attribute(attr="size" | "ndim"):
            return True
        case ast.Subscript(value=ast.Attribute(attr="shape")):
            return True
    return False

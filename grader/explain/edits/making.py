"""All edits of a file's functions that are tried, in their order."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from grader.explain.edits.edit import Edit, Kind
from grader.explain.edits.operators import OPERATORS
from grader.explain.edits.site import Module, Site
from grader.explain.edits.transplant import fitting, transplants


def edits(source: str, functions: Sequence[str], solutions: Iterable[str] = ()) -> Iterator[Edit]:
    """Yield edits of some functions of a file, each once: those of ``operators``, then expressions of right solutions.

    Args:
        source: the file.
        functions: names of functions and methods, as ``Module.definitions`` has them; others are left out.
        solutions: texts of right solutions.

    Raises:
        SyntaxError: the file is not Python.
    """
    module = Module(source)
    known = module.definitions()
    definitions = {name: known[name] for name in functions if name in known}
    sites = {name: list(module.sites(definition)) for name, definition in definitions.items()}
    seen: set[tuple[tuple[int, int], str]] = set()
    for kind, operator in OPERATORS:
        for places in sites.values():
            for site in places:
                yield from _made(module, site, kind, operator(site), seen)
    for places in sites.values():
        yield from _everywhere(module, places)
    top = frozenset(_bound(module.tree))
    texts = list(solutions)
    for name, places in sites.items():
        if not places:
            continue
        donors = transplants(texts, name, places[0].scope, top)
        whole = sum(1 for statement in definitions[name].body for _node in ast.walk(statement))
        for site in places:
            yield from _made(module, site, "expression", fitting(site, donors, whole), seen)


def _everywhere(module: Module, sites: Sequence[Site]) -> Iterator[Edit]:
    """Yield the same edit at all places of a function that have the same text: another axis, another name."""
    groups: dict[tuple[Kind, str, str], list[Site]] = {}
    for site in sites:
        keyword = site.parent if isinstance(site.parent, ast.keyword) else None
        if keyword is not None and keyword.arg == "axis":
            for other in ("0", "1", "-1"):
                if other != site.text:
                    groups.setdefault(("axis", site.text, other), []).append(site)
        elif isinstance(site.node, ast.Name) and isinstance(site.node.ctx, ast.Load):
            for other in site.scope.parameters:
                if other != site.text and site.text in site.scope.parameters:
                    groups.setdefault(("name", site.text, other), []).append(site)
            if site.text in site.scope.parameters:
                for other in (
                    f"{site.text}.copy()",
                    f"np.array({site.text}, dtype=float)",
                    f"np.atleast_2d({site.text})",
                ):
                    groups.setdefault(("copy", site.text, other), []).append(site)
        elif isinstance(site.node, ast.Attribute) and site.text in ("np.random", "numpy.random"):
            for name in site.scope.names:
                if "rng" in name or "random" in name:
                    groups.setdefault(("random", site.text, name), []).append(site)
    for (kind, before, after), places in groups.items():
        if len(places) > 1:
            text = module.replaced_all([(site.node, site.node, after) for site in places])
            yield Edit(kind, places[0].node.lineno, before, after, text)  # type: ignore[attr-defined]


def _made(
    module: Module, site: Site, kind: Kind, texts: Iterable[str], seen: set[tuple[tuple[int, int], str]]
) -> Iterator[Edit]:
    span = module.span(site.node)
    for text in texts:
        plain = "".join(text.split())
        while plain.startswith("(") and plain.endswith(")") and plain[1:-1].count("(") == plain[1:-1].count(")"):
            plain = plain[1:-1]
        if (span, plain) in seen or plain == "".join(site.text.split()):
            continue
        seen.add((span, plain))
        yield Edit(kind, site.node.lineno, site.text, text, module.replaced(site.node, text))  # type: ignore[attr-defined]


def _bound(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a module binds at its top."""
    for node in tree.body:
        match node:
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                yield from ((alias.asname or alias.name).partition(".")[0] for alias in names)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                yield from (n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name))

"""What a flaw can be given to: the functions that a statement asks for, and the methods of its classes."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from grader.audit.asked import Asked, Examples


@dataclass(frozen=True, slots=True)
class Target:
    """A function or a method.

    Attributes:
        name: ``softmax``, ``Affine.forward`` or ``Affine.__init__``.
        parameters: names, without ``self``.
        public: the calls of the public tests.
        hidden: the calls of the hidden suite.
    """

    name: str
    parameters: tuple[str, ...]
    public: tuple[Asked, ...] = ()
    hidden: tuple[Asked, ...] = ()

    @property
    def bound(self) -> int:
        """How many arguments a method has before its parameters: 1, and 0 for a function."""
        return int("." in self.name)

    @property
    def owner(self) -> str:
        """The class of a method, or the function's own name."""
        return self.name.partition(".")[0]

    @property
    def called(self) -> str:
        """The name without the class."""
        return self.name.rpartition(".")[2]

    @property
    def makes(self) -> bool:
        """Whether it is the ``__init__`` of a class."""
        return self.called == "__init__"

    @property
    def calls(self) -> tuple[Asked, ...]:
        """All calls, the public ones first."""
        return self.public + self.hidden

    def values(self, parameter: str, calls: Sequence[Asked] | None = None) -> list[Any]:
        """Return what ``calls``, by default all, give for a parameter."""
        place = self.parameters.index(parameter)
        found = []
        for call in self.calls if calls is None else calls:
            if parameter in call.kwargs:
                found.append(call.kwargs[parameter])
            elif place < len(call.args):
                found.append(call.args[place])
        return found

    def changes(self, parameter: str) -> bool:
        """Whether the reference changes what it is given for a parameter: then it is asked to."""
        place = self.parameters.index(parameter)
        return any({parameter, place} & call.changed for call in self.calls)


def targets(reference: str, entry_points: Collection[str], examples: Examples) -> list[Target]:
    """Return the functions and methods of a reference that a suite may ask for.

    A method whose name begins with an underscore is left out, but for ``__init__``. A class without one gets one.
    """
    found = []
    for node in ast.parse(reference).body:
        match node:
            case ast.FunctionDef(name=name, args=arguments) if name in entry_points:
                found.append((name, name, _names(arguments)))
            case ast.ClassDef(name=name) if name in entry_points:
                methods = {m.name: _names(m.args)[1:] for m in node.body if isinstance(m, ast.FunctionDef)}
                found.append((f"{name}.__init__", name, methods.get("__init__", ())))
                found += [(f"{name}.{m}", f"{name}.{m}", p) for m, p in methods.items() if not m.startswith("_")]
    return [
        Target(name, parameters, *(tuple(_called(call, calls)) for calls in (examples.public, examples.hidden)))
        for name, call, parameters in found
    ]


def _names(arguments: ast.arguments) -> tuple[str, ...]:
    return tuple(a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs))


def _called(name: str, calls: Sequence[Asked]) -> Iterator[Asked]:
    return (call for call in calls if call.call == name)

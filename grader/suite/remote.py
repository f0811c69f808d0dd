"""What the worker holds, as a test sees it: objects behind handles, and functions, classes and methods to call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from grader.errors import Mismatch, WorkerEnded
from grader.guest.wire import Ref
from grader.language import _
from grader.suite.arguments import InPlace, restore
from grader.suite.transcript import LEFT_OUT, MAX_KEPT_CALLBACKS, Event, RemoteObject

if TYPE_CHECKING:  # the proxy makes these objects, and they ask through it
    from grader.suite.proxy import SubmissionProxy

METHODS = ("method", "function", "builtin_function_or_method", "method-wrapper")

MAX_NAME = 100
"""Characters of a class's name that a message shows: longer than any that a person writes."""

Steps = tuple[tuple[str, Any], ...]


class RemoteCallable(RemoteObject):
    """A function, a class or an object's method in the worker.

    Args:
        proxy: the submission.
        root: what the steps start from: a module's name or an object.
        steps: attributes and items that lead from the root to what is called.
        text: the call as it reads in a test, for the transcript.
        entry_point: the submission's function or class that it belongs to.
    """

    def __init__(self, proxy: SubmissionProxy, root: Any, steps: Steps, text: str, entry_point: str) -> None:
        self._proxy = proxy
        self._root = root
        self._steps = steps
        self._text = text
        self._entry_point = entry_point

    def __repr__(self) -> str:
        return self._text

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it in the worker. Arguments stay as they are here, except those marked ``in_place``."""
        return self._call(args, kwargs, keep=False)

    def _call(self, args: tuple[Any, ...], kwargs: dict[str, Any], *, keep: bool) -> Any:
        bare = tuple(a.value if isinstance(a, InPlace) else a for a in args)
        proxy = self._proxy
        kept_kwargs = {k: proxy.kept(v) for k, v in kwargs.items()}
        event = Event(self._text, self._entry_point, tuple(map(proxy.kept, bare)), kept_kwargs)

        def watched(function: Any) -> Any:
            def called(*fargs: Any, **fkwargs: Any) -> Any:
                event.callback_count += 1
                if len(event.callbacks) < MAX_KEPT_CALLBACKS:
                    kept = proxy.kept((*fargs, *fkwargs.values()))
                    if kept is not LEFT_OUT:
                        event.callbacks.append((0, kept))
                return function(*fargs, **fkwargs)

            return called

        def prepared(value: Any) -> Any:
            if isinstance(value, RemoteCallable):  # one of the submission's own functions, given back to it
                return value._handle()
            return watched(value) if callable(value) and not isinstance(value, Handle) else value

        sent = [prepared(a) for a in bare]
        sent_kwargs = {k: prepared(v) for k, v in kwargs.items()}
        reply = proxy._ask(["call", self._root, list(self._steps), sent, sent_kwargs, keep], event)
        given: dict[int | str, Any] = dict(enumerate(args)) | kwargs
        for key, new in reply.changed.items():
            if key not in given:  # the worker names an argument that was not sent
                continue
            event.changed[key] = proxy.kept(new)
            if isinstance(given.get(key), InPlace):
                restore(given[key].value, new, proxy.last_call)
            else:
                proxy.remember(given[key], new)
        return reply.value

    def _handle(self) -> Any:
        message = ["read", self._root, list(self._steps), True]
        return self._proxy._ask(message, Event(self._text, self._entry_point)).value


class Handle(RemoteObject):
    """An object that stays in the worker. Attributes, items and calls are asked for over the wire."""

    def __init__(self, proxy: SubmissionProxy, ref: Ref, generation: int) -> None:
        self._proxy = proxy
        self._ref = ref
        self._generation = generation

    @property
    def type_name(self) -> str:
        """Name of the object's class, as the worker reports it."""
        return self._ref.type_name

    def __repr__(self) -> str:
        return f"<{self._named} object>"

    @property
    def _named(self) -> str:
        """The class's name where it is an identifier, else words of ours: the submission chooses the name."""
        name = self._ref.type_name[:MAX_NAME]
        return name if name.replace("-", "_").isidentifier() else "(oddly named)"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.read(name)

    def __getitem__(self, key: Any) -> Any:
        return self.read([key])

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object."""
        return self._callable()(*args, **kwargs)

    def __iter__(self) -> Iterator[Any]:
        iterator = self if self._ref.type_name == "generator" else self.method("__iter__")()
        if not isinstance(iterator, Handle):
            raise Mismatch(_("the object cannot be iterated over"), call=self._proxy.last_call, got=repr(self))
        while True:
            iterator._check(self._proxy)
            reply = self._proxy._ask(["next", iterator], Event(f"next({self._named})", ""))
            if reply.stopped:
                return
            yield reply.value

    def read(self, *path: Any) -> Any:
        """Follow ``path`` and return what is there; a step is an attribute's name, or ``[key]`` for an item.

        Methods come back as something to call: ``net.loss(x, t)``.
        """
        value = self._read(path, keep=False)
        if isinstance(value, Handle) and isinstance(path[-1], str) and value._ref.type_name in METHODS:
            return RemoteCallable(self._proxy, value, (), f"{self._named}.{path[-1]}", self._ref.type_name)
        return value

    def method(self, name: str) -> RemoteCallable:
        """Return the method ``name``. Calling it takes one request; ``handle.name(...)`` takes two."""
        text = f"{self._named}.{name}"
        self._check(self._proxy)
        return RemoteCallable(self._proxy, self, (("attr", name),), text, self._ref.type_name)

    def write(self, *path: Any, to: Any) -> None:
        """Set what ``path`` leads to; an array of the same shape is overwritten in place."""
        self._check(self._proxy)
        *steps, last = (_step(p) for p in path)
        text = f"{self._named}.{_path_text(path)} = ..."
        event = Event(text, self._ref.type_name, (self._proxy.kept(to),), kind="write")
        self._proxy._ask(["write", self, steps, last, to], event)

    def _read(self, path: tuple[Any, ...], *, keep: bool) -> Any:
        self._check(self._proxy)
        event = Event(f"{self._named}.{_path_text(path)}", self._ref.type_name, kind="read")
        return self._proxy._ask(["read", self, [_step(p) for p in path], keep], event).value

    def _callable(self) -> RemoteCallable:
        self._check(self._proxy)
        return RemoteCallable(self._proxy, self, (), self._named, self._ref.type_name)

    def _check(self, proxy: SubmissionProxy) -> None:
        if self._proxy is not proxy or self._generation != proxy._worker.generation:
            raise WorkerEnded(_("the object is gone: its program ended"))


def _step(part: Any) -> list[Any]:
    return ["item", part[0]] if isinstance(part, list) else ["attr", part]


def _path_text(path: tuple[Any, ...]) -> str:
    return ".".join(f"[{p[0]!r}]" if isinstance(p, list) else str(p) for p in path).replace(".[", "[")

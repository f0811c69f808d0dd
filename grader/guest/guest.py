"""The guest: loads the submission and answers the judge's requests.

Everything here runs in the confined process, beside the student's code, which may change any of it. It gains nothing by
that. This side knows no expected value, and everything that it sends is taken as the student's answer.
``Guest._handle`` is the whole protocol.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import os
import random
import socket
import sys
import traceback
import types
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

import msgpack
import numpy as np

from grader.guest.wire import AT_ONCE, HEADER, MAX_ANSWER, MAX_AT_ONCE, Codec, Ref, frame, split

MAX_ERROR_TEXT = 2000
"""Characters of an exception's message that are sent: NumPy's longest have a few hundred."""

MEMORY_ERROR_FRAME = frame(msgpack.packb(["error", "MemoryError", ["MemoryError"], "", []]), MAX_ANSWER)
"""Packed in advance: when it is needed, there is no memory to pack it."""

MAX_PATH = 4096
"""Characters of a file's path that are sent: the kernel takes no longer path."""


class JudgeRaisedError(Exception):
    """Stands for an exception that a function of the judge's raised."""


class Guest:
    """The guest of one submission: a socket, a table of the objects that stay here, and the loaded module.

    Args:
        sock: the wire.
        folder: the exercise's folder.
        above: the folder that holds all files of the submission, if it is not ``folder`` itself.
    """

    def __init__(self, sock: socket.socket, folder: Path, above: Path | None = None) -> None:
        self.sock = sock
        self.folder = folder
        self.above = above or folder
        self.heard = bytearray()  # bytes that arrived and were not used yet
        self.module: Any = None
        self.objects: dict[int, Any] = {}
        self.numbers: dict[int, int] = {}  # id() of an object -> its number; ``objects`` keeps the object alive
        self.codec = Codec(self._give, self._take_ref, self._take_callback, most=None)

    # --- values -----------------------------------------------------------------------------------------------------

    def _give(self, item: Any) -> Any:
        plain = stand_in(item)
        return self._keep(item) if plain is None else plain

    def _keep(self, item: Any) -> Ref:
        number = self.numbers.get(id(item))
        if number is None:
            number = len(self.objects) + 1
            self.objects[number] = item
            self.numbers[id(item)] = number
        return Ref(number, type(item).__name__, callable(item))

    def _take_ref(self, ref: Ref) -> Any:
        return self.objects[ref.id]

    def _take_callback(self, number: int) -> Callable[..., Any]:
        def callback(*args: Any, **kwargs: Any) -> Any:
            self._send(["callback", number, list(args), kwargs])
            match self._receive():
                case ["reply", value]:
                    return value
                case ["throw", kind, text]:
                    raise {"TypeError": TypeError, "ValueError": ValueError}.get(kind, JudgeRaisedError)(text)
            os._exit(70)

        return callback

    # --- frames -----------------------------------------------------------------------------------------------------

    def _send(self, message: list[Any]) -> None:
        with contextlib.suppress(Exception):  # a student may have closed or replaced it
            sys.stdout.flush()
        self.sock.sendall(frame(self.codec.pack(message), MAX_ANSWER))

    def _receive(self) -> Any:
        (size,) = HEADER.unpack(self._exactly(HEADER.size))
        return self.codec.unpack(self._exactly(size))

    def _exactly(self, size: int) -> bytearray:
        while len(self.heard) < size:
            part = self.sock.recv(min(max(size - len(self.heard), AT_ONCE), MAX_AT_ONCE))
            if not part:
                os._exit(0)  # the judge hung up
            self.heard += part
        data, self.heard = split(self.heard, size)
        return data

    # --- the protocol -----------------------------------------------------------------------------------------------

    def serve(self) -> NoReturn:
        """Answer messages until the judge hangs up."""
        while True:
            message = self._receive()
            try:
                answer = self._handle(message)
                self._send(answer)
            except MemoryError as error:
                traceback.clear_frames(error.__traceback__)  # the frames refer to what filled the memory
                error.__traceback__ = None
                self.sock.sendall(MEMORY_ERROR_FRAME)
            except BaseException as error:  # noqa: BLE001 - any exception of student code is an answer, also SystemExit
                self._send(self._error(error))

    def _handle(self, message: list[Any]) -> list[Any]:
        match message:
            case ["load", module]:
                self.module = load_module(self.folder, self.above, module)
                return ["value", None, []]
            case ["reload", module, source]:
                self.module = reload_module(self.folder, module, source)
                return ["value", None, []]
            case ["seed", seed]:
                self.objects.clear()
                self.numbers.clear()
                reseed(seed)
                return ["value", None, []]
            case ["seeded", seed, mark, first]:
                self._send(["begun", mark])
                self._handle(["seed", seed])
                return self._handle(first)
            case ["has", name]:
                return ["value", hasattr(self.module, name), []]
            case ["call", root, steps, args, kwargs, keep]:
                return self._call(self._find(root, steps), args, kwargs, keep)
            case ["read", root, steps, keep]:
                value = self._find(root, steps)
                return ["value", self._keep(value) if keep else value, []]
            case ["write", root, steps, last, value]:
                set_value(self._find(root, steps), last, value)
                return ["value", None, []]
            case ["next", iterator]:
                try:
                    return ["value", next(iterator), []]
                except StopIteration:
                    return ["stop"]
        return ["error", "ProtocolError", [], "unknown message", []]

    def _call(self, function: Any, args: list[Any], kwargs: dict[str, Any], keep: bool) -> list[Any]:
        arguments: dict[int | str, Any] = dict(enumerate(args)) | kwargs
        before = {k: self._content(v) for k, v in arguments.items() if isinstance(v, (np.ndarray, list, dict))}
        value = function(*args, **kwargs)
        changed = [[k, arguments[k]] for k, content in before.items() if self._content(arguments[k]) != content]
        return ["value", self._keep(value) if keep else value, changed]

    def _content(self, value: Any) -> Any:
        """Return an immutable copy of a value's content, to compare with a later one."""
        if isinstance(value, np.ndarray):
            return value.dtype.str, value.shape, value.tobytes()
        return self.codec.pack(value)

    def _find(self, root: Any, steps: list[Any]) -> Any:
        match root:
            case ["module", name]:
                try:
                    target = getattr(self.module, name)
                except AttributeError:
                    raise NotImplementedError(f"{self.module.__name__}.py defines no {name}") from None
            case ["library", name]:
                target = functools.reduce(getattr, name.split(".")[1:], importlib.import_module(name.split(".")[0]))
            case _:
                target = root
        for kind, step in steps:
            target = target[step] if kind == "item" else getattr(target, step)
        return target

    def _error(self, error: BaseException) -> list[Any]:
        place: list[Any] = []  # the innermost line of the student's own files; the judge looks up its text
        with contextlib.suppress(Exception):
            lines = [(frame.f_code.co_filename, number) for frame, number in traceback.walk_tb(error.__traceback__)]
            if isinstance(error, SyntaxError) and type(error.lineno) is int:
                lines.append((str(error.filename), error.lineno))
            own = [line for line in lines if line[0].startswith(str(self.above)) and GENERATED not in line[0]]
            place = [os.path.relpath(own[-1][0], self.folder)[:MAX_PATH], own[-1][1]]
        try:
            text = error.msg if isinstance(error, SyntaxError) else str(error)
        except Exception:  # noqa: BLE001 - a student's __str__ may raise anything
            text = "(its message cannot be shown)"
        kinds = [k.__name__[:100] for k in type(error).__mro__[:20]]
        return ["error", kinds[0], kinds, str(text)[:MAX_ERROR_TEXT], place]


GENERATED = "__autograph_generated_file"
"""In the name of a file that ``tf.function`` writes beside the student's, and runs in place of their function."""


def load_module(folder: Path, above: Path, name: str) -> Any:
    """Import the submission's module ``name`` from ``folder``.

    The folder stands last in ``sys.path``, so that a submission's other files can be imported and none of them shadows
    a library. If something lies beside the folder, the folder above comes after it: editors and ``python -m pytest``
    make that one importable too.
    """
    sys.path += dict.fromkeys([str(folder), str(above)])
    path = folder / f"{name}.py"
    sys.argv[:] = [str(path)]  # a script that reads its arguments finds none: those of this process are the grader's
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise NotImplementedError(f"there is no {name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def reload_module(folder: Path, name: str, source: bytes) -> Any:
    """Run another text of the submission's module ``name`` in a new module object, which takes the place of the old."""
    path = folder / f"{name}.py"
    module = types.ModuleType(name)
    module.__file__ = str(path)
    sys.modules[name] = module
    exec(compile(source, str(path), "exec"), module.__dict__)  # noqa: S102 - importing a file is nothing else
    return module


def reseed(seed: int) -> None:
    """Seed every global generator of random numbers."""
    random.seed(seed)
    np.random.seed(seed)
    if "tensorflow" in sys.modules:
        sys.modules["tensorflow"].random.set_seed(seed)


def set_value(target: Any, last: list[Any], value: Any) -> None:
    """Set the attribute or item ``last`` of ``target``.

    An array of the same shape is overwritten in place. Other objects that refer to it, such as a layer that shares it
    with ``params``, then see the new values.
    """
    kind, step = last
    old = target[step] if kind == "item" and step in target else getattr(target, step, None) if kind == "attr" else None
    if (
        isinstance(old, np.ndarray)
        and isinstance(value, np.ndarray)
        and old.shape == value.shape
        and old.flags.writeable
    ):
        old[...] = value
    elif kind == "item":
        target[step] = value
    else:
        setattr(target, step, value)


def stand_in(item: Any) -> Any:
    """Return a plain value that can travel in place of ``item``, or ``None`` if it must stay here as a handle."""
    if isinstance(item, np.ndarray) and item.dtype.char in "?bBhHiIlLqQefdFD":
        return np.array(item, subok=False)
    if isinstance(item, np.longdouble) or (isinstance(item, np.ndarray) and item.dtype.char == "g"):
        return item.astype(np.float64)
    for plain in (float, int, str):
        if isinstance(item, plain):
            return plain(item)
    if isinstance(item, tuple):
        return tuple(item)
    if isinstance(item, list):
        return list(item)
    if isinstance(item, Mapping):
        return dict(item)
    tensorflow = sys.modules.get("tensorflow")
    if tensorflow is not None and (tensorflow.is_tensor(item) or type(item).__module__.startswith("keras.")):
        numpy = getattr(item, "numpy", None)
        if callable(numpy):
            value = numpy()
            return value if isinstance(value, (np.ndarray, np.generic)) else None
    return None

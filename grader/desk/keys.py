"""Single keys from a terminal, without Enter, on every system."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def keys(pressed: Callable[[str], None]) -> Iterator[None]:
    """Call ``pressed`` with each key, in a thread of its own; with none where stdin is no terminal."""
    if not sys.stdin.isatty():
        yield
        return
    with _unbuffered():
        threading.Thread(target=_read, args=(pressed,), name="keys", daemon=True).start()
        yield


def _read(pressed: Callable[[str], None]) -> None:
    if sys.platform == "win32":
        import msvcrt  # Windows alone has it

        while True:
            pressed(msvcrt.getwch())
    while key := sys.stdin.read(1):
        pressed(key)


@contextlib.contextmanager
def _unbuffered() -> Iterator[None]:
    """Let the terminal hand over each key at once, and put it back afterwards."""
    if sys.platform == "win32":
        yield
        return
    import termios  # Windows lacks both
    import tty  # as above

    before = termios.tcgetattr(sys.stdin)
    tty.setcbreak(sys.stdin)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)

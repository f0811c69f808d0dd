"""Ctrl-C ends a check at once, whatever the student's code does, and leaves no process behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ENDS_S = 20.0
"""Seconds in which a command has to end: ten times what is promised, since other tests run beside this one."""

BODIES = {
    "loop": "while True:\n    pass\n",
    "loop that catches": "while True:\n    try:\n        x = 1\n    except BaseException:\n        x = 2\n",
    "library": "import numpy as np\nwhile True:\n    np.linalg.svd(np.random.rand(600, 600))\n",
}


@pytest.mark.parametrize("body", [pytest.param(b, marks=[pytest.mark.slow] if b == "library" else []) for b in BODIES])
@pytest.mark.parametrize("words", [("check",), ("check", "--watch")], ids=" ".join)
def test_ctrl_c_ends_a_check(with_losses: Callable[..., Path], body: str, words: tuple[str, ...]) -> None:
    folder = with_losses(
        added=f"\n\nopen({str(with_losses() / 'begun')!r}, 'w').write(str(__import__('os').getpid()))\n{BODIES[body]}"
    )
    begun = folder / "begun"
    env = {**os.environ, "XORCISE_LANG": "en"}
    command = [str(Path(sys.executable).parent / "xorcise"), *words]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # what runs in the background ignores it
    )
    until = time.monotonic() + 60
    while not begun.is_file() or not begun.read_text():
        assert time.monotonic() < until
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes of the command
    sent = time.monotonic()
    _out, err = process.communicate(timeout=60)
    assert time.monotonic() - sent < ENDS_S
    assert process.returncode == 130
    assert err.decode().strip() == "xorcise: interrupted"
    with pytest.raises(ProcessLookupError):
        os.kill(int(begun.read_text()), 0)

"""Starting workers, from the judge's side.

``TemplateLauncher`` forks them from a warm template in milliseconds and needs Linux; ``SpawnLauncher`` starts a fresh
interpreter for each and works wherever POSIX does. Both hand out the same ``Process``.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import Protocol, Self

import msgpack

import grader
from grader import guest
from grader.errors import GraderError, TemplateLost
from grader.guest.confinement import Policy, readable_paths
from grader.guest.template import MAX_REQUEST
from grader.language import _
from grader.worker.auditing import Listener, Refused

NUMPY = ("numpy", "numpy.random", "numpy.linalg", "numpy.fft", "numpy.ma", "numpy.polynomial")
"""NumPy with the parts that it imports when first used: in a worker, that was 20 ms for its generators alone."""

PRELOAD = {
    "numpy": NUMPY,
    "tensorflow": (*NUMPY, "tensorflow", "keras", "matplotlib.pyplot", "sklearn.datasets", "sklearn.model_selection"),
}
"""What each kind of template imports before it forks: what the statements let a student use, and nothing of ours."""

INTERPRETER = (sys.executable, "-P", "-s")
"""How Python is started: with neither the current folder nor the user's own packages. Not with ``-I``, which would not
look at ``environment`` either: a set of texts would come in another order in each template, and each worker would write
byte code of the submission."""

START_TIMEOUT_S = 120.0
"""Seconds for a template to import its libraries. TensorFlow takes 3 to 4 on a warm disk; a cold disk on a shared
machine took over 30."""

CONTROL_TIMEOUT_S = 60.0
"""Seconds for a template to fork or to reap: tens of milliseconds, and some seconds where the kernel frees gigabytes
on a machine that swaps. One that takes longer hangs, and is replaced."""


class Process(Protocol):
    """A started worker.

    Attributes:
        sock: the judge's end of the wire.
        output: descriptor of the captured standard output and error; non-blocking.
        pid: its number in our own /proc, whatever namespace it lives in; 0 if it has none there.
    """

    sock: socket.socket
    output: int
    pid: int

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process; nothing happens where it has ended."""

    def end(self) -> int:
        """Kill the process if it lives, wait for it, close everything, and return its wait status (``os.waitpid``).

        Raises:
            TemplateLost: it is gone, and how it ended nobody knows.
        """


class Launcher(Protocol):
    """Something that starts workers.

    Attributes:
        joins: whether its workers have their libraries from the start and may write to control groups themselves.
    """

    joins: bool

    def start(self, policy: Policy) -> Process:
        """Start a worker under ``policy``.

        Raises:
            TemplateLost: what should start it ended; asking again may help.
        """

    def close(self) -> None:
        """End everything that this launcher started."""


def environment(home: str) -> dict[str, str]:
    """Return the scrubbed environment of templates and workers.

    One thread for each numerical library: slots, not threads, fill the machine, and sums come out in the same order on
    every machine, which keeps results identical from run to run.
    """
    fixed = {
        "HOME": home,
        "TMPDIR": home,
        "KERAS_HOME": home,
        "MPLCONFIGDIR": home,
        "MPLBACKEND": "Agg",
        "LANG": "C.UTF-8",
        "PATH": "/usr/bin:/bin",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "KERAS_BACKEND": "tensorflow",
        "CUDA_VISIBLE_DEVICES": "-1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "TF_DETERMINISTIC_OPS": "1",
    }
    for name in ("OMP", "OPENBLAS", "MKL", "TF_INTRAOP", "TF_INTEROP", "NUMEXPR", "VECLIB_MAXIMUM"):
        fixed[f"{name}_NUM_THREADS"] = "1"
    fixed |= {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}
    # a machine whose processor needs an OpenBLAS setting needs it here too
    chosen = {k: v for k, v in os.environ.items() if k.startswith("OPENBLAS_") and k not in fixed}
    return fixed | chosen


class TemplateLauncher:
    """Forks workers from one warm template of the given kind (a key of ``PRELOAD``).

    A template that ended or hangs (the kernel was out of memory, somebody killed it) is reported once as
    ``TemplateLost``; the next worker comes from a fresh one.

    Args:
        kind: which libraries the template holds.
        wrap: command line put before the interpreter's, as ``bubblewrap`` is.
        user: user and group id that the template runs as; ``None`` for the judge's own.
        seen: where to count the system calls that workers were refused, in an audit; ``None`` in grading.
    """

    entry: tuple[str, ...] = ("-m", "grader.guest.template")

    def __init__(
        self,
        kind: str,
        wrap: tuple[str, ...] = (),
        user: int | None = None,
        seen: Counter[Refused] | None = None,
    ) -> None:
        self.kind = kind
        self.wrap = wrap
        self.user = user
        self.seen = seen
        self.joins = user is None and not wrap
        self.home = tempfile.mkdtemp(prefix="xorcise-template-")
        if user is not None:
            os.chown(self.home, user, user)
        self._launch()

    def _launch(self) -> None:
        """Start a template; it imports its libraries while we go on."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control = ours
        self._ready = False
        self._lost = False
        with theirs:
            command = [
                *self.wrap,
                *INTERPRETER,
                *self.entry,
                str(theirs.fileno()),
                *PRELOAD[self.kind],
            ]
            self.process = subprocess.Popen(
                command,
                env=environment(self.home),
                cwd=self.home,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                user=self.user,
                group=self.user,
                extra_groups=None if self.user is None else [],
            )

    def wait_ready(self) -> None:
        """Wait until the template has imported its libraries.

        Raises:
            GraderError: it ended or did not get there in time.
        """
        if self._lost:
            self._hang_up()
            self._launch()
        if self._ready:
            return
        self.control.settimeout(START_TIMEOUT_S)
        try:
            answer = self.control.recv(MAX_REQUEST)
        except OSError:  # a timeout, or a connection that was reset
            answer = b""
        if not answer:
            self._lost = True
            self.process.kill()
            stderr = self.process.stderr
            last = stderr.read().decode(errors="replace").strip().splitlines()[-1:] if stderr else []
            why = " ".join(last) or _("no answer")
            raise GraderError(_("the worker template did not start: {why}", why=why))
        self.control.settimeout(CONTROL_TIMEOUT_S)
        self._ready = True

    def start(self, policy: Policy) -> Process:
        """Fork a worker.

        Raises:
            TemplateLost: the template ended or hangs.
        """
        self.wait_ready()
        policy = replace(policy, audited=policy.seccomp and self.seen is not None)
        settings = msgpack.packb(["start", asdict(policy)])
        if len(settings) > MAX_REQUEST:
            raise GraderError(_("the path of the staging folder is too long for the worker template"))
        sock, worker_sock = socket.socketpair()
        output, worker_output = os.pipe()
        try:
            try:
                socket.send_fds(self.control, [settings], [worker_sock.fileno(), worker_output])
            finally:
                worker_sock.close()
                os.close(worker_output)
            data, fds = socket.recv_fds(self.control, MAX_REQUEST, 1)[:2]
        except OSError as error:  # it ended, or time ran out
            data, fds, why = b"", [], str(error)
        else:
            why = _("it ended")
        match msgpack.unpackb(data) if data else None:
            case ["started", int(pid)] if len(fds) == 1:
                return ForkedProcess(self, pid, fds[0], sock, output, self.seen if policy.audited else None)
        sock.close()
        os.close(output)
        for fd in fds:
            os.close(fd)
        raise self.lost(why)

    def reap(self, control: socket.socket, pid: int) -> int:
        """Return the wait status of the worker ``pid``, which was forked by the template behind ``control``.

        Raises:
            TemplateLost: that template ended or hangs.
        """
        if control is not self.control or self._lost:
            raise TemplateLost(_("the worker template ended"))
        try:
            control.sendall(msgpack.packb(["reap", pid]))
            data = control.recv(MAX_REQUEST)
        except OSError as error:
            raise self.lost(str(error)) from None
        match msgpack.unpackb(data) if data else None:
            case ["reaped", int(status)]:
                return status
        raise self.lost(_("it ended"))

    def lost(self, why: str) -> TemplateLost:
        """Give the template up, for whatever reason it does not answer, and return the error to raise."""
        self._lost = True
        self.process.kill()  # our own child, not reaped yet: nobody else's process
        return TemplateLost(_("the worker template was lost: {why}", why=why))

    def _hang_up(self) -> None:
        """Hang up; the template ends its workers and itself."""
        self.control.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stderr:
            self.process.stderr.close()

    def close(self) -> None:
        """End the template and its workers, and remove its home."""
        self._hang_up()
        shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class ForkedProcess:
    """A worker whose parent is a template, which knows it by ``number``.

    Signalled through a pidfd, so never somebody else's process.
    """

    def __init__(
        self,
        launcher: TemplateLauncher,
        number: int,
        pidfd: int,
        sock: socket.socket,
        output: int,
        seen: Counter[Refused] | None = None,
    ) -> None:
        self.pid = pid_of(pidfd)
        self._listener = None if seen is None else Listener(pidfd, self.pid, seen)
        self.sock = sock
        self.output = output
        self._launcher = launcher
        self._control = launcher.control
        self._number = number
        self._pidfd = pidfd
        os.set_blocking(output, False)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal; see ``Process.signal``."""
        with contextlib.suppress(ProcessLookupError):  # it may have ended already, and wait to be reaped
            signal.pidfd_send_signal(self._pidfd, number)

    def end(self) -> int:
        """Kill and reap the process; see ``Process.end``."""
        self.signal(signal.SIGKILL)
        if self._listener is not None:
            self._listener.close()
        os.close(self._pidfd)
        os.close(self.output)
        self.sock.close()
        return self._launcher.reap(self._control, self._number)


def pid_of(pidfd: int) -> int:
    """Return the number of a process in our own /proc, or 0 where it has ended or has none."""
    for line in Path(f"/proc/self/fdinfo/{pidfd}").read_text().splitlines():
        if line.startswith("Pid:"):
            return max(int(line.split()[1]), 0)
    return 0


class SpawnLauncher:
    """Starts a fresh interpreter for each worker."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.joins = False
        self.home = tempfile.mkdtemp(prefix="xorcise-spawn-")

    def start(self, policy: Policy) -> Process:
        """Start a worker."""
        sock, worker_sock = socket.socketpair()
        output, worker_output = os.pipe()
        fds = (worker_sock.fileno(), worker_output)
        settings = json.dumps(asdict(policy))
        command = [*INTERPRETER, "-m", "grader.guest.spawned", *map(str, fds), settings, *PRELOAD[self.kind]]
        try:
            process = subprocess.Popen(
                command,
                env=environment(self.home),
                pass_fds=fds,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        finally:
            worker_sock.close()
            os.close(worker_output)
        return SpawnedProcess(process, sock, output)

    def close(self) -> None:
        """Remove the workers' common home."""
        shutil.rmtree(self.home, ignore_errors=True)


class SpawnedProcess:
    """A worker that is the judge's own child."""

    def __init__(self, process: subprocess.Popen[bytes], sock: socket.socket, output: int) -> None:
        self.process = process
        self.pid = process.pid
        self.sock = sock
        self.output = output
        os.set_blocking(output, False)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal; see ``Process.signal``."""
        self.process.send_signal(number)

    def end(self) -> int:
        """Kill and reap the process; see ``Process.end``."""
        self.process.kill()
        code = self.process.wait()
        os.close(self.output)
        self.sock.close()
        return -code if code < 0 else code << 8


def bubblewrap(folder: Path) -> tuple[str, ...] | None:
    """Return the command line that puts a template into namespaces of its own, or ``None`` where that does not work.

    Args:
        folder: where submissions are staged: the only writable place.
    """
    program = shutil.which("bwrap")
    if program is None:
        return None
    binds = [argument for path in readable_paths() for argument in ("--ro-bind-try", path, path)]
    interpreter = [str(p) for p in {Path(sys.prefix), Path(sys.base_prefix)}]
    binds += [argument for path in interpreter for argument in ("--ro-bind-try", f"{path}/bin", f"{path}/bin")]
    binds += ["--ro-bind-try", f"{sys.prefix}/pyvenv.cfg", f"{sys.prefix}/pyvenv.cfg"]
    inside = str(Path(guest.__file__).parent)
    package = str(Path(grader.__file__).parent)
    binds += ["--ro-bind", inside, inside, "--ro-bind", f"{package}/__init__.py", f"{package}/__init__.py"]
    binds += ["--bind", str(folder), str(folder), "--dev", "/dev", "--proc", "/proc"]
    binds += ["--remount-ro", "/dev", "--remount-ro", "/"]  # nothing may be left behind for the next submission
    command = (program, "--unshare-all", "--die-with-parent", "--new-session", *binds, "--chdir", str(folder), "--")
    try:
        tried = subprocess.run(
            [*command, sys.executable, "-I", "-c", "0"], capture_output=True, timeout=30, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    return command if tried.returncode == 0 else None

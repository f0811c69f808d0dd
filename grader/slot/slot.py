"""A slot: one place where submissions are graded one after another, with its warm templates and its staging folder."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Self

from grader import guest
from grader.errors import ContainmentError, StudentFault
from grader.exercises.exercise import Exercise, Limits
from grader.guest.confinement import available
from grader.guest.system_calls.tried import must_be_refused, name_of
from grader.language import _
from grader.result import LEVELS, Containment
from grader.worker.auditing import Refused, can_audit
from grader.worker.folder import remove
from grader.worker.holds import find
from grader.worker.host import Worker
from grader.worker.launch import Launcher, SpawnLauncher, TemplateLauncher, bubblewrap
from grader.worker.watch import status_of

CANARY = Path(guest.__file__).parent / "canary" / "canary.py"

NOBODY = 65534
"""The user and group id that owns nothing, on Linux and macOS alike: ``nobody``."""

OWN = tuple(f"/proc/self/{name}" for name in ("net/tcp", "cgroup", "mountinfo", "environ"))
"""Entries of a process's own in /proc that tell of the machine. Weaker levels need them readable."""

CAPABILITIES = ("CapInh", "CapPrm", "CapEff", "CapAmb")
"""The sets of capabilities that a process may use, as /proc calls them."""

CLOSE_S = 60.0
"""Seconds to remove what workers left behind that could not be removed in time: at most what they made in theirs."""

CANARY_LIMITS = Limits(load_s=30.0, call_s=30.0, exercise_s=90.0)
"""Three times a student's: the first fork of a cold template on a busy machine is no reason to refuse a class."""


class Slot:
    """Starts workers at one level of confinement.

    Args:
        level: one of ``LEVELS``; ``None`` for the strongest that works here.
        warm: whether to fork from a warm template. One submission alone starts sooner without.
        audited: whether to count in ``refused`` the system calls that workers are refused; needs ``warm``, and is
            not done where the kernel cannot ask (``refused`` is ``None`` then).
    """

    def __init__(self, level: str | None = None, *, warm: bool = True, audited: bool = False) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="xorcise-slot-")).resolve()
        self.root.chmod(0o711)  # a worker under another user must reach its own folder, and list nobody's
        self._warm = warm and hasattr(os, "pidfd_open")
        self._launchers: dict[str, Launcher] = {}
        self.refused: Counter[Refused] | None = Counter() if audited and can_audit() else None
        self._wrap: tuple[str, ...] = ()
        self._user: int | None = None  # that templates run as
        self._drop: int | None = None  # that workers change to
        chosen = self._choose(level)
        self.holds = find(self.root, self._wrap, self._user)
        self.containment = Containment(chosen.level, chosen.seccomp, (*chosen.missing, *self.holds.missing))

    def _choose(self, level: str | None) -> Containment:
        best, seccomp, missing = available()
        drop = NOBODY if os.name == "posix" and os.geteuid() == 0 and readable_by_nobody() else None
        for name in [level] if level is not None else reversed(LEVELS):
            if name == "landlock" and best == "landlock":
                self._drop = drop
                return Containment("landlock", seccomp, missing)
            # the two between keep files apart, and rely on the filter for the rest
            if name == "bubblewrap" and seccomp and self._warm and (wrap := bubblewrap(self.root)) is not None:
                self._wrap = wrap
                return Containment("bubblewrap", seccomp)
            if name == "user" and seccomp and self._warm and drop is not None:
                self._user = drop
                return Containment("user", seccomp)
            if name == "bare":
                self._drop = drop
                return Containment("bare", seccomp, missing)
        raise ContainmentError(
            _("confinement at level {level} does not work on this machine; see `xorcise doctor`", level=level)
        )

    def launcher(self, kind: str) -> Launcher:
        """Return the launcher for a kind of template, starting it when it is first asked for."""
        if kind not in self._launchers:
            self._launchers[kind] = (
                TemplateLauncher(kind, self._wrap, self._user, self.refused) if self._warm else SpawnLauncher(kind)
            )
        return self._launchers[kind]

    @contextlib.contextmanager
    def worker(self, kind: str, files: Mapping[str, bytes], module: str, limits: Limits) -> Iterator[Worker]:
        """Provide a worker for one submission; whatever happens, it has ended afterwards and its folder is gone."""
        folder = Path(tempfile.mkdtemp(prefix="work-", dir=self.root))
        level, seccomp = self.containment.level, self.containment.seccomp
        owner = self._user or self._drop
        worker = Worker(
            self.launcher(kind), files, module, limits, folder, level, seccomp, owner, self._drop, self.holds
        )
        try:
            yield worker
        finally:
            worker.end()
            remove(folder)

    def worker_for(self, exercise: Exercise, files: Mapping[str, bytes]) -> contextlib.AbstractContextManager[Worker]:
        """Provide a worker for one submission of ``exercise``."""
        return self.worker(exercise.template, files, exercise.module, exercise.limits)

    def probe(self, kind: str, secrets: Sequence[Path], outside: Sequence[Path]) -> dict[str, str]:
        """Let the canary try what no submission may do; return what happened, by name.

        A canary that somebody killed says nothing about the machine, so another is tried once.

        Raises:
            ContainmentError: not even honest work is possible in a worker.
        """
        for last in (False, True):
            with self.worker(kind, {"canary.py": CANARY.read_bytes()}, "canary", CANARY_LIMITS) as worker:
                try:
                    return self._probe(worker, secrets, outside)
                except ContainmentError:
                    if last or not worker.killed:
                        raise
        raise AssertionError("the last try returns or raises")

    def _probe(self, worker: Worker, secrets: Sequence[Path], outside: Sequence[Path]) -> dict[str, str]:
        """Ask one canary; see ``probe``."""
        try:
            able = worker.request(["call", ["module", "can_work"], [], [], {}, False], CANARY_LIMITS.call_s).value
            own = OWN if self.containment.level == "landlock" else ()
            arguments = [[*map(str, secrets), *own], [str(p) for p in outside], os.getpid()]
            said = worker.request(["call", ["module", "probe"], [], arguments, {}, False], CANARY_LIMITS.call_s).value
            status = status_of(worker.pid) if worker.pid else {}
        except StudentFault as fault:
            detail = bytes(worker.output[-300:]).decode("utf-8", "replace").strip()
            raise ContainmentError(
                _("a worker cannot run here: {fault} {output}", fault=fault.message, output=detail)
            ) from None
        calls = self._probe_calls(worker) if self.containment.seccomp else {}
        if able is not True or not isinstance(said, dict):
            raise ContainmentError(_("a worker cannot do its work here"))
        done = {str(k): str(v) for k, v in said.items()}
        if status:  # what it holds is told by the kernel, not by the worker, which cannot read it
            held = [status[name] for name in CAPABILITIES if int(status.get(name, "0"), 16)]
            done["capabilities"] = _("worked: {what}", what=held) if held else _("denied: it has none")
        return done | calls

    def _probe_calls(self, worker: Worker) -> dict[str, str]:
        """Let the canary make every system call that must be refused, by number; return what happened.

        Only where the filter is on: without it some of them would do what they are for.

        Raises:
            ContainmentError: a call ended the canary.
        """
        expected = must_be_refused()
        try:
            said = worker.request(
                ["call", ["module", "by_number"], [], [expected], {}, False], CANARY_LIMITS.call_s
            ).value
        except StudentFault as fault:
            raise ContainmentError(
                _("a system call that must be refused was made: {fault}", fault=fault.message)
            ) from None
        if not isinstance(said, dict):
            raise ContainmentError(_("a worker cannot do its work here"))
        through = {f"system call {name_of(int(number))}": f"worked: {what}" for number, what in said.items()}
        denied = _("denied: all {number} that are not allowed", number=len(expected))
        return through or {"system calls by number": denied}

    def check_canary(self, kind: str, secrets: Sequence[Path], outside: Sequence[Path]) -> None:
        """Refuse to go on where a worker can do what its level says it cannot.

        Raises:
            ContainmentError: something worked that must not.
        """
        done = self.probe(kind, secrets, outside)
        if self.containment.level == "bare":
            return  # it promises nothing; the caller asked for it or accepted it
        if worked := [name for name, what in done.items() if not what.startswith("denied")]:
            level = self.containment.level
            raise ContainmentError(_("a worker at level {level} was able to: {what}", level=level, what=worked[0]))

    def close(self) -> None:
        """End the templates and remove the staging folder."""
        for launcher in self._launchers.values():
            launcher.close()
        self._launchers.clear()
        self.holds.close()
        remove(self.root, CLOSE_S)
        shutil.rmtree(self.root, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def readable_by_nobody() -> bool:
    """Whether another user could run this interpreter with our worker code: every folder down to both is open to it."""
    for target in (Path(sys.executable).resolve(), Path(sys.prefix), Path(__file__).resolve()):
        if any(not folder.stat().st_mode & 0o001 for folder in target.parents):
            return False
    return True


def require(containment: Containment, minimum: str) -> None:
    """Refuse a level below ``minimum``.

    Raises:
        ContainmentError: it is below.
    """
    if LEVELS.index(containment.level) < LEVELS.index(minimum):
        raise ContainmentError(
            _(
                "this machine confines submissions at level {level} only, and {minimum} is asked for: see `xorcise"
                " doctor`, or accept it with --min-containment {level}",
                level=containment.level,
                minimum=minimum,
            )
        )

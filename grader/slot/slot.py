"""A slot: grades submissions one after another, with warm templates and a folder of its own for their files."""

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
from grader.guest.confinement import available, user_site
from grader.guest.system_calls.tried import call_name, must_be_refused
from grader.language import _
from grader.result import LEVELS, Containment
from grader.submission.imports import libraries_in
from grader.worker.auditing import RefusedCall, can_audit
from grader.worker.bubblewrap import bubblewrap_command
from grader.worker.enforcement import find_enforcement
from grader.worker.folder import remove
from grader.worker.launch import WARM_LIBRARIES, Launcher
from grader.worker.monitor import status_of
from grader.worker.spawn_launcher import SpawnLauncher
from grader.worker.template_launcher import TemplateLauncher
from grader.worker.worker import Worker

CANARY = Path(guest.__file__).parent / "canary" / "canary.py"

NOBODY = 65534
"""The user and group id that owns nothing, on Linux and macOS alike: ``nobody``."""

OWN_PROC_ENTRIES = tuple(f"/proc/self/{name}" for name in ("net/tcp", "cgroup", "mountinfo", "environ"))
"""Entries of a process in /proc that describe the machine. At weaker levels they have to be readable."""

CAPABILITIES = ("CapInh", "CapPrm", "CapEff", "CapAmb")
"""The sets of capabilities that a process may use, as /proc calls them."""

CLOSE_S = 60.0
"""Seconds to remove, when the slot closes, the files that could not be removed in time before."""

CANARY_LIMITS = Limits(load_s=30.0, call_s=30.0, exercise_s=90.0)
"""Three times the limits of a student. A slow first fork of a cold template on a busy machine must not stop a run."""


class Slot:
    """Starts workers at one level of confinement.

    Args:
        level: one of ``LEVELS``; ``None`` for the strongest that works here.
        warm: whether to fork from a warm template. A single submission starts sooner without one.
        audited: whether to count in ``refused`` the system calls that guests are refused. It needs ``warm``. If the
            kernel cannot ask about calls, ``refused`` is ``None``.

    Raises:
        ContainmentError: ``level`` does not work on this machine.
    """

    def __init__(self, level: str | None = None, *, warm: bool = True, audited: bool = False) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="xorcise-slot-")).resolve()
        self.root.chmod(0o711)  # a guest under another user must reach its own folder, and must not list the others
        self._warm = warm and hasattr(os, "pidfd_open")
        self._launchers: dict[str, Launcher] = {}
        self.refused: Counter[RefusedCall] | None = Counter() if audited and can_audit() else None
        self._wrap: tuple[str, ...] = ()
        self._user: int | None = None  # user that templates run as
        self._drop: int | None = None  # user that guest processes change to
        chosen = self._choose(level)
        self.enforcement = find_enforcement(self.root, self._wrap, self._user)
        self.containment = Containment(chosen.level, chosen.seccomp, (*chosen.missing, *self.enforcement.missing))

    def _choose(self, level: str | None) -> Containment:
        best, seccomp, missing = available()
        drop = NOBODY if os.name == "posix" and os.geteuid() == 0 and readable_by_nobody() else None
        for name in [level] if level is not None else reversed(LEVELS):
            if name == "landlock" and best == "landlock":
                self._drop = drop
                return Containment("landlock", seccomp, missing)
            # the next two levels keep files apart, and rely on the filter for everything else
            if name == "bubblewrap" and seccomp and self._warm and (wrap := bubblewrap_command(self.root)) is not None:
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
        """Return the launcher for a kind of template; start the template with the first call."""
        if kind not in self._launchers:
            self._launchers[kind] = (
                TemplateLauncher(kind, self._wrap, self._user, self.refused) if self._warm else SpawnLauncher(kind)
            )
        return self._launchers[kind]

    @contextlib.contextmanager
    def worker(self, kind: str, files: Mapping[str, bytes], module: str, limits: Limits) -> Iterator[Worker]:
        """Provide a worker for one submission. Afterwards its process is ended and its folder removed, in any case.

        A submission of the kind ``numpy`` that imports what the other template has gets its process from that one. So
        what it imports works, and at once.
        """
        numpy_only = kind == "numpy"
        if numpy_only and any(one.name in WARM_LIBRARIES for one in libraries_in(files, module)):
            kind = "tensorflow"
        folder = Path(tempfile.mkdtemp(prefix="work-", dir=self.root))
        level, seccomp = self.containment.level, self.containment.seccomp
        owner = self._user or self._drop
        worker = Worker(
            self.launcher(kind),
            files,
            module,
            limits,
            folder,
            level,
            seccomp,
            owner,
            self._drop,
            self.enforcement,
            numpy_only=numpy_only,
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

        If another process killed the canary, that says nothing about this machine, so it is tried once more.

        Args:
            kind: of template.
            secrets: files and folders that must not be readable.
            outside: files and folders that must not be writable.

        Raises:
            ContainmentError: not even honest work is possible in a guest process.
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
        """Run one canary; see ``probe``."""
        try:
            able = worker.request(["call", ["module", "can_work"], [], [], {}, False], CANARY_LIMITS.call_s).value
            own = OWN_PROC_ENTRIES if self.containment.level == "landlock" else ()
            arguments = [[*map(str, secrets), *own], [str(p) for p in outside], os.getpid()]
            said = worker.request(["call", ["module", "probe"], [], arguments, {}, False], CANARY_LIMITS.call_s).value
            status = status_of(worker.pid) if worker.pid else {}
        except StudentFault as fault:
            detail = bytes(worker.output[-300:]).decode("utf-8", "replace").strip()
            raise ContainmentError(
                _("a guest process cannot run here: {fault} {output}", fault=fault.message, output=detail)
            ) from None
        calls = self._probe_calls(worker) if self.containment.seccomp else {}
        if able is not True or not isinstance(said, dict):
            raise ContainmentError(_("honest work is not possible in a guest process here"))
        done = {str(k): str(v) for k, v in said.items()}
        if status:  # the kernel tells which capabilities the process has; the guest itself cannot read it
            held = [status[name] for name in CAPABILITIES if int(status.get(name, "0"), 16)]
            done["capabilities"] = _("worked: {what}", what=held) if held else _("denied: it has none")
        return done | calls

    def _probe_calls(self, worker: Worker) -> dict[str, str]:
        """Let the canary make every system call that must be refused, by number; return what happened.

        This needs the filter. Without it some of the calls would have their effect.

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
            raise ContainmentError(_("honest work is not possible in a guest process here"))
        through = {f"system call {call_name(int(number))}": f"worked: {what}" for number, what in said.items()}
        denied = _("denied: all {number} that are not allowed", number=len(expected))
        return through or {"system calls by number": denied}

    def check_canary(self, kind: str, secrets: Sequence[Path], outside: Sequence[Path]) -> None:
        """Refuse to go on if a guest can do what its level should prevent.

        Raises:
            ContainmentError: something worked that must not.
        """
        done = self.probe(kind, secrets, outside)
        if self.containment.level == "bare":
            return  # this level prevents nothing, and the caller asked for it or accepted it
        if worked := [name for name, what in done.items() if not what.startswith("denied")]:
            level = self.containment.level
            raise ContainmentError(
                _("a guest process at level {level} was able to: {what}", level=level, what=worked[0])
            )

    def close(self) -> None:
        """End the templates and remove the slot's folder."""
        for launcher in self._launchers.values():
            launcher.close()
        self._launchers.clear()
        self.enforcement.close()
        remove(self.root, CLOSE_S)
        shutil.rmtree(self.root, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def readable_by_nobody() -> bool:
    """Whether user ``NOBODY`` can run this interpreter and read our code: every folder above both is open to all."""
    packages = [Path(folder, "numpy") for folder in [user_site()] if folder is not None]
    for target in (Path(sys.executable).resolve(), Path(sys.prefix), Path(__file__).resolve(), *packages):
        if any(not folder.stat().st_mode & 0o001 for folder in target.parents):
            return False
    return True


def require(containment: Containment, minimum: str) -> None:
    """Refuse containment below the level ``minimum``.

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

"""Grades attacks at a forced level of confinement and tells what each gained: ``python forced.py LEVEL PLACE NAME...``.

Started by ``run.py``, at the weakest levels in namespaces of its own. Prints a line of JSON before each attack, with
its name, and one after it, with what it gained: an attack may end this process too.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import re
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from attacks.hostile_corpus import ROOT, Attack, attacks
from attacks.hostile_course import inventory, lay_out_course
from attacks.mutation.weak_slot import Weakened
from grader.errors import StudentFault, XorciseError
from grader.exercises.catalogue import Catalogue
from grader.guest import confinement as real_confinement
from grader.result import Outcome
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite, run_suite
from grader.suite.session import SuiteRun, SuiteSession
from grader.worker.template_launcher import TemplateLauncher
from grader.worker.worker import Worker

confinement: Any = real_confinement

SLUG = "02_losses"

CLASSMATE = (ROOT / "solutions" / SLUG / "losses.py").read_bytes()

SHARED = ("/tmp", "/var/tmp", "/dev/shm")


def forced(level: str) -> Slot:
    """Return a slot at ``level``: a level's name, one with the version of Landlock, or ``bare without libraries``."""
    name, _, how = level.partition(" ")
    if how == "without libraries":
        confinement.sandlock, confinement.HAVE_SECCOMP = None, False
    slot = Slot(name)
    if how.isdecimal():
        slot._launchers["numpy"] = Weakened(f"abi:{how}")
    return slot


def descendants() -> set[int]:
    """Return the processes below this one."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(path.name)] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # it has ended meanwhile
    found = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {os.getpid()}


def templates_of(slot: Slot) -> list[TemplateLauncher]:
    """Return the launchers of ``slot`` that have a template."""
    return [launcher for launcher in slot._launchers.values() if isinstance(launcher, TemplateLauncher)]


def left(known: set[int], slots: Sequence[Slot]) -> set[int]:
    """Return processes that were not there before, once what is ending has had a second to end.

    A template that was lost and has been replaced is none of them.
    """
    until = time.monotonic() + 1
    while True:
        templates = {launcher.process.pid for slot in slots for launcher in templates_of(slot)}
        found = descendants() - known - templates
        for pid in found:  # orphans come to us
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        if not found or time.monotonic() > until:
            return found
        time.sleep(0.05)


def traces(place: Path) -> dict[str, Any]:
    """Return what lies where no submission may write."""
    found: dict[str, Any] = {k: v for k, v in inventory(place).items() if "/xorcise-slot-" not in f"/{k}"}
    for shared in SHARED:
        for path in Path(shared).glob("xorcise*hostile*"):
            found[str(path)] = path.stat().st_size
    for path in (place / "results", place / "class", place / "course"):
        found[f"{path} mode"] = path.stat().st_mode if path.exists() else None
    return found


def lay_out(place: Path) -> None:
    """Make the results and the class anew; an attack may have done away with them."""
    for name in ("results", "class"):
        folder = place / name
        if folder.exists():
            folder.chmod(0o700)
            shutil.rmtree(folder)
    (place / "results" / "students" / "classmate").mkdir(parents=True)
    (place / "results" / "students" / "classmate" / "result.json").write_text('{"score": 100.0}')
    for name in ("gradebook.csv", "gradebook.db", "class.html"):
        (place / "results" / name).write_text("classmate,100")
    (place / "class" / "honest-losses").mkdir(parents=True)
    (place / "class" / "honest-losses" / "losses.py").write_bytes(CLASSMATE)


def printed(run: SuiteRun) -> str:
    """Return what the submission printed, as far as it is kept."""
    return "".join(str(event.output) for transcript in run.transcripts for event in transcript.events)


def gains(attack: Attack, text: str, run: SuiteRun) -> set[str]:
    """Return what an attack gained, as far as its verdict tells."""
    found = set()
    if sum(t.points for t in run.tests) > attack.honest:
        found.add("points")
    if "nothing found" in text and "nothing found" not in printed(run):
        found.add("reads")
    if any(t.outcome is Outcome.GRADER_ERROR for t in run.tests):  # it took its template along, each time
        found.add("ends others")
    told = [t.message for t in run.tests if t.outcome is not Outcome.PASSED]
    if not any(re.search(attack.get("says"), message) for message in told):
        found.add("is not refused")
    return found


def answers(slot: Slot) -> bool:
    """Whether a worker of ``slot`` answers; where its template was lost, a fresh one takes its place from then on."""
    try:
        return bool(slot.probe("numpy", [], []))
    except XorciseError:
        return False


def remove_traces(place: Path, before: dict[str, Any]) -> None:
    """Remove what an attack left outside the folders that are made anew."""
    for name in traces(place).keys() - before.keys():
        path = place / name
        if path.is_file():
            path.unlink()


@dataclass(frozen=True)
class Stage:
    """Where attacks are graded: a slot, and another one in which a classmate's worker waits."""

    place: Path
    slot: Slot
    other: Slot
    suite: SuiteSession
    classmate: Worker

    def ask_classmate(self) -> int:
        """Ask the classmate's worker something; return which of its processes it was that answered."""
        self.classmate.spent = 0.0
        self.classmate.request(["has", "mean_squared_error"], 20.0)
        return self.classmate.generation

    def set(self) -> None:
        """Make everything as it was before the first attack."""
        lay_out(self.place)
        assert answers(self.slot)  # the template is there before what is left is counted
        self.ask_classmate()

    def grade(self, attack: Attack) -> list[str]:
        """Return what ``attack`` gained."""
        folders = {"OUT": "results", "CATALOGUE": "course", "SUBMISSIONS": "class", "TMP": "tmp"}
        places = {name: str(self.place / folder) for name, folder in folders.items()} | {"ROOT": str(ROOT)}
        generation, before, around = self.classmate.generation, traces(self.place), descendants()
        text = attack.source(places)
        files = {name: text.encode() for name in (attack.module, *attack.get("also").split())}
        found = set()
        try:
            found |= gains(attack, text, run_suite(self.slot, self.suite, files, 0, keep_transcripts=True))
        except XorciseError:
            found.add("ends others")
        if stray := left(around, (self.slot, self.other)):
            found.add("leaves processes")
            for pid in stray:
                os.kill(pid, signal.SIGKILL)
            left(around, (self.slot, self.other))
        try:
            same = self.ask_classmate() == generation
        except (StudentFault, XorciseError):
            same = False
        if not same or not answers(self.slot):
            found.add("ends others")
        if traces(self.place) != before:
            found.add("writes")
            remove_traces(self.place, before)
        # where more is known than that it was not refused, that goes without saying
        return sorted(found - {"is not refused"} or found)


def main(level: str, place: Path, names: list[str]) -> None:
    """Grade the attacks called ``names`` beside a classmate, and print what each gained."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: orphans become ours
    for name in ("tmp", "home"):
        (place / name).mkdir(exist_ok=True)
    tempfile.tempdir = str(place / "tmp")
    if not (place / "course").exists():
        lay_out_course(place / "course", (SLUG,))
    catalogue = Catalogue(place / "course")
    exercise = catalogue.exercise(SLUG)
    known = {attack.name: attack for attack in attacks()}
    with (
        forced(level) as slot,
        forced(level) as other,
        open_suite(catalogue.hidden_suite(exercise), exercise, "hidden", None) as suite,
        other.worker("numpy", {"losses.py": CLASSMATE}, "losses", exercise.limits) as classmate,
    ):
        stage = Stage(place, slot, other, suite, classmate)
        for name in names:
            stage.set()
            print(json.dumps({"begins": name}), flush=True)
            print(json.dumps({"ends": name, "gained": stage.grade(known[name])}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])

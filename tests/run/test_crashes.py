"""Nothing is lost: whatever is killed, whenever, the next run goes on, and the end equals an undisturbed run."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from share import bounded

from .toy import SLUGS, SOURCES, contents, make_class, make_course

COMMAND = str(Path(sys.executable).parent / "xorcise")

PATIENCE_S = 300
"""Nothing here is about speed; a run takes three seconds on an idle machine."""

TIMES = re.compile(r'"(started|duration_s)": [^\n,]+')

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to find whom to kill")


@dataclass(frozen=True)
class Course:
    """A course, a class, and what an undisturbed run makes of it."""

    root: Path
    submissions: Path
    right: dict[str, Any]
    files: dict[str, str]
    seconds: float

    def command(self, out: Path, *more: str) -> list[str]:
        """Return the command that grades the class into ``out``."""
        return [COMMAND, "grade", str(self.submissions), "-o", str(out), "-j", "2", "--min-containment", "bare", *more]

    def start(self, out: Path) -> subprocess.Popen[str]:
        """Start grading."""
        return subprocess.Popen(
            self.command(out), cwd=self.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def grade(self, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
        """Grade to the end."""
        return subprocess.run(
            self.command(out, *more), cwd=self.root, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )

    def explain(self, out: Path) -> subprocess.CompletedProcess[str]:
        """Explain what is not explained yet."""
        command = [COMMAND, "explain", str(out), "-j", "2"]
        return subprocess.run(command, cwd=self.root, capture_output=True, text=True, timeout=PATIENCE_S, check=False)


def reports(out: Path) -> dict[str, str]:
    """Return the reports that do not depend on the time of day."""
    found = {p.parent.name: TIMES.sub(r'"\1": 0', p.read_text("utf-8")) for p in out.glob("students/*/result.json")}
    return found | {"gradebook.csv": (out / "gradebook.csv").read_text("utf-8")}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The class, graded once without disturbance."""
    folder = tmp_path_factory.mktemp("crashes")
    made = Course(make_course(folder / "course"), make_class(folder / "class"), {}, {}, 0.0)
    begun = time.monotonic()
    done = made.grade(folder / "right")
    assert done.returncode == 0, done.stderr
    right = contents(folder / "right" / "gradebook.db")
    assert len(right["gradings"]) == (len(SOURCES) - 1) * len(SLUGS)  # ada and eve have the same files
    return Course(made.root, made.submissions, right, reports(folder / "right"), time.monotonic() - begun)


def descendants(pid: int) -> dict[str, list[int]]:
    """Return the processes below a run, by what they are."""
    parents: dict[int, int] = {}
    commands: dict[int, str] = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(path.name)] = int((path / "stat").read_text().rsplit(")", 1)[1].split()[1])
            commands[int(path.name)] = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (OSError, IndexError):
            continue
    below = {pid}
    for _ in range(6):
        below |= {p for p, parent in parents.items() if parent in below}
    found: dict[str, list[int]] = {"slot": [], "template": [], "worker": []}
    for p in below - {pid}:
        if "spawn_main" in commands[p]:
            found["slot"].append(p)
        elif "grader.guest.template" in commands[p]:
            worker = "grader.guest.template" in commands.get(parents[p], "")
            found["worker" if worker else "template"].append(p)
    return found


def disturb(run: subprocess.Popen[str], whom: str, chance: random.Random) -> bool:
    """Kill the run or one of its processes; return whether there was one to kill."""
    below = [] if whom == "run" else descendants(run.pid)[whom]
    if whom != "run" and not below:
        return False
    try:
        os.kill(run.pid if whom == "run" else chance.choice(below), signal.SIGKILL)
    except ProcessLookupError:  # it ended by itself in this very moment
        return False
    return True


def ends_as_undisturbed(course: Course, out: Path, seed: int) -> None:
    """Grade with a kill at a random moment, grade again, and compare with the undisturbed run.

    A task over which a slot died is graded again without being explained, since explaining may have been its end. So
    ``xorcise explain`` is asked for what is missing.
    """
    chance = random.Random(seed)
    whom = chance.choice(["run", "run", "slot", "slot", "worker"])
    with course.start(out) as run:
        time.sleep(chance.uniform(0.2, 1.0) * course.seconds)
        disturb(run, whom, chance)
        _, said = run.communicate(timeout=PATIENCE_S)
    if whom != "run":  # one process of many: the run itself repairs it
        assert run.returncode == 0, said
    done = course.grade(out)
    assert done.returncode == 0, done.stderr
    done = course.explain(out)
    assert done.returncode == 0, done.stderr
    assert contents(out / "gradebook.db") == course.right
    assert reports(out) == course.files


@pytest.mark.slow
@pytest.mark.parametrize("seed", bounded(range(100, 125), 4))
def test_a_kill_at_any_moment_costs_nothing(course: Course, tmp_path: Path, seed: int) -> None:
    """kill -9 of the run, of a slot or of a worker: the gradebook ends as if nothing had been."""
    ends_as_undisturbed(course, tmp_path / "out", seed)


def test_the_second_of_two_runs_is_refused(course: Course, tmp_path: Path) -> None:
    """One line, exit code 2, and the first run is not disturbed."""
    out = tmp_path / "out"
    with course.start(out) as run:
        deadline = time.monotonic() + PATIENCE_S
        while not (out / "gradebook.db").exists() and time.monotonic() < deadline:
            assert run.poll() is None
            time.sleep(0.02)
        run.send_signal(signal.SIGSTOP)  # so that it cannot end before the second has begun
        try:
            second = course.grade(out)
        finally:
            run.send_signal(signal.SIGCONT)
        run.communicate(timeout=PATIENCE_S)
    assert run.returncode == 0
    assert second.returncode == 2
    assert second.stderr.startswith("xorcise: another run is writing to")
    assert len(second.stderr.splitlines()) == 1
    assert contents(out / "gradebook.db") == course.right


@pytest.fixture
def heeding() -> Iterator[None]:
    """Let what is started heed Ctrl-C: a script's background job ignores it, and hands that on."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.slow
@pytest.mark.usefixtures("heeding")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_promptly_and_can_be_resumed(course: Course, tmp_path: Path, number: int) -> None:
    """Ctrl-C: exit code 130, one line that says how to go on, no process left; the next run ends as undisturbed."""
    run, out, below = caught_at_work(course, tmp_path)
    with run:
        run.send_signal(number)
        _, said = run.communicate(timeout=PATIENCE_S)
    assert run.returncode == 130
    last = said.splitlines()[-1]
    assert re.fullmatch(
        r"xorcise: interrupted: \d+ of 14 gradings are done and kept; run the same again to go on", last
    )
    assert "Traceback" not in said
    left = [p for p in below if alive(p)]
    assert not left
    assert course.grade(out).returncode == 0
    assert contents(out / "gradebook.db") == course.right


def caught_at_work(course: Course, folder: Path) -> tuple[subprocess.Popen[str], Path, list[int]]:
    """Start runs until one is seen at work; return it, where it writes, and its slots and templates.

    A run takes little more than a second, and on a busy machine one may have ended before anybody looked.
    """
    for attempt in range(10):
        out = folder / str(attempt)
        run = course.start(out)
        deadline = time.monotonic() + PATIENCE_S
        while run.poll() is None and time.monotonic() < deadline:
            found = descendants(run.pid)
            if found["template"] and run.poll() is None:
                return run, out, found["slot"] + found["template"]
            time.sleep(0.02)
        run.communicate(timeout=PATIENCE_S)
    pytest.fail("ten runs in a row ended before they were seen")


def alive(pid: int, patience_s: float = 20) -> bool:
    """Return whether a process lives on; a template that is importing notices a little later that it is alone."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return False
        except OSError:
            return False
        time.sleep(0.1)
    return True


def test_an_unchanged_class_is_answered_from_the_book(course: Course, tmp_path: Path) -> None:
    """No slot is started and no row added; files that somebody touched or removed are written again."""
    out = tmp_path / "out"
    course.grade(out)
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*.json")}
    (out / "students" / "ada" / "feedback.html").write_text("touched")
    (out / "class.html").unlink()
    done = course.grade(out)
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        "xorcise: 8 students",
        "xorcise: 14 gradings are taken from the gradebook, 0 to do; --again grades everything once more",
    ]
    assert contents(out / "gradebook.db") == course.right
    assert before == {p: p.stat().st_mtime_ns for p in out.rglob("*.json")}
    assert "touched" not in (out / "students" / "ada" / "feedback.html").read_text("utf-8")
    assert (out / "class.html").exists()


@pytest.mark.slow
def test_a_changed_suite_regrades_what_it_touches(course: Course, tmp_path: Path) -> None:
    """One suite of two is changed: its exercise is graded again, the other is not; diff says what came of it."""
    out = tmp_path / "out"
    course.grade(out)
    suite = course.root / "grader" / "suites" / SLUGS[0] / "test_twice_hidden.py"
    text = suite.read_text("utf-8")
    suite.write_text(text.replace("0.0), 0.0)", "0.0), 1.0)"), "utf-8")
    try:
        assert course.grade(out, "--regrade").returncode == 0
        told = subprocess.run(
            [COMMAND, "diff", "-o", str(out)], cwd=course.root, capture_output=True, text=True, check=False
        )
    finally:
        suite.write_text(text, "utf-8")
    after = contents(out / "gradebook.db")
    new = {key for key in after["gradings"] if key not in course.right["gradings"]}
    assert {slug for slug, *_ in new} == {SLUGS[0]}
    assert len(new) == len(SOURCES) - 1
    assert after["gradings"].items() >= course.right["gradings"].items()
    assert "ada  01_twice  10 → 6 of 10  (same files)" in told.stdout
    assert "test_zero: passed 4/4 → failed 0/4  Nothing stays nothing." in told.stdout
    assert "joe  01_twice  0 → 4 of 10" in told.stdout
    assert told.stdout.splitlines()[-1] == "5 verdicts changed, 1 to more points, 4 to fewer"


@pytest.mark.skipif(shutil.which("prlimit") is None, reason="needs util-linux's prlimit")
def test_a_full_disk_stops_with_one_line(course: Course, tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk: exit code 3, one line; what was committed is graded no more."""
    out = tmp_path / "out"
    done = subprocess.run(
        ["prlimit", "--fsize=230000", *course.command(out)],
        cwd=course.root,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    assert "what was graded is kept" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert course.grade(out).returncode == 0
    assert contents(out / "gradebook.db") == course.right

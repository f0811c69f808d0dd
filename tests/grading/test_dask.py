"""Grading on a Dask cluster on loopback. The tasks of a lost worker are graded by another one."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from run.toy import SLUGS, contents, make_class, make_course

from grader.errors import GraderError
from grader.grading.bundle import bundle_digest, pack_exercises, unpack_exercises
from grader.grading.settings import Settings

pytest.importorskip("distributed")

BIN = Path(sys.executable).parent
PATIENCE_S = 300
"""Seconds after which a command counts as hanging. No test here is about speed."""


def grade(
    root: Path, submissions: Path, out: Path, *more: str, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Grade the toy class."""
    command = [str(BIN / "xorcise"), "grade", str(submissions), "-o", str(out), "--min-containment", "bare", *more]
    return subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, timeout=PATIENCE_S, check=False)


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, Any]]:
    """A course, a class, and the content of the gradebook after grading with local slots."""
    folder = tmp_path_factory.mktemp("dask")
    root, submissions = make_course(folder / "course"), make_class(folder / "class")
    done = grade(root, submissions, folder / "right", "-j", "1")
    assert done.returncode == 0, done.stderr
    return root, submissions, contents(folder / "right" / "gradebook.db")


class Cluster:
    """A scheduler and workers in separate processes on loopback, as started by hand."""

    def __init__(self, folder: Path, stack: contextlib.ExitStack, *how: object) -> None:
        self._folder = folder
        self._stack = stack
        self._how = how
        self._file = folder / "scheduler.json"
        place = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", self._file)
        self._start("scheduler", *place, *how)
        deadline = time.monotonic() + PATIENCE_S
        while not (self._file.exists() and self._file.read_text().strip().endswith("}")):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        self.address: str = json.loads(self._file.read_text())["address"]

    def worker(self, *more: object) -> subprocess.Popen[bytes]:
        """Start a worker in an empty folder outside the checkout."""
        place = ("--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard")
        how = [option for option in self._how if option != "--protocol=tls"]
        return self._start("worker", self.address, *place, *how, *more)

    def _start(self, *arguments: object) -> subprocess.Popen[bytes]:
        away = self._folder / f"away-{time.monotonic_ns()}"
        away.mkdir()
        with (away / "log").open("wb") as log:
            process = subprocess.Popen(
                [str(BIN / "dask"), *map(str, arguments)], cwd=away, stdout=log, stderr=log, start_new_session=True
            )
        self._stack.callback(self._end, process)
        return process

    @staticmethod
    def _end(process: subprocess.Popen[bytes]) -> None:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler without workers yet."""
    with contextlib.ExitStack() as stack:
        yield Cluster(tmp_path, stack)


@pytest.mark.slow
def test_separate_workers_grade_what_local_slots_would(
    toy: tuple[Path, Path, dict[str, Any]], cluster: Cluster, tmp_path: Path
) -> None:
    """With two `dask worker` processes the gradebook equals that of a local run."""
    root, submissions, right = toy
    cluster.worker()
    cluster.worker()
    done = grade(root, submissions, tmp_path / "out", "--scheduler", cluster.address)
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "out" / "gradebook.db") == right


@pytest.mark.slow
def test_a_worker_that_is_killed_costs_nothing(
    toy: tuple[Path, Path, dict[str, Any]], cluster: Cluster, tmp_path: Path
) -> None:
    """If one of two workers is killed while it grades, the gradebook still equals that of a local run."""
    root, submissions, right = toy
    victim, _ = cluster.worker(), cluster.worker()
    out = tmp_path / "out"
    command = [str(BIN / "xorcise"), "grade", str(submissions), "-o", str(out), "--min-containment", "bare"]
    with subprocess.Popen(
        [*command, "--scheduler", cluster.address], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline and not has_template(victim.pid):
            time.sleep(0.02)
        os.kill(victim.pid, signal.SIGKILL)
        _, said = run.communicate(timeout=PATIENCE_S)
    assert run.returncode == 0, said
    assert contents(out / "gradebook.db") == right


def has_template(pid: int) -> bool:
    """Whether a worker has begun to grade. Then a template is its child process."""
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((path / "stat").read_text().rsplit(")", 1)[1].split()[1])
            if parent == pid and b"grader.guest.template" in (path / "cmdline").read_bytes():
                return True
        except (OSError, IndexError):
            continue
    return False


def test_a_local_cluster_will_do(toy: tuple[Path, Path, dict[str, Any]], tmp_path: Path) -> None:
    """With Dask's ``LocalCluster`` the gradebook equals that of a local run."""
    from distributed import LocalCluster

    root, submissions, right = toy
    with LocalCluster(  # any port for the dashboard, since the default one may be in use
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=":0", local_directory=str(tmp_path)
    ) as local:
        done = grade(root, submissions, tmp_path / "out", "--scheduler", local.scheduler_address)
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "out" / "gradebook.db") == right


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("tcp://127.0.0.1:1", "no Dask scheduler answers at tcp://127.0.0.1:1"),
        ("nonsense", "'nonsense' is no address: write it like tcp://host:8786"),
    ],
)
def test_a_scheduler_that_is_not_there_gets_one_line(
    toy: tuple[Path, Path, dict[str, Any]], tmp_path: Path, address: str, why: str
) -> None:
    """Without a scheduler at the address, the exit code is 2 and one line says what to do."""
    done = grade(toy[0], toy[1], tmp_path / "out", "--scheduler", address)
    assert done.returncode == 2
    found, line = done.stderr.strip().splitlines()
    assert found == "xorcise: 8 students"
    assert why in line


def test_exercises_travel_whole_and_are_checked(toy: tuple[Path, Path, dict[str, Any]], tmp_path: Path) -> None:
    """The same suites give the same bundle. It holds solutions only to explain. A damaged bundle is refused."""
    root = toy[0]
    (root / "solutions" / SLUGS[0] / "twice.py").write_text("def f(x): return 2 * x")
    settings = Settings(str(root), SLUGS, explains=False)
    bundle = pack_exercises(settings)
    assert bundle == pack_exercises(settings)
    unpack_exercises(bundle, bundle_digest(bundle), tmp_path / "there")
    names = {p.relative_to(tmp_path / "there").as_posix() for p in (tmp_path / "there").rglob("*") if p.is_file()}
    assert names == {
        name
        for slug in SLUGS
        for name in (f"exercises/{slug}/exercise.toml", f"grader/suites/{slug}/test_{slug[3:]}_hidden.py")
    }
    assert not any("def f(x)" in p.read_text() for p in (tmp_path / "there").rglob("*.*"))
    explaining = pack_exercises(Settings(str(root), SLUGS))
    unpack_exercises(explaining, bundle_digest(explaining), tmp_path / "explains")
    assert (tmp_path / "explains" / "solutions" / SLUGS[0] / "twice.py").is_file()
    with pytest.raises(GraderError, match="arrived damaged"):
        unpack_exercises(bundle + b"x", bundle_digest(bundle), tmp_path / "elsewhere")

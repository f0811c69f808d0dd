"""The corpus of attacks is graded in a class with honest students. No attack gains points or affects other students.

Each class is graded twice by the command line, once without its attackers. The command runs in a wrapper that adopts
orphans, so that every process that is left behind is noticed. The catalogue is a copy with short limits, so that an
endless loop takes only seconds. ``hostile_corpus.py`` describes the files.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import pytest
from share import bounded

from attacks.hidden_inputs import Hidden
from attacks.hostile_corpus import FAMILIES, MODULES, ROOT, Attack, attacks
from attacks.hostile_course import inventory, lay_out_course
from grader.exercises.catalogue import Catalogue
from grader.guest.confinement import available
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite

pytestmark = pytest.mark.slow  # takes minutes; `make slow` runs it

CORPUS = attacks()

QUICK = ("02_losses", "03_numerical_gradient", "09_xor_net")
SLOW = ("04_gradient_descent", "14_mnist_mlp")

HONEST = {
    "honest-losses": "solutions/02_losses/losses.py",
    "honest-loops": "solutions/02_losses/accepted/loops.py",
    "honest-gradients": "solutions/03_numerical_gradient/gradients.py",
    "honest-nditer": "solutions/03_numerical_gradient/accepted/nditer_in_place.py",
    "honest-net": "solutions/09_xor_net/xor_net.py",
    "honest-descent": "solutions/04_gradient_descent/descent.py",
    "honest-textbook": "solutions/04_gradient_descent/accepted/textbook.py",
    "zz-honest-losses": "solutions/02_losses/accepted/float32.py",  # graded last
}

ROOM = (256 + 64 + 3 * 64) * 2**20
"""Bytes that the judge may additionally need with attackers. A test may hold answers of 256 MiB, and a run keeps
transcripts of 64 MiB. The largest frame has 64 MiB. While it is read, its bytes are in memory once or twice, in
addition to the decoded data. A judge that kept everything that attackers send would need gigabytes."""

PATIENCE_S = 1800  # seconds after which a run counts as hanging; no test here is about speed

TIMES = re.compile(rb'"(started|duration_s)": [^\n,]+')

WATCH = """
import ctypes, json, os, pathlib, subprocess, sys, time
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: orphans become ours
run = subprocess.Popen(sys.argv[2:])

def judges():
    # the processes below us, workers and templates left out
    parents, peaks = {}, {}
    for path in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            status = dict(l.split(":\\t", 1) for l in (path / "status").read_text().splitlines() if ":\\t" in l)
            parents[int(path.name)] = int(status["PPid"])
            if b"grader.guest" not in (path / "cmdline").read_bytes() and "VmHWM" in status:
                peaks[int(path.name)] = int(status["VmHWM"].split()[0]) * 1024
        except (OSError, KeyError, ValueError):
            pass  # it has ended meanwhile
    def ours(pid):
        while pid in parents and pid != run.pid:
            pid = parents[pid]
        return pid == run.pid
    return [peak for pid, peak in peaks.items() if ours(pid)]

peak = 0
while True:
    peak = max([peak, *judges()])
    try:
        run.wait(0.3)
        break
    except subprocess.TimeoutExpired:
        pass
left = 0
try:
    until = time.monotonic() + 5  # children of a killed process end a moment after it
    while os.waitpid(-1, os.WNOHANG)[0] or time.monotonic() < until:
        time.sleep(0.05)
    left = 1
except ChildProcessError:
    pass
spent = os.times()
json.dump({"code": run.returncode, "left": left, "peak": peak, "cpu": spent[2] + spent[3]}, open(sys.argv[1], "w"))
"""


@dataclass(frozen=True)
class Run:
    """One grading of a class.

    Attributes:
        place: the folder that contains ``out``, ``class``, ``tmp`` and ``course``.
        done: the finished command with its output.
        seen: what the wrapper measured: exit code, whether a process was left, the judge's peak memory, CPU seconds.
        before: the files in ``place`` before the run, without ``out`` and the cache of tables.
        after: the same files after the run.
    """

    place: Path
    done: subprocess.CompletedProcess[str]
    seen: dict[str, Any]
    before: dict[str, bytes | str]
    after: dict[str, bytes | str]

    def raw(self, student: str) -> bytes:
        """Return a student's result with its times set to 0."""
        return TIMES.sub(rb'"\1": 0', (self.place / "out" / "students" / student / "result.json").read_bytes())

    @cached_property
    def results(self) -> dict[str, dict[str, Any]]:
        """All results by student."""
        found = [json.loads(p.read_bytes()) for p in (self.place / "out" / "students").glob("*/result.json")]
        return {r["student"]: r for r in found}


def grade(place: Path, slugs: tuple[str, ...], attackers: list[Attack], explain: str = "never") -> Run:
    """Grade the honest students of ``slugs`` and ``attackers``. All files of the run are below ``place``."""
    for name in ("class", "tmp", "home"):
        (place / name).mkdir(parents=True)
    lay_out_course(place / "course", slugs)
    places = {"OUT": "out", "CATALOGUE": "course", "SUBMISSIONS": "class", "TMP": "tmp"}
    paths = {name: str(place / folder) for name, folder in places.items()} | {"ROOT": str(ROOT)}
    for name, source in HONEST.items():
        slug = source.split("/")[1]
        if slug in slugs:
            (place / "class" / name).mkdir()
            shutil.copy(ROOT / source, place / "class" / name / f"{MODULES[slug]}.py")
    for attack in attackers:
        attack.hand_in(place / "class", paths)
    before = inventory(place)
    report = place.parent / f"{place.name}.json"
    numbers = [argument for slug in slugs for argument in ("-e", slug[:2])]
    command = [str(Path(sys.executable).parent / "xorcise"), "grade", str(place / "class"), "-o", str(place / "out")]
    options = ["--mnist", "digits", "-j", "2", "--min-containment", "landlock", "--explain", explain, *numbers]
    env = {"TMPDIR": str(place / "tmp"), "HOME": str(place / "home"), "XORCISE_CACHE": str(place / "memory")}
    env["MPLCONFIGDIR"] = str(place / "memory" / "fonts")  # Matplotlib notes once which fonts there are
    done = subprocess.run(
        [sys.executable, "-c", WATCH, str(report), *command, *options],
        cwd=place / "course",
        env=os.environ | env | {"COLUMNS": "120", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        errors="replace",
        timeout=PATIENCE_S,
        check=False,
    )
    return Run(place, done, json.loads(report.read_bytes()), before, inventory(place))


@dataclass(frozen=True)
class Pair:
    """A class graded with its attackers and without."""

    attacked: Run
    quiet: Run
    attackers: list[Attack]


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Pair]:
    """Return the pairs by whether they are slow. A pair is graded when a test first needs it."""
    if available()[0] != "landlock":
        pytest.skip("this kernel has no Landlock, and the corpus is held to level landlock")

    class Pairs(dict[bool, Pair]):
        begun: ClassVar[set[bool]] = set()

        def __missing__(self, slow: bool) -> Pair:
            if slow in self.begun:  # otherwise each of the tests would try again
                pytest.fail("the class could not be graded: see the first test that asked for it")
            self.begun.add(slow)
            slugs = SLOW if slow else QUICK
            attackers = [attack for attack in CORPUS if attack.slow == slow]
            place = tmp_path_factory.mktemp("hostile")
            pair = Pair(grade(place / "attacked", slugs, attackers), grade(place / "quiet", slugs, []), attackers)
            self[slow] = pair
            for name, run in (("with attackers", pair.attacked), ("without", pair.quiet)):
                print(f"{name}: {run.seen['cpu']:.0f} s of CPU, judge's peak {run.seen['peak'] / 2**20:.0f} MiB")
            return pair

    return Pairs()


@pytest.fixture(scope="module")
def explained(pairs: dict[bool, Pair], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Some of the quick attackers, graded and explained. For all of them explanations take two thirds of the time."""
    some = bounded(pairs[False].attackers, 24)
    return grade(tmp_path_factory.mktemp("explained") / "attacked", QUICK, some, explain="now")


ATTACKS = pytest.mark.parametrize(
    "attack", [pytest.param(a, id=a.name, marks=[pytest.mark.slow] * a.slow) for a in CORPUS]
)

BOTH = pytest.mark.parametrize("slow", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["numpy", "tensorflow"])


def result_of(run: Run, attack: Attack) -> dict[str, Any]:
    """Return the result of an attack. If its name was made safe, the result is found by the similar name."""
    if attack.name in run.results:
        return run.results[attack.name]
    safe = [r for name, r in run.results.items() if name not in {a.name for a in CORPUS} | set(HONEST)]
    named = [r for r in safe if r["score"] <= attack.honest]
    assert len(safe) == sum(a.entry != a.name for a in CORPUS if a.slow == attack.slow), sorted(run.results)
    return next(r for r in named if is_from(attack, r["student"]))


def is_from(attack: Attack, student: str) -> bool:
    """Whether ``student`` is the safe form of the attack's name."""
    letters = [c for c in attack.entry if c.isalnum() and c.isascii()]
    return [c for c in student if c.isalnum() and c.isascii()][:20] == letters[:20]


def texts(value: Any) -> Iterator[str]:
    """Yield every text in a result."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


def messages(result: dict[str, Any]) -> list[str]:
    """Return the messages for the teacher: about tests that were not passed, and about the entry."""
    tried = [e for e in result["exercises"] if e["outcome"] != "not_attempted"]
    tests = [t for e in tried for t in e["tests"] if t["outcome"] != "passed"]
    return [*(t["message"] for t in tests), *[result["problem"]] * bool(result["problem"]), *result["notes"]]


# --- the corpus -------------------------------------------------------------------------------------------------------


def test_corpus_is_described() -> None:
    """There are at least 75 attacks, with every family, and each has a complete header."""
    assert len(CORPUS) >= 75
    assert {a.family for a in CORPUS} == set(FAMILIES)
    for attack in CORPUS:
        keys = {k for k, _ in attack.head}
        assert attack.story, attack.name
        assert {"family", "exercise", "honest", "says"} <= keys, attack.name
        assert attack.name.startswith(attack.family), attack.name
        assert attack.slow == (attack.exercise in SLOW), attack.name


def test_no_attack_is_there_twice() -> None:
    """No two files have the same code."""
    bodies: dict[str, str] = {}
    for attack in CORPUS:
        body = re.sub(
            r"^# (family|honest|least|says|slow): .*\n", "", attack.path.read_text(encoding="utf-8"), flags=re.MULTILINE
        )
        body = body.partition('"""\n')[2]
        assert body not in bodies, (attack.name, bodies.get(body))
        bodies[body] = attack.name


# --- the attackers ----------------------------------------------------------------------------------------------------


@ATTACKS
def test_attack_gains_nothing(pairs: dict[bool, Pair], attack: Attack) -> None:
    """An attack gets the points of its honest part and no more. It gets fewer only if its header allows it."""
    assert attack.least <= result_of(pairs[attack.slow].attacked, attack)["score"] <= attack.honest


@ATTACKS
def test_attack_is_put_into_words(pairs: dict[bool, Pair], attack: Attack) -> None:
    """The messages for the teacher describe the attack, without tracebacks of the grader and control characters."""
    result = result_of(pairs[attack.slow].attacked, attack)
    told = messages(result)
    assert told
    assert all(told)
    assert any(re.search(attack.get("says"), message) for message in told), told
    for text in texts(result):
        assert "Traceback" not in text
        assert "grader/" not in text.replace(str(pairs[attack.slow].attacked.place), ""), text
        control = [c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
        assert not control, (text[:300], control[:5])
        assert len(text) < 10_000


# --- everybody else ---------------------------------------------------------------------------------------------------


@BOTH
def test_the_run_ends_well(pairs: dict[bool, Pair], slow: bool) -> None:
    """The run ends with exit code 0, and every entry has a result: no attack causes a grader error."""
    for run in (pairs[slow].attacked, pairs[slow].quiet):
        assert run.seen["code"] == 0, run.done.stderr[-3000:] + run.done.stdout[-3000:]
    expected = len(pairs[slow].attackers) + len(pairs[slow].quiet.results)
    assert len(pairs[slow].attacked.results) == expected


@BOTH
def test_honest_students_notice_nothing(pairs: dict[bool, Pair], slow: bool) -> None:
    """Honest students get full marks, and their results equal those of the run without attackers, except times."""
    pair = pairs[slow]
    assert pair.quiet.results
    for name, result in pair.quiet.results.items():
        assert sum(e["score"] for e in result["exercises"] if e["outcome"] != "not_attempted") == 100.0, name
        assert pair.attacked.raw(name) == pair.quiet.raw(name), name


def test_explaining_attackers_changes_no_verdict(pairs: dict[bool, Pair], explained: Run) -> None:
    """Everybody has the same points as without explanations, the run ends well, and nothing is left behind."""
    assert (explained.seen["code"], explained.seen["left"]) == (0, 0)
    scores = {name: result["score"] for name, result in explained.results.items()}
    assert len(scores) > 24
    assert scores == {name: pairs[False].attacked.results[name]["score"] for name in scores}
    assert any(t.get("explanation") for r in explained.results.values() for e in r["exercises"] for t in e["tests"])


@pytest.mark.parametrize("slug", QUICK)
def test_no_page_holds_an_input_of_a_hidden_test(
    pairs: dict[bool, Pair], explained: Run, slug: str, catalogue: Catalogue, slot: Slot
) -> None:
    """No attacker's feedback.html contains a number of a hidden input, in any notation.

    It also contains no line of a message for the instructor, unless the summary has the same line.
    """
    exercise = catalogue.exercise(slug)
    with open_suite(catalogue.hidden_suite(exercise), exercise, "hidden", None) as suite:
        hidden = Hidden(catalogue, slot, suite)
    modules = {a.name: a.module for a in pairs[False].attackers}
    for run, name, result in ((r, *item) for r in (pairs[False].attacked, explained) for item in r.results.items()):
        page = (run.place / "out" / "students" / name / "feedback.html").read_text(encoding="utf-8")
        path = run.place / "class" / name / modules.get(name, "")
        source = path.read_text(encoding="utf-8") if path.is_file() else ""
        assert not hidden.found_in(page, source), name
        for test in (t for e in result["exercises"] for t in e["tests"] if t["visibility"] == "hidden"):
            for line in (part for part in test["message"].splitlines() if part not in test["summary"]):
                assert len(line) < 40 or html.escape(line) not in page, (name, line)


@BOTH
def test_no_process_is_left(pairs: dict[bool, Pair], slow: bool) -> None:
    """When the command ends, every process that it or a submission started has ended."""
    assert not pairs[slow].attacked.seen["left"]


@BOTH
def test_nothing_is_written_elsewhere(pairs: dict[bool, Pair], slow: bool) -> None:
    """The run changes no files except in the output folder, which contains only the grader's files."""
    run = pairs[slow].attacked
    assert run.after == run.before
    wanted = {"result.json", "feedback.html"}
    for folder in (run.place / "out" / "students").iterdir():
        assert {p.name for p in folder.iterdir()} == wanted, folder
    assert not {p.name for p in (run.place / "out").iterdir()} & {"owned"}
    for place in (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), Path.home()):
        assert not list(place.glob("xorcise*hostile*")), place
    assert not list(Path(sys.prefix).glob("lib/*/site-packages/xorcise_hostile*"))


@BOTH
def test_memory_of_the_judge_stays_small(pairs: dict[bool, Pair], slow: bool) -> None:
    """The judge's peak memory with attackers exceeds that without them by less than ``ROOM``."""
    attacked, quiet = pairs[slow].attacked.seen["peak"], pairs[slow].quiet.seen["peak"]
    assert quiet > 0
    assert attacked < quiet + ROOM, (attacked, quiet)


@BOTH
def test_output_holds_no_escapes(pairs: dict[bool, Pair], slow: bool) -> None:
    """The command's output and every page and table contain no control characters and no injected script."""
    run = pairs[slow].attacked
    pages = [p.read_text(encoding="utf-8") for p in (run.place / "out").rglob("*") if p.suffix in (".html", ".csv")]
    assert pages
    for text in [run.done.stdout, *pages]:
        assert not {c for c in text if unicodedata.category(c) == "Cc"} - set("\n\r\t")
        assert "<script>alert" not in text

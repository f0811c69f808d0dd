"""The benchmark of attacks recognises gains and losses, and its sandbox confines what runs in it."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import box
import hostile
import pytest
from hostile import Verdict
from hostile_graders import FIRST, LAST, ByOtter, Graded, by_pytest, by_xorcise, junit_points, otter_points
from peers import otter

from attacks.hostile_corpus import ROOT, Attack, attacks
from grader.guest.confinement import available

boxed = pytest.mark.skipif(box.bwrap() is None, reason="bubblewrap is missing or refused here")

EXPECTED = {FIRST: 100.0, LAST: 18.0}

LIMIT_S = 60.0  # honest classes take 1 to 15 s
SHORT_S = 4.0  # for what never ends: longer than it takes to begin

THIEF = 'exec(open("@CATALOGUE@/solutions/02_losses/losses.py").read())'
LEAVER = "import os; os._exit(0)"
LOOP = "while True: pass"
VANDAL = """
import sys
for name, thing in list(vars(sys.modules["test_hidden"]).items()):
    if callable(thing) and not name.startswith("test_"):
        setattr(sys.modules["test_hidden"], name, lambda *args, **kwargs: 20.0)
"""


def planted(folder: Path, code: str) -> Attack:
    """Return an attack with some code, which deserves no points."""
    path = folder / "planted.py"
    path.write_text(f'"""Planted."""\n{dedent(code)}\n', encoding="utf-8")
    return Attack(path, "Planted.", (("family", "exit"), ("exercise", "02_losses"), ("honest", "0")))


def judged(graded: Graded) -> Verdict:
    """Return the benchmark's verdict on a planted attack."""
    return Verdict.of(graded, 0.0, EXPECTED)


# --- gains and losses -----------------------------------------------------------------------------------------------


@boxed
def test_pytest_grades_honest_students_and_an_attack_that_gains(tmp_path: Path) -> None:
    """An attack that reads the solution gets full marks from pytest. The other students get their points."""
    assert judged(by_pytest(planted(tmp_path, THIEF), LIMIT_S)) == Verdict(100.0, True, "")


@boxed
def test_pytest_loses_a_run_whose_process_is_left(tmp_path: Path) -> None:
    """An attack that ends the process gains nothing, and the honest students get no result from pytest."""
    verdict = judged(by_pytest(planted(tmp_path, LEAVER), LIMIT_S))
    assert verdict == Verdict(None, False, "no result for 2 of 2 honest students")


@boxed
def test_pytest_gives_away_what_others_do_not_deserve(tmp_path: Path) -> None:
    """An attack that patches the suite's assertions changes the result of the student who is graded later."""
    verdict = judged(by_pytest(planted(tmp_path, VANDAL), LIMIT_S))
    assert verdict.lost.startswith("an honest student got ")
    assert verdict.lost.endswith(", not 18")


@boxed
def test_a_run_that_does_not_end_is_lost(tmp_path: Path) -> None:
    """A run that reaches the time limit counts as lost."""
    assert judged(by_pytest(planted(tmp_path, LOOP), SHORT_S)).lost == "did not end in 4 s"


@boxed
@pytest.mark.skipif(otter() is None, reason="the extra `otter` is not installed")
def test_otter_keeps_others_apart_from_one_who_leaves(tmp_path: Path) -> None:
    """With otter each student has a separate command. An attack that ends it affects only its own result."""
    grade = ByOtter.prepared(tmp_path / "otter")
    grade.first = json.dumps({"tests": [{"score": 100.0}]})
    assert judged(grade(planted(tmp_path, LEAVER), LIMIT_S)) == Verdict(None, False, "")


@pytest.mark.skipif(available()[0] != "landlock", reason="this kernel has no Landlock")
def test_xorcise_is_asked_the_same(tmp_path: Path) -> None:
    """Xorcise grades the same class, and the attack that reads the solution gets no points."""
    assert judged(by_xorcise(planted(tmp_path, THIEF), LIMIT_S)) == Verdict(0.0, False, "")


def test_points_come_from_the_results_files() -> None:
    """A skipped test gives no points, and an unreadable results file gives no result."""
    case = '<testcase name="test_mean_absolute_error[1-a[b]]">{}</testcase>'
    assert junit_points(f"<t>{case.format('')}</t>") == {1: 6.0}
    assert junit_points(f"<t>{case.format('<skipped/>')}</t>") == {1: 0.0}
    assert junit_points("<t>") == {}
    assert otter_points('{"score": 0, "tests": []}') == 0.0
    assert otter_points('{"tests": [{"score": 6.0}, {"name": "without"}]}') == 6.0
    assert otter_points("[]") is None


def test_page_counts_and_lists() -> None:
    """The page has a row for each chosen attack, counts gains and losses, and lists the other attacks."""
    corpus = attacks()
    chosen = [a for a in corpus if not hostile.why_left_out(a)]
    seen = {a.name: {"one": Verdict(50.0, True, "all of it"), "two": Verdict(12.0, False, "")} for a in chosen}
    text = hostile.page(corpus, chosen, seen, ["one", "two"])
    assert f"| **all** | {len(chosen)} | {len(chosen)} | {len(chosen)} | 0 | 0 |" in text
    assert "**50**; **lost**: all of it | 12 |" in text
    assert all(f"`{a.name}`" in text for a in corpus)
    part = hostile.page(corpus, chosen[:1], seen, ["one", "two"])
    assert f"- {len(chosen) - 1} not asked for in this run." in part


def test_readme_shows_what_was_measured() -> None:
    """The README's figures are those of the page's table."""
    page = (ROOT / "benchmarks" / "hostile.md").read_text(encoding="utf-8")
    (row,) = [line.split("|")[2:-1] for line in page.splitlines() if line.startswith("| **all** |")]
    count, *figures = (int(cell) for cell in row)
    gained, lost = figures[::2], figures[1::2]
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert f"{count} attack files" in readme
    assert "{} from pytest, {} from `otter run` and {} from Xorcise".format(*gained) in readme
    assert "In {}, {} and {} of the runs an honest student's result was missing".format(*lost) in readme


# --- the box ----------------------------------------------------------------------------------------------------------


@boxed
def test_box_lets_nothing_out(tmp_path: Path) -> None:
    """In the sandbox only its own disk is writable, no outer process is visible, and only loopback is available."""
    escaped = [ROOT / "escaped-from-the-box", Path.home() / "escaped-from-the-box", tmp_path / "escaped-from-the-box"]
    tries = [["touch", str(path)] for path in [*escaped, Path("/tmp/escaped-from-the-box")]]
    look = ["sh", "-c", "cat /etc/shadow; ls /proc | grep -c '^[0-9]' > seen; cat /proc/net/dev >> seen"]
    kept = box.run(tmp_path, [*tries, look], ["seen"], LIMIT_S)
    assert not [path for path in [*escaped, Path("/tmp/escaped-from-the-box")] if path.exists()]
    processes, *network = kept.files["seen"].splitlines()
    assert int(processes) < 10
    assert [line.split(":")[0].strip() for line in network if ":" in line] == ["lo"]
    assert "/etc/shadow: Permission denied" in kept.said  # the sandbox does not run as root
    assert list(tmp_path.iterdir()) == []


@boxed
def test_box_ends_everything(tmp_path: Path) -> None:
    """Processes in the background end together with the sandbox, also at the time limit."""
    leave = ["sh", "-c", "setsid sleep 987.125 & setsid sleep 987.125 &"]
    assert box.run(tmp_path, [leave], [], LIMIT_S).status == 0
    assert box.run(tmp_path, [leave, ["sleep", "987.125"]], [], 0.5).status is None
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(path.read_bytes())
        except OSError:
            continue  # the process has ended
    assert found
    assert not [command for command in found if b"sleep\x00987.125" in command]


@boxed
def test_box_bounds_the_disk(tmp_path: Path) -> None:
    """The sandbox's disk has a size limit, and a results file that is a link is not read."""
    more = "for i in $(seq 12); do head -c 60000000 /dev/zero > big$i || full=yes; done; rm big*; echo $full > said"
    fill = ["sh", "-c", more]
    kept = box.run(tmp_path, [["ln", "-s", "/etc/passwd", "results"], fill], ["results", "said"], LIMIT_S)
    assert "results" not in kept.files
    assert kept.files["said"] == "yes\n"

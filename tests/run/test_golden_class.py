"""The sample class, graded as a teacher would: every score, every report, and the same bytes a second time."""

from __future__ import annotations

import ast
import csv
import html
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from language.words import sentences_in, texts_of

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
CLASS = EXAMPLES / "class"

EXERCISES = {
    "02": "02_losses",
    "03": "03_numerical_gradient",
    "04": "04_gradient_descent",
    "09": "09_xor_net",
    "14": "14_mnist_mlp",
}

QUICK = ("02", "03")
"""What `make test` grades. The others, with TensorFlow, take three minutes, and `make slow` has them."""

# By entry and exercise: outcome and points. Each was worked out by hand from the suite; examples/README.md says why.
GOLDEN: dict[str, dict[str, list[Any]]] = json.loads(
    (ROOT / "tests" / "golden" / "class.json").read_text(encoding="utf-8")
)

COMMAND = [str(Path(sys.executable).parent / "xorcise")]

# Nothing here is about speed: a busy machine may take a quarter of an hour.
PATIENCE_S = 3600

FACT = re.compile(r"^(?:called|expected|got|where): ", re.MULTILINE)
"""What begins a part of an instructor's message: see ``grader.errors.Mismatch``."""

TIMES = re.compile(rb'"(started|duration_s)": [^\n,]+')


@dataclass(frozen=True)
class Run:
    """One grading of the class."""

    done: subprocess.CompletedProcess[str]
    out: Path

    def folder(self, entry: str) -> Path:
        """Return the folder of one student's reports."""
        return self.out / "students" / entry

    def result(self, entry: str) -> dict[str, Any]:
        """Return one student's result."""
        found: dict[str, Any] = json.loads((self.folder(entry) / "result.json").read_bytes())
        return found

    @cached_property
    def files(self) -> dict[str, bytes]:
        """What lies in OUT, by relative path."""
        return {p.relative_to(self.out).as_posix(): p.read_bytes() for p in self.out.rglob("*") if p.is_file()}


def grade(out: Path, memory: Path, jobs: int, *more: str, numbers: Sequence[str] = QUICK) -> Run:
    """Grade the class into ``out``, at whatever level of confinement this machine has: scores do not depend on it.

    What is told of misconceptions depends on what was learnt before, so the class has a memory of its own.
    """
    wanted = [argument for number in numbers for argument in ("-e", number)]
    options = ["--mnist", "digits", "-j", str(jobs), "--min-containment", "bare", *more]
    done = subprocess.run(
        [*COMMAND, "grade", str(CLASS), "-o", str(out), *wanted, *options],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "120", "XORCISE_CACHE": str(memory)},
        timeout=PATIENCE_S,
        check=False,
    )
    return Run(done, out)


@pytest.fixture(scope="session")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what grading learns."""
    return tmp_path_factory.mktemp("memory")


@pytest.fixture(scope="session")
def graded(tmp_path_factory: pytest.TempPathFactory, memory: Path) -> Run:
    """The class, graded once on two slots."""
    return grade(tmp_path_factory.mktemp("golden") / "out", memory, jobs=2)


def entry_names() -> list[str]:
    """Return the names of the class's entries, as the grader should call them."""
    return sorted(p.name.removesuffix(".zip").removesuffix(".ipynb") for p in CLASS.iterdir())


def text_of(page: str) -> str:
    """Return what a browser shows of a page, on one line."""
    return on_one_line(html.unescape(re.sub("<[^>]+>", " ", page)))


def on_one_line(text: str) -> str:
    """Return ``text`` with every run of blanks made one."""
    return " ".join(text.split())


def timeless(content: bytes) -> bytes:
    """Return a ``result.json`` with its times made equal."""
    return TIMES.sub(rb'"\1": 0', content)


# --- the class itself -------------------------------------------------------------------------------------------------


def test_every_entry_has_its_expected_scores() -> None:
    """The golden file speaks of every entry and exercise, and of nothing else."""
    assert sorted(GOLDEN) == entry_names()
    assert all(list(scores) == list(EXERCISES.values()) for scores in GOLDEN.values())


def test_the_readme_says_what_is_expected() -> None:
    """The table of examples/README.md has the golden scores, entry by entry."""
    lines = (EXAMPLES / "README.md").read_text(encoding="utf-8").splitlines()
    cells = [line.strip("|").split("|") for line in lines if line.startswith("| `")]
    rows = [[cell.strip().strip("`") for cell in row] for row in cells]
    told = {Path(row[0].rstrip("/")).stem: row[2 : 2 + len(EXERCISES)] for row in rows}
    assert told == {
        entry: ["–" if outcome == "not_attempted" else f"{score:g}" for outcome, score in scores.values()]
        for entry, scores in GOLDEN.items()
    }


def test_every_module_begins_with_its_story() -> None:
    """The first line of each module, also of those in the zips, is a docstring of one line."""
    modules = [*CLASS.rglob("*.py"), *(EXAMPLES / "class-sources").rglob("*.py")]
    assert modules
    for path in modules:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        one_line = re.fullmatch(r'"""[^"]+"""', first) is not None
        assert one_line or path.parent.name == "05-not-attempted", path


def test_who_has_not_begun_hands_in_the_stubs() -> None:
    """05-not-attempted holds the stubs that are handed out today."""
    for path in (CLASS / "05-not-attempted").iterdir():
        [stub] = (ROOT / "exercises").glob(f"*/{path.name}")
        assert path.read_bytes() == stub.read_bytes(), path.name


def test_the_archives_are_made_of_their_sources(tmp_path: Path) -> None:
    """examples/make_archives.py makes the very zips that are there."""
    script = EXAMPLES / "make_archives.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True, timeout=PATIENCE_S)
    made = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert made == {p.name: p.read_bytes() for p in CLASS.glob("*.zip")}


# --- graded once ------------------------------------------------------------------------------------------------------


def test_the_class_is_graded_without_a_fault_of_ours(graded: Run) -> None:
    """Whatever is in the class, the grader ends well, and every entry has its reports."""
    assert graded.done.returncode == 0, graded.done.stderr
    reports = {f"students/{entry}/{name}" for entry in GOLDEN for name in ("result.json", "feedback.html")}
    reports |= {f"{folder}/{entry}.html" for entry in GOLDEN for folder in ("feedback", "class")}
    assert set(graded.files) == {"gradebook.csv", "class.html", "gradebook.db", ".lock"} | reports
    assert all(content for name, content in graded.files.items() if name != ".lock")


@pytest.mark.parametrize("entry", GOLDEN)
def test_entry_gets_its_score(graded: Run, entry: str) -> None:
    """Outcome and points of each exercise are the expected ones, exactly, and the total is their sum."""
    has_its_score(graded, entry, QUICK)


def has_its_score(run: Run, entry: str, numbers: Sequence[str]) -> None:
    """Assert that a result has the points of the golden file."""
    golden = {EXERCISES[number]: GOLDEN[entry][EXERCISES[number]] for number in numbers}
    result = run.result(entry)
    assert {e["slug"]: [e["outcome"], e["score"]] for e in result["exercises"]} == golden
    assert result["score"] == sum(score for _, score in golden.values())
    data = "digits" if "14" in numbers else "none"
    assert (result["student"], result["data"], result["max_score"]) == (entry, data, 100.0 * len(numbers))


def test_classic_mistakes_are_called_by_their_names(graded: Run) -> None:
    """Mistakes that are made one at a time are recognised: which ones a student made stands in the result."""
    named = {
        entry: {t["misconception"] for e in graded.result(entry)["exercises"] for t in e["tests"]} - {None}
        for entry in GOLDEN
    }
    assert named["03-partly-right"] == {"softmax_without_shift", "loop_over_len"}
    assert named["04-typical-mistakes"] >= {"no_minus", "mae_without_absolute", "prices_exchanged", "x_not_restored"}
    assert not named["01-right"] | named["02-right-another-way"] | named["05-not-attempted"]


def test_only_the_broken_zip_has_a_problem(graded: Run) -> None:
    """What cannot be read is said to its owner; everybody else's files were found without a remark."""
    assert [entry for entry in GOLDEN if graded.result(entry)["problem"]] == ["16-broken"]
    assert "zip" in graded.result("16-broken")["problem"]


def test_gradebook_has_the_same_scores(graded: Run) -> None:
    """gradebook.csv has a line for each entry, with the points of the golden file."""
    with (graded.out / "gradebook.csv").open(encoding="utf-8", newline="") as file:
        lines = {line["student"]: line for line in csv.DictReader(file)}
    slugs = [EXERCISES[number] for number in QUICK]
    assert {entry: [line[slug] for slug in slugs] for entry, line in lines.items()} == {
        entry: [f"{scores[slug][1]:g}" for slug in slugs] for entry, scores in GOLDEN.items()
    }


def test_table_and_class_page_name_everybody(graded: Run) -> None:
    """The printed table has a line for each entry, shortened where it is long; the class page has the whole names."""
    page = graded.files["class.html"].decode()
    for entry in GOLDEN:
        assert entry[:15] in graded.done.stdout
        assert entry in page


@pytest.mark.parametrize("entry", GOLDEN)
def test_feedback_keeps_the_inputs_of_hidden_tests(graded: Run, entry: str) -> None:
    """Of a hidden test that failed, a student's page has neither the instructor's message nor any of its facts."""
    page = text_of(graded.files[f"students/{entry}/feedback.html"].decode())
    for test in (t for e in graded.result(entry)["exercises"] for t in e["tests"]):
        assert test["visibility"] == "hidden"
        if test["message"] in ("", test["summary"]):
            continue  # nothing in it is kept from the student
        assert on_one_line(test["message"]) not in page
        said, *facts = FACT.split(test["message"])
        quoted = on_one_line(said.removeprefix(test["summary"]).replace("\n| ", "\n"))
        assert facts or quoted, test["message"]
        assert len(quoted) <= 15 or quoted not in page
        for fact in (on_one_line(f.replace("\n| ", "\n")) for f in facts):
            # a short one, such as "got: 1", stands in many a page by chance
            assert len(fact) <= 15 or fact in test["summary"] or fact not in page


# --- in Chinese -------------------------------------------------------------------------------------------------------


def texts_of_suites() -> tuple[str, ...]:
    """Return what suites say in words of their authors: every text in them, and the names of misconceptions."""
    said: set[str] = set()
    for slug in EXERCISES.values():
        for path in (ROOT / "grader" / "suites" / slug).glob("*.py"):
            constants = (n.value for n in ast.walk(ast.parse(path.read_bytes())) if isinstance(n, ast.Constant))
            said |= {" ".join(text.split()) for text in constants if isinstance(text, str)}
        said |= {p.stem.replace("_", " ") for p in (ROOT / "grader" / "suites" / slug / "wrong").glob("*.py")}
    return tuple(text for text in said if " " in text)


def test_chinese_reports_hold_no_english_sentence_of_ours(graded: Run, tmp_path: Path) -> None:
    """Pages, table and list of the class in Chinese: English are names, code, and what suites and students say."""
    out = shutil.copytree(graded.out, tmp_path / "out")
    done = subprocess.run(
        [*COMMAND, "report", str(out), "--lang", "zh-CN"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "120"},
        timeout=PATIENCE_S,
        check=True,
    )
    allowed = texts_of_suites()
    found = sentences_in(done.stdout, allowed)
    for page in [*out.glob("students/*/feedback.html"), out / "class.html"]:
        for text in texts_of(page.read_text(encoding="utf-8")):
            found += sentences_in(on_one_line(text), allowed)
    assert found == []
    assert (out / "students" / "16-broken" / "result.json").read_bytes() == graded.files[
        "students/16-broken/result.json"
    ]


# --- graded again -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_grading_again_gives_the_same_results_and_replaces_the_files(graded: Run, memory: Path, tmp_path: Path) -> None:
    """On one slot, into the same folder, nothing taken from the book: the same table and bytes apart from times."""
    out = shutil.copytree(graded.out, tmp_path / "out")
    stale = ["gradebook.csv", "class.html", *(f"students/01-right/{n}" for n in ("result.json", "feedback.html"))]
    for name in stale:
        (out / name).write_text("left from before")
    again = grade(out, memory, 1, "--again")
    assert again.done.returncode == 0, again.done.stderr
    assert set(again.files) == set(graded.files)
    assert not [name for name, content in again.files.items() if b"left from before" in content]
    for name, content in graded.files.items():
        if name.endswith("result.json"):
            assert timeless(again.files[name]) == timeless(content), name
    assert again.files["gradebook.csv"] == graded.files["gradebook.csv"]
    assert again.done.stdout.replace(str(again.out), "OUT") == graded.done.stdout.replace(str(graded.out), "OUT")


@pytest.mark.slow
def test_the_others_give_the_golden_scores(memory: Path, tmp_path: Path) -> None:
    """The three that `make test` leaves out."""
    numbers = [number for number in EXERCISES if number not in QUICK]
    run = grade(tmp_path / "out", memory, 2, numbers=numbers)
    assert run.done.returncode == 0, run.done.stderr
    for entry in GOLDEN:
        has_its_score(run, entry, numbers)

"""history, override, diff, export and report: what they say, and one line where they cannot."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from grader.commands.diff import print_diff
from grader.commands.export import export_class
from grader.commands.history import print_history
from grader.commands.override import override_points
from grader.commands.report import report_class
from grader.errors import UsageError
from grader.exercises.catalogue import Catalogue
from grader.gradebook import Gradebook
from grader.gradebook.course_file import read_course
from grader.result import Outcome, Result
from grader.run.books import Place
from grader.run.outfolder import OutFolder

from .conftest import NewUrl
from .sample import KEY, grade_all, graded, handed_in, key, scores

SLUGS = ["02_losses", "08_backprop"]
KEYS = [KEY, key("08_backprop")]


@pytest.fixture
def place(tmp_path: Path, new_url: NewUrl) -> Place:
    """A folder with a class of three, graded twice: the second time by another suite for losses."""
    folder = OutFolder(tmp_path / "out")
    folder.prepare()
    url = new_url(folder.path / "gradebook.db")
    with Gradebook(url) as book:
        first = [handed_in("ada", losses="a", layers="b"), handed_in("bob", losses="c")]
        book.take([*first, handed_in("eve", problem="the zip is broken")], SLUGS)
        grade_all(book, KEYS, 6.0)
        grade_all(book, [key(suite="suite two"), KEYS[1]], 9.0)
    place = Place(folder.path, None if url == folder.url else url)
    report_class(place, "en", after_due=False)
    return place


def url_of(place: Place) -> str:
    assert place.folder is not None
    return place.gradebook or place.folder.url


@pytest.fixture(autouse=True)
def quiet(capsys: pytest.CaptureFixture[str], place: Place) -> None:
    """Forget what making the class printed."""
    capsys.readouterr()


def result(place: Place, student: str) -> Result:
    assert place.out is not None
    return Result.from_json((place.out / "students" / student / "result.json").read_bytes())


# --- history ----------------------------------------------------------------------------------------------------------


def test_history_has_everything_in_order(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """What was handed in, every grading of it, and which of them counted."""
    override_points("ada", "02", "7.5", "shown in class", place)
    capsys.readouterr()
    print_history("ada", place, as_json=False)
    said = capsys.readouterr().out
    gradings = [line.split("  ")[1:3] for line in said.splitlines() if "files" in line]
    assert gradings == [["02_losses", "6/10 partial"], ["08_backprop", "6/10 partial"], ["02_losses", "9/10 partial"]]
    assert "02_losses  7.5: shown in class\n" in said


def test_history_speaks_json(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """--json is versioned and whole."""
    print_history("eve", place, as_json=True)
    record = json.loads(capsys.readouterr().out)
    assert (record["version"], record["student"], record["entries"][0][2]) == (1, "eve", "the zip is broken")
    assert [line["counted"] for line in record["lines"]] == [True, True, True]


def test_history_of_a_stranger_suggests_names(place: Place) -> None:
    """A name that is nearly right."""
    with pytest.raises(UsageError, match="knows no student 'adda': did you mean ada"):
        print_history("adda", place, as_json=False)


# --- override ---------------------------------------------------------------------------------------------------------


def test_an_override_counts_everywhere_and_can_be_withdrawn(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """Result, feedback and table have the new points and the reason; the tests stay; auto takes it back."""
    assert place.out is not None
    override_points("ada", "losses", "10", "the suite was wrong", place)
    changed = result(place, "ada")
    assert [(e.score, e.outcome) for e in changed.exercises] == [(10.0, Outcome.PASSED), (6.0, Outcome.PARTIAL)]
    assert (changed.score, changed.exercises[0].tests[0].points) == (16.0, 9.0)
    assert changed.notes == ("02_losses: 10 points set by the instructor: the suite was wrong",)
    assert changed.notes_zh == ("02_losses：教师改为 10 分：the suite was wrong",)
    [fact] = changed.adjustments
    assert (fact.kind, fact.before, fact.after, fact.reason) == ("override", 9.0, 10.0, "the suite was wrong")
    assert "the suite was wrong" in (place.out / "students" / "ada" / "feedback.html").read_text("utf-8")
    assert "ada,10,6,16,20" in (place.out / "gradebook.csv").read_text("utf-8")
    report_class(place, "zh-CN", after_due=False)
    assert "教师改为 10 分" in (place.out / "students" / "ada" / "feedback.html").read_text("utf-8")
    override_points("ada", "losses", "auto", "it was right after all", place)
    assert (result(place, "ada").score, result(place, "ada").notes) == (15.0, ())


@pytest.mark.parametrize(
    ("student", "exercise", "points", "reason", "why"),
    [
        ("ada", "02", "11", "x", "a number from 0 to 10, or auto; it is '11'"),
        ("ada", "02", "-1", "x", "a number from 0 to 10"),
        ("ada", "02", "nan", "x", "a number from 0 to 10"),
        ("ada", "02", "many", "x", "a number from 0 to 10"),
        ("ada", "77", "1", "x", "there is no exercise '77'"),
        ("ada", "03", "1", "x", "ada has no verdict on 03_numerical_gradient"),
        ("nobody", "02", "1", "x", "knows no student 'nobody'"),
        ("ada", "02", "1", " ", "--reason is empty"),
    ],
)
def test_a_wrong_override_changes_nothing(
    place: Place, student: str, exercise: str, points: str, reason: str, why: str
) -> None:
    """One line, and the points stay."""
    with pytest.raises(UsageError, match=why):
        override_points(student, exercise, points, reason, place)
    assert result(place, "ada").score == 15.0


def test_an_override_waits_for_no_run(place: Place) -> None:
    """While a run is in the folder, it is refused."""
    assert place.folder is not None
    with place.folder.locked(), pytest.raises(UsageError, match="another run is writing"):
        override_points("ada", "02", "1", "x", place)


# --- diff -------------------------------------------------------------------------------------------------------------


def test_diff_tells_what_the_last_run_changed(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """Test by test, for everybody whose verdict changed; the exercise that was not touched is not in it."""
    print_diff(place, as_json=False)
    said = capsys.readouterr().out
    assert said.splitlines()[:2] == [
        "ada  02_losses  6 → 9 of 10  (same files)",
        "    test_one: failed 6/10 → failed 9/10  One.",
    ]
    assert said.splitlines()[-1] == "3 verdicts changed, 3 to more points, 0 to fewer"
    assert "08_backprop" not in said


def test_diff_counts_a_run_that_was_broken_off_with_the_one_that_ended_it(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half before a kill and half after it are one regrading."""
    assert place.folder is not None
    third = key(suite="suite three")
    with Gradebook(url_of(place)) as book:
        run = book.begin_run("0.1.0", 0)
        [*tasks] = book.pending(third)
        book.keep(run, third, graded(tasks[0], 1.0))  # and then it was killed
        grade_all(book, [third], 2.0)
    print_diff(place, as_json=True)
    found = json.loads(capsys.readouterr().out)["changes"]
    assert sorted((c["student"], c["before"]["score"]) for c in found) == [("ada", 9.0), ("bob", 9.0), ("eve", 9.0)]
    assert sorted(c["after"]["score"] for c in found) == [1.0, 2.0, 2.0]


def test_diff_of_a_run_that_changed_nothing(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """It says so."""
    assert place.folder is not None
    with Gradebook(url_of(place)) as book:
        grade_all(book, [key(suite="suite two"), KEYS[1]])
    print_diff(place, as_json=False)
    assert capsys.readouterr().out == "nothing changed\n"


# --- export -----------------------------------------------------------------------------------------------------------


def exported(place: Place, capsys: pytest.CaptureFixture[str], form: str, roster: Path | None = None) -> str:
    export_class(place, form, roster)
    return capsys.readouterr().out


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_csv_is_the_gradebook(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """The same as in the folder."""
    assert place.out is not None
    assert exported(place, capsys, "csv") == (place.out / "gradebook.csv").read_bytes().decode()


def test_json_has_scores_and_no_tests(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """Versioned; one record a student."""
    record: dict[str, Any] = json.loads(exported(place, capsys, "json"))
    assert record["version"] == 1
    assert [s["student"] for s in record["students"]] == ["ada", "bob", "eve"]
    assert record["students"][0]["exercises"]["02_losses"] == {"outcome": "partial", "score": 9.0, "max_score": 10.0}


def test_canvas_gets_its_columns_and_its_own_names(
    place: Place, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Five columns first, a row of maxima, what the roster says, and the assignment's number from course.toml."""
    roster, course = tmp_path / "roster.csv", tmp_path / "course.toml"
    roster.write_text("student,ID,SIS Login ID,Section,Student\nada,17,al1,A,Lovelace\n", encoding="utf-8")
    course.write_text('[columns]\n02_losses = "Losses (99)"\n', encoding="utf-8")
    text = exported(Place(place.out, place.gradebook, course=course), capsys, "canvas", roster)
    assert rows(text)[:4] == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Losses (99)", "08_backprop"],
        ["Points Possible", "", "", "", "", "10", "10"],
        ["Lovelace", "17", "", "al1", "A", "9", "6"],
        ["bob", "", "", "bob", "", "9", "6"],
    ]


def test_moodle_gets_the_rosters_columns(place: Place, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Without a roster the name is the user; with one, its columns are."""
    assert rows(exported(place, capsys, "moodle"))[:2] == [["Username", *SLUGS], ["ada", "9", "6"]]
    roster = tmp_path / "roster.csv"
    roster.write_text("student,Email address\nada,ada@example.org\n", encoding="utf-8")
    assert rows(exported(place, capsys, "moodle", roster))[1] == ["ada@example.org", "9", "6"]


@pytest.mark.parametrize(("text", "why"), [("mark\n1\n", "no column with names"), (None, "does not exist")])
def test_a_wrong_roster_gets_one_line(place: Place, tmp_path: Path, text: str | None, why: str) -> None:
    """What it lacks."""
    roster = tmp_path / "roster.csv"
    if text is not None:
        roster.write_text(text)
    with pytest.raises(UsageError, match=why):
        export_class(place, "canvas", roster)


# --- which gradebook --------------------------------------------------------------------------------------------------


def test_no_gradebook_is_said(tmp_path: Path) -> None:
    """None named, none there, and a URL of none."""
    for place, why in (
        (Place(None), "which gradebook"),
        (Place(tmp_path), "holds no results"),
        (Place(None, f"sqlite:///{tmp_path}/none.db"), "does not exist"),
    ):
        with pytest.raises(UsageError, match=why):
            print_diff(place, as_json=False)


def test_a_url_will_do(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """--gradebook alone; an override by it leaves reports alone."""
    assert place.folder is not None
    url = Place(None, url_of(place))
    override_points("ada", "02", "1", "x", url)
    print_history("ada", url, as_json=False)
    assert "02_losses  1: x" in capsys.readouterr().out
    assert result(place, "ada").score == 15.0


def test_lateness_is_applied_when_reports_are_written(place: Place, tmp_path: Path, catalogue: Catalogue) -> None:
    """A date that was changed needs a report and no grading; an override is the last word."""
    assert place.folder is not None
    course = tmp_path / "course.toml"
    course.write_text("[due]\n02_losses = 2026-11-20T00:00:00\n[late]\nper_day = 0.1\ncap = 0.5\n", encoding="utf-8")
    with Gradebook(url_of(place), course=read_course(course, catalogue.exercises)) as book:
        assert scores(book)["ada"] == {"02_losses": 4.5, "08_backprop": 6.0}
    override_points("ada", "02", "8", "ill", Place(place.out, place.gradebook, course=course))
    with Gradebook(url_of(place), course=read_course(course, catalogue.exercises)) as book:
        assert scores(book)["ada"] == {"02_losses": 8.0, "08_backprop": 6.0}
        assert scores(book)["bob"] == {"02_losses": 4.5, "08_backprop": 6.0}


def test_who_has_an_extension_sees_hidden_tests_later(place: Place, tmp_path: Path) -> None:
    """Their page for that exercise stays sealed; the others' are shown whole."""
    text = 'reveal = "after_due"\n[[extension]]\nstudent = "ada"\nexercise = "02"\ndue = 2999-01-01T00:00:00\n'
    (tmp_path / "course.toml").write_text(text, encoding="utf-8")
    assert place.folder is not None
    report_class(Place(place.out, place.gradebook, course=tmp_path / "course.toml"), "en", after_due=True)
    shown = {
        student: (place.folder.path / "students" / student / "feedback.html").read_text(encoding="utf-8").count("f(1)")
        for student in ("ada", "bob")
    }
    assert shown == {"ada": 1, "bob": 2}  # ada's 08 only; bob has both


def test_history_says_what_counts(place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The penalty, and the points that are left; in JSON with its facts."""
    course = tmp_path / "course.toml"
    course.write_text("[due]\n02_losses = 2026-11-20T00:00:00\n[late]\nper_day = 0.1\ncap = 0.5\n", encoding="utf-8")
    late = Place(place.out, place.gradebook, course=course)
    print_history("ada", late, as_json=False)
    said = capsys.readouterr().out
    assert "what counts\n  02_losses  4.5/10\n  08_backprop  6/10\n  02_losses: " in said
    assert "50% off: 4.5 points instead of 9" in said
    print_history("ada", late, as_json=True)
    first = json.loads(capsys.readouterr().out)["counts"][0]
    assert (first["score"], first["adjustment"]["before"], first["adjustment"]["share"]) == (4.5, 9.0, 0.5)

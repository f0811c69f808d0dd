"""override, comment and override --from: what they say, what they write, and one line where they cannot."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from grader.cli import cli
from grader.commands.comment import comment_on, take_back
from grader.commands.export import export_class
from grader.commands.forget import forget_student
from grader.commands.history import print_history
from grader.commands.override import override_from, override_points
from grader.commands.report import report_class
from grader.errors import UsageError
from grader.gradebook import Gradebook, schema
from grader.gradebook.aliases import aliases
from grader.gradebook.belonging import Belonging
from grader.gradebook.roster import Person, Roster
from grader.result import Comment, ExerciseResult, Outcome, Result, TestResult
from grader.run.books import Place, open_book
from grader.run.outfolder import OutFolder
from grader.submission import Entry

from .conftest import NewUrl
from .sample import KEY, graded, handed_in

SLUG = KEY.slug

TESTS = (
    TestResult("test_mean", "The mean.", "均值。", Outcome.PASSED, "hidden", 6.0, 6.0),
    TestResult("test_sum", "The sum.", "和。", Outcome.FAILED, "hidden", 0.0, 4.0, message="called: f(1)"),
)

COURSE = """
[[rubric]]
exercise = "losses"
key = "style"
title = { en = "Style", zh-CN = "风格" }
points = 5
"""


@pytest.fixture
def place(tmp_path: Path, new_url: NewUrl, capsys: pytest.CaptureFixture[str]) -> Place:
    """A folder with a class of three, whose course has a rubric: ada and bob wrote three lines, zoe nothing."""
    folder = OutFolder(tmp_path / "out")
    folder.prepare()
    course = tmp_path / "course.toml"
    course.write_text(COURSE, encoding="utf-8")
    url = new_url(folder.path / "gradebook.db")
    with Gradebook(url) as book:
        people = [Person(name, (f"{name}@example.org", "shared"), name) for name in ("ada", "bob")]
        entries = [Entry(name, Path(name), key=name) for name in ("ada", "bob", "zoe")]
        book.know(Belonging(tuple(entries), Roster(tuple(people), ("student",))))
        book.take(
            [handed_in("ada", losses="a\nb\nc\n"), handed_in("bob", losses="d\r\ne\r\nf"), handed_in("zoe")], [SLUG]
        )
        run = book.begin_run("0.1.0", 0)
        for task in book.pending(KEY):
            book.keep(run, KEY, graded(task, result=ExerciseResult.of(SLUG, KEY.suite, TESTS)))
        book.end_run(run)
    place = Place(folder.path, None if url == folder.url else url, course)
    report_class(place, "en", after_due=False)
    capsys.readouterr()
    return place


def result(place: Place, student: str = "ada") -> Result:
    """Return the student's report."""
    assert place.out is not None
    return Result.from_json((place.out / "students" / student / "result.json").read_bytes())


def exercise(place: Place, student: str = "ada") -> ExerciseResult:
    """Return what the report says of the exercise."""
    return result(place, student).exercises[0]


def written(place: Place) -> dict[str, int]:
    """Return when each student's result was written."""
    assert place.out is not None
    return {path.parent.name: path.stat().st_mtime_ns for path in place.out.glob("students/*/result.json")}


def record(place: Place, capsys: pytest.CaptureFixture[str], student: str = "ada") -> dict[str, Any]:
    """Return the student's history."""
    capsys.readouterr()
    print_history(student, place, as_json=True)
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def taken_in(place: Place, text: str, tmp_path: Path, encoding: str = "utf-8") -> str:
    """Take in a file with ``text``, and return its path."""
    path = tmp_path / "judged.csv"
    path.write_text(text, encoding=encoding)
    override_from(str(path), place)
    return str(path)


# --- points -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["test_sum", "sum"])
def test_an_override_of_one_test(place: Place, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The report, the table and the history have it; auto takes it back. Nobody else's report is written again."""
    assert place.out is not None
    before, untouched = exercise(place), written(place)["bob"]
    override_points("ada", "losses", "1.5", "half  of\nit", place, test=name)
    assert capsys.readouterr().out == "ada, 02_losses test_sum: 1.5 of 4 points\n"
    after = exercise(place)
    assert (after.score, after.max_score, after.outcome) == (7.5, 15.0, Outcome.PARTIAL)
    assert [(t.points, t.outcome) for t in after.tests] == [(6.0, Outcome.PASSED), (1.5, Outcome.PARTIAL)]
    [change] = result(place).adjustments
    assert (change.test, change.before, change.after, change.reason) == ("test_sum", 0.0, 1.5, "half of it")
    assert result(place).notes == ("02_losses, “The sum”: 1.5 points set by the instructor: half of it",)
    assert "ada,7.5,7.5,15" in (place.out / "gradebook.csv").read_text("utf-8")
    assert written(place)["bob"] == untouched
    override_points("ada", "losses", "auto", "it was right", place, test=name)
    assert capsys.readouterr().out == "ada, 02_losses test_sum: counts again as graded\n"
    assert (exercise(place), result(place).adjustments) == (before, ())
    found = record(place, capsys)
    assert [(o["test"], o["points"]) for o in found["overrides"]] == [("test_sum", 1.5), ("test_sum", None)]


def test_a_line_of_the_rubric(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """It is in the maximum from the start; judged, it counts; auto makes it open again."""
    assert (exercise(place).score, exercise(place).max_score, exercise(place).rubric[0].points) == (6.0, 15.0, None)
    override_points("ada", "02", "4", "", place, rubric="style")
    assert capsys.readouterr().out == "ada, 02_losses rubric:style: 4 of 5 points\n"
    [line] = exercise(place).rubric
    assert (exercise(place).score, line.points, line.title["zh-CN"]) == (10.0, 4.0, "风格")
    assert (result(place).max_score, result(place).adjustments, result(place).notes) == (15.0, (), ())
    assert record(place, capsys)["counts"][0]["rubric"][0]["points"] == 4.0
    print_history("ada", place, as_json=False)
    said = capsys.readouterr().out
    assert "02_losses rubric:style  4\n" in said
    assert "  02_losses  10/15\n    Style: 4 of 5" in said
    override_points("ada", "02", "auto", "", place, rubric="style")
    assert capsys.readouterr().out == "ada, 02_losses rubric:style: not judged any more\n"
    assert exercise(place).rubric[0].points is None


def test_a_rubric_that_changes_needs_a_report_and_no_grading(place: Place) -> None:
    """It is applied when results are read; who has no result has no line."""
    assert place.course is not None
    assert [len(e.rubric) for e in result(place, "zoe").exercises] == [1]
    place.course.write_text(COURSE.replace("points = 5", "points = 2").replace("losses", "08"), encoding="utf-8")
    report_class(place, "en", after_due=False)
    assert (exercise(place).max_score, exercise(place).rubric) == (10.0, ())


def test_points_of_the_whole_are_final_and_say_so(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """A word on a test below them has no effect, which is said."""
    override_points("ada", "02", "12", "by word of mouth", place)
    capsys.readouterr()
    override_points("ada", "02", "4", "why", place, test="sum")
    assert "ada, 02_losses: the points of the whole exercise were set by hand and stay" in capsys.readouterr().err
    assert (exercise(place).score, exercise(place).tests[1].points) == (12.0, 4.0)
    override_points("bob", "02", "4", "why", place, test="sum")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("points", "more", "why"),
    [
        ("5", {"test": "sum"}, "a number from 0 to 4, or auto; it is '5'"),
        ("6", {"rubric": "style"}, "a number from 0 to 5"),
        ("16", {}, "a number from 0 to 15"),
        ("1", {"test": "sums"}, "02_losses has no test 'sums': did you mean test_sum?"),
        ("1", {"test": "zzz"}, "has no test 'zzz': `xorcise export --format tests-csv` lists"),
        ("1", {"rubric": "stile"}, "the rubric of 02_losses has no line 'stile': did you mean style?"),
        ("1", {"rubric": "zzz"}, "has no line 'zzz': its lines are style"),
        ("1", {"rubric": "style", "test": "sum"}, "not for both"),
        ("1", {"rubric": "style", "reason": "x" * 4001}, "a text of 4001 characters is too long"),
    ],
)
def test_a_wrong_word_changes_nothing(
    place: Place, points: str, more: dict[str, str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line, and nothing is on record."""
    reason = more.pop("reason", "x")
    with pytest.raises(UsageError, match=why) as caught:
        override_points("ada", "02", points, reason, place, **more)
    assert "\n" not in str(caught.value)
    assert record(place, capsys)["overrides"] == []


def test_without_a_rubric_there_is_none_to_judge(place: Place) -> None:
    """It says where to write one."""
    assert place.course is not None
    place.course.write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match=r"course\.toml has no rubric for 02_losses: write \[\[rubric\]\] in it"):
        override_points("ada", "02", "1", "", place, rubric="style")


# --- comments ---------------------------------------------------------------------------------------------------------


def test_a_comment_is_read_by_its_owner_and_can_be_taken_back(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """In the result and the history, by its number; what was taken back is only in the history."""
    untouched = written(place)["bob"]
    comment_on("ada", "02", " Good. \nSee line 2.", None, place)
    comment_on("ada", "02", "Why this?", 3, place)
    assert capsys.readouterr().out == "ada, 02_losses: comment 1\nada, 02_losses: comment 2\n"
    first, second = exercise(place).comments
    assert ((first.text, first.line), (second.text, second.line)) == (("Good.\nSee line 2.", None), ("Why this?", 3))
    print_history("ada", place, as_json=False)
    said = capsys.readouterr().out
    assert "commented\n" in said
    assert "1. 02_losses: Good. See line 2.\n" in said
    assert "2. 02_losses, line 3: Why this?\n" in said
    take_back("ada", "02", 1, place)
    assert exercise(place).comments == (second,)
    found = record(place, capsys)["comments"]
    assert [(c["number"], c["withdrawn"] is None) for c in found] == [(1, False), (2, True)]
    print_history("ada", place, as_json=False)
    assert "(taken back at 20" in capsys.readouterr().out
    assert written(place)["bob"] == untouched
    for number, why in (
        (1, "comment 1 was taken back already, at 20"),
        (3, "there is no comment 3 on 02_losses of ada"),
    ):
        with pytest.raises(UsageError, match=why):
            take_back("ada", "02", number, place)


@pytest.mark.parametrize(
    ("student", "name", "text", "line", "why"),
    [
        ("adda", "02", "x", None, "knows no student 'adda': did you mean ada"),
        ("ada", "77", "x", None, "there is no exercise '77'"),
        ("ada", "03", "x", None, "ada handed in nothing for 03_numerical_gradient"),
        ("zoe", "02", "x", None, "zoe handed in nothing for 02_losses"),
        ("ada", "02", " \n ", None, "the comment is empty"),
        ("ada", "02", "x" * 4001, None, "4001 characters is too long: the most that a page shows is 4000"),
        ("ada", "02", "x", 4, r"there is no line 4: losses\.py of ada has 3 lines; of a notebook"),
        ("bob", "02", "x", 4, r"there is no line 4: losses\.py of bob has 3 lines"),
        ("ada", "02", "x", 0, "there is no line 0"),
        ("ada", "02", "x", -1, "there is no line -1"),
    ],
)
def test_a_wrong_comment_is_not_written(
    place: Place, student: str, name: str, text: str, line: int | None, why: str
) -> None:
    """One line; the reports stay."""
    with pytest.raises(UsageError, match=why) as caught:
        comment_on(student, name, text, line, place)
    assert "\n" not in str(caught.value)
    assert exercise(place).comments == ()


def test_a_strangers_comment_cannot_be_taken_back(place: Place) -> None:
    """Neither by another name nor for another exercise."""
    comment_on("ada", "02", "x", None, place)
    for student, name in (("bob", "02"), ("ada", "08")):
        with pytest.raises(UsageError, match="there is no comment 1 on"):
            take_back(student, name, 1, place)


def test_what_no_file_can_hold_is_written_out(place: Place) -> None:
    """A lone surrogate, as a terminal in another encoding gives, and a NUL, which PostgreSQL refuses."""
    comment_on("ada", "02", "a\udcffb\x00c", None, place)
    override_points("ada", "02", "1", "a\udcffb\x00c", place)
    assert exercise(place).comments[0].text == "a\\udcffbc"
    assert result(place).adjustments[0].reason == "a\\udcffbc"


def test_whoever_is_forgotten_leaves_no_comment(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """The others keep theirs."""
    comment_on("ada", "02", "secret words", None, place)
    comment_on("bob", "02", "other words", None, place)
    override_points("ada", "02", "1", "secret reason", place, test="sum")
    forget_student("ada", place)
    assert place.folder is not None
    with Gradebook(place.gradebook or place.folder.url) as book, book.transaction() as connection:
        assert list(connection.scalars(select(schema.comment.c.text))) == ["other words"]
        assert list(connection.scalars(select(schema.override.c.reason))) == []


# --- a file for a class -----------------------------------------------------------------------------------------------

FILE = """student,exercise,points,reason,test,rubric,comment,line
ada,losses,1.5,half of it,sum,,,
ada,02,4,,,style,"Short, and
clear.",

BOB@example.org,2,12,by word of mouth,,,Why this?,3
zoe,02,,,,,,
"""


def test_a_file_is_taken_in_once(place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Points of a test, of the rubric and of the whole, and comments; the same file again changes nothing."""
    path = taken_in(place, FILE, tmp_path)
    expected = "new: 3 overrides and 2 comments; known already: 0; rows without points or comment: 1\n"
    assert capsys.readouterr().out == expected
    ada, bob = exercise(place), exercise(place, "bob")
    assert (ada.score, ada.tests[1].points, ada.rubric[0].points) == (11.5, 1.5, 4.0)
    assert [(c.text, c.line) for c in ada.comments] == [("Short, and\nclear.", None)]
    assert (bob.score, [(c.text, c.line) for c in bob.comments]) == (12.0, [("Why this?", 3)])
    before = (written(place), record(place, capsys), record(place, capsys, "bob"))
    override_from(path, place)
    expected = "new: 0 overrides and 0 comments; known already: 5; rows without points or comment: 1\n"
    assert capsys.readouterr().out == expected
    assert (written(place), record(place, capsys), record(place, capsys, "bob")) == before


def test_a_file_that_changed_adds_what_is_new(place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Another reason is a new word; auto withdraws what there is; what was taken back stays so."""
    taken_in(place, FILE, tmp_path)
    take_back("bob", "02", exercise_number(place, capsys), place)
    changed = FILE.replace("half of it", "more than half").replace("bob@example.org,2,12", "bob,2,auto")
    taken_in(place, changed.replace("BOB@example.org,2,12", "bob,2,auto"), tmp_path)
    assert "new: 2 overrides and 0 comments; known already: 3;" in capsys.readouterr().out
    assert (exercise(place, "bob").score, exercise(place, "bob").comments) == (6.0, ())
    taken_in(place, "student,exercise,points\nzoe,02,auto\n", tmp_path)
    assert "new: 0 overrides and 0 comments; known already: 1;" in capsys.readouterr().out


def exercise_number(place: Place, capsys: pytest.CaptureFixture[str]) -> int:
    """Return the number of bob's comment."""
    return int(record(place, capsys, "bob")["comments"][0]["number"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_spreadsheet_of_any_language_will_do(place: Place, tmp_path: Path, separator: str, encoding: str) -> None:
    """Byte order mark, separator, columns in any order and case, blanks, and a decimal comma."""
    cells = [["POINTS", " Exercise", "comment", "Student"], ['"2,5"', "02", '"a;b,c\td"', "ada"]]
    taken_in(place, "\r\n".join(separator.join(row) for row in cells), tmp_path, encoding)
    assert (exercise(place).score, exercise(place).comments[0].text) == (2.5, "a;b,c\td")


def test_every_wrong_row_is_told_and_nothing_is_written(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its line, also below a cell of two lines; rows that are right wait for the others."""
    rows = [
        ("student,exercise,points,reason,test,rubric,comment,line", ""),
        ('ada,02,1,,,,"two\nlines",', ""),
        ("ada,02,9,,sum,,,", "POINTS must be a number from 0 to 4, or auto; it is '9'"),
        ("nobody,02,1,,,,,", "knows no student 'nobody': names are those of results, or identifiers of the roster"),
        ("adda,02,1,,,,,", "knows no student 'adda': did you mean ada?"),
        ("shared,02,1,,,,,", "'shared' may be ada or bob: write one of these"),
        ("bob,77,1,,,,,", "there is no exercise '77'"),
        ("bob,02,1,,,stile,,", "no line 'stile': did you mean style?"),
        ("bob,02,1,,sum,style,,", "not for both"),
        ("bob,02,,,,,x,9", "there is no line 9"),
        ("bob,02,,,,,x,1.5", "line must be a whole number; it is '1.5'"),
        ("bob,02,1,,,,,2", "there is no comment for the line 2"),
        ("bob,02,,,sum,,x,", "there are no points for the test"),
        (",02,1,,,,,", "the column student is empty"),
        ("bob,,1,,,,,", "the column exercise is empty"),
        ("ada,2,2,,,,,", "line 2 gives points for the same already"),
    ]
    path = tmp_path / "judged.csv"
    with pytest.raises(UsageError, match="nothing was written, since 14 of its 15 rows are wrong"):
        taken_in(place, "\n".join(row for row, _ in rows), tmp_path)
    said = capsys.readouterr().err.splitlines()
    wrong = [(number, why) for number, (_, why) in enumerate(rows, 2) if why]  # the second row takes two lines
    assert len(said) == len(wrong)
    for line, (number, why) in zip(said, wrong, strict=True):
        assert line.startswith(f"xorcise: {path}, line {number}: ")
        assert why in line
    assert (exercise(place).score, exercise(place).comments) == (6.0, ())
    assert record(place, capsys)["overrides"] == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "needs the columns student, exercise, and points or comment; it has -"),
        ("student,exercise\nada,02\n", "and points or comment; it has student, exercise"),
        ("student,exercise,points\n", "has no rows below its headings: there is nothing to take in"),
        ("student,exercise,points,points\nada,02,1,2\n", "has the column points twice"),
        ("student,exercise,pionts,comment\nada,02,1,x\n", "has a column 'pionts'; did you mean 'points'"),
        ("student,exercise,comment\nada,02,one, two\n", "1 of its 1 rows are wrong"),
        ("student,exercise,points\nada,02," + "1" * 200_000, "is not readable CSV"),
        ("student,exercise,points\nada,02,é", "is not in UTF-8"),
    ],
)
def test_a_file_of_another_kind_gets_one_line(place: Place, tmp_path: Path, text: str, why: str) -> None:
    """What it lacks, and how to mend it."""
    with pytest.raises(UsageError, match=why) as caught:
        taken_in(place, text, tmp_path, "latin-1")
    assert "\n" not in str(caught.value)


def test_other_columns_are_named_and_not_read(place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody may have thought that they count."""
    taken_in(place, "student,exercise,points,e-mail\nada,02,1,a@b\n", tmp_path)
    assert "judged.csv: the columns e-mail\n" in capsys.readouterr().err
    assert exercise(place).score == 1.0


def test_a_file_may_come_from_standard_input(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which is UTF-8 as well."""
    for text, why in (
        (FILE.encode(), ""),
        (b"student,exercise,points\n\nada,02,\xff\n", "standard input is not in UTF-8 .line 3."),
    ):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
        if why:
            with pytest.raises(UsageError, match=why):
                override_from("-", place)
        else:
            override_from("-", place)
    assert exercise(place).score == 11.5


def test_a_failure_while_writing_leaves_nothing(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Points and comments are one transaction."""

    def broken(*_: object) -> int:
        raise RuntimeError("power cut")

    monkeypatch.setattr("grader.run.judging_file.add_comment", broken)
    with pytest.raises(RuntimeError, match="power cut"):
        taken_in(place, FILE, tmp_path)
    assert record(place, capsys)["overrides"] == []


# --- exports ----------------------------------------------------------------------------------------------------------


def test_exports_have_what_was_judged(place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Totals with the rubric; each test with what the suite gave, and each line of the rubric; comments for Moodle."""
    taken_in(place, FILE, tmp_path)
    capsys.readouterr()
    export_class(place, "csv", None)
    assert "ada,11.5,11.5,15,partial," in capsys.readouterr().out
    export_class(place, "tests-csv", None)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:4] == [
        "ada,02_losses,test_mean,The mean.,passed,6,6,,0.000,",
        "ada,02_losses,test_sum,The sum.,partial,1.5,4,,0.000,0",
        "ada,02_losses,rubric:style,Style,,4,5,,,",
    ]
    export_class(place, "tests-json", None)
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (last["test"], last["outcome"], last["points"], last["max"]) == ("rubric:style", None, None, 5.0)
    sheet = tmp_path / "sheet.csv"
    headings = "Identifier,Full name,Email address,Grade,Maximum Grade,Feedback comments"
    sheet.write_text(f"{headings}\nParticipant 1,ada,ada@example.org,,30,\n", encoding="utf-8")
    export_class(place, "moodle", sheet)
    said = capsys.readouterr().out
    assert "Participant 1,ada,ada@example.org,23.00,30," in said
    assert "02 Style: 4 of 5; 02 Comment: Short, and clear.; " in said


# --- the command line -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["override"], "say whose points"),
        (["override", "ada", "02"], "say whose points"),
        (["override", "ada", "02", "1"], "--reason is missing"),
        (["override", "ada", "02", "1", "--reason", "x", "--test", ""], "want the name of a test"),
        (["override", "ada", "--from", "x.csv"], "--from takes everything from FILE"),
        (["override", "--from", "nowhere.csv"], "nowhere.csv does not exist; --from wants a CSV file"),
        (["comment", "ada", "02"], "say what the student is to read"),
        (["comment", "ada", "02", "x", "--withdraw", "1"], "leave out TEXT and --line"),
    ],
)
def test_what_is_said_by_halves_gets_one_line(place: Place, words: list[str], why: str) -> None:
    """What is missing, or what is too much."""
    assert place.out is not None
    done = CliRunner().invoke(cli, [*words, "-o", str(place.out)])
    assert isinstance(done.exception, UsageError)
    assert why in str(done.exception)


def test_the_commands_do_what_the_functions_do(place: Place) -> None:
    """A line of the rubric without a reason, a comment, and back."""
    more = [
        "-o",
        str(place.out),
        "--course",
        str(place.course),
        *(["--gradebook", place.gradebook] if place.gradebook else []),
    ]
    for words, out in (
        (["override", "ada", "02", "3", "--rubric", "style"], "ada, 02_losses rubric:style: 3 of 5 points\n"),
        (["comment", "ada", "02", "Good.", "--line", "1"], "ada, 02_losses: comment 1\n"),
        (["comment", "ada", "02", "--withdraw", "1"], "ada, 02_losses: comment 1 is taken back\n"),
    ):
        done = CliRunner().invoke(cli, [*words, *more])
        assert (done.output, done.exit_code) == (out, 0)
    assert (exercise(place).score, exercise(place).comments) == (9.0, ())


def test_a_comment_of_a_book_is_the_results(place: Place) -> None:
    """A result that was written is read back with it."""
    comment_on("ada", "02", "x", 1, place)
    [found] = exercise(place).comments
    assert found == Comment("x", found.made, 1)


def test_who_judges_pages_without_names_uses_what_they_call_a_student(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In each command and in a file; reports and pages are those of the student."""
    report_class(place, "en", after_due=False, anonymous=True)
    with open_book(place) as book:
        alias = aliases(book, ["ada"])["ada"]
    comment_on(alias, "02", "Well done.", None, place)
    assert [c.text for c in exercise(place).comments] == ["Well done."]
    taken_in(place, f"student,exercise,comment\n{alias},02,Again.\n", tmp_path)
    assert [c.text for c in exercise(place).comments] == ["Well done.", "Again."]
    override_points(alias, "02", "5", "see the rubric", place)
    assert exercise(place).score == 5.0
    assert "ada" not in capsys.readouterr().out.replace(str(tmp_path), "")
    forget_student(alias, place)
    assert place.out is not None
    assert not (place.out / "students" / "ada").exists()
    assert not (place.out / "class" / "ada.html").exists()
    assert not (place.out / "anonymous").exists()

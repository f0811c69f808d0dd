"""course.toml: due dates, extensions, late policies, and one line for what no course can mean."""

from __future__ import annotations

import datetime
import zoneinfo
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.exercises.catalogue import Catalogue
from grader.gradebook.adjust import note_on
from grader.gradebook.course import Course
from grader.gradebook.course_file import course_of, read_course
from grader.gradebook.lateness import Late
from grader.result import Adjustment, RubricLine

TEXT = """
timezone = "Asia/Shanghai"
submitted = "times.csv"

[due]
02_losses = 2026-11-30T23:59:00
"03" = 2026-12-07T12:00:00Z

[late]
per_day = 0.1
cap = 0.5
grace_minutes = 30

[[extension]]
student = "ada"
exercise = "losses"
due = 2026-12-02T23:59:00

[[extension]]
student = "eve"
due = 2026-12-20T00:00:00

[columns]
02_losses = "Losses (1234)"
"""

TIMES = "student,exercise,submitted\nkim,02,2026-12-01 10:00\nliz,,2026-11-30T10:00:00+08:00\n"


def penalty(course: Course, student: str, slug: str, submitted: str | None, points: float = 80.0) -> Adjustment | None:
    """Return what lateness makes of one exercise."""
    return course.penalties(student, {slug: (submitted, points)}).get(slug)


@pytest.fixture
def course(tmp_path: Path, catalogue: Catalogue) -> Course:
    """The course above."""
    (tmp_path / "course.toml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "times.csv").write_text(TIMES, encoding="utf-8")
    return read_course(tmp_path / "course.toml", catalogue.exercises)


@pytest.mark.parametrize(
    ("student", "slug", "submitted", "left"),
    [
        ("bob", "02_losses", "2026-11-30T15:58:00+00:00", 80),  # a minute before midnight in Shanghai
        ("bob", "02_losses", "2026-11-30T16:29:00+00:00", 80),  # within the grace
        ("bob", "02_losses", "2026-11-30T16:30:00+00:00", 72),  # a day has begun
        ("bob", "02_losses", "2026-12-01T16:00:00+00:00", 64),  # a minute into the second day
        ("bob", "02_losses", "2027-01-01T00:00:00+00:00", 40),  # the cap
        ("bob", "03_numerical_gradient", "2026-12-07T12:00:00+00:00", 80),  # due with an offset of its own
        ("bob", "04_gradient_descent", "2030-01-01T00:00:00+00:00", 80),  # never due
        ("bob", "02_losses", None, 80),  # nobody knows when
        ("ada", "02_losses", "2026-12-02T15:00:00+00:00", 80),  # an extension for this exercise
        ("eve", "03_numerical_gradient", "2026-12-19T15:00:00+00:00", 80),  # an extension for all
        ("kim", "02_losses", "2026-11-01T00:00:00+00:00", 72),  # the table knows better than the file
        ("liz", "02_losses", "2026-12-25T00:00:00+00:00", 80),  # also for every exercise at once
    ],
)
def test_what_lateness_costs(course: Course, student: str, slug: str, submitted: str | None, left: float) -> None:
    """Ten percent for each day that has begun, at most half, of the points earned; a sentence where it costs."""
    change = penalty(course, student, slug, submitted)
    assert (change.after if change else 80.0) == left
    assert change is None or (change.before, change.kind) == (80.0, "late")


def test_a_penalty_keeps_its_facts(course: Course) -> None:
    """How many days, which share, and both times."""
    change = penalty(course, "bob", "02_losses", "2026-12-01T16:00:00+00:00")
    assert change == Adjustment(
        slug="02_losses",
        kind="late",
        before=80.0,
        after=64.0,
        days=2,
        share=0.2,
        due="2026-11-30T23:59:00+08:00",
        submitted="2026-12-01T16:00:00+00:00",
    )


def test_the_sentence_says_what_was_taken_and_why(course: Course) -> None:
    """What the student reads, of one day and of several."""
    for day, said in ((1, "1 day late, 10% off: 72 points"), (2, "2 days late, 20% off: 64 points")):
        change = penalty(course, "bob", "02_losses", f"2026-12-0{day}T15:59:00+00:00")
        assert change is not None
        assert note_on(change) == f"02_losses: {said} instead of 80"


def course_that_says(text: str, tmp_path: Path, catalogue: Catalogue, times: str = "") -> Course:
    (tmp_path / "course.toml").write_text(text, encoding="utf-8")
    (tmp_path / "times.csv").write_text(f"student,submitted\n{times}", encoding="utf-8")
    return read_course(tmp_path / "course.toml", catalogue.exercises)


@pytest.mark.parametrize(
    ("due", "submitted", "days"),
    [
        # in Berlin clocks are put back at 2026-10-25 03:00 and forward at 2026-03-29 02:00
        ("2026-10-24T12:00:00", "2026-10-25 11:59", 2),  # 24 h 59 min, though the clocks differ by less than a day
        ("2026-10-24T12:00:00", "2026-10-25 10:59", 1),
        ("2026-03-28T12:00:00", "2026-03-29 12:59", 1),  # 23 h 59 min, though the clocks differ by more than a day
        ("2026-03-28T12:00:00", "2026-03-29 13:01", 2),
        # 02:30 comes twice: due at the later, handed in at the earlier
        ("2026-10-25T02:30:00", "2026-10-25 02:59", 0),
        ("2026-10-25T02:30:00", "2026-10-25 03:00", 1),
        # 02:30 never comes: it counts as 03:30
        ("2026-03-29T02:30:00", "2026-03-29 03:29", 0),
        ("2026-03-29T02:30:00", "2026-03-29 03:31", 1),
    ],
)
@pytest.mark.parametrize("by", ["the zone's clock", "UTC"])
def test_days_are_counted_between_instants(
    due: str, submitted: str, days: int, by: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    """A change of clocks costs nobody a day, and the same instant costs the same however it is written."""
    if by == "UTC":
        zone, early = zoneinfo.ZoneInfo("Europe/Berlin"), datetime.datetime.fromisoformat(submitted)
        submitted = early.replace(tzinfo=zone).astimezone(datetime.UTC).isoformat()
    text = f'timezone = "Europe/Berlin"\nsubmitted = "times.csv"\n[due]\n2 = {due}\n[late]\nper_day = 0.1'
    course = course_that_says(text, tmp_path, catalogue, f"ada,{submitted}\n")
    change = penalty(course, "ada", "02_losses", None)
    assert (change.days if change else 0) == days


def test_free_days_are_spent_on_what_is_due_first(tmp_path: Path, catalogue: Catalogue) -> None:
    """Whole days, of one budget for all exercises; each exercise says what it took."""
    text = "[due]\n3 = 2026-11-02T00:00:00\n2 = 2026-11-09T00:00:00\n1 = 2026-11-16T00:00:00\n"
    course = course_that_says(text + "[late]\nper_day = 0.1\nfree_days = 3", tmp_path, catalogue)
    worked = {
        "01_neurons": ("2026-11-17T12:00:00+00:00", 50.0),
        "02_losses": ("2026-11-10T12:00:00+00:00", 50.0),
        "03_numerical_gradient": ("2026-11-03T12:00:00+00:00", 50.0),
    }
    changes = course.penalties("ada", worked)
    assert {slug: (c.days, c.free_days, c.after) for slug, c in changes.items()} == {
        "03_numerical_gradient": (2, 2, 50.0),
        "02_losses": (2, 1, 45.0),
        "01_neurons": (2, None, 40.0),
    }
    said = [note_on(changes[slug]).told("en") for slug in ("03_numerical_gradient", "02_losses")]
    assert said == [
        "03_numerical_gradient: 2 days late, taken from your free days: no points off",
        "02_losses: 2 days late, of which 1 is taken from your free days; 10% off for the rest: 45 points instead of"
        " 50",
    ]
    assert course.penalties("ada", {"02_losses": worked["02_losses"]})["02_losses"].after == 50.0


def test_work_that_earned_nothing_takes_no_free_day(tmp_path: Path, catalogue: Catalogue) -> None:
    """Work of an unknown time takes none, either."""
    text = "[due]\n1 = 2026-11-02T00:00:00\n2 = 2026-11-02T00:00:00\n3 = 2026-11-02T00:00:00\n[late]\nfree_days = 1"
    course = course_that_says(text + "\nper_day = 0.5", tmp_path, catalogue)
    at = "2026-11-02T01:00:00+00:00"
    changes = course.penalties(
        "ada", {"01_neurons": (at, 0.0), "02_losses": (None, 9.0), "03_numerical_gradient": (at, 9.0)}
    )
    assert {slug: (c.free_days, c.after) for slug, c in changes.items()} == {"03_numerical_gradient": (1, 9.0)}


def test_an_extension_holds_until_it_runs_out(course: Course) -> None:
    """For one exercise, or for all; who has none has nothing extended."""
    slugs = ["02_losses", "03_numerical_gradient"]
    at = [datetime.datetime.fromisoformat(t) for t in ("2026-12-02T15:58:00+00:00", "2026-12-02T15:59:00+00:00")]
    assert [course.extended("ada", slugs, now) for now in at] == [["02_losses"], []]
    assert course.extended("eve", slugs, at[0]) == slugs
    assert course.extended("bob", slugs, at[0]) == []


def test_days_count_from_the_due_date() -> None:
    """The grace is for being late at all; who is later than that has the days counted in full."""
    late = Late(0.1, 1.0, datetime.timedelta(hours=12))
    days = [late.days(datetime.timedelta(hours=h)) for h in (12, 13, 24, 25)]
    assert (days, [late.share(n) for n in days]) == ([0, 1, 1, 2], [0.0, 0.1, 0.1, 0.2])


def test_without_a_file_nothing_is_due(tmp_path: Path, catalogue: Catalogue) -> None:
    """No course.toml in the root is no fault; one that was named and is not there is."""
    assert course_of(None, tmp_path, catalogue.exercises) == Course()
    with pytest.raises(UsageError, match="does not exist"):
        course_of(tmp_path / "course.toml", tmp_path, catalogue.exercises)


RUBRIC = "[[rubric]]\nexercise = '02'\nkey = 'style'\ntitle = 'Style'\npoints = 5\n"


def test_a_rubric_is_read(tmp_path: Path, catalogue: Catalogue) -> None:
    """By exercise, in the order of the file; a title is one text, or one in each language."""
    more = (
        RUBRIC.replace("'style'", "'words'").replace("'Style'", "{ en = 'Words', zh-CN = '文字' }").replace("5", "2.5")
    )
    course = course_that_says(RUBRIC + more + RUBRIC.replace("02", "backprop"), tmp_path, catalogue)
    style = RubricLine("style", {"en": "Style"}, 5.0)
    words = RubricLine("words", {"en": "Words", "zh-CN": "文字"}, 2.5)
    assert course.rubric == {"02_losses": (style, words), "08_backprop": (style,)}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("due = 1", r"due must be a table: write \[due\]"),
        ("[due]\n77 = 2026-01-01T00:00:00", "names '77', which is no exercise; `xorcise list` shows them"),
        ("[due]\nloses = 2026-01-01T00:00:00", "names 'loses', which is no exercise; did you mean 'losses'"),
        ("[due]\n2 = 2026-01-01T00:00:00\n02 = 2026-01-01T00:00:00", "names 02_losses twice, as '2' and '02'"),
        ("[columns]\n2 = 'a'\nlosses.py = 'b'", "names 02_losses twice, as '2' and 'losses.py'"),
        ("[columns]\n02 = 1234", "columns.02 must be a text in quotes; it is 1234"),
        ("[due]\n02 = 23:59:00", "must be a date and time"),
        ("[due]\n02 = 2026-02-30T00:00:00", "is not readable TOML: Invalid date"),
        ("[[extension]]\nstudent = 'a'\nexercise = 2\ndue = 2026-01-01T00:00:00", "no. 1, exercise must be a text"),
        ('[due]\n02 = "tomorrow"', "must be a date and time without quotes"),
        ("[due]\n02 = 2026-01-01", "must be a date and time"),
        ('timezone = "Mars/Base"', "write one like Asia/Shanghai; it is .Mars/Base"),
        ('timezone = "Asia"', "write one like Asia/Shanghai"),  # a folder of zones
        ("timezone = 8", "write one like Asia/Shanghai"),
        ('timezone = ""', "write one like Asia/Shanghai"),
        ('timezone = "/etc/passwd"', "write one like Asia/Shanghai"),
        ("[late]\nper_day = 2", "must be a number between 0 and 1"),
        ("[late]\nper_day = true", "must be a number between 0 and 1"),
        ("[late]\ngrace_minutes = -1", "must be a number at least 0"),
        ("[late]\ngrace_minutes = nan", "must be a number at least 0"),
        ("[late]\nfree_days = -1", "must be a whole number at least 0"),
        ("[late]\nper_week = 1", "late: unknown key 'per_week'; known are cap, free_days, grace_minutes, per_day"),
        ("[late]\nper_dya = 1", "late: unknown key 'per_dya'; did you mean 'per_day'"),
        ("[[extension]]\ndue = 2026-01-01T00:00:00", "extension no. 1, student is missing: it must be"),
        ("[[extension]]\nstudent = 'a'\nuntil = 1\ndue = 2026-01-01T00:00:00", "extension no. 1: unknown key 'until'"),
        ("extension = 3", r"write \[\[extension\]\]"),
        ("[[extension]]\nstudent = 'a'", "extension no. 1, due is missing: it must be a date and time"),
        ("extension = [3]", r"extension no. 1 must be a table: write \[\[extension\]\]"),
        ("deadline = 1", "unknown key 'deadline'"),
        ('[attempts]\ncount = "worst"', 'attempts.count must be "latest" or "best" or "first"; it is '),
        ('reveal = "always"', 'reveal must be "never" or "after_due"; it is '),
        ("reveal = true", 'reveal must be "never" or "after_due"; it is '),
        ('submitted = "nowhere.csv"', "submitted names .nowhere.csv., which does not exist"),
        ("submitted = '.'", "cannot be read: "),
        ('submitted = "a\\u0000b"', "which does not exist"),
        ("submitted = 3", "submitted must be a text"),
        ("[due", "is not readable TOML"),
        ("[rubric]\nkey = 'a'", r"rubric must be tables: write \[\[rubric\]\] above each"),
        (RUBRIC.replace("02", "77"), "rubric no. 1, exercise names '77', which is no exercise"),
        (RUBRIC + RUBRIC.replace("02", "losses"), "rubric no. 2, key is 'style' once more: a line of 02_losses has it"),
        (RUBRIC.replace("5", "0"), "rubric no. 1, points must be a number above 0; it is 0"),
        (RUBRIC.replace("5", "-1.5"), "rubric no. 1, points must be a number above 0; it is -1.5"),
        (RUBRIC.replace("5", "'5'"), "rubric no. 1, points must be a number above 0; it is .5."),
        (RUBRIC.replace("points = 5", ""), "rubric no. 1, points is missing"),
        (RUBRIC.replace("'style'", "'good style'"), "rubric no. 1, key must be a word of letters, digits and _"),
        (RUBRIC.replace("'style'", f"'{'s' * 101}'"), "rubric no. 1, key must be a word of letters, digits and _"),
        (RUBRIC.replace("points", "weight"), "rubric no. 1: unknown key 'weight'"),
        (RUBRIC.replace("'Style'", "''"), "rubric no. 1, title needs a text in one of en, zh-CN, and no empty one"),
        (RUBRIC.replace("'Style'", "{ fr = 'Style' }"), "rubric no. 1, title may have no language but en, zh-CN"),
        (RUBRIC.replace("'Style'", "3"), "rubric no. 1, title must be a table"),
    ],
)
def test_what_no_course_can_mean_gets_one_line(text: str, why: str, tmp_path: Path, catalogue: Catalogue) -> None:
    """What is wrong, where, and how to mend it."""
    path = tmp_path / "course.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=why) as caught:
        read_course(path, catalogue.exercises)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("times", "why"),
    [
        ("name,time\nada,1\n", "needs the columns student and submitted"),
        ("student,submitted\nada,yesterday\n", "line 2: .*write times like"),
        ("student,exercise,submitted\nada,99,2026-01-01\n", "line 2, names '99'"),
        ("student,submitted\nada\n", "line 2: .*write times like"),
        ("student,submitted\n,2026-01-01\n", "line 2: there is no student"),
        ("student,submitted\nada,2026-01-01 \u00e9\n", "not in UTF-8 .line 2.: save it"),
    ],
)
def test_a_wrong_table_of_times_gets_one_line(times: str, why: str, tmp_path: Path, catalogue: Catalogue) -> None:
    """The line of the table that is wrong."""
    (tmp_path / "course.toml").write_text('submitted = "t.csv"', encoding="utf-8")
    (tmp_path / "t.csv").write_text(times, encoding="latin-1")
    with pytest.raises(UsageError, match=why) as caught:
        read_course(tmp_path / "course.toml", catalogue.exercises)
    assert "\n" not in str(caught.value)


def test_a_course_names_its_roster(tmp_path: Path, catalogue: Catalogue) -> None:
    """Beside the file."""
    assert course_that_says('roster = "people.csv"', tmp_path, catalogue).roster == tmp_path / "people.csv"


@pytest.mark.parametrize("name", ["2", "02", "losses", "losses.py", '"losses.py"', "02_losses", '"02_losses/"'])
def test_a_course_names_exercises_as_the_command_line_does(name: str, tmp_path: Path, catalogue: Catalogue) -> None:
    """Slug, number, name and file, everywhere that an exercise is named; without quotes a file is a dotted key."""
    path = tmp_path / "course.toml"
    path.write_text(f"[due]\n{name} = 2026-01-01T00:00:00\n[columns]\n{name} = 'L'\n")
    course = read_course(path, catalogue.exercises)
    assert list(course.due) == list(course.columns) == ["02_losses"]
    quoted = name.strip('"')
    (tmp_path / "t.csv").write_text(f"student,exercise,submitted\nada,{quoted},2026-01-01\n")
    path.write_text(
        f'submitted = "t.csv"\n[[extension]]\nstudent = "eve"\nexercise = "{quoted}"\ndue = 2026-01-01T00:00:00\n'
    )
    course = read_course(path, catalogue.exercises)
    assert list(course.submitted) == [("ada", "02_losses")]
    assert list(course.extensions) == [("eve", "02_losses")]


def test_a_folder_is_no_course(tmp_path: Path, catalogue: Catalogue) -> None:
    """Named, or where the course is looked for."""
    (tmp_path / "course.toml").mkdir()
    for path in (None, tmp_path / "course.toml"):
        with pytest.raises(UsageError, match=r"course\.toml cannot be read: Is a directory"):
            course_of(path, tmp_path, catalogue.exercises)


def test_hidden_tests_are_revealed_where_the_course_says_so(tmp_path: Path, catalogue: Catalogue) -> None:
    """Only by its own word; without one, never."""
    path = tmp_path / "course.toml"
    for text, reveals in (("", False), ('reveal = "never"', False), ('reveal = "after_due"', True)):
        path.write_text(text)
        assert read_course(path, catalogue.exercises).reveals is reveals


# --- attempts ---------------------------------------------------------------------------------------------------------


def test_attempts_are_read_and_counted(tmp_path: Path, catalogue: Catalogue) -> None:
    """In all, and in the 24 hours before a submission; without the table any number counts."""
    path = tmp_path / "course.toml"
    path.write_text("[attempts]\nlimit = 3\nper_day = 2\n")
    attempts = read_course(path, catalogue.exercises).attempts
    now = datetime.datetime(2026, 12, 1, 12, tzinfo=datetime.UTC)
    hours = [now - datetime.timedelta(hours=h) for h in (1, 23.9, 24, 30)]
    assert attempts.refusal(hours[2:], now) is None
    assert "2 submissions in 24 hours" in str(attempts.refusal(hours[:2], now))
    assert attempts.refusal(hours[1:3], now) is None
    assert "This course counts 3 submissions:" in str(attempts.refusal(hours[1:], now))
    assert Course().attempts.refusal(hours * 9, now) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[attempts]\nlimit = 0\n", "attempts.limit must be a whole number above 0; it is 0"),
        ("[attempts]\nper_hour = 1\n", "attempts: unknown key 'per_hour'"),
    ],
)
def test_attempts_that_cannot_be_meant(tmp_path: Path, catalogue: Catalogue, text: str, said: str) -> None:
    path = tmp_path / "course.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=said):
        read_course(path, catalogue.exercises)


# --- feedback ---------------------------------------------------------------------------------------------------------


def test_pictures_are_for_courses_that_want_them(tmp_path: Path, catalogue: Catalogue) -> None:
    """Not by default, and the table says true or false and nothing else."""
    path = tmp_path / "course.toml"
    assert not course_of(None, tmp_path, catalogue.exercises).pictures
    path.write_text("[feedback]\npictures = true\n")
    assert read_course(path, catalogue.exercises).pictures
    for text, said in (
        ("[feedback]\npictures = 'yes'\n", "feedback.pictures must be true or false; it is .yes."),
        ("[feedback]\npicture = true\n", "feedback: unknown key 'picture'; did you mean 'pictures'?"),
    ):
        path.write_text(text)
        with pytest.raises(UsageError, match=said):
            read_course(path, catalogue.exercises)

"""Pages without names, and judging by what they call a student."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from grader.commands.comment import comment_on
from grader.commands.history import print_history
from grader.commands.override import override_points
from grader.commands.report import report_class
from grader.errors import UsageError
from grader.gradebook import Gradebook
from grader.gradebook.aliases import aliases, by_alias
from grader.result import CodePlace, Comment, ExerciseResult, Explanation, Outcome, Result, RubricLine, TestResult
from grader.run.anonymous import hiding, without_name
from grader.run.books import Place
from grader.run.outfolder import OutFolder

from .conftest import NewUrl
from .sample import KEY, LANDLOCK, grade_all, handed_in, key

STUDENTS = ("ada-lovelace", "bob-ross", "eve")


@pytest.fixture
def place(tmp_path: Path, new_url: NewUrl) -> Place:
    folder = OutFolder(tmp_path / "out")
    folder.prepare()
    url = new_url(folder.path / "gradebook.db")
    with Gradebook(url) as book:
        signed = "# by Ada-Lovelace\nx = 1  # ada\n"
        given = [handed_in("ada-lovelace", losses=signed), handed_in("bob-ross", losses="b")]
        book.take([*given, handed_in("eve", problem="eve.zip is broken")], ["02_losses", "08_backprop"])
        grade_all(book, [KEY, key("08_backprop")], 6.0)
    return Place(folder.path, None if url == folder.url else url)


def pages(place: Place) -> dict[str, str]:
    assert place.out is not None
    root = place.out / "anonymous"
    return {p.relative_to(root).as_posix(): p.read_text(encoding="utf-8") for p in root.rglob("*.html")}


def test_no_page_names_anybody(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither in texts nor in names of files, nor on the terminal; the pages with names stay."""
    report_class(place, "en", after_due=False, anonymous=True)
    found = pages(place)
    assert len(found) == 1 + len(STUDENTS)
    for path, text in found.items():
        assert not re.search(r"lovelace|bob-ross|\beve\b", (path + text).lower())
    assert not re.search("lovelace|ross|eve", capsys.readouterr().out.replace(str(place.out), ""))
    assert place.out is not None
    assert "ada-lovelace" in (place.out / "class.html").read_text(encoding="utf-8")


def test_code_is_shown_without_its_authors_name(place: Place) -> None:
    report_class(place, "en", after_due=False, anonymous=True)
    (code,) = (text for text in pages(place).values() if "x = 1" in text)
    assert re.search(r"<li># by \w{4}-\w{4}</li>", code)
    assert "x = 1  # ada" in code  # a short name is a word of code as well; docs/teacher.md says so


def test_the_order_tells_nothing(place: Place) -> None:
    report_class(place, "en", after_due=False, anonymous=True)
    rows = re.findall(r'<th scope="row"><a href="class/([\w-]+)\.html">', pages(place)["class.html"])
    assert rows == sorted(rows)
    assert len(rows) == len(STUDENTS)


def test_aliases_stay_and_lead_back(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    report_class(place, "en", after_due=False, anonymous=True)
    first = set(pages(place))
    report_class(place, "en", after_due=False, anonymous=True)
    assert set(pages(place)) == first
    url = place.gradebook or OutFolder(place.out).url  # type: ignore[arg-type]
    with Gradebook(url) as book:
        given = aliases(book, STUDENTS)
        assert by_alias(book) == {alias: name for name, alias in given.items()}
    capsys.readouterr()
    print_history(given["bob-ross"], place, as_json=False)
    said = capsys.readouterr().out
    assert said.startswith(given["bob-ross"])
    assert "bob" not in said
    with pytest.raises(UsageError, match="knows no student"):
        print_history("bbbb-bbbb", place, as_json=False)


@pytest.mark.parametrize("as_json", [False, True])
def test_a_history_by_an_alias_tells_no_name(place: Place, capsys: pytest.CaptureFixture[str], as_json: bool) -> None:
    """Neither that of the record nor one in a reason, a comment or a sentence about files."""
    report_class(place, "en", after_due=False, anonymous=True)
    override_points("bob-ross", "02", "1", "Bob-Ross asked", place)
    comment_on("bob-ross", "02", "Well, Bob-Ross", None, place)
    url = place.gradebook or OutFolder(place.out).url  # type: ignore[arg-type]
    with Gradebook(url) as book:
        given = aliases(book, STUDENTS)
    capsys.readouterr()
    for name in ("bob-ross", "eve"):
        print_history(given[name], place, as_json=as_json)
        said = capsys.readouterr().out
        assert given[name] in said
        assert not re.search(rf"\b{name}\b", said, re.IGNORECASE)
    print_history("bob-ross", place, as_json=as_json)
    assert "Bob-Ross asked" in capsys.readouterr().out


def test_another_book_has_other_aliases(tmp_path: Path, new_url: NewUrl) -> None:
    made = []
    for name in ("a", "b"):
        with Gradebook(new_url(tmp_path / f"{name}.db")) as book:
            assert by_alias(book) == {}
            made.append(aliases(book, STUDENTS))
    assert not set(made[0].values()) & set(made[1].values())


def test_longer_names_are_hidden_before_shorter_ones() -> None:
    hide = hiding(("anna", "anna-maria", "Li"), "kkkk-kkkk")
    assert hide("Anna-Maria and anna and Li") == "kkkk-kkkk and kkkk-kkkk and Li"
    assert hiding(("Li",), "kkkk-kkkk")("Li") == "Li"


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("Ines", "for lines in x: ines_loss(x)", "for lines in x: kkkk-kkkk_loss(x)"),
        ("Anna Schmidt", "anna_schmidt, AnnaSchmidt", "kkkk-kkkk, kkkk-kkkk"),
        ("1000002", "id1000002 is not 10000021", "idkkkk-kkkk is not 10000021"),
        ("王小明", "我是王小明同学", "我是kkkk-kkkk同学"),
        ("self", "self.x = 1", "self.x = 1"),
        ("Return", "return x", "return x"),
    ],
)
def test_a_gap_does_not_tell_the_name(name: str, text: str, wanted: str) -> None:
    """Part of a word that everybody knows, or a word of Python, would tell it by its gap."""
    assert hiding((name,), "kkkk-kkkk")(text) == wanted


def a_test(message: str) -> TestResult:
    return TestResult("test_one", "One.", "", Outcome.FAILED, "hidden", 0.0, 10.0, message=message)


def test_what_code_says_of_its_author_is_hidden() -> None:
    """Texts of exceptions, names of files, and what a person wrote."""
    why = Explanation(
        "place", "axis", "x", {"en": "Ada-Lovelace sets it"}, (CodePlace("ada-lovelace.py", 3),), "ada-lovelace=1"
    )
    test = replace(a_test("your code raised X\n| ada-lovelace was here"), explanation=why)
    exercise = replace(
        ExerciseResult.of("02_losses", "ab" * 32, (test,)),
        comments=(Comment("Well done, Ada-Lovelace", "2026-01-01T00:00:00+00:00"),),
        rubric=(RubricLine("style", {"en": "Style"}, 5.0, 3.0, "ada-lovelace writes well"),),
    )
    hide = hiding(("ada-lovelace",), "kkkk-kkkk")
    whole = Result(2, "ada-lovelace", "0.2.0", 0, LANDLOCK, "none", "", "", 3.0, 15.0, (exercise,))
    found = without_name(whole, "kkkk-kkkk", hide, "en")
    assert "lovelace" not in found.to_json().lower()
    assert "kkkk-kkkk was here" in found.exercises[0].tests[0].message


def test_no_command_tells_the_name_behind_an_alias(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    report_class(place, "en", after_due=False, anonymous=True)
    url = place.gradebook or OutFolder(place.out).url  # type: ignore[arg-type]
    with Gradebook(url) as book:
        given = aliases(book, STUDENTS)
    bob, eve = given["bob-ross"], given["eve"]
    for student, exercise, say in ((bob, "02", "--line"), (eve, "02", ""), (bob, "03", "")):
        with pytest.raises(UsageError) as told:
            comment_on(student, exercise, "x", 99 if say else None, place)
        assert student in told.value.line
        assert not re.search("bob|eve", told.value.line)
    with pytest.raises(UsageError) as told:
        override_points(bob, "03", "1", "why", place)
    assert bob in told.value.line
    assert "bob-" not in told.value.line
    capsys.readouterr()
    override_points(bob, "02", "1", "why", place)
    override_points(bob, "02", "1", "why", place, test="test_one")
    said = "".join(capsys.readouterr())
    assert "stay" in said
    assert "bob-" not in said

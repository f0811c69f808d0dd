"""A course whose pages show pictures: drawn once after the verdicts, kept beside the reports, and worth no points."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable
from dataclasses import replace

import pytest

from grader.commands.grade import grade_class
from grader.commands.report import report_class
from grader.errors import ContainmentError
from grader.exercises.catalogue import Catalogue
from grader.grading.protocol import Executor
from grader.grading.settings import Settings
from grader.result import Containment, ExerciseResult
from grader.run import drawing
from grader.run.books import Place
from grader.run.driver import Request
from grader.slot.task import Graded, Task

RATES = "def exponential_decay(b, r, n, step, staircase=False): return b * r ** (step // n if staircase else step / n)"

CLASS = {"ada": RATES, "bob": f"{RATES}\n# bob\n", "eve": RATES, "joe": "def nothing(): pass\n"}
"""By student: one function of two, the same in other words, the same, and nothing of it."""


class Painter(Executor):
    """Slots that draw a picture of one pixel at once; it counts them."""

    drawn: list[Task]
    fails = False
    refuses = False
    paints = True

    def __init__(self, settings: Settings, jobs: int) -> None:
        assert jobs >= 1

    def run(self, tasks: Iterable[Task]) -> Generator[Graded, None, None]:
        """Answer each task."""
        if self.refuses:
            raise ContainmentError("this machine confines nothing")
        for task in tasks:
            self.drawn.append(task)
            record = Graded.of(
                task,
                ExerciseResult.of(task.slug, "", ()),
                containment=Containment("landlock", True),
                data="none",
                started="2026-11-26T10:00:00+00:00",
                duration_s=0.1,
            )
            picture = b"\x89PNG of " + task.files_digest[:4].encode() if self.paints else b""
            yield replace(record, fault=self.fails, picture=picture)


@pytest.fixture
def painter(monkeypatch: pytest.MonkeyPatch) -> type[Painter]:
    """Painters in the place of slots, in the pass that draws and in it alone."""
    kind = type("OnePainter", (Painter,), {"drawn": []})
    monkeypatch.setattr(drawing, "LocalExecutor", kind)
    return kind


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Request:
    """A class that real slots graded, without pictures."""
    root = tmp_path_factory.mktemp("graded")
    for student, source in CLASS.items():
        (root / "class" / student).mkdir(parents=True)
        (root / "class" / student / "schedules.py").write_text(source, encoding="utf-8")
    course = root / "course.toml"
    course.write_text("", encoding="utf-8")
    request = Request(
        root / "class", root / "out", ("05",), 1, 0, "digits", "bare", "en", course=course, explain="never"
    )
    assert grade_class(request)
    return request


@pytest.fixture
def request_(graded: Request, painter: type[Painter], capsys: pytest.CaptureFixture[str]) -> Request:
    """The same, to be graded again by a course that wants pictures; there are none yet."""
    for picture in graded.out.glob("students/*/pictures/*"):
        picture.unlink()
    assert graded.course is not None
    graded.course.write_text("[feedback]\npictures = true\n", encoding="utf-8")
    return graded


def page(request: Request, student: str) -> str:
    return (request.out / "students" / student / "feedback.html").read_text(encoding="utf-8")


def kept(request: Request) -> dict[str, int]:
    """Return by student how many files of pictures there are."""
    folders = (request.out / "students").iterdir()
    return {folder.name: len([*folder.glob("pictures/*.png")]) for folder in folders}


def test_without_the_setting_nothing_is_drawn(graded: Request, painter: type[Painter]) -> None:
    assert graded.course is not None
    graded.course.write_text("", encoding="utf-8")
    assert grade_class(graded)
    assert not painter.drawn
    assert "<img" not in page(graded, "ada")


def test_each_different_file_is_drawn_once(request_: Request, painter: type[Painter]) -> None:
    """And shown to whom it belongs. Who wrote nothing has none; a second run and a report draw nothing."""
    before = {s: (request_.out / "students" / s / "result.json").read_bytes() for s in CLASS}
    assert grade_class(request_)
    assert len(painter.drawn) == 2
    assert kept(request_) == {"ada": 1, "bob": 1, "eve": 1, "joe": 0}
    assert "img-src data:" in page(request_, "ada")
    assert page(request_, "ada").count('<img src="data:image/png;base64,') == 1
    assert "<img" not in page(request_, "joe")
    assert "img-src" not in page(request_, "joe")
    assert before == {s: (request_.out / "students" / s / "result.json").read_bytes() for s in CLASS}
    assert grade_class(request_)
    report_class(Place(request_.out, None, request_.course), "en", False)
    assert len(painter.drawn) == 2
    assert "<img" in page(request_, "eve")


def test_another_language_has_its_own_picture(request_: Request, painter: type[Painter]) -> None:
    """A report in a language without one shows the other, with its text in the reader's."""
    assert grade_class(request_)
    report_class(Place(request_.out, None, request_.course), "zh-CN", False)
    assert "<img" in page(request_, "ada")
    assert "学习率" in page(request_, "ada").partition("<img")[2].partition(">")[0]
    assert grade_class(request_._replace(lang="zh-CN"))
    assert len(painter.drawn) == 4
    assert kept(request_)["ada"] == 2


def test_what_cannot_be_drawn_is_tried_once(request_: Request, painter: type[Painter]) -> None:
    painter.paints = False
    assert grade_class(request_)
    assert grade_class(request_)
    assert len(painter.drawn) == 2
    assert "<img" not in page(request_, "ada")


def test_a_fault_of_ours_is_no_fault_of_the_grading(request_: Request, painter: type[Painter]) -> None:
    """It is tried again with the next run, and nothing is written meanwhile."""
    painter.fails = True
    assert grade_class(request_)
    assert grade_class(request_)
    assert len(painter.drawn) == 4
    assert kept(request_)["ada"] == 0


def test_where_nothing_can_be_confined_pages_are_without(
    request_: Request, painter: type[Painter], capsys: pytest.CaptureFixture[str]
) -> None:
    """One line says so; the verdicts stand."""
    painter.refuses = True
    assert grade_class(request_)
    assert "pages are without pictures: this machine confines nothing" in capsys.readouterr().err


def test_a_picture_is_of_the_work_that_counts(request_: Request, painter: type[Painter]) -> None:
    """Where something else is handed in, the earlier picture goes."""
    assert grade_class(request_)
    source = request_.submissions / "bob" / "schedules.py"
    source.write_text(f"{RATES}\n# bob again\n", encoding="utf-8")
    try:
        first = [*(request_.out / "students" / "bob" / "pictures").iterdir()]
        assert grade_class(request_)
        assert kept(request_)["bob"] == 1
        assert first != [*(request_.out / "students" / "bob" / "pictures").iterdir()]
    finally:
        source.write_text(CLASS["bob"], encoding="utf-8")


@pytest.mark.slow
def test_real_slots_draw(graded: Request, catalogue: Catalogue) -> None:
    """A whole run with pictures, without anything played."""
    assert graded.course is not None
    graded.course.write_text("[feedback]\npictures = true\n", encoding="utf-8")
    for picture in graded.out.glob("students/*/pictures/*"):
        picture.unlink()
    assert grade_class(graded)
    assert kept(graded) == {"ada": 1, "bob": 1, "eve": 1, "joe": 0}
    assert json.loads((graded.out / "students" / "ada" / "result.json").read_text())["score"] > 0

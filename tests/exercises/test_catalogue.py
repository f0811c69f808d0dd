"""The catalogue finds exercises by name, and a faulty ``exercise.toml`` is refused with a message of one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import CatalogueError
from grader.exercises.catalogue import Catalogue, suite_digest
from grader.exercises.exercise import Limits, read_exercise, read_heading
from grader.explain.tables import table_digest

GOOD = """
module = "toy"
entry_points = ["f"]
[title]
en = "Toy"
"zh-CN" = "玩具"
[limits]
call_s = 2.5
[[hints.f]]
en = "a"
"zh-CN" = "一"
[[hints.f]]
en = "b"
"zh-CN" = "二"
[[hints.f]]
en = "c"
"zh-CN" = "三"
"""


def write(folder: Path, text: str = GOOD, slug: str = "50_toy") -> Path:
    path = folder / "exercises" / slug / "exercise.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return path


def test_an_exercise_is_read_whole(tmp_path: Path) -> None:
    """Every key of ``exercise.toml`` is read, and a missing key has its default."""
    exercise = read_exercise(write(tmp_path))
    assert (exercise.slug, exercise.module, exercise.filename) == ("50_toy", "toy", "toy.py")
    assert exercise.title == {"en": "Toy", "zh-CN": "玩具"}
    assert exercise.limits == Limits(call_s=2.5)
    assert [step["en"] for step in exercise.hints["f"]] == ["a", "b", "c"]
    assert (exercise.points, exercise.template, exercise.data) == (100.0, "numpy", ())


def test_headings_are_those_of_the_exercises(catalogue: Catalogue) -> None:
    """A list, which reads less of each file, says the same."""
    assert [tuple(h) for h in catalogue.headings()] == [(e.slug, e.filename, e.title) for e in catalogue.exercises]


def test_a_heading_that_is_not_there_is_told_like_any_fault(tmp_path: Path) -> None:
    """The message is that of reading the file whole."""
    with pytest.raises(CatalogueError, match="unknown key 'modul'; did you mean 'module'"):
        read_heading(write(tmp_path, GOOD.replace("module", "modul")))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("module =", "modul ="), "unknown key 'modul'; did you mean 'module'"),
        (('"toy"', '"no name"'), "module must name the student's file without .py"),
        (('["f"]', '"f"'), "entry_points must be a list"),
        (('["f"]', '["f", 3]'), "entry_points no. 2 must be a text in quotes"),
        (('["f"]', '["f g"]'), "entry_points must list the names that the statement asks for"),
        (('module = "toy"', ""), "module is missing: it must name the student's file without .py"),
        (("call_s = 2.5", "call_s = -1"), "limits.call_s must be a number of seconds above 0; it is -1"),
        (("call_s = 2.5", "call_s = inf"), "limits.call_s must be a number of seconds above 0; it is inf"),
        (("call_s = 2.5", "memory_mb = 0.5"), "limits.memory_mb must be a whole number of MiB above 0; it is 0.5"),
        (('module = "toy"', 'module = "toy"\npoints = "x"'), "points must be a number above 0"),
        (('module = "toy"', 'module = "toy"\nslug = "50_toy"'), "unknown key 'slug'; known are data, entry_points"),
        (('en = "b"', "en = 3"), "hints.f no. 2, en must be a text in quotes; it is 3"),
        (('en = "Toy"\n"zh-CN" = "玩具"', ""), "title needs a text in one of en, zh-CN"),
        (('"zh-CN" = "玩具"', '"zh-CN" = " "'), "title needs a text in one of en, zh-CN, and no empty one"),
        (('"zh-CN" = "玩具"', '"zh-CN" = "玩具"\nfr = "Jouet"'), "title may have no language but en, zh-CN"),
        (('en = "b"\n', ""), "hints.f no. 2 has no text in en, which the title has"),
        (("call_s", "calls"), "limits: unknown key 'calls'; did you mean 'call_s'"),
        (("[[hints.f]]", "[[hints.g]]"), "'g', which is not an entry point"),
        (('[[hints.f]]\nen = "c"\n"zh-CN" = "三"', ""), "three to five steps"),
        (("[title]", "[title"), "not readable TOML"),
        (
            ('module = "toy"', 'module = "toy"\ntemplate = "torch"'),
            'template must be "numpy" or "tensorflow"; it is "torch"',
        ),
        (('module = "toy"', 'module = "toy"\ndata = ["imagenet"]'), 'data no. 1 must be "mnist"; it is "imagenet"'),
    ],
)
def test_a_wrong_description_says_what_and_where(tmp_path: Path, change: tuple[str, str], why: str) -> None:
    """A faulty description is refused, and the message names the file and the fault."""
    path = write(tmp_path, GOOD.replace(*change))
    with pytest.raises(CatalogueError, match=why) as caught:
        read_exercise(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_must_be_called_like_an_exercise(tmp_path: Path) -> None:
    """A folder whose name is not a number and a name is refused."""
    with pytest.raises(CatalogueError, match="name it like 02_losses"):
        read_exercise(write(tmp_path, slug="toy"))


@pytest.mark.parametrize("name", ["02_losses", "02", "2", "losses", "losses.py", "02_losses/"])
def test_an_exercise_has_many_names(catalogue: Catalogue, name: str) -> None:
    """An exercise is found by slug, number, name and file name."""
    assert catalogue.exercise(name).slug == "02_losses"


@pytest.mark.parametrize("name", ["", "99", "loss", "00", "²", "2" * 5000])
def test_a_name_that_fits_none_lists_what_there_is(catalogue: Catalogue, name: str) -> None:
    """For an unknown name the message lists the exercises."""
    with pytest.raises(CatalogueError, match=r"choose from .*02_losses"):
        catalogue.exercise(name)


def test_the_catalogue_is_found_from_within(catalogue: Catalogue, tmp_path: Path) -> None:
    """The catalogue is found from any folder inside it. From elsewhere it is that of the package's checkout."""
    inside = catalogue.statement_dir(catalogue.exercise("02"))
    assert Catalogue.find(inside).root == catalogue.root
    assert Catalogue.find(tmp_path).root == catalogue.root
    write(tmp_path)
    assert Catalogue.find(tmp_path / "exercises" / "50_toy").root == tmp_path


def test_grading_needs_hidden_suites(tmp_path: Path) -> None:
    """A catalogue without hidden suites is refused for grading, with the reason."""
    write(tmp_path)
    with pytest.raises(CatalogueError, match="instructor's checkout"):
        Catalogue(tmp_path).with_suites([])
    with pytest.raises(CatalogueError, match="instructor's checkout"):
        Catalogue(tmp_path).hidden_suite(Catalogue(tmp_path).exercise("50"))


def course_of_one(root: Path) -> Catalogue:
    """Return the catalogue of a new course with one exercise and one overlay."""
    write(root)
    for path, text in (
        ("solutions/50_toy/toy.py", "def f():\n    return 1\n"),
        ("grader/suites/50_toy/test_toy_hidden.py", ""),
        ("grader/suites/50_toy/wrong/two.py", "def f():\n    return 2\n"),
        ("grader/suites/50_toy/expected.toml", "two = []\n"),
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return Catalogue(root)


def test_digests_follow_the_rendered_variants(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The digests change with an overlay, the reference and the renderer, but not with ``expected.toml``."""
    course = course_of_one(tmp_path)
    exercise = course.exercise("50")

    def digests() -> tuple[str, str]:
        return course.grading_digest(exercise), table_digest(course, exercise, 0, None)

    seen = {digests()}
    for path in (course.variants(exercise)[0], course.reference(exercise), course.hidden_suite(exercise)):
        path.write_text(path.read_text() + "# another\n")
        assert not any(set(digests()) & set(others) for others in seen)
        seen.add(digests())
    monkeypatch.setattr("grader.exercises.overlay.RENDERER", 0)
    assert not any(set(digests()) & set(others) for others in seen)
    before = digests()
    course.expected(exercise).write_text("")
    assert digests() == before
    course.expected(exercise).unlink()
    assert digests() == before


def test_without_overlays_the_reference_decides_nothing(tmp_path: Path) -> None:
    """Without overlays the digest does not depend on the reference."""
    course = course_of_one(tmp_path)
    exercise = course.exercise("50")
    course.variants(exercise)[0].unlink()
    before = course.grading_digest(exercise)
    course.reference(exercise).write_text("")
    assert course.grading_digest(exercise) == before


def test_the_digest_of_a_suite_knows_names_and_contents(tmp_path: Path) -> None:
    """The digest changes if a byte moves from one file to another. The order of the arguments does not matter."""
    a, b = tmp_path / "a.py", tmp_path / "b.py"
    a.write_text("xy")
    b.write_text("z")
    first = suite_digest(a, b)
    assert suite_digest(b, a) == first
    a.write_text("x")
    b.write_text("yz")
    assert suite_digest(a, b) != first

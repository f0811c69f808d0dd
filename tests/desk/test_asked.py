"""What a student's command is about: a name, a path, or where one stands."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desk.sample import SLUGS, all_tests, course, solve
from grader.desk.asked import Asked, asked, course_around, function_in, standing
from grader.desk.progress import Progress
from grader.errors import UsageError
from grader.exercises.alone import LoneExercise
from grader.exercises.catalogue import Catalogue


@pytest.fixture
def given(tmp_path: Path) -> Catalogue:
    """A student's course, nothing of it begun."""
    return course(tmp_path / "course")


@pytest.fixture(autouse=True)
def no_course_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have one."""
    monkeypatch.delenv("XORCISE_CATALOGUE", raising=False)


def told(found: Asked) -> tuple[str, str | None]:
    return found.exercise.slug, found.function


@pytest.mark.parametrize(
    ("what", "slug", "function"),
    [
        ("2", "02_losses", None),
        ("02", "02_losses", None),
        ("02_losses", "02_losses", None),
        ("losses", "02_losses", None),
        ("losses.py", "02_losses", None),
        ("02_losses/", "02_losses", None),
        ("cross_entropy_error", "02_losses", "cross_entropy_error"),
        ("losses.cross_entropy_error", "02_losses", "cross_entropy_error"),
        ("2.cross_entropy_error", "02_losses", "cross_entropy_error"),
        ("SGD", "04_gradient_descent", "SGD"),
        ("SGD.update", "04_gradient_descent", "SGD.update"),
        ("descent.SGD.update", "04_gradient_descent", "SGD.update"),
        ("gradient_descent", "04_gradient_descent", "gradient_descent"),
        ("descent", "04_gradient_descent", None),
        ("iris.train", "11_iris", "train"),
        ("iris", "11_iris", None),
    ],
)
def test_names(given: Catalogue, what: str, slug: str, function: str | None) -> None:
    """Exercises, functions, classes and methods, from the course's folder."""
    assert told(asked(what, given.root)) == (slug, function)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("77", "there is no exercise '77', and no function, file or folder of one; `xorcise list` shows the exercises"),
        ("losess", "there is no exercise 'losess', and no function, file or folder of one; did you mean 'losses'?"),
        ("Cross_Entropy", "did you mean 'cross_entropy_error'?"),
        ("sgd", "did you mean 'SGD'?"),
        ("SGD.step", "SGD has no method 'step'; choose from __init__, update"),
        ("SGD.", "SGD has no method ''; choose from __init__, update"),
        ("losses.croos_entropy_error", "02_losses has no function 'croos_entropy_error'; did you mean 'cross_entropy"),
        ("losses.x", "02_losses has no function 'x'; choose from mean_squared_error, "),
        ("nowhere/losses", "there is no exercise 'nowhere/losses'"),
        ("", "there is no exercise ''"),
        ("x" * 5000, "there is no exercise 'xxxxxxxxxx"),
        ("a\0b", "there is no exercise"),
        (".", ". lies in no exercise: name an exercise, or a file or folder of one"),
        ("..", ".. lies in no exercise"),
        ("notes.txt", "notes.txt lies in no exercise"),
    ],
)
def test_what_there_is_not(given: Catalogue, what: str, said: str) -> None:
    """One line says so, and what may be meant."""
    (given.root / "notes.txt").write_text("")
    with pytest.raises(UsageError) as caught:
        asked(what, given.root)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_a_function_of_several_exercises_is_the_current_one_s(given: Catalogue) -> None:
    """Where one stands decides, else how far one is; else the candidates are told."""
    with pytest.raises(UsageError, match=r"more than one exercise has train; choose from two_layer_net\.train, iri"):
        asked("train", given.root)
    iris = given.statement_dir(given.exercise("11"))
    assert told(asked("train", iris)) == ("11_iris", "train")
    for slug in SLUGS[:2]:
        exercise = solve(given, slug)
        Progress.of(given).remember(exercise, all_tests(given, exercise))
    assert told(asked("train", given.root)) == ("10_two_layer_net", "train")
    losses = given.statement_dir(given.exercise("2"))
    with pytest.raises(UsageError, match=r"choose from two_layer_net\.train"):
        asked("train", losses)


def test_without_a_word_it_is_where_one_stands(given: Catalogue) -> None:
    """The folder's exercise, also deep in it; elsewhere the first that is not done; at the end there is none."""
    deep = given.statement_dir(given.exercise("10")) / "notes" / "more"
    deep.mkdir(parents=True)
    assert told(asked(None, deep)) == ("10_two_layer_net", None)
    assert told(asked(None, given.root)) == ("02_losses", None)
    for slug in SLUGS:
        exercise = solve(given, slug)
        Progress.of(given).remember(exercise, all_tests(given, exercise))
        left = [s for s in SLUGS if s > slug]
        if left:
            assert told(asked(None, given.root / "exercises")) == (left[0], None)
    with pytest.raises(UsageError, match="every exercise is done"):
        asked(None, given.root)
    assert told(asked(None, deep)) == ("10_two_layer_net", None)


def test_paths(given: Catalogue) -> None:
    """Files and folders of an exercise, from anywhere; what looks like a path is one where it is there."""
    folder = given.statement_dir(given.exercise("11"))
    (folder / "helpers").mkdir()
    (folder / "helpers" / "losses.py").write_text("")
    for start, what in (
        (folder, "."),
        (folder / "helpers", "../iris.py"),
        (given.root, "exercises/11_iris"),
        (given.root, "exercises/11_iris/"),
        (given.root, "exercises/11_iris/helpers/losses.py"),
        (Path("/"), str(folder / "README.md")),
        (folder, "helpers"),
    ):
        assert told(asked(what, start)) == ("11_iris", None), what
    assert told(asked("losses.py", folder / "helpers")) == ("02_losses", None)


def test_a_folder_alone_is_its_exercise(given: Catalogue, tmp_path: Path) -> None:
    """Outside of the course, and renamed; it knows itself, and falls back to the checkout for others."""
    folder = shutil.copytree(given.statement_dir(given.exercise("4")), tmp_path / "home" / "mine (2)")
    for start, what in ((folder, None), (folder.parent, None), (tmp_path, "home/mine (2)"), (tmp_path, "home")):
        found = asked(what, start)
        assert isinstance(found.catalogue, LoneExercise)
        assert (found.catalogue.root, *told(found)) == (folder, "04_gradient_descent", None)
    assert told(asked("SGD", folder)) == ("04_gradient_descent", "SGD")
    assert asked("SGD", folder).catalogue.root == folder
    assert told(asked("2", folder)) == ("02_losses", None)
    with pytest.raises(UsageError, match="did you mean 'SGD'"):
        asked("SDG", folder)


def test_a_renamed_folder_within_the_course(given: Catalogue) -> None:
    """The course does not list it, and it is found by its path; the others are found from within it."""
    folder = given.statement_dir(given.exercise("4")).rename(given.root / "exercises" / "descent-mine")
    fresh = Catalogue(given.root)
    assert "04_gradient_descent" not in {e.slug for e in fresh.exercises}
    found = asked(None, folder)
    assert (found.catalogue.root, found.exercise.module) == (folder, "descent")
    assert asked("losses", folder).catalogue.root == given.root


def test_a_course_that_is_named_outweighs_where_one_stands(
    given: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """XORCISE_CATALOGUE, which --catalogue sets; what names none is told."""
    other = course(tmp_path / "other", SLUGS[:1])
    monkeypatch.setenv("XORCISE_CATALOGUE", str(other.root))
    folder = given.statement_dir(given.exercise("4"))
    assert asked(None, folder).catalogue.root == other.root
    assert standing(folder) is None
    with pytest.raises(UsageError, match="there is no exercise 'SGD'"):
        asked("SGD", folder)
    assert asked(None, other.statement_dir(other.exercise("2"))).catalogue.root == other.root
    assert (around := course_around(folder)) is not None
    assert around.root == other.root
    monkeypatch.setenv("XORCISE_CATALOGUE", str(tmp_path))
    for ask in (lambda: asked("2", tmp_path), lambda: asked(None, tmp_path), lambda: course_around(tmp_path)):
        with pytest.raises(UsageError, match="is no course"):
            ask()


def test_the_course_around(given: Catalogue, tmp_path: Path) -> None:
    """A folder outside of any course has none, although names are found in the checkout from there."""
    (tmp_path / "empty").mkdir()
    assert course_around(tmp_path / "empty") is None
    assert told(asked("2", tmp_path / "empty")) == ("02_losses", None)
    around = course_around(given.statement_dir(given.exercise("4")))
    assert around is not None
    assert around.root == given.root
    folder = shutil.copytree(given.statement_dir(given.exercise("4")), tmp_path / "alone")
    assert isinstance(course_around(folder), LoneExercise)


def test_where_there_is_no_course_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without a checkout says where to go, and still finds a folder by its path."""
    monkeypatch.setattr("grader.exercises.catalogue.CHECKOUT", tmp_path / "site-packages")
    for what in (None, "losses"):
        with pytest.raises(UsageError, match="no folder exercises/ in"):
            asked(what, tmp_path)
    given = course(tmp_path / "course")
    folder = given.statement_dir(given.exercise("2")).rename(tmp_path / "renamed")
    assert told(asked("renamed", tmp_path)) == ("00_losses", None)
    assert told(asked("mean_squared_error", folder)) == ("00_losses", "mean_squared_error")


def test_methods_without_the_stub_are_those_of_the_student(given: Catalogue) -> None:
    """A course without copies of its stubs knows the classes as they are written; one that cannot be read, any."""
    exercise = given.exercise("4")
    given.given_stub(exercise).unlink()
    given.stub(exercise).write_text("class SGD:\n    def step(self): pass\n")
    assert told(asked("SGD.step", given.root)) == ("04_gradient_descent", "SGD.step")
    with pytest.raises(UsageError, match="SGD has no method 'update'; choose from step"):
        asked("SGD.update", given.root)
    given.stub(exercise).write_text("class SGD(:")
    assert told(asked("SGD.update", given.root)) == ("04_gradient_descent", "SGD.update")


def test_a_function_of_a_known_exercise(given: Catalogue) -> None:
    """The second word of `hint losses softmax`."""
    losses = asked("losses", given.root)
    assert function_in(losses, "mean_squared_error").function == "mean_squared_error"
    assert asked("SGD.update", given.root).entry_point == "SGD"
    assert losses.entry_point is None
    with pytest.raises(UsageError, match="02_losses has no function 'mse'; choose from mean_squared_error"):
        function_in(losses, "mse")

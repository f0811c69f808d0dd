"""A course of one's own: linear algebra, outside the checkout, through every command."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from grader.errors import CatalogueError
from grader.exercises.catalogue import CHECKOUT, Catalogue
from grader.grading.bundle import bundle_digest, pack_exercises, unpack_exercises
from grader.grading.settings import Settings
from grader.release.leaks import Secrets

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "linear_algebra"

XORCISE = Path(sys.executable).parent / "xorcise"

TAKEN = "03_numerical_gradient"
"""The exercise that the example takes from Xorcise."""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the example outside the checkout."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "linear_algebra"))


def xorcise(*words: str | Path, cwd: Path, code: int = 0, **env: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [XORCISE, *words], cwd=cwd, env=os.environ | env, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == code, f"{words}\n{done.stdout}{done.stderr}"
    return done


# --- which course ---------------------------------------------------------------------------------------------------


def test_the_option_the_variable_and_the_folder_name_a_course(course: Path, tmp_path: Path) -> None:
    """Each leads to the same exercises; the option goes before the variable, the variable before the folder."""
    inside = xorcise("list", cwd=course / "exercises" / "02_projection").stdout
    assert [line.split()[0] for line in inside.splitlines()] == ["01_matrix_product", "02_projection", TAKEN]
    assert xorcise("--catalogue", course, "list", cwd=tmp_path).stdout == inside
    assert xorcise("list", cwd=tmp_path, XORCISE_CATALOGUE=str(course)).stdout == inside
    assert xorcise("list", cwd=CHECKOUT, XORCISE_CATALOGUE=str(course)).stdout == inside
    assert xorcise("--catalogue", course, "list", cwd=tmp_path, XORCISE_CATALOGUE=str(CHECKOUT)).stdout == inside


@pytest.mark.parametrize("words", [("--catalogue", "nowhere", "list"), ("--catalogue", ".", "list")])
def test_a_folder_that_is_no_course_is_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    """One line, exit code 2: it is never our own course instead."""
    done = xorcise(*words, cwd=tmp_path, code=2)
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1


def test_suites_lie_in_a_folder_of_their_own(course: Path) -> None:
    """``suites/`` in a course, ``grader/suites/`` where there is a ``grader/``, as in the checkout."""
    catalogue = Catalogue(course)
    assert catalogue.hidden_suite(catalogue.exercise("1")).is_relative_to(course / "suites")
    (course / "grader").mkdir()
    (course / "suites").rename(course / "grader" / "suites")
    catalogue = Catalogue(course)
    assert catalogue.hidden_suite(catalogue.exercise("1")).is_relative_to(course / "grader" / "suites")


# --- beside others --------------------------------------------------------------------------------------------------


def test_exercises_of_another_catalogue_stand_beside(course: Path, catalogue: Catalogue) -> None:
    """Their pieces lie where they came from, and are as secret; they are graded by the same suite."""
    ours, theirs = catalogue.exercise(TAKEN), Catalogue(course)
    assert theirs.exercise("3") == ours
    for piece in (Catalogue.statement_dir, Catalogue.reference, Catalogue.hidden_suite, Catalogue.grading_digest):
        assert piece(theirs, ours) == piece(catalogue, ours)
    assert set(theirs.secret_paths()) == {course / "suites", course / "solutions", *catalogue.secret_paths()}
    assert theirs.name_of(theirs.hidden_suite(ours)) == f"grader/suites/{TAKEN}/test_gradients_hidden.py"


def test_one_s_own_stands_instead(course: Path, catalogue: Catalogue) -> None:
    """An exercise of the same slug takes the place of the one that would be taken over."""
    for part, folder in (("exercises", "exercises"), ("solutions", "solutions"), ("grader/suites", "suites")):
        shutil.copytree(catalogue.root / part / TAKEN, course / folder / TAKEN)
    theirs = Catalogue(course)
    assert theirs.hidden_suite(theirs.exercise("3")).is_relative_to(course)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[[beside]]\nroot = "xorcise"\n', "01_neurons of xorcise has the number or the module of 01_matrix_product"),
        ('[[beside]]\nroot = "xorcise"\nexercises = ["99"]\n', "there is no exercise '99'"),
        ('[[beside]]\nroot = "../nowhere"\n', "which is no other catalogue's folder"),
        ('[[beside]]\nroot = "."\n', "which is no other catalogue's folder"),
        ('[[besides]]\nroot = "xorcise"\n', "unknown key 'besides'; did you mean 'beside'?"),
        ('[[beside]]\nexercises = ["3"]\n', "beside no. 1, root is missing"),
    ],
)
def test_a_wrong_file_is_one_line(course: Path, text: str, why: str) -> None:
    """What cannot be taken beside is said with the file and the remedy."""
    (course / "catalogue.toml").write_text(text)
    with pytest.raises(CatalogueError) as caught:
        _ = Catalogue(course).exercises
    assert why in str(caught.value)
    assert "\n" not in str(caught.value)


def test_two_courses_may_take_from_each_other(course: Path, tmp_path: Path) -> None:
    """Only the own exercises of the other are taken, so that there is an end."""
    other = tmp_path / "other"
    (other / "exercises").mkdir(parents=True)
    shutil.move(course / "exercises" / "02_projection", other / "exercises")
    (course / "catalogue.toml").write_text('[[beside]]\nroot = "../other"\n')
    (other / "catalogue.toml").write_text('[[beside]]\nroot = "../linear_algebra"\n')
    slugs = ["01_matrix_product", "02_projection"]
    assert [e.slug for e in Catalogue(course).exercises] == slugs
    assert [e.slug for e in Catalogue(other).exercises] == slugs


def test_a_course_travels_to_other_machines(course: Path, tmp_path: Path) -> None:
    """What a Dask worker is sent has the own and the taken exercises, in one catalogue with the same digests."""
    here = Catalogue(course)
    packed = pack_exercises(Settings(str(course), tuple(e.slug for e in here.exercises)))
    unpack_exercises(packed, bundle_digest(packed), tmp_path / "there")
    there = Catalogue(tmp_path / "there")
    assert [e.slug for e in there.exercises] == [e.slug for e in here.exercises]
    for exercise in here.exercises:
        assert there.grading_digest(exercise) == here.grading_digest(exercise)


@pytest.mark.slow
def test_the_page_is_true(tmp_path: Path) -> None:
    """Every command of docs/own-course.md succeeds in an empty folder, in order, and its table names what is there."""
    page = (CHECKOUT / "docs" / "own-course.md").read_text(encoding="utf-8")
    commands = re.findall(r"^    \$ xorcise (.*)$", page, re.M)
    assert len(commands) == 5
    for command in commands:
        xorcise(*command.split(), cwd=tmp_path)
    for names in re.findall(r"^\| (`[^|]+`) \|", page, re.M):
        assert all((tmp_path / "algebra" / name).exists() for name in re.findall(r"`([^`]+)`", names))
    beside = re.search(r"^    (\[\[beside\]\](?:\n    .*)+)", page, re.M)
    assert beside is not None
    (tmp_path / "algebra" / "catalogue.toml").write_text(dedent("    " + beside[1]))
    assert [e.slug for e in Catalogue(tmp_path / "algebra").exercises][2:] == [TAKEN]


# --- through every command ------------------------------------------------------------------------------------------


def test_a_new_course_holds_together(tmp_path: Path) -> None:
    """``new --course`` writes a course whose first exercise passes its audit, and ``new`` in it adds another."""
    said = xorcise("new", "01_inner_product", "--course", "algebra", cwd=tmp_path).stdout
    course = tmp_path / "algebra"
    assert all((course / line).is_file() for line in said.splitlines()[:-1])
    assert {p.name for p in course.iterdir()} == {
        *("exercises", "solutions", "suites"),
        *("README.md", "course.toml", "catalogue.toml", "requirements.txt", ".gitignore"),
    }
    assert "no faults" in xorcise("audit", "--only", "wrong", "--only", "reference", cwd=course).stdout
    xorcise("--catalogue", course, "new", "02_outer_product", cwd=tmp_path)
    assert (course / "suites" / "02_outer_product" / "test_outer_product_hidden.py").is_file()
    assert "is not empty" in xorcise("new", "01_x", "--course", course, cwd=tmp_path, code=2).stderr
    assert not (tmp_path / "bad").exists()
    xorcise("new", "x", "--course", "bad", cwd=tmp_path, code=2)
    assert not (tmp_path / "bad").exists()


def test_new_begins_in_an_empty_folder(tmp_path: Path) -> None:
    """Where --catalogue names a folder without exercises, the first is written there, and not into our checkout."""
    (tmp_path / "empty").mkdir()
    xorcise("--catalogue", "empty", "new", "01_inner_product", cwd=tmp_path)
    assert (tmp_path / "empty" / "suites" / "01_inner_product").is_dir()


def test_a_minimal_exercise_holds_together(tmp_path: Path) -> None:
    """It is in one language, and the audit says what may be added without calling it a fault."""
    xorcise("new", "01_inner_product", "--course", "algebra", "--minimal", cwd=tmp_path)
    course = tmp_path / "algebra"
    files = [path for path in course.glob("[esx]*/**/*") if path.is_file()]
    assert sorted(path.name for path in files) == [
        *("README.md", "equivalent.toml", "exercise.toml"),
        *("inner_product.py", "inner_product.py", "test_inner_product.py", "test_inner_product_hidden.py"),
    ]
    for path in files:
        assert not re.search("[\u4e00-\u9fff]|zh-CN", path.read_text(encoding="utf-8")), path
    said = xorcise("audit", "--only", "stub", "--only", "reference", cwd=course).stdout
    assert said.startswith("01_inner_product: no faults")
    assert [line.split(":")[1].strip() for line in said.splitlines()[1:]] == [
        "accepted solutions",
        "misconceptions",
        "a statement in zh-CN",
    ]


@pytest.mark.slow
def test_the_suites_hold(course: Path) -> None:
    """The audit of both exercises has no faults: with misconceptions in two languages, and with none in one."""
    said = xorcise("audit", "1", "2", cwd=course).stdout
    assert "01_matrix_product: no faults  3 right, 2 of 2 wrong named" in said
    assert "02_projection: no faults  2 right, 24 garbage" in said


@pytest.mark.slow
def test_from_check_to_reports(course: Path, tmp_path: Path) -> None:
    """A class is checked, graded, told its misconceptions, reported in both languages, and given its handout."""
    own = Catalogue(course)
    matrix, projection, gradient = own.exercises
    assert xorcise("check", "2", "--lang", "zh-CN", cwd=course, code=1).stdout.startswith("02 Projection")
    assert "02_projection has no hints" in xorcise("hint", "2", cwd=course, code=2).stderr
    assert "结果有几个数" in xorcise("hint", "1", "matvec", "--lang", "zh-CN", cwd=course).stdout

    for student, number in (("ada", 0), ("bob", 1)):
        folder = tmp_path / "class" / student
        folder.mkdir(parents=True)
        for exercise in own.exercises:
            right = [own.reference(exercise), *own.accepted(exercise)]
            shutil.copy(right[number], folder / exercise.filename)
    source = own.reference(matrix).read_text(encoding="utf-8")
    wrong = source.replace("return np.sum(A[:, :, None] * B, axis=1)", "return A * B if A.shape == B.shape else A @ B")
    (tmp_path / "class" / "bob" / matrix.filename).write_text(wrong, encoding="utf-8")
    xorcise("grade", tmp_path / "class", "-o", tmp_path / "out", "-j", "1", cwd=course)
    scores = {}
    for student in ("ada", "bob"):
        record = json.loads((tmp_path / "out" / "students" / student / "result.json").read_text(encoding="utf-8"))
        scores[student] = {e["slug"]: e["score"] for e in record["exercises"]}
    full = dict.fromkeys([matrix.slug, projection.slug, gradient.slug], 100)
    assert scores == {"ada": full, "bob": full | {matrix.slug: 65}}

    told = (tmp_path / "out" / "students" / "bob" / "feedback.html").read_text(encoding="utf-8")
    assert "Matrices of one shape are multiplied element by element." in told
    xorcise("report", tmp_path / "out", "--lang", "zh-CN", cwd=course)
    told = (tmp_path / "out" / "students" / "bob" / "feedback.html").read_text(encoding="utf-8")
    assert "形状相同的矩阵逐元素相乘。" in told
    assert "Projection and least squares" in told  # there is no Chinese title to show
    assert "The best fit to random points" in told

    given = Path(xorcise("handout", tmp_path / "given", cwd=course).stdout.strip())
    assert sorted(p.name for p in (given / "exercises").iterdir()) == [e.slug for e in own.exercises]
    assert "(exercises/02_projection/README.md) | Projection" in (given / "README.zh-CN.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_handout_of_a_course_gives_nothing_of_it_away(course: Path, tmp_path: Path) -> None:
    """Own suites, own solutions, and those of the exercise that was taken are all looked for."""
    own = Catalogue(course)
    hidden = own.hidden_suite(own.exercise("1")), own.reference(own.exercise("2")), own.reference(own.exercise("3"))
    for number, path in enumerate(hidden):
        shutil.copy(path, course / "exercises" / "02_projection" / f"notes-{number}.txt")
    said = xorcise("handout", tmp_path / "given", cwd=course, code=2).stderr
    assert re.search(r"would be given what is hidden: exercises/02_projection/notes-\d.txt holds the whole of", said)
    found = [str(leak.line) for leak in Secrets.of(own, Catalogue(CHECKOUT)).leaks(course / "exercises")]
    for number in range(len(hidden)):  # the command tells the first
        assert any(line.startswith(f"02_projection/notes-{number}.txt holds the whole of") for line in found), found


@pytest.mark.slow
def test_an_exercise_in_chinese_alone(course: Path, tmp_path: Path) -> None:
    """Titles, hints and statements in one language serve a reader of another."""
    folder = course / "exercises" / "02_projection"
    text = (folder / "exercise.toml").read_text(encoding="utf-8")
    (folder / "exercise.toml").write_text(
        text.replace('en = "Projection and least squares"', '"zh-CN" = "投影"'), encoding="utf-8"
    )
    (folder / "README.md").rename(folder / "README.zh-CN.md")
    assert "投影" in xorcise("list", cwd=course).stdout
    assert "投影" in xorcise("check", "2", cwd=course, code=1).stdout
    given = Path(xorcise("handout", tmp_path / "given", "-e", "2", cwd=course).stdout.strip())
    readme = (given / "README.md").read_text(encoding="utf-8")
    assert "(exercises/02_projection/README.zh-CN.md) | 投影 |" in readme

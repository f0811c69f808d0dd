"""What students receive: complete, the same each time, ready to be used, and with nothing hidden in it."""

from __future__ import annotations

import ast
import hashlib
import json
import shutil
import subprocess
import zipfile
import zlib
from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.errors import UsageError
from grader.exercises.catalogue import DESK, DESK_FILES, Catalogue
from grader.explain.desk_files import desk_beliefs, desk_edits
from grader.release import handout as module
from grader.release.handout import Form, Handout, refuse_leaks
from grader.release.leaks import Secrets
from grader.release.opened import contents
from grader.suite import evidence

ROOT = Path(__file__).resolve().parents[2]

SLUG = "02_losses"

ADDED = {
    "one suite file": f"grader/suites/{SLUG}/test_losses_hidden.py",
    "one wrong overlay": f"grader/suites/{SLUG}/wrong/*.py",
    "one fingerprint table": f"grader/suites/{SLUG}/fingerprints.msgpack",
    "one table of edits": f"grader/suites/{SLUG}/edits.msgpack",
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    """The handout of the whole course, as a folder."""
    return Handout(catalogue, catalogue.exercises).write(tmp_path_factory.mktemp("given") / "course")


@pytest.fixture(scope="module")
def secrets(catalogue: Catalogue) -> Secrets:
    """What must not leave this checkout."""
    return Secrets.of(catalogue)


@pytest.fixture
def course(tmp_path: Path, catalogue: Catalogue) -> Catalogue:
    """A copy of one exercise in its three places."""
    for part in ("exercises", "solutions", "grader/suites"):
        shutil.copytree(catalogue.root / part / SLUG, tmp_path / "own" / part / SLUG)
    return Catalogue(tmp_path / "own")


@pytest.fixture
def built_already(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wheel of ``whole`` instead of another, for tests about something else."""
    (wheel,) = whole.glob("*.whl")
    monkeypatch.setattr(module, "build_wheel", lambda folder, exercises: Path(shutil.copy(wheel, folder)))


@pytest.fixture
def known_already(secrets: Secrets, monkeypatch: pytest.MonkeyPatch) -> None:
    """The secrets of this checkout, which take ten seconds to collect, once for several tests."""
    monkeypatch.setattr(module, "Secrets", SimpleNamespace(of=lambda *_: secrets))


@pytest.fixture
def not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """No comparison with what is hidden, which takes seconds, for tests about something else."""
    monkeypatch.setattr(module, "refuse_leaks", lambda *_: None)


def test_everything_of_the_exercises_is_there(whole: Path, catalogue: Catalogue) -> None:
    """Statements in both languages, stubs, descriptions, public tests and figures, byte by byte, and nothing else."""
    for exercise in catalogue.exercises:
        given, own = whole / "exercises" / exercise.slug, catalogue.statement_dir(exercise)
        names = files_in(given)
        assert names == files_in(own)
        assert {"README.md", "README.zh-CN.md", "exercise.toml", exercise.filename, "desk/stub.py"} <= names
        assert catalogue.public_suite(exercise).name in names
        assert all((given / name).read_bytes() == (own / name).read_bytes() for name in names)


def files_in(folder: Path) -> set[str]:
    """Return the files below a folder, without Python's caches."""
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"}


@pytest.mark.usefixtures("built_already", "not_compared")
def test_the_stub_is_kept_apart_for_reset(course: Catalogue, tmp_path: Path) -> None:
    """A course that has none of its own, or an outdated one, gives today's stub, which also the digest is of."""
    exercise = course.exercise("2")
    kept = course.given_stub(exercise)
    for prepare in (lambda: kept.write_text("x = 1\n"), kept.unlink):
        prepare()
        given = Catalogue(Handout(course, course.exercises).write(tmp_path / str(kept.exists())))
        assert given.given_stub(exercise).read_bytes() == course.stub(exercise).read_bytes()
        assert given.stub_digest(exercise) == hashlib.sha256(course.stub(exercise).read_bytes()).hexdigest()


def test_what_lies_around_the_exercises(whole: Path, catalogue: Catalogue) -> None:
    """READMEs that link to statements which are there, the wheel that requirements.txt names, settings of editors."""
    names = {p.name for p in whole.iterdir()}
    (wheel,) = whole.glob("*.whl")
    assert names == {"exercises", "README.md", "README.zh-CN.md", "requirements.txt", wheel.name} | {
        ".vscode",
        ".devcontainer",
        ".gitignore",
        ".stubs.sha256",
    }
    assert (whole / "requirements.txt").read_text() == f"./{wheel.name}[tensorflow]\n"
    for name, title in (("README.md", "en"), ("README.zh-CN.md", "zh-CN")):
        text = (whole / name).read_text(encoding="utf-8")
        for exercise in catalogue.exercises:
            assert f"(exercises/{exercise.slug}/{name}) | {exercise.title[title]} |" in text
            assert (whole / "exercises" / exercise.slug / name).is_file()
    settings = json.loads((whole / ".vscode" / "settings.json").read_text())
    assert settings["python.testing.pytestEnabled"] is True
    assert settings["python.testing.pytestArgs"] == ["exercises"]
    container = json.loads((whole / ".devcontainer" / "devcontainer.json").read_text())
    assert "requirements.txt" in container["postCreateCommand"]
    checked = subprocess.run(["sha256sum", "-c", ".stubs.sha256"], cwd=whole, capture_output=True, check=False)
    assert checked.returncode == 0


def test_the_wheel_is_the_package_without_its_suites(whole: Path) -> None:
    """Every module outside the suites is in it, with templates and entry points; it is for any machine."""
    (wheel,) = whole.glob("*.whl")
    assert wheel.name.endswith("-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {n for n in archive.namelist() if n.startswith("grader/")}
        (points,) = (n for n in archive.namelist() if n.endswith("entry_points.txt"))
        assert "[pytest11]" in archive.read(points).decode()
    files = {p.relative_to(ROOT).as_posix() for p in (ROOT / "grader").rglob("*") if p.is_file()}
    expected = {f for f in files if "/__pycache__/" not in f and not f.startswith("grader/suites/")}
    given = (p.relative_to(whole).as_posix() for p in (whole / "exercises").rglob("*") if p.is_file())
    carried = {f"grader/course/{name}" for name in given}
    assert names == expected | carried


@pytest.mark.slow
@pytest.mark.usefixtures("built_already")
def test_no_file_of_it_is_hidden_work(whole: Path, catalogue: Catalogue, secrets: Secrets, tmp_path: Path) -> None:
    """Every file, also in the wheel, in the zip and in git's objects, has nothing of suites and solutions."""
    assert list(secrets.leaks(whole)) == []
    forms: tuple[Form, ...] = ("zip", "git")
    for form in forms:
        given = Handout(catalogue, catalogue.exercises).write(tmp_path / form, form)
        assert list(secrets.leaks(given)) == []
        opened = {name.rpartition("!")[2] for name, _ in contents(given)}
        assert "grader/suite/proxy.py" in opened  # the wheel was looked into
    looked_at = dict(contents(whole))
    assert any(name.endswith(".whl!grader/cli.py") for name in looked_at)


@pytest.mark.slow
@pytest.mark.parametrize("what", ADDED)
@pytest.mark.parametrize("how", ["as it is", "renamed", "zipped"])
def test_one_hidden_file_added_on_purpose_is_found(
    whole: Path, secrets: Secrets, tmp_path: Path, what: str, how: str
) -> None:
    """The leak test fails for each kind of file, under any name, and inside an archive."""
    source = min(ROOT.glob(ADDED[what]))
    copy = tmp_path / "copy"
    shutil.copytree(whole / "exercises" / SLUG, copy)
    assert list(secrets.leaks(copy)) == []
    match how:
        case "as it is":
            shutil.copy(source, copy)
        case "renamed":
            shutil.copy(source, copy / "figure2.png")
        case _:
            with zipfile.ZipFile(copy / "data.zip", "w", zipfile.ZIP_DEFLATED) as archive:
                archive.write(source, "numbers.txt")
    named = {leak.secret for leak in secrets.leaks(copy)}
    tables = (
        set(source.parent.glob("*.msgpack")) if source.suffix == ".msgpack" else set()
    )  # they share what fails alike
    assert source.relative_to(ROOT).as_posix() in named
    assert named <= {path.relative_to(ROOT).as_posix() for path in {source} | tables}


def test_of_the_desk_exactly_what_is_generated_is_given(whole: Path, catalogue: Catalogue) -> None:
    """Words, two tables and perhaps a stub to begin again with. The tables are of public tests alone."""
    for exercise in catalogue.exercises:
        folder = whole / "exercises" / exercise.slug / DESK
        names = {p.relative_to(folder).as_posix() for p in folder.rglob("*")}
        assert {"words.json", "beliefs.msgpack", "edits.msgpack"} <= names <= set(DESK_FILES)
        public = ast.parse(catalogue.public_suite(exercise).read_text(encoding="utf-8"))
        tests = {node.name for node in ast.walk(public) if isinstance(node, ast.FunctionDef)}
        for table in (desk_beliefs(catalogue, exercise), desk_edits(catalogue, exercise)):
            assert {evidence.test_of(name) for fails in table.values() for name in fails} <= tests


@pytest.mark.usefixtures("built_already", "not_compared")
def test_what_else_lies_on_the_desk_stays_behind(course: Catalogue, tmp_path: Path) -> None:
    own = course.desk_dir(course.exercises[0])
    own.mkdir(exist_ok=True)
    for name in ("notes.md", "words.json"):
        (own / name).write_text("{}")
    given = Handout(course, course.exercises).write(tmp_path / "out")
    names = {p.name for p in (given / "exercises" / SLUG / DESK).iterdir()}
    assert "words.json" in names
    assert "notes.md" not in names


@pytest.mark.slow
@pytest.mark.parametrize("what", ["one fingerprint table", "one table of edits"])
@pytest.mark.usefixtures("built_already", "known_already")
def test_a_table_of_hidden_tests_on_the_desk_is_found(course: Catalogue, tmp_path: Path, what: str) -> None:
    """Also where it was packed otherwise, so that no whole file is the same."""
    own = course.desk_dir(course.exercises[0])
    own.mkdir(exist_ok=True)
    inflated = zlib.decompress(min(ROOT.glob(ADDED[what])).read_bytes())
    (own / "beliefs.msgpack").write_bytes(zlib.compress(inflated, 1))
    with pytest.raises(UsageError, match=r"would be given what is hidden: exercises/02_losses/desk/beliefs\.msgpack"):
        Handout(course, course.exercises).write(tmp_path / "out")


@pytest.mark.slow
@pytest.mark.usefixtures("built_already", "known_already")
@pytest.mark.parametrize("what", ADDED)
def test_a_handout_with_hidden_work_is_refused(course: Catalogue, tmp_path: Path, what: str) -> None:
    """It says in one line which file holds what of which, and writes nothing."""
    shutil.copy(min(ROOT.glob(ADDED[what])), course.root / "exercises" / SLUG / "extra.bin")
    with pytest.raises(
        UsageError, match=r"would be given what is hidden: exercises/02_losses/extra\.bin holds"
    ) as caught:
        Handout(course, course.exercises).write(tmp_path / "out")
    assert "\n" not in str(caught.value)
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.slow
def test_a_wheel_with_suites_is_refused(course: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wheel that was built with the suites in it never reaches a student, also where the course has others."""

    def build(folder: Path, exercises: Path) -> Path:
        path = folder / "xorcise-1-py3-none-any.whl"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            suite = ROOT / "grader" / "suites" / "03_numerical_gradient" / "test_gradients_hidden.py"
            archive.write(suite, "grader/suites/03.py")
        return path

    monkeypatch.setattr(module, "build_wheel", build)
    with pytest.raises(UsageError, match=r"\.whl!grader/suites/03\.py holds the whole of"):
        Handout(course, course.exercises).write(tmp_path / "out")


@pytest.mark.usefixtures("built_already", "not_compared")
def test_a_part_of_the_course(catalogue: Catalogue, tmp_path: Path) -> None:
    """Only the exercises that were asked for are in it and in its READMEs."""
    part = [catalogue.exercise("2"), catalogue.exercise("3")]
    given = Handout(catalogue, part).write(tmp_path / "part")
    assert sorted(p.name for p in (given / "exercises").iterdir()) == [e.slug for e in part]
    assert (given / "README.md").read_text().count("| [") == 2
    assert len((given / ".stubs.sha256").read_text().splitlines()) == 2


@pytest.mark.usefixtures("not_compared")
def test_the_same_course_is_the_same_bytes(course: Catalogue, tmp_path: Path) -> None:
    """Two zips of the same name are equal: a course can tell whether anything changed."""
    zips = [Handout(course, course.exercises).write(tmp_path / n / "week1", "zip") for n in ("a", "b")]
    assert zips[0].read_bytes() == zips[1].read_bytes()
    with zipfile.ZipFile(zips[0]) as archive:
        assert {name.partition("/")[0] for name in archive.namelist()} == {"week1"}


@pytest.mark.usefixtures("built_already", "not_compared")
def test_a_repository_has_one_commit_that_is_nobody_s(
    course: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything is committed, by no person, whatever the instructor's own settings and hooks are."""
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    given = Handout(course, course.exercises).write(tmp_path / "repository", "git")
    monkeypatch.delenv("GIT_DIR")

    def git(*words: str) -> str:
        return subprocess.run(["git", "-C", given, *words], capture_output=True, text=True, check=True).stdout

    assert git("log", "--all", "--format=%an %ae %s").splitlines() == ["xorcise xorcise@localhost Exercises"]
    assert git("status", "--porcelain") == ""
    tracked = set(git("ls-files").splitlines())
    assert {
        p.relative_to(given).as_posix() for p in given.rglob("*") if p.is_file() and ".git" not in p.parts
    } == tracked


@pytest.mark.usefixtures("built_already", "not_compared")
def test_nothing_is_overwritten_and_nobody_s_files_are_taken(course: Catalogue, tmp_path: Path) -> None:
    """A folder with something in it is refused; hidden files, caches, backups and links are no part of an exercise."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("mine")
    with pytest.raises(UsageError, match="is not empty"):
        Handout(course, course.exercises).write(tmp_path / "out")
    own = course.root / "exercises" / SLUG
    for name in (".secret", "losses.py~", "__pycache__/a.pyc", ".ipynb_checkpoints/x.ipynb"):
        (own / name).parent.mkdir(exist_ok=True)
        (own / name).write_text("not for students")
    (own / "link").symlink_to("/etc/hostname")
    given = Handout(course, course.exercises).write(tmp_path / "new")
    names = {p.name for p in (given / "exercises" / SLUG).rglob("*")}
    assert not names & {".secret", "losses.py~", "__pycache__", ".ipynb_checkpoints", "link"}


@pytest.mark.usefixtures("not_compared")
def test_an_installation_without_a_checkout_names_its_version(
    course: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is nothing to build a wheel of, requirements.txt asks the index for the same version."""
    from grader import __version__

    monkeypatch.setattr(module, "build_wheel", lambda *_: None)
    given = Handout(course, course.exercises).write(tmp_path / "out")
    assert (given / "requirements.txt").read_text() == f"xorcise=={__version__}\n"


def test_refusing_tells_how_many(course: Catalogue, tmp_path: Path) -> None:
    """One line names the first leak and counts the others."""
    given = tmp_path / "given"
    given.mkdir()
    shutil.copy(course.reference(course.exercise("2")), given / "a.py")
    shutil.copy(course.hidden_suite(course.exercise("2")), given / "b.py")
    with pytest.raises(UsageError, match=r": a\.py holds the whole of .* \(and 1 more like it\); take it out"):
        refuse_leaks(course, given)

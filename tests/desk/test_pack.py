"""What a student hands in: only what was begun, read back as it will be graded, with a digest that is proof of it."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from pathlib import Path

import pytest

from grader.desk.pack import Packed, State, look, pack
from grader.errors import UsageError
from grader.exercises.catalogue import DESK_FILES, Catalogue
from grader.exercises.exercise import Exercise
from grader.submission import Entry, discover, read_entry

SLUGS = ("02_losses", "03_numerical_gradient", "10_two_layer_net")


@pytest.fixture
def given(tmp_path: Path, catalogue: Catalogue) -> Catalogue:
    """A student's folder with three exercises, as they were handed out."""
    for slug in SLUGS:
        shutil.copytree(catalogue.root / "exercises" / slug, tmp_path / "course" / "exercises" / slug)
    return Catalogue(tmp_path / "course")


def solve(given: Catalogue, catalogue: Catalogue, name: str) -> Exercise:
    """Put the reference in the place of a stub."""
    exercise = given.exercise(name)
    given.stub(exercise).write_bytes(catalogue.reference(exercise).read_bytes())
    return exercise


def states(given: Catalogue) -> dict[str, State]:
    return {one.slug: one.state for one in found(given)}


def found(given: Catalogue) -> list[Packed]:
    return [look(given, e) for e in given.exercises]


def test_stubs_are_untouched(given: Catalogue) -> None:
    """What was handed out is nothing to hand in, also with a comment added, and an error says so."""
    assert set(states(given).values()) == {State.UNTOUCHED}
    stub = given.stub(given.exercise("2"))
    stub.write_text(stub.read_text(encoding="utf-8") + "\n# where do I begin?\n", encoding="utf-8")
    assert states(given)["02_losses"] is State.UNTOUCHED
    with pytest.raises(UsageError, match="nothing to hand in yet"):
        pack(given, found(given), given.root / "a.zip")
    assert not (given.root / "a.zip").exists()


def test_what_is_written_is_told_by_entry_point(given: Catalogue, catalogue: Catalogue) -> None:
    """One function of seven is partly; a class with one method written is written; a missing file is missing."""
    solve(given, catalogue, "3")
    losses = given.stub(given.exercise("2"))
    losses.write_text(losses.read_text(encoding="utf-8") + "\n\ndef mean_squared_error(y, t):\n    return 0.0\n")
    net = given.stub(given.exercise("10"))
    net.unlink()
    one, three, ten = found(given)
    assert (one.state, three.state, ten.state) == (State.PARTLY, State.PACKED, State.MISSING)
    assert one.unwritten == tuple(n for n in given.exercise("2").entry_points if n != "mean_squared_error")
    assert three.unwritten == ()
    net.write_text("class TwoLayerNet:\n    def __init__(self, *sizes):\n        self.params = {}\n", encoding="utf-8")
    assert look(given, given.exercise("10")).unwritten == ("train",)


@pytest.mark.parametrize(
    "source",
    [
        "mean_squared_error = lambda y, t: 0.0",
        "from helpers import mean_squared_error",
        "import helpers as mean_squared_error",
        "if True:\n    def mean_squared_error(y, t): return 1",
        "def mean_squared_error(y, t): return",
        "def broken(:",
    ],
)
def test_any_way_of_binding_a_name_is_work(given: Catalogue, source: str) -> None:
    """A name that is imported, assigned, defined under a condition, or in a file with an error, is packed."""
    given.stub(given.exercise("2")).write_text(source)
    assert states(given)["02_losses"] in (State.PARTLY, State.PACKED)


def test_a_stub_without_marks_is_known_by_its_digest(given: Catalogue) -> None:
    """A stub that returns something is told from work by what the handout noted."""
    stub = given.stub(given.exercise("3"))
    stub.write_text("def numerical_gradient(f, x):\n    return 0  # yours\n")
    assert states(given)["03_numerical_gradient"] is State.PARTLY
    digest = hashlib.sha256(stub.read_bytes()).hexdigest()
    (given.root / ".stubs.sha256").write_text(f"{digest}  exercises/03_numerical_gradient/gradients.py\n")
    assert states(given)["03_numerical_gradient"] is State.UNTOUCHED
    (given.root / ".stubs.sha256").unlink()
    given.given_stub(given.exercise("3")).write_bytes(stub.read_bytes())
    assert states(given)["03_numerical_gradient"] is State.UNTOUCHED


def test_the_zip_is_what_grading_reads(given: Catalogue, catalogue: Catalogue, tmp_path: Path) -> None:
    """The zip has the student's files alone, and is discovered and read to the same files and digest."""
    exercise = solve(given, catalogue, "2")
    helper = given.statement_dir(exercise) / "helpers" / "more.py"
    helper.parent.mkdir()
    helper.write_text("x = 1\n")
    for name in DESK_FILES:  # generated, and given to the student
        given.desk_dir(exercise).mkdir(exist_ok=True)
        (given.desk_dir(exercise) / name).write_bytes(b"x")
    (tmp_path / "class").mkdir()
    target = tmp_path / "class" / "ada.zip"
    packed = pack(given, found(given), target)
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == ["02_losses/helpers/more.py", "02_losses/losses.py"]
    (entry,) = discover(target.parent, catalogue.exercises)
    graded = read_entry(entry, catalogue.exercises)
    assert (entry.person, graded.digest, graded.notes) == ("ada", packed.digest, ())
    assert graded.files["02_losses"]["losses.py"] == catalogue.reference(exercise).read_bytes()
    before = target.read_bytes()
    pack(given, found(given), target)
    assert target.read_bytes() == before


def test_what_could_not_be_graded_is_not_written(given: Catalogue, catalogue: Catalogue) -> None:
    """A submission that grading would refuse is refused here, where it can still be mended."""
    solve(given, catalogue, "2")
    folder = given.statement_dir(given.exercise("2"))
    for n in range(201):
        (folder / f"table{n}.csv").write_text("1")
    with pytest.raises(UsageError, match="could not be handed in: it has more than 200 files"):
        pack(given, found(given), given.root / "a.zip")


def test_what_would_be_read_otherwise_is_not_written(given: Catalogue, catalogue: Catalogue) -> None:
    """Where reading back gives other files than were packed, nothing is written."""
    solve(given, catalogue, "2")
    (one, *_) = found(given)
    strange = Packed(one.slug, one.state, (), {"losses.py": b"x = 1\n", "README.md": b"dropped"})
    with pytest.raises(UsageError, match="02_losses would be read as something else"):
        pack(given, [strange], given.root / "a.zip")
    assert not (given.root / "a.zip").exists()


def test_reading_back_is_reading(given: Catalogue, catalogue: Catalogue, tmp_path: Path) -> None:
    """The digest is that of the submission which ``read`` makes of the zip, and of no other."""
    solve(given, catalogue, "2")
    solve(given, catalogue, "3")
    packed = pack(given, found(given), tmp_path / "a.zip")
    assert packed.digest == read_entry(Entry("x", tmp_path / "a.zip"), given.exercises).digest
    stub = given.stub(given.exercise("3"))
    stub.write_text(stub.read_text(encoding="utf-8") + "# better\n", encoding="utf-8")
    assert pack(given, found(given), tmp_path / "b.zip").digest != packed.digest


def test_what_is_used_beside_a_folder_is_packed_once(given: Catalogue, catalogue: Catalogue) -> None:
    """A helper folder and an earlier exercise go along, and are read back as grading reads them; figures do not."""
    for name in ("2", "3"):
        path = given.stub(solve(given, catalogue, name))
        path.write_text('import sys\nsys.path.append("../common")\n' + path.read_text(encoding="utf-8"))
    (given.root / "exercises" / "common").mkdir()
    (given.root / "exercises" / "common" / "helpers.py").write_text('p = "../10_two_layer_net"\n')
    (given.root / "exercises" / "unused").mkdir()
    (given.root / "exercises" / "unused" / "x.py").write_text("")
    target = given.root / "work.zip"
    submission = pack(given, found(given), target)
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
    assert [n for n in names if "common" in n or "unused" in n] == ["common/helpers.py"]
    assert not [n for n in names if "figure" in n]
    for slug in ("02_losses", "03_numerical_gradient"):
        assert "../common/helpers.py" in submission.files[slug]
        assert "../10_two_layer_net/two_layer_net.py" in submission.files[slug]

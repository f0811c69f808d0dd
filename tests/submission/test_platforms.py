"""Classes as platforms deliver them are read to the right people, files and times."""

from __future__ import annotations

import datetime
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.submission import Entry, Reader, Submission, read_entry
from grader.submission.delivery import VERSIONS
from grader.submission.discover import Found, survey
from grader.submission.platforms import LAYOUTS
from grader.submission.times import times_of
from grader.submission.unpack import class_folder
from submission import platform_folders as folders
from submission.platform_folders import EARLY, LATE, LAYER, ONE, TWO
from submission.sample import COURSE, STUB, write, zipped

Read = dict[str, tuple[Entry, Submission]]


def found_in(path: Path, layout: str = "auto") -> Found:
    """Return what is found in a folder."""
    return survey(path, COURSE, layout)


def read(found: Found) -> Read:
    """Return each entry and its submission by person."""
    return {entry.person: (entry, read_entry(entry, COURSE, COURSE)) for entry in found.entries}


def code(found: Read, person: str) -> dict[str, str]:
    """Return the module of each exercise of a person."""
    files = found[person][1].files
    modules = {exercise.slug: exercise.filename for exercise in COURSE}
    return {slug: own[modules[slug]].decode() for slug, own in files.items()}


def ids(found: Read) -> dict[str, tuple[str, ...]]:
    """Return the identifiers of each person."""
    return {person: entry.ids for person, (entry, _) in found.items()}


def iso(time: int) -> str:
    """Return a time as the gradebook has it."""
    return datetime.datetime.fromtimestamp(time, datetime.UTC).isoformat()


@pytest.mark.parametrize("write_class", [folders.moodle_folders, folders.moodle_flat])
def test_moodle(tmp_path: Path, write_class: Callable[[Path], Path]) -> None:
    """The participant's number says whose a folder or file is; text typed into the page is noted."""
    found = found_in(write_class(tmp_path / "class"))
    assert found.layout == "moodle"
    people = read(found)
    first, second = list(people)[:2]
    assert (people[first][0].ids, people[second][0].ids[0]) == (("1000001", "Ada Student"), "1000002")
    assert code(people, first) == {"01_layers": LAYER, "02_losses": ONE}
    assert any("typed into the platform's page" in note for note in people[first][1].notes)
    assert code(people, second) == {"02_losses": TWO}
    assert people["学生三"][0].ids == ("1000003", "学生三")


def test_moodle_people_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """Two people of one name are two entries, without a note that the teacher must settle it; strays are named."""
    found = found_in(folders.moodle_folders(tmp_path / "class"))
    assert [e.person for e in found.entries] == [
        "Ada Student 1000001",
        "Ada Student 1000002",
        "Dan Student",
        "学生三",
    ]
    assert found.strays == ("grades.xlsx",)
    people = read(found)
    assert people["Ada Student 1000002"][1].notes == ()
    assert people["Dan Student"][1].files == {}
    assert code(people, "学生三") == {"02_losses": ONE}


def test_no_name_that_is_chosen_equals_a_platform_s_id(tmp_path: Path) -> None:
    """What identifies a person from run to run is a platform's id or a name, and a name can be chosen."""
    by_platform = {entry.key for entry in found_in(folders.moodle_folders(tmp_path / "moodle")).entries}
    names = [
        *by_platform,
        *(key.replace("/", " ") for key in by_platform),
        *(key.split("/")[-1] for key in by_platform),
    ]
    plain = tmp_path / "plain"
    for name in names:
        (plain / name.replace("/", "_")).mkdir(parents=True, exist_ok=True)
    chosen = {entry.key for entry in found_in(plain).entries}
    assert len(by_platform) == 4
    assert not chosen & by_platform


def test_canvas(tmp_path: Path) -> None:
    """The user's id says whose a file is, the later file wins, and lateness is noted."""
    found = found_in(folders.canvas(tmp_path / "class"))
    assert found.layout == "canvas"
    people = read(found)
    assert ids(people) == {
        "anon_a1b2c": ("anon_a1b2c",),
        "studentada": ("11", "studentada"),
        "studentbob": ("12", "studentbob"),
        "学生三": ("13", "学生三"),
    }
    assert code(people, "studentada") == {"01_layers": LAYER, "02_losses": ONE}
    assert "helper_1_2.py" in people["studentada"][1].files["02_losses"]
    assert code(people, "studentbob") == {"02_losses": TWO}
    notes = people["studentbob"][1].notes
    assert "Canvas marks it as late" in notes
    assert any("typed into the platform's page" in note for note in people["studentada"][1].notes)
    assert found.strays == ()
    assert "losses-2.py was taken for 02_losses, not losses.py" in notes


def test_gradescope(tmp_path: Path) -> None:
    """Names, ids and times are those of the metadata; each of a group gets the group's work."""
    found = found_in(folders.gradescope(tmp_path / "class"))
    assert (found.layout, found.strays) == ("gradescope", ())
    people = read(found)
    assert ids(people) == {
        "Ada Student": ("2026001", "ada@example.org", "Ada Student"),
        "Bob Student": ("2026002", "bob@example.org", "Bob Student"),
        "学生三": ("san@example.org", "学生三"),
    }
    assert people["Ada Student"][0].handed_in == "2026-11-30T10:00:00+00:00"
    assert times_of(*people["Bob Student"]) == {"02_losses": "2026-11-30T12:00:00+00:00"}
    assert code(people, "Bob Student") == code(people, "学生三") == {"02_losses": TWO}
    assert people["学生三"][1].notes == ("handed in by a group: Bob Student, 学生三",)


@pytest.mark.parametrize("below", ["", "submitted"])
def test_nbgrader(tmp_path: Path, below: str) -> None:
    """The course's folder and ``submitted`` give the same; each assignment has its own time."""
    found = found_in(folders.nbgrader(tmp_path / "class") / below)
    assert found.layout == "nbgrader"
    people = read(found)
    assert ids(people) == {"student_01": ("student_01",), "学生二": ("学生二",)}
    assert people["student_01"][1].files.keys() == {"01_layers", "02_losses"}
    assert times_of(*people["student_01"]) == {
        "01_layers": "2026-12-01T09:00:00+00:00",
        "02_losses": "2026-11-30T10:30:47+00:00",
    }
    assert not people["student_01"][1].again


def test_github(tmp_path: Path) -> None:
    """What the clones' names share is the assignment. The time is the commit's, and nothing of a clone runs."""
    found = found_in(folders.github(tmp_path / "class"))
    assert found.layout == "github"
    people = read(found)
    assert ids(people) == {
        "ada-student": ("ada-student", "hw2-ada-student"),
        "bob-student": ("bob-student", "hw2-bob-student"),
    }
    assert [times_of(*person)["02_losses"] for person in people.values()] == [iso(EARLY), iso(LATE)]
    assert code(people, "bob-student") == {"02_losses": TWO}
    assert not (tmp_path / "ran").exists()


def test_google(tmp_path: Path) -> None:
    """A student's name may stand on either side, and the later copy wins."""
    found = found_in(folders.google(tmp_path / "class"))
    assert found.layout == "google"
    people = read(found)
    assert ids(people) == {name: (name,) for name in ("Ada Student", "Bob Student", "学生三")}
    assert code(people, "Ada Student") == {"01_layers": LAYER, "02_losses": ONE}
    assert code(people, "Bob Student") == {"02_losses": TWO}
    assert any(note.startswith("handed in more than once") for note in people["Bob Student"][1].notes)
    assert people["学生三"][1].files.keys() == {"02_losses"}


def test_plain(tmp_path: Path) -> None:
    """Of several versions the latest counts for each exercise that it has; every choice is noted."""
    found = found_in(folders.plain(tmp_path / "class"))
    assert (found.layout, found.strays) == ("folder", ("notes.txt", "report.pdf", "roster.csv"))
    people = read(found)
    assert sorted(people) == ["student_01", "student_02", "student_04", "student_05", "student_06", "学生三"]
    assert code(people, "student_01") == {"01_layers": LAYER, "02_losses": TWO}
    assert times_of(*people["student_01"]) == {"01_layers": iso(EARLY), "02_losses": iso(LATE)}
    assert people["student_01"][1].notes == (
        "taken for the work of one student, because of their names: student_01, student_01.zip",
        "handed in more than once: student_01.zip was taken for 02_losses, the latest by the times of the files; not"
        " student_01",
    )
    assert code(people, "student_02") == code(people, "学生三") == {"02_losses": TWO}
    assert code(people, "student_04") == {"02_losses": ONE}
    assert times_of(*people["student_04"]) == {"02_losses": iso(EARLY)}  # what was left is later
    note = "student_04_losses.py was taken for 02_losses, not student_04_losses_v2.py.txt"
    assert note in people["student_04"][1].notes
    again = {person for person, (_, submission) in people.items() if submission.again}
    assert again == {"student_01", "student_02", "student_04", "学生三"}
    assert people["student_02"][1].notes == ("attempt_2/losses.py was taken for 02_losses, not attempt_1/losses.py",)
    assert people["student_05"][1].notes == ("losses.py.txt was taken for losses.py",)
    assert people["student_06"][1].notes == ("losses_final.py was taken for losses.py",)
    assert all(entry.ids == () for entry, _ in people.values())


ARCHIVED = [folders.moodle_folders, folders.moodle_flat, folders.canvas, folders.gradescope, folders.google]


@pytest.mark.parametrize("pack", [folders.as_zip, folders.as_tar])
@pytest.mark.parametrize("write_class", ARCHIVED)
@pytest.mark.parametrize("inside", ["", "course 7/"])
def test_an_archive_is_read_as_its_folder(
    tmp_path: Path, pack: Callable[..., Path], write_class: Callable[[Path], Path], inside: str
) -> None:
    """The archive that a platform gives is the class, also if it was packed inside a folder."""
    folder = write_class(tmp_path / "class")
    archive = pack(folder, tmp_path / ("c.zip" if pack is folders.as_zip else "c.tar.gz"), inside)
    expected = {person: (entry.ids, submission) for person, (entry, submission) in read(found_in(folder)).items()}
    with class_folder(archive) as root:
        found = read(survey(root, COURSE, "auto", archive))
    assert {person: (entry.ids, submission) for person, (entry, submission) in found.items()} == expected
    assert not root.exists()


def test_a_plain_zip_keeps_names_in_gbk_and_times(tmp_path: Path) -> None:
    """A zip of Chinese Windows gives the right names; an inner folder of the class is found."""
    tree = {"作业/王小明/losses.py": ONE, "作业/李喆/losses.py": TWO, "作业/李喆/说明.txt": ""}
    archive = folders.gbk_zip(tmp_path / "作业.zip", tree)
    with class_folder(archive) as root:
        people = read(survey(root, COURSE, "auto", archive))
        times = times_of(*people["李喆"])
    assert list(people) == ["李喆", "王小明"]
    assert list(people["李喆"][1].files["02_losses"]) == ["losses.py", "说明.txt"]
    expected = datetime.datetime(2026, 11, 30, 12).timestamp()
    assert times == {"02_losses": iso(int(expected))}


def test_a_layout_may_be_said(tmp_path: Path) -> None:
    """``--from folder`` reads any folder as a plain one, and another layout needs its marks."""
    folder = folders.canvas(tmp_path / "class")
    assert found_in(folder, "folder").layout == "folder"
    with pytest.raises(UsageError, match=r"submission_metadata\.yml"):
        found_in(folder, "gradescope")
    assert set(LAYOUTS) == {"auto", "folder", "moodle", "canvas", "gradescope", "nbgrader", "github", "google"}


def test_one_file_that_imitates_a_platform_does_not_make_it_one(tmp_path: Path) -> None:
    """In a plain folder a student may choose a name like Canvas's or Moodle's, which proves nothing."""
    names = ("ada_11_22_losses.py", "Ada_7_assignsubmission_file_losses.py", "bob_losses.py", "carl_losses.py")
    found = found_in(write(tmp_path / "class", dict.fromkeys(names, ONE)))
    assert found.layout == "folder"
    assert all(entry.ids == () for entry in found.entries)


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("Ada Student_1000001_assignsubmission_file", "looks like the work of one student"),
        ("..", "holds the class in a folder: give"),
    ],
)
def test_a_moodle_folder_given_at_the_wrong_level_is_questioned(tmp_path: Path, place: str, why: str) -> None:
    """One student's folder, and the folder above the class, are refused with what to give."""
    folder = folders.moodle_folders(tmp_path / "above" / "class")
    with pytest.raises(UsageError, match=why) as caught:
        found_in((folder / place).resolve())
    assert "\n" not in str(caught.value)


def test_an_archive_of_one_student_is_questioned(tmp_path: Path) -> None:
    """A student's own zip is no class, and the message names the zip."""
    write(tmp_path / "one", {"02_losses/losses.py": ONE, "01_layers/layers.py": LAYER})
    archive = folders.as_zip(tmp_path / "one", tmp_path / "one.zip")
    with class_folder(archive) as root, pytest.raises(UsageError, match="one student") as caught:
        survey(root, COURSE, "auto", archive)
    assert str(archive) in str(caught.value)


def test_a_hostile_or_broken_archive_is_the_callers_fault(tmp_path: Path) -> None:
    """Links, names that lead out and broken archives are refused in one line, and nothing stays on the disk."""
    (tmp_path / "broken.zip").write_bytes(b"no zip")
    (tmp_path / "broken.tar.gz").write_bytes(b"no tar")
    (tmp_path / "class.7z").write_bytes(b"7z")
    with tarfile.open(tmp_path / "link.tar.gz", "w:gz") as archive:
        info = tarfile.TarInfo("alice/losses.py")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(info)
    with tarfile.open(tmp_path / "out.tar.gz", "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("../alice/losses.py"))
    for name in ("broken.zip", "broken.tar.gz", "class.7z", "link.tar.gz", "out.tar.gz", "missing.zip"):
        with pytest.raises(UsageError) as caught, class_folder(tmp_path / name):
            pass
        assert str(tmp_path / name) in str(caught.value)
        assert "\n" not in str(caught.value)
    assert not (tmp_path / "alice").exists()


def test_many_versions_of_one_student_are_bounded(tmp_path: Path) -> None:
    """Each version takes its reader some time, so only the latest are read, and a note says so."""
    (entry,) = found_in(write(tmp_path, {f"ada_losses ({n}).py": f"x = {n}" for n in range(1, VERSIONS + 3)})).entries
    assert len(entry.parts()) == VERSIONS
    submission = read_entry(entry, COURSE, COURSE)
    assert submission.files["02_losses"]["losses.py"] == f"x = {VERSIONS + 2}".encode()
    assert f"only the latest {VERSIONS} of {VERSIONS + 2} versions were read" in submission.notes


def test_a_stub_that_came_later_does_not_replace_work(tmp_path: Path) -> None:
    """A student hands in one exercise again, and with it the stubs of the others."""
    write(tmp_path, {"ada/attempt_1/losses.py": ONE, "ada/attempt_2/losses.py": STUB, "ada/attempt_2/layers.py": LAYER})
    zipped(tmp_path / "bob.zip", {"losses.py": STUB, "layers.py": LAYER})
    folders.dated(write(tmp_path, {"bob/losses.py": ONE}), {"bob/losses.py": EARLY})
    people = read(found_in(tmp_path))
    assert code(people, "ada") == code(people, "bob") == {"01_layers": LAYER, "02_losses": ONE}
    assert "attempt_1/losses.py was taken for 02_losses, since nothing of it is written in attempt_2/losses.py" in (
        people["ada"][1].notes
    )
    assert people["bob"][1].notes[1] == (
        "handed in more than once: bob was taken for 02_losses, since nothing of it is written in what came later;"
        " not bob.zip"
    )
    assert times_of(*people["bob"])["02_losses"] == iso(EARLY)


def test_a_broken_version_costs_nothing(tmp_path: Path) -> None:
    """A later zip that cannot be read is a note, and the earlier folder counts."""
    folders.dated(write(tmp_path, {"ada/losses.py": ONE, "ada.zip": "no zip"}), {"ada/losses.py": EARLY})
    people = read(found_in(tmp_path))
    assert code(people, "ada") == {"02_losses": ONE}
    assert any(note.startswith("the zip is broken") for note in people["ada"][1].notes)


def test_the_reader_gives_the_same(tmp_path: Path) -> None:
    """The process beside the driver reads versions and members as ``read_entry`` does."""
    entries = [*found_in(folders.plain(tmp_path / "a")).entries, *found_in(folders.canvas(tmp_path / "b")).entries]
    with Reader(COURSE, COURSE) as reader:
        for entry in entries:
            found, expected = reader.read(entry), read_entry(entry, COURSE, COURSE)
            assert (found, found.sources, found.again) == (expected, expected.sources, expected.again)

"""The bundle for Gradescope, unpacked as its image is built and run by its own scripts."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from schemas import check

from .layout import CLASS, ROOT, Autograder, Graded, bundle, gradescope_points

GOLDEN = json.loads((ROOT / "tests" / "golden" / "class.json").read_text(encoding="utf-8"))

SLUGS = ("02_losses", "03_numerical_gradient")

COURSE = """
[due]
04 = 2026-10-01T00:00:00Z            # of no exercise in the bundle

[late]
per_day = 0.1
grace_minutes = 30

[[extension]]
student = "grace@example.edu"
exercise = "02"
due = 2026-10-03T00:00:00Z

[attempts]
limit = 3
per_day = 2
"""

CONTAINER = (sys.executable, str(Path(__file__).parent / "container.py"))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundle("gradescope", tmp_path_factory.mktemp("bundle") / "gradescope", "02", "03")


@pytest.fixture
def autograder(written: Path, tmp_path: Path) -> Autograder:
    return Autograder.unpack(written / "autograder.zip", tmp_path / "autograder")


def graded(autograder: Autograder, entry: str | None = "01-right", **more: Any) -> Graded:
    """Grade an entry of the sample class; the document has to be as documented, and the script to end well."""
    done = autograder.grade(CLASS / entry if entry else None, **more)
    assert done.code == 0
    check("gradescope-results", done.document)
    return done


def metadata(at: str, *before: dict[str, Any], due: str | None = None, mine: str | None = None) -> dict[str, Any]:
    """Return what Gradescope says, in the shape of its page, times as the page writes them."""
    user: dict[str, Any] = {"email": "ada@example.edu", "id": 1234, "name": "Ada"}
    if mine:
        user["assignment"] = {"due_date": mine, "late_due_date": None, "release_date": at}
    return {
        "id": 123456,
        "created_at": at,
        "assignment": {
            "due_date": due,
            "group_size": None,
            "group_submission": False,
            "id": 25828,
            "course_id": 1234,
            "late_due_date": None,
            "release_date": "2026-09-01T00:00:00.000000-07:00",
            "title": "Losses",
            "total_points": "200.0",
        },
        "submission_method": "upload",
        "users": [user],
        "previous_submissions": list(before),
    }


def earlier(at: str, score: float, *, counted: bool = True) -> dict[str, Any]:
    results = {
        "score": score,
        "output": f"of {at}",
        "tests": [{"name": f"of {at}", "score": score, "max_score": 200.0}],
        "extra_data": {"xorcise": {"counted": counted}},
    }
    return {"submission_time": at, "score": score, "results": results}


# --- the bundle -------------------------------------------------------------------------------------------------------


def test_the_zip_has_both_scripts_at_its_root_and_no_solution(written: Path) -> None:
    """Gradescope looks for them there. Of the suites only those asked for are in it, and of them no solution."""
    with zipfile.ZipFile(written / "autograder.zip") as archive:
        names = archive.namelist()
        modes = {i.filename: i.external_attr >> 16 & 0o111 for i in archive.infolist()}
    assert {"setup.sh", "run_autograder", "settings.toml", "constraints.txt"} <= set(names)
    assert modes["setup.sh"] == modes["run_autograder"] == 0o111
    assert {n.split("/")[3] for n in names if n.startswith("course/grader/suites/")} == {*SLUGS, "zh_CN.po"}
    reference = (ROOT / "solutions" / "02_losses" / "losses.py").read_bytes()
    with zipfile.ZipFile(written / "autograder.zip") as archive:
        assert not [n for n in names if "solutions" in n or archive.read(n) == reference]


def test_the_wheel_holds_no_suite(written: Path) -> None:
    (wheel,) = (written / "autograder").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert not [n for n in archive.namelist() if "suites/" in n or "solutions" in n]
        assert "grader/run/gradescope.py" in archive.namelist()
        assert "grader/release/templates/common/settings.toml" in archive.namelist()


def test_the_same_bundle_is_the_same_course(written: Path, tmp_path: Path) -> None:
    """Suites, settings and scripts have no time of writing in them."""
    again = bundle("gradescope", tmp_path / "again", "02", "03")
    for path in sorted((written / "autograder").rglob("*")):
        if path.is_file() and path.suffix != ".whl":
            assert (again / path.relative_to(written)).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("script", ["setup.sh", "run_autograder"])
def test_the_scripts_are_sound_bash(written: Path, script: str) -> None:
    subprocess.run(["bash", "-n", str(written / "autograder" / script)], check=True)


@pytest.mark.slow
def test_setup_installs_the_wheel_into_an_environment_of_its_own(autograder: Autograder, tmp_path: Path) -> None:
    """With a pip that notes what it is asked for: no conda, our constraints, the wheel of the bundle.

    The fake interpreter stands first on the path; it makes an environment of links to itself.
    """
    log = tmp_path / "log"
    fake = tmp_path / "bin" / "python3.13"
    fake.parent.mkdir()
    fake.write_text(
        f'#!/bin/bash\necho "$@" >> {log}\n'
        'if [ "$2" = venv ]; then mkdir -p "$3/bin"; ln -s "$0" "$3/bin/python"; ln -s /bin/true "$3/bin/xorcise"; fi\n'
    )
    fake.chmod(0o755)
    done = autograder.set_up(XORCISE_PYTHON="", PATH=f"{fake.parent}:{os.environ['PATH']}")
    assert done.returncode == 0, done.stderr
    _, venv, pip = log.read_text().splitlines()
    source = autograder.root / "source"
    assert venv == f"-m venv {autograder.root}/xorcise"
    assert pip.startswith("-m pip install")
    assert pip.endswith(f"-c {source}/constraints.txt {next(source.glob('*.whl'))}[instructor]")


def test_setup_with_an_interpreter_given_only_looks_for_xorcise(autograder: Autograder) -> None:
    assert autograder.set_up().returncode == 0
    assert autograder.set_up(XORCISE_PYTHON="/bin/false").returncode != 0
    assert not (autograder.root / "xorcise").exists()


# --- a submission -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", ["01-right", "04-typical-mistakes", "12-zipped.zip", "13-notebook.ipynb"])
def test_a_submission_gets_what_it_gets_in_the_class(autograder: Autograder, entry: str) -> None:
    """Each exercise's tests add up to the golden points; the log has the inputs, the document has not."""
    done = graded(autograder, entry)
    expected = {slug: GOLDEN[entry.partition(".")[0]][slug][1] for slug in SLUGS}
    assert gradescope_points(done.data) == expected
    assert done.data["score"] == sum(expected.values())
    assert done.data["extra_data"]["xorcise"]["containment"] == "landlock"
    if entry == "04-typical-mistakes":
        assert "Expected: 0.1175" in done.stdout
        assert "0.1175" not in done.document
        assert "**Recognised:**" in done.document


def test_what_cannot_be_read_says_why(autograder: Autograder) -> None:
    done = graded(autograder, "16-broken.zip")
    assert done.data["score"] == 0
    assert "zip is broken" in done.data["output"]


def test_an_empty_submission_is_told(autograder: Autograder) -> None:
    (autograder.root / "submission").mkdir()
    assert graded(autograder, None).data["score"] == 0


def test_nothing_is_imported_from_the_submission(autograder: Autograder) -> None:
    """Neither from the current folder nor from where the student's files lie."""
    submission = autograder.root / "submission"
    for name in ("grader", "json", "sitecustomize", "numpy"):
        path = submission / name / "__init__.py"
        path.parent.mkdir(parents=True)
        path.write_text(f"open({str(autograder.root / 'owned')!r}, 'w')")
    (submission / "losses.py").write_bytes((ROOT / "solutions" / "02_losses" / "losses.py").read_bytes())
    done = autograder.grade(None, PYTHONPATH=str(submission))
    assert gradescope_points(done.data)["02_losses"] == 100
    assert not (autograder.root / "owned").exists()


# --- late days and earlier submissions --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "due", "mine", "points"),
    [
        ("2026-10-01T09:00:00.000000-07:00", "2026-10-01T10:00:00.000000-07:00", None, 200),
        ("2026-10-01T10:29:00.000000-07:00", "2026-10-01T10:00:00.000000-07:00", None, 200),  # within the grace
        ("2026-10-02T11:00:00.000000-07:00", "2026-10-01T10:00:00.000000-07:00", None, 160),  # a second day
        ("2026-10-02T11:00:00.000000-07:00", "2026-10-01T10:00:00.000000-07:00", "2026-10-03T00:00:00-07:00", 200),
        ("2026-10-02T11:00:00.000000-07:00", None, None, 200),  # nothing says when it was due
    ],
)
@pytest.mark.slow
def test_lateness_is_that_of_gradescopes_times(
    autograder: Autograder, at: str, due: str | None, mine: str | None, points: float
) -> None:
    """The policy is course.toml's; a user's own due date is an extension. The tests keep what they earned."""
    (autograder.root / "source" / "course" / "course.toml").write_text(COURSE)
    done = graded(autograder, "13-notebook.ipynb", metadata=metadata(at, due=due, mine=mine))
    assert done.data["score"] == points
    assert sum(gradescope_points(done.data).values()) == 200
    assert ("2 days late, 20% off" in done.data["output"]) == (points != 200)


@pytest.mark.slow
def test_course_toml_comes_before_gradescope(autograder: Autograder) -> None:
    """Its due date, and its extension for an owner, by address."""
    late = metadata("2026-10-02T12:00:00Z", due="2026-12-01T00:00:00Z")
    late["users"].append({"email": "grace@example.edu", "id": 5, "name": "Grace"})
    text = COURSE.replace("04 = ", "03 = 2026-10-01T00:00:00Z\n04 = ")
    (autograder.root / "source" / "course" / "course.toml").write_text(text)
    done = graded(autograder, "01-right", metadata=late)
    assert done.data["score"] == 180  # 02: extended; 03: two days late
    assert done.data["output"].startswith("03\\_numerical\\_gradient: 2 days late")


def test_attempts_beyond_the_limit_keep_the_result_before(autograder: Autograder) -> None:
    """Those that were refused, or that our side failed over, do not count; the last that counted is repeated."""
    (autograder.root / "source" / "course" / "course.toml").write_text(COURSE)
    three = (
        earlier("2026-09-01T10:00:00Z", 10.0),
        earlier("2026-09-03T10:00:00Z", 30.0),
        earlier("2026-09-02T10:00:00Z", 20.0),
    )
    done = graded(autograder, metadata=metadata("2026-09-10T10:00:00Z", *three))
    assert done.data["score"] == 30
    assert [test["name"] for test in done.data["tests"]] == ["of 2026-09-03T10:00:00Z"]
    assert "This course counts 3 submissions" in done.data["output"]
    refused = earlier("2026-09-04T10:00:00Z", 30.0, counted=False)
    again = graded(autograder, metadata=metadata("2026-09-10T10:00:00Z", *three, refused))
    assert [test["name"] for test in again.data["tests"]] == ["of 2026-09-03T10:00:00Z"]
    assert graded(autograder, metadata=metadata("2026-09-10T10:00:00Z", *three[:2], refused)).data["score"] == 200


def test_attempts_in_a_day_are_those_before_the_submission(autograder: Autograder) -> None:
    """By its own time: grading it again next week changes nothing."""
    (autograder.root / "source" / "course" / "course.toml").write_text(COURSE)
    two = earlier("2026-09-10T01:00:00Z", 10.0), earlier("2026-09-10T02:00:00Z", 20.0)
    done = graded(autograder, metadata=metadata("2026-09-10T23:00:00Z", *two))
    assert done.data["score"] == 20
    assert "2 submissions in 24 hours" in done.data["output"]
    assert graded(autograder, metadata=metadata("2026-09-11T01:30:00Z", *two)).data["score"] == 200


@pytest.mark.parametrize("said", ["", "[]", "{}", '{"created_at": 5, "users": {}, "previous_submissions": [1, {}]}'])
def test_strange_metadata_is_no_metadata(said: str, tmp_path: Path) -> None:
    from grader.run.gradescope import Metadata, read_metadata

    path = tmp_path / "submission_metadata.json"
    assert read_metadata(path) == Metadata()
    path.write_text(said)
    assert read_metadata(path) == Metadata()


# --- our own faults ---------------------------------------------------------------------------------------------------


def test_a_broken_bundle_still_leaves_results(autograder: Autograder) -> None:
    """The student reads that it was no verdict and keeps the score before; the instructor reads what is wrong."""
    path = autograder.root / "source" / "settings.toml"
    path.write_text(path.read_text().replace('= "landlock"', '= "granite"'))
    before = metadata("2026-09-10T10:00:00Z", earlier("2026-09-01T10:00:00Z", 42.0))
    done = graded(autograder, metadata=before)
    assert done.data["score"] == 42
    assert "says nothing about your code" in done.data["output"]
    assert "granite" not in done.data["output"]
    assert "min_containment" in done.stdout
    assert done.data["extra_data"]["xorcise"]["counted"] is False


def test_a_suite_that_is_gone_still_leaves_results(autograder: Autograder) -> None:
    (autograder.root / "source" / "course" / "grader" / "suites" / "03_numerical_gradient").rename(
        autograder.root / "elsewhere"
    )
    done = graded(autograder)
    assert "says nothing about your code" in done.data["output"]


def test_an_interpreter_that_is_gone_still_leaves_results(autograder: Autograder) -> None:
    """The script writes them before it starts the grader."""
    done = graded(autograder, XORCISE_PYTHON=str(autograder.root / "nowhere"))
    assert done.data["score"] == 0
    assert "did not finish" in done.data["output"]


# --- in a default container -------------------------------------------------------------------------------------------

in_a_container = pytest.mark.skipif(
    platform.machine() != "x86_64" or not sys.platform.startswith("linux"), reason="its filter is written for x86-64"
)


@in_a_container
@pytest.mark.slow
def test_a_container_with_landlock_grades_at_the_level_that_doctor_says(autograder: Autograder) -> None:
    """User namespaces and mounts are refused; the results say what that costs."""
    command = [*CONTAINER, str(Path(sys.executable).parent / "xorcise"), "doctor", "--mnist", "digits"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    assert "chosen: landlock" in said
    assert "lacks disk_bound" in said
    done = graded(autograder, "01-right", prefix=CONTAINER)
    assert done.data["score"] == 200
    assert done.data["output"] == "Containment: `landlock` (missing: disk\\_bound)"


@in_a_container
@pytest.mark.slow
def test_a_container_without_landlock_grades_nothing_unless_the_settings_say_so(autograder: Autograder) -> None:
    """By default nothing runs, and the results say why; with a lower minimum they say the level."""
    prefix = (*CONTAINER, "--no-landlock")
    command = [*prefix, str(Path(sys.executable).parent / "xorcise"), "doctor", "--mnist", "digits"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    assert "chosen: bare" in said
    before = metadata("2026-09-10T10:00:00Z", earlier("2026-09-01T10:00:00Z", 42.0))
    done = graded(autograder, "01-right", prefix=prefix, metadata=before)
    assert done.data["score"] == 42
    assert "cannot be confined here" in done.data["output"]
    assert done.data["tests"] == []
    path = autograder.root / "source" / "settings.toml"
    path.write_text(path.read_text().replace('min_containment = "landlock"', 'min_containment = "bare"'))
    done = graded(autograder, "01-right", prefix=prefix)
    assert done.data["score"] == 200
    assert done.data["output"].startswith("Containment: `bare` (missing: landlock")

"""Files beside the exercise's folder, in a guest: found as on the student's machine, read only, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import SHORT, needs_landlock

from grader.errors import StudentFault, StudentRaised
from grader.exercises.exercise import Limits
from grader.slot.slot import Slot
from grader.suite import SubmissionProxy
from grader.worker.enforcement import Enforcement
from grader.worker.folder import placed


@pytest.fixture(params=["tmpfs", "counted"])
def any_slot(slot: Slot, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Slot:
    """A slot as it is, and as it is on a machine whose guests have no file system of their own."""
    if request.param == "counted":
        monkeypatch.setattr(slot, "enforcement", Enforcement())
    return slot


def run(slot: Slot, source: str, name: str = "f", limits: Limits = SHORT, **beside: str) -> Any:
    """Load ``source`` with files beside its folder (``common__helpers`` is common/helpers.py) and call a function."""
    files = {f"../{path.replace('__', '/')}.py": text.encode() for path, text in beside.items()}
    with slot.worker("numpy", files | {"answer.py": source.encode()}, "answer", limits) as worker:
        return getattr(SubmissionProxy(worker), name)()


@pytest.mark.parametrize(
    "lines",
    [
        'sys.path.append("../common")\nimport helpers',
        'sys.path.insert(0, "..")\nfrom common import helpers',
        "sys.path.append(os.path.join(os.path.dirname(__file__), '..', 'common'))\nimport helpers",
        "sys.path.append(str(Path(__file__).resolve().parents[1]))\nimport common.helpers as helpers",
        "from common import helpers",  # as an editor that adds the course's folder
    ],
)
def test_a_folder_beside_is_found(any_slot: Slot, lines: str) -> None:
    """By the current folder, and by the place of the file."""
    source = f"import os, sys\nfrom pathlib import Path\n{lines}\ndef f(): return helpers.number"
    assert run(any_slot, source, common__helpers="number = 7") == 7


def test_an_earlier_exercise_is_found_and_uses_its_own_neighbours(any_slot: Slot) -> None:
    """A chain of folders works as on the student's machine."""
    source = 'import sys\nsys.path.append("../01_layers")\nfrom layers import number\ndef f(): return number'
    layers = 'import sys\nsys.path.append("../common")\nfrom helpers import number'
    files = {"../01_layers/layers.py": layers, "../common/helpers.py": "number = 7"}
    given = {name: text.encode() for name, text in files.items()} | {"answer.py": source.encode()}
    with any_slot.worker("numpy", given, "answer", SHORT) as worker:
        assert SubmissionProxy(worker).f() == 7


def test_without_such_files_nothing_lies_above(any_slot: Slot) -> None:
    """The exercise's folder is the guest's folder then, and it alone is added to the path."""
    source = "import os, sys\nbefore = list(sys.path)\ndef f(): return os.path.basename(os.getcwd()), len(before)"
    name, count = run(any_slot, source)
    inner, more = run(any_slot, source, common__helpers="")
    assert name.startswith("work-")
    assert (inner, more) == ("exercise", count + 1)


@needs_landlock
@pytest.mark.parametrize(
    "attempt",
    [
        "open('../common/helpers.py', 'w')",
        "open('../common/new.py', 'w')",
        "open('../new.py', 'w')",
        "os.mkdir('../new')",
        "os.unlink('../common/helpers.py')",
        "os.rename('answer.py', '../common/answer.py')",
        "os.symlink('/etc/passwd', '../common/link')",
        "os.listdir('../..')",
        "open('../../x', 'w')",
    ],
)
def test_they_are_read_only_and_nothing_above_is_open(any_slot: Slot, attempt: str) -> None:
    """Writing, making, renaming and removing are refused; the slot's folder above shows nothing."""
    source = (
        f"import os\ndef f():\n    {attempt}\ndef g():\n    open('own', 'w').write('x')\n    return os.listdir('..')"
    )
    with pytest.raises(StudentRaised) as caught:
        run(any_slot, source, common__helpers="")
    assert caught.value.kind in ("PermissionError", "OSError")
    assert sorted(run(any_slot, source, "g", common__helpers="")) == ["common", "exercise"]


def test_the_next_process_meets_them_as_they_were_handed_in(any_slot: Slot) -> None:
    """Whatever a level without a file wall lets a process do to its copies."""
    source = """
import contextlib, os, sys
sys.path.append("../common")
import helpers
def f(): return helpers.number
def g():
    with contextlib.suppress(OSError): open("../common/helpers.py", "w").write("number = 8")
    os._exit(0)
"""
    files = {"answer.py": source.encode(), "../common/helpers.py": b"number = 7"}
    with any_slot.worker("numpy", files, "answer", SHORT) as worker:
        student = SubmissionProxy(worker)
        assert student.f() == 7
        with pytest.raises(StudentFault):
            student.g()
        assert student.f() == 7


@pytest.mark.parametrize("name", ["numpy", "grader", "json", "exercise", "exercise_"])
def test_names_that_clash_shadow_nothing(any_slot: Slot, name: str) -> None:
    """A folder called like a library, like the grader or like the exercise's folder in the worker."""
    source = "import json\nimport numpy as np\ndef f(): return json.dumps(float(np.array(1.5)))"
    files = {f"../{name}/__init__.py": b"raise SystemExit", "../exercise/x.py": b"", "answer.py": source.encode()}
    with any_slot.worker("numpy", files, "answer", SHORT) as worker:
        assert SubmissionProxy(worker).f() == "1.5"


def test_a_line_of_such_a_file_is_told(any_slot: Slot) -> None:
    """An exception in it names its line, as in any other file of the submission."""
    with pytest.raises(StudentRaised, match="on line 2 of another of your files") as caught:
        run(any_slot, "from common.helpers import f", common__helpers="def f():\n    return 1 / 0")
    assert caught.value.place is not None
    assert "1 / 0" in caught.value.place.source


def test_they_count_as_files_of_the_submission(any_slot: Slot) -> None:
    """Many or deep folders beside the exercise's are as many as inside it."""
    files = {f"../{'/'.join(['n'] * 40)}/a.py": b"", "answer.py": b"def f(): return 1"}
    with any_slot.worker("numpy", files, "answer", SHORT) as worker, pytest.raises(StudentFault, match="too deep"):
        SubmissionProxy(worker).f()


@pytest.mark.parametrize("path", ["../../x.py", "../a/../../x.py", "/x.py", "a/../../x.py", "..//x.py"])
def test_no_path_leads_further_out(path: str) -> None:
    """The intake makes no such path. If one came from elsewhere, nothing would be written."""
    with pytest.raises(ValueError, match="leads out"):
        placed({"answer.py": b"", path: b""})


@pytest.mark.parametrize(
    "files",
    [
        {"a.py": b""},
        {"a.py": b"", "lib/x.py": b""},
        {"a.py": b"", "../common/x.py": b"", "lib/x.py": b"", "../y.py": b""},
        {"a.py": b"", "../exercise/x.py": b"", "../exercise_/x.py": b""},
    ],
)
def test_where_files_are_laid_out(files: dict[str, bytes], tmp_path: Path) -> None:
    """Each path of a submission, taken from the exercise's folder, leads to where its file is laid out."""
    own, where = placed(files)
    assert len(where) == len(files)
    for path in files:
        found = (tmp_path / own / path).resolve().relative_to(tmp_path.resolve())
        assert found.as_posix() in where

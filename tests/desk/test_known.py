"""A student's copy knows the titles of hidden tests, and what failures of public tests show; never with an error."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import msgpack
import pytest
from audit_course import SLUG, leaky_course

from grader.audit import InOneSlot, Wanted, audit
from grader.commands.audit import keep_tables
from grader.desk.known import AtTheDesk, known_of
from grader.exercises.catalogue import Catalogue
from grader.exercises.overlay import read_variants
from grader.explain.known import Known
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite, run_suite
from grader.suite.session import SuiteRun

TEST = "test_leaky_of_the_worked_example"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue, slot: Slot) -> Catalogue:
    """An instructor's course whose exercise has the files of its desk."""
    course = leaky_course(tmp_path_factory.mktemp("course"), catalogue)
    exercise = course.exercise(SLUG)
    (found,) = audit(course, [exercise], Wanted(("public",), keep=True), InOneSlot(course, slot, None))
    keep_tables(course, found, None, shipped=True)
    return course


@pytest.fixture
def student(course: Catalogue, tmp_path: Path) -> Catalogue:
    """What a student has of it."""
    shutil.copytree(course.root / "exercises", tmp_path / "exercises")
    return Catalogue(tmp_path)


def known(student: Catalogue) -> AtTheDesk:
    return known_of(student, student.exercise(SLUG))


def run(student: Catalogue, slot: Slot, source: bytes) -> SuiteRun:
    exercise = student.exercise(SLUG)
    with open_suite(student.public_suite(exercise), exercise, "public", None) as suite:
        return run_suite(slot, suite, {exercise.filename: source}, 0)


def test_titles_misconceptions_and_edits_are_known(student: Catalogue, course: Catalogue, slot: Slot) -> None:
    """A variant is named in both languages, other wrong code is told the edit, and right code nothing."""
    found = known(student)
    assert [(test.title["zh-CN"], test.functions) for test in found.hidden] == [
        ("正数不变，负数乘以斜率，任意形状和整数都适用。", ("leaky",)),
        ("传入的数组保持不变。", ("leaky",)),
    ]
    exercise = course.exercise(SLUG)
    wrong = run(student, slot, read_variants(course, exercise)["negatives_kept"].text.encode())
    assert {test: m.belief for test, m in found.known.beliefs_in(wrong).items()} == {
        TEST: {"en": "Negative numbers pass through unchanged.", "zh-CN": "负数原样通过。"}
    }
    added = b"import numpy as np\n\ndef leaky(x, slope):\n    return np.array([v if v > 0 else v + slope for v in x])\n"
    other = run(student, slot, added)
    assert found.known.beliefs_in(other) == {}
    assert {test: m.kind for test, m in found.known.edits_in(other, ("leaky",)).items()} == {TEST: "operator"}
    right = run(student, slot, course.reference(exercise).read_bytes())
    assert found.known.beliefs_in(right) == {}
    assert found.known.edits_in(right, ("leaky",)) == {}


def test_tables_of_other_public_tests_say_nothing(student: Catalogue) -> None:
    """A student who edits a test keeps the titles. The ends of lines are no edit."""
    path = student.public_suite(student.exercise(SLUG))
    text = path.read_bytes()
    whole = known(student)
    assert whole.known.beliefs
    assert whole.known.edits
    path.write_bytes(text.replace(b"\n", b"\r\n"))
    assert known(student).known.beliefs.keys() == whole.known.beliefs.keys()
    path.write_bytes(text + b"\n\ndef test_mine(student):\n    pass\n")
    found = known(student)
    assert found.hidden == whole.hidden
    assert (found.known.beliefs, found.known.edits) == ({}, {})
    path.unlink()
    assert known(student).known.beliefs == {}


def test_without_a_desk_nothing_is_known(student: Catalogue) -> None:
    """A course of one's own may have none."""
    shutil.rmtree(student.desk_dir(student.exercise(SLUG)))
    assert known(student) == AtTheDesk((), Known())


def words(change: Callable[[dict[str, object]], object]) -> Callable[[bytes], bytes]:
    """Return what changes ``words.json``."""

    def changed(content: bytes) -> bytes:
        plain = json.loads(content)
        change(plain)
        return json.dumps(plain).encode()

    return changed


def table(key: object, fails: object) -> Callable[[bytes], bytes]:
    """Return what adds a row to a table."""

    def changed(content: bytes) -> bytes:
        digest, plain = msgpack.unpackb(zlib.decompress(content))
        return zlib.compress(msgpack.packb([digest, {**plain, key: fails}]))

    return changed


DAMAGE: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "words cut off": ("words.json", lambda content: content[:300]),
    "words empty": ("words.json", lambda content: b""),
    "words no text": ("words.json", lambda content: b"\xff\xfe\0"),
    "words no object": ("words.json", lambda content: b"[1, 2]"),
    "words nested": ("words.json", lambda content: b"[" * 100_000),
    "words of a later version": ("words.json", words(lambda plain: plain.update(version=2))),
    "words without tests": ("words.json", words(lambda plain: plain.pop("tests"))),
    "a title that is none": ("words.json", words(lambda plain: plain.update(tests=[{"title": 3, "functions": []}]))),
    "a title of no words": ("words.json", words(lambda plain: plain.update(tests=[{"title": {}, "functions": []}]))),
    "functions that are none": (
        "words.json",
        words(lambda plain: plain.update(tests=[{"title": {"en": "a"}, "functions": 1}])),
    ),
    "misconceptions that are none": ("words.json", words(lambda plain: plain.update(misconceptions=["a"]))),
    "no misconceptions": ("words.json", words(lambda plain: plain.update(misconceptions={}))),
    "beliefs cut off": ("beliefs.msgpack", lambda content: content[:-9]),
    "beliefs not packed": ("beliefs.msgpack", lambda content: b"plain"),
    "beliefs of nothing": ("beliefs.msgpack", lambda content: zlib.compress(msgpack.packb(None))),
    "beliefs without a digest": ("beliefs.msgpack", lambda content: zlib.compress(msgpack.packb([None, {}]))),
    "a belief without words": ("beliefs.msgpack", table("unheard_of", {})),
    "a belief that is none": ("beliefs.msgpack", table("negatives_kept", 3)),
    "edits cut off": ("edits.msgpack", lambda content: content[:-9]),
    "an edit of a later kind": ("edits.msgpack", table("dance leaky 99", {})),
    "an edit without a function": ("edits.msgpack", table("sign", {})),
    "an edit of bytes": ("edits.msgpack", table(b"sign leaky 99", {})),
    "an edit of half a number": ("edits.msgpack", table("sign leaky 99", {"a": ["", "", ["<f8", b"123"]]})),
}  # fmt: skip


@pytest.mark.parametrize("what", DAMAGE)
def test_what_is_damaged_says_nothing(student: Catalogue, course: Catalogue, slot: Slot, what: str) -> None:
    """What is found can be used, whatever lies there; the other files still say what they said."""
    name, damage = DAMAGE[what]
    exercise = student.exercise(SLUG)
    path = student.desk_dir(exercise) / name
    path.write_bytes(damage(path.read_bytes()))
    found = known(student)
    wrong = run(student, slot, read_variants(course, course.exercise(SLUG))["negatives_kept"].text.encode())
    named = found.known.beliefs_in(wrong)
    edits = found.known.edits_in(wrong, exercise.entry_points)
    whole = name == "edits.msgpack" or what == "a belief without words"
    assert {test: m.key for test, m in named.items()} == ({TEST: "negatives_kept"} if whole else {})
    assert edits.keys() <= {TEST}
    if name == "words.json":
        assert bool(found.hidden) == (what == "no misconceptions")
    assert found.known.edits or what.startswith(("edits", "an edit of half"))


def test_it_needs_nothing_that_a_student_lacks(student: Catalogue) -> None:
    """No package of an instructor's is imported. Records are converted for the catalogue, and not for the files."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "import grader.desk.known\n"
        "assert 'cattrs' not in sys.modules\n"
        "from grader.exercises.catalogue import Catalogue\n"
        "from grader.exercises.exercise import Exercise\n"
        f"exercise = Exercise({SLUG!r}, {{}}, 'leaky_unit', ('leaky',))\n"
        f"found = grader.desk.known.known_of(Catalogue(Path({str(student.root)!r})), exercise)\n"
        "assert found.hidden and found.known.beliefs and found.known.edits\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    lacking = {"orjson", "sqlalchemy", "alembic", "jinja2", "copydetect", "nbformat", "filelock", "build", "cosmic_ray"}
    assert not {name.partition(".")[0] for name in done.stdout.split()} & (lacking | {"tensorflow"})

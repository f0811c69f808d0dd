"""Every reader of a TOML file returns a record or raises an error with a message of one line."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.audit.equivalents import read_equivalents
from grader.audit.expected import read_expected
from grader.errors import UsageError
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import read_exercise
from grader.exercises.misconceptions import read_misconceptions
from grader.gradebook.course_file import course_of
from grader.records import BadRecord, Rule, key_path, structure, value_text

ROOT = Path(__file__).resolve().parents[2]

CATALOGUE = Catalogue(ROOT)


def read_with_faults(read: Callable[[Path], tuple[object, list[str]]]) -> Callable[[Path], object]:
    """Return a reader that raises the first of the faults that ``read`` returns."""

    def reader(path: Path) -> object:
        found, faults = read(path)
        if faults:
            assert all(fault.startswith(path.name) and len(fault.splitlines()) == 1 for fault in faults)
            raise UsageError(f"{path.parent}/{faults[0]}")
        return found

    return reader


READERS: dict[str, Callable[[Path], object]] = {
    "exercise.toml": read_exercise,
    "misconceptions.toml": read_with_faults(read_misconceptions),
    "equivalent.toml": read_with_faults(read_equivalents),
    "expected.toml": read_with_faults(read_expected),
    "course.toml": lambda path: course_of(None, path.parent, CATALOGUE.exercises),
}

WHOLE = {
    "exercise.toml": (ROOT / "exercises" / "02_losses" / "exercise.toml").read_text("utf-8"),
    "misconceptions.toml": (ROOT / "grader" / "suites" / "02_losses" / "misconceptions.toml").read_text("utf-8"),
    "equivalent.toml": (ROOT / "grader" / "suites" / "02_losses" / "equivalent.toml").read_text("utf-8"),
    "expected.toml": (ROOT / "grader" / "suites" / "02_losses" / "expected.toml").read_text("utf-8"),
    "course.toml": '# 学期\n[due]\n2 = 2026-11-30T23:59:00\n[late]\nper_day = 0.1\n[columns]\n02 = "L"\n',
}


@pytest.fixture(params=READERS)
def name(request: pytest.FixtureRequest) -> str:
    """The name of one of the files."""
    return str(request.param)


@pytest.fixture
def path(name: str, tmp_path: Path) -> Path:
    """The path of the file."""
    (tmp_path / "02_losses").mkdir()
    return tmp_path / "02_losses" / name


def refusal(path: Path) -> str:
    """Return why ``path`` is refused. The message must be one line that begins with the path."""
    with pytest.raises(UsageError) as caught:
        READERS[path.name](path)
    assert str(caught.value).startswith(str(path))
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


def test_editors_of_windows_change_nothing(name: str, path: Path) -> None:
    """A byte order mark and Windows line ends do not change what is read."""
    path.write_text(WHOLE[name], "utf-8")
    plain = READERS[name](path)
    path.write_bytes(b"\xef\xbb\xbf" + WHOLE[name].replace("\n", "\r\n").encode())
    assert READERS[name](path) == plain


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_another_encoding_is_one_line(name: str, path: Path, encoding: str) -> None:
    """Another encoding gives a message that says what to do. Some Chinese editors write GB 18030."""
    path.write_bytes((WHOLE[name] + "# 中文\n").encode(encoding))
    assert "is not in UTF-8 (line " in refusal(path)
    assert refusal(path).endswith("save it with the encoding UTF-8")


@pytest.mark.parametrize(
    "text",
    ["= what", "a = [1", "a = 1\na = 2", "a = 2026-13-01", "a = " + "[" * 3000, "a = " + "9" * 5000, "a = 1\rb = 2\0"],
    ids=["no key", "not closed", "twice", "no date", "nested", "long number", "NUL"],
)
def test_what_is_not_toml_is_one_line(name: str, path: Path, text: str) -> None:
    """Text that is not TOML gives a message of one line, also if ``tomllib`` raises an unusual error."""
    path.write_text(text)
    assert " is not readable TOML: " in refusal(path)


def test_a_folder_is_one_line(name: str, path: Path) -> None:
    """A folder in place of the file gives a message of one line."""
    path.mkdir()
    assert refusal(path).endswith("cannot be read: Is a directory")


def test_a_file_that_is_empty_or_missing(name: str, path: Path) -> None:
    """An empty or missing file is fine, except ``exercise.toml``."""
    if name == "exercise.toml":
        assert "is missing: every exercise folder has one" in refusal(path)
        path.touch()
        assert "title is missing: it needs a text in one of en, zh-CN, and no empty one" in refusal(path)
    else:
        missing = READERS[name](path)
        path.touch()
        assert READERS[name](path) == missing


SCALARS = st.one_of(
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=5),
    st.datetimes(),
    st.dates(),
    st.times(),
)
KEYS = st.sampled_from(
    [
        "title",
        "module",
        "entry_points",
        "points",
        "template",
        "data",
        "limits",
        "hints",
        "en",
        "zh-CN",
        "call_s",
        "memory_mb",
        "belief",
        "feedback",
        "same_as",
        "fails",
        "equivalent",
        "function",
        "before",
        "after",
        "reason",
        "timezone",
        "due",
        "late",
        "per_day",
        "cap",
        "grace_minutes",
        "extension",
        "student",
        "exercise",
        "submitted",
        "columns",
        "2",
        "02_losses",
        "py",
        "reveal",
    ]
) | st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=3)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)


def as_toml(value: Any) -> str:
    """Return a value as TOML on one line."""
    match value:
        case dict():
            return "{" + ", ".join(f"{as_toml(str(k))} = {as_toml(v)}" for k, v in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(as_toml, value)) + "]"
        case datetime.date() | datetime.time():
            return value.isoformat()
        case str() | bool():
            return json.dumps(value, ensure_ascii=False)
    return repr(value)


@pytest.mark.parametrize("kind", READERS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.dictionaries(KEYS, VALUES, max_size=4))
def test_any_content_is_read_or_refused_in_one_line(kind: str, tmp_path: Path, content: dict[str, Any]) -> None:
    """Random content is read or gives a message of one line. No other error is raised."""
    path = tmp_path / "02_losses" / kind
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{as_toml(k)} = {as_toml(v)}\n" for k, v in content.items()), "utf-8")
    message = ""
    try:
        READERS[kind](path)
    except UsageError as error:
        message = str(error)
    assert len(message.splitlines()) <= 1
    assert len(message) < 600 + len(
        str(path)
    )  # the longest message lists all keys of an exercise and shows a wrong value


@dataclass(frozen=True, slots=True)
class Inner:
    share: Annotated[float, Rule("must be between 0 and 1", lambda share: 0 <= share <= 1)] = 0.0


@dataclass(frozen=True, slots=True)
class Outer:
    name: str
    inner: tuple[Inner, ...] = ()


def test_all_faults_are_told_with_unknown_keys_first() -> None:
    """All faults are reported. Unknown keys come first, since a misspelt key also causes a missing one."""
    with pytest.raises(BadRecord) as caught:
        structure({"nmae": "a", "inner": [{}, {"share": 2}, {"share": "1"}]}, Outer)
    assert caught.value.faults == [
        "unknown key 'nmae'; did you mean 'name'?",
        "name is missing: it must be a text in quotes",
        "inner no. 2, share must be between 0 and 1; it is 2",
        'inner no. 3, share must be between 0 and 1; it is "1"',
    ]


def test_what_does_not_come_from_the_file_is_no_key_of_it() -> None:
    """An attribute that does not come from the file is an unknown key in it."""
    assert structure({}, Outer, name="a") == Outer("a")
    with pytest.raises(BadRecord, match=r"^unknown key 'name'; known are inner$"):
        structure({"name": "b"}, Outer, name="a")


def test_keys_are_written_as_in_the_file() -> None:
    """Keys are quoted if TOML requires it, and list items are counted from 1."""
    assert key_path(("hints", "relu", 1, "en")) == "hints.relu no. 2, en"
    assert key_path(("a b", "c")) == '"a b".c'


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": 1}, "a table"),
        ([1], "a list"),
        (True, "true"),
        (float("nan"), "nan"),
        (datetime.date(2026, 1, 2), "2026-01-02"),
        (10**60, "a huge number"),
        ("a\nb", '"a\\nb"'),
        ("\u2028\u202e", r'"\u2028\u202e"'),
    ],
)
def test_a_wrong_value_is_shown_in_one_line(value: object, text: str) -> None:
    """A wrong value is shown as in the file, on one line and without invisible characters."""
    assert value_text(value) == text


def test_a_wrong_value_is_shown_in_part() -> None:
    """A long text is cut, and a number of thousands of digits is not converted to text."""
    assert value_text(16**5000) == "a huge number"
    assert value_text("x" * 1000) == '"' + "x" * 59 + "…"


def test_a_command_that_reads_no_record_does_not_wait_for_the_library() -> None:
    """Importing the readers does not import cattrs, which is slow to import."""
    code = "import sys, grader.exercises.exercise, grader.gradebook.course; sys.exit('cattrs' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=True)

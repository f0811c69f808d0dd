"""What must hold for any bytes. A target returns, or raises what is a bug of ours.

``TARGETS`` names them. Each is a pure function of its bytes, so that whatever fails once fails again.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import re
import signal
import socket
import struct
import tempfile
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgpack
import numpy as np
from rich.console import Console

from grader.errors import Mismatch, StudentFault
from grader.exercises.exercise import Exercise, Limits
from grader.guest.confinement import Policy
from grader.guest.weight import weigh
from grader.guest.wire import HEADER, MAX_WEIGHT, Codec, Ref, WireError
from grader.report.class_page import class_html
from grader.report.feedback import feedback_html
from grader.report.gradebook_csv import gradebook_csv
from grader.report.terminal import check_report, class_table, grading_summary
from grader.result import VERSION, Containment, ExerciseResult, Outcome, Result, TestResult
from grader.submission import Entry, read_entry
from grader.submission.bounds import DEPTH, FILES, NAME, NOTE, NOTES, PATH, TOTAL, Refused, shown
from grader.submission.magics import strip_magics
from grader.submission.names import member_path, spellings, split_stem
from grader.submission.notebook import Notebook
from grader.submission.people import NAME_BYTES, NAME_CHARACTERS, safe_name
from grader.suite import assertions
from grader.suite.fingerprint import fingerprint
from grader.suite.proxy import Handle, Student, describe, in_place
from grader.suite.session import verdict
from grader.suite.transcript import Transcript
from grader.text import is_visible
from grader.worker.host import Worker

from .cost import within_the_line
from .source import Source, pack

Target = Callable[[bytes], None]

COURSE = (
    Exercise("01_layers", {"en": "Layers"}, "layers", ("Affine", "Relu")),
    Exercise("02_losses", {"en": "Losses"}, "losses", ("mean_squared_error", "cross_entropy_error")),
)

PLAIN = (type(None), bool, int, float, complex, str, bytes)


def is_plain(value: Any, reference: type = Ref) -> bool:
    """Whether ``value`` is made of exact built-in and NumPy types, whose methods nobody but us wrote."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        kind = type(item)
        if kind in (list, tuple):
            waiting += item
        elif kind is dict:
            waiting += [*item.keys(), *item.values()]
        elif kind is np.ndarray:
            if item.dtype.hasobject or item.dtype.kind not in "biufc":
                return False
        elif (
            kind not in PLAIN
            and kind is not reference
            and not (isinstance(item, np.generic) and kind.__module__ == "numpy")
        ):
            return False
    return True


# --- the wire -------------------------------------------------------------------------------------------------------


def _refuse(*_: Any) -> Any:
    raise WireError("unexpected")


JUDGE = Codec(_refuse, lambda ref: ref, _refuse, most=MAX_WEIGHT)


def wire(data: bytes) -> None:
    """Any frame is refused with ``WireError`` or becomes plain data that can be packed again."""
    try:
        value = JUDGE.unpack(data)
    except WireError:
        return
    assert is_plain(value)
    with contextlib.suppress(WireError):  # what nests as deeply as may be received may be one too deep to send
        JUDGE.pack(value)


def frames(data: bytes) -> None:
    """The same of frames that are nearly right."""
    source = Source(data)
    frame = bytearray(pack(source.value()))
    for _ in range(source.byte() % 4):
        frame[(source.byte() | source.byte() << 8) % len(frame)] = source.byte()
    wire(bytes(frame))


PER_BYTE = 96
"""Bytes of memory that the judge may take for each byte that it receives: a list is one byte, and takes 72."""

AT_LEAST = 256 * 1024
"""Bytes that reading takes whatever comes: the reader's own stack and buffers, and headers that are remembered."""

SECONDS_PER_MIB, SECONDS_AT_LEAST = 20.0, 0.5
"""Time that reading may take. The slowest found are empty mappings, of one byte each: 3 s a MiB on a busy machine.
Seven times that is no accident, and what is quadratic is far above."""


def weights(data: bytes) -> None:
    """What a message takes, while it is read and afterwards, is bounded by its length and by what it was weighed as."""
    source = Source(data)
    times = source.one_of((1, 10, 100, 1000, 10_000))
    heads = source.one_of((b"", b"\x91", b"\x92\xc7\x00\x05", b"\x81\xa1k")) * (source.byte() % 8)
    items = [pack(source.value()) for _ in range(1 + source.byte() % 3)]
    times = min(times, 1 + 2**18 // len(b"".join(items)))
    message = heads + b"\xdd" + (times * len(items)).to_bytes(4, "big") + b"".join(items) * times
    try:
        weight = weigh(message, MAX_WEIGHT)
    except WireError:
        weight = 0
    begun = time.perf_counter()
    with contextlib.suppress(WireError):
        JUDGE.unpack(message)
    took = time.perf_counter() - begun
    assert took <= SECONDS_AT_LEAST + SECONDS_PER_MIB * len(message) / 2**20, (took, len(message))
    tracemalloc.start()  # which makes everything slower
    try:
        with contextlib.suppress(WireError):
            value = JUDGE.unpack(message)
            assert tracemalloc.get_traced_memory()[0] <= weight + AT_LEAST
            assert is_plain(value)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak <= min(PER_BYTE * len(message), weight + len(message)) + AT_LEAST, (peak, weight, len(message))


class _Said:
    """A process that has said all that it will ever say and hung up."""

    pid = 0

    def __init__(self, said: bytes) -> None:
        self.sock, theirs = socket.socketpair()
        with theirs:
            theirs.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                theirs.send(said)
            theirs.shutdown(socket.SHUT_WR)
            self._theirs = theirs.dup()  # it goes on listening, so that the judge's sending fails nowhere
        self.output, writer = os.pipe()
        os.set_blocking(self.output, False)
        os.write(writer, said[:100])
        os.close(writer)

    def signal(self, number: signal.Signals) -> None:
        """There is nothing to signal."""

    def end(self) -> int:
        """Close everything."""
        self.sock.close()
        self._theirs.close()
        os.close(self.output)
        return 9


class _Launcher:
    joins = False

    def __init__(self, said: bytes) -> None:
        self.said = said
        self.started = 0

    def start(self, policy: Policy) -> _Said:
        """Start the one process; a second one says nothing at all."""
        self.started += 1
        return _Said(self.said if self.started == 1 else b"")

    def close(self) -> None:
        """Nothing to close."""


class _Told(Worker):
    """A worker whose answers are there before their questions, since one thread plays both sides."""

    def _refuse_unasked(self) -> None:
        """Take them all the same: what is tried here is how they are read."""


def _framed(payload: bytes) -> bytes:
    return HEADER.pack(len(payload)) + payload


def _message(source: Source) -> bytes:
    """Return one message of the protocol, most of it right."""
    kind = source.byte() % 8
    message: Any
    match kind:
        case 0 | 1 | 2:
            changed = [[source.one_of((0, 1, "k", -1, 9, None)), source.value()] for _ in range(source.byte() % 3)]
            message = ["value", source.value(), changed]
        case 3:
            kinds = [source.text().encode("utf-8", "replace").decode() for _ in range(source.byte() % 3)]
            text = source.text().encode("utf-8", "replace").decode()
            message = ["error", text, kinds, text * source.one_of((1, 300)), kinds]
        case 4 | 5:
            keywords = {source.key(): source.value()} if source.byte() % 3 == 0 else {}
            arguments = [source.value() for _ in range(source.byte() % 3)]
            message = ["callback", source.one_of((0, 0, 0, 1, -1, 2**40)), arguments, keywords]
        case 6:
            message = ["stop"]
        case _:
            message = source.value()
    data = pack(message)
    if source.byte() % 16 == 0:
        return source.take(6) + data
    return _framed(data)


LIMITS = Limits(load_s=2.0, call_s=2.0, exercise_s=10.0, memory_mb=256, scratch_mb=8)


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="xorcise-fuzz-"))


def answer(data: bytes) -> None:
    """Whatever a worker says to a test is a ``StudentFault`` or plain data, through all that a suite does with it.

    Returned values go through every assertion, the transcript, its fingerprint and the words for a report; none of it
    raises anything of its own.
    """
    source = Source(data)
    honest = _framed(msgpack.packb(["value", None, []]))
    said = honest * 2 + b"".join(_message(source) for _ in range(1 + source.byte() % 6))
    worker = _Told(_Launcher(said), {"answer.py": b""}, "answer", LIMITS, _folder(), "bare", False)
    student = Student(worker)
    array, mapping = np.zeros((2, 3)), {"W": np.zeros(3)}
    error: BaseException | None = None
    assertions.speak_for(student)
    try:
        _ask(student, array, mapping, source)
    except StudentFault as fault:
        error = fault
    finally:
        assertions.speak_for(None)
        worker.end()
    outcome, message, summary = verdict(error)
    assert outcome is not Outcome.GRADER_ERROR
    assert len(message) < 20_000
    assert len(summary) < 5_000
    with np.errstate(all="ignore"):
        print_of = fingerprint(Transcript("t", outcome, tuple(student.events)))
    assert print_of.matches(print_of)
    assert array.shape == (2, 3)


def _ask(student: Student, array: Any, mapping: dict[str, Any], source: Source) -> None:
    got = student.f(in_place(array), in_place(mapping), k=lambda x: np.sum(x) if isinstance(x, np.ndarray) else x)
    assert is_plain(got, Handle)
    assert len(describe(got)) <= 300
    for check in (
        lambda: assertions.assert_close(got, 0.5),
        lambda: assertions.assert_close(got, np.zeros((2, 3))),
        lambda: assertions.assert_close(got, np.zeros(0)),
        lambda: assertions.assert_equal(got, "text"),
        lambda: assertions.assert_equal(got, 3),
        lambda: assertions.assert_equal(got, np.arange(3)),
        lambda: assertions.assert_equal(got, [1, {"a": 2}]),
        lambda: assertions.assert_shape(got, (2, 3)),
        lambda: assertions.as_list(got),
        lambda: assertions.as_scalar(got),
        lambda: assertions.as_array(got),
        lambda: assertions.as_handle(got),
        lambda: assertions.assert_unchanged(array, np.zeros((2, 3))),
    ):
        try:
            check()
        except Mismatch as mismatch:
            assert len(str(mismatch)) < 10_000  # noqa: PT017 - of every one of many
    assertions.form(got)
    if isinstance(got, Handle):
        for _ in zip(range(3), got, strict=False):
            pass
    student.g(array)


# --- intake ---------------------------------------------------------------------------------------------------------


def _scratch(name: str, content: bytes) -> Path:
    path = _folder() / name
    path.write_bytes(content)
    return path


@cache
def _warm() -> None:
    """Let what is imported and compiled once, such as nbformat's converters, be no submission's cost."""
    valid = json.loads(seeds("raw_notebook")[-1])
    for version in (1, 2, 3, 4, 5):
        book = valid | {"nbformat": version, "nbformat_minor": 0, "worksheets": [valid]}
        read_entry(Entry("s", _scratch("losses.ipynb", json.dumps(book).encode())), COURSE)


def _taken(path: Path, student: str = "s") -> None:
    _warm()
    size = path.stat().st_size
    with within_the_line(size, memory=size % 4 == 0) as cost:
        submission = read_entry(Entry(student, path), COURSE)
        cost.size += sum(len(content) for files in submission.files.values() for content in files.values())
    assert submission.problem == shown(submission.problem, NOTE)
    assert all(note == shown(note, NOTE) for note in submission.notes)
    assert len(submission.notes) <= NOTES + 1
    for files in submission.files.values():
        assert len(files) <= FILES
        assert all(name.count("/") <= DEPTH for name in files)
        assert sum(map(len, files.values())) <= 2 * TOTAL
        for name, content in files.items():
            assert type(content) is bytes
            assert is_safe_path(name)
    assert len(submission.digest) == 64


def is_safe_path(name: str) -> bool:
    """Whether a file called ``name`` stays in its folder and can be written."""
    parts = name.split("/")
    return (
        not name.startswith("/")
        and ".." not in parts
        and "" not in parts
        and "\0" not in name
        and len(name.encode()) <= PATH
        and all(len(part.encode()) <= NAME for part in parts)
    )


def raw_zip(data: bytes) -> None:
    """Any bytes called a zip give a submission, be it one with a problem."""
    _taken(_scratch("s.zip", data))


NAMES = (
    *(
        "losses.py",
        "02_losses/losses.py",
        "losses.ipynb",
        "work/losses.py",
        "../losses.py",
        "/losses.py",
        "a\\losses.py",
    ),
    *("losses.py/", "losses.py/x", "LOSSES.PY", "__MACOSX/losses.py", "layers.py", "C:losses.py", "x" * 300, "a.zip"),
)


def made_zip(data: bytes) -> None:
    """The same of zips that are nearly right."""
    source = Source(data)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for _ in range(source.byte() % 6):
            name = source.one_of(NAMES) if source.byte() % 4 else source.text().encode("utf-8", "replace").decode()
            info = zipfile.ZipInfo(name or "n")
            info.compress_type = source.one_of((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2))
            info.external_attr = source.one_of((0, 0o100644 << 16, 0o120777 << 16, 0o010644 << 16, 0x10))
            info.extra = source.take(30) if source.byte() % 8 == 0 else b""
            with contextlib.suppress(struct.error), _quiet():
                archive.writestr(info, source.take(400) * source.one_of((1, 1, 40)))
    packed = bytearray(made.getvalue())
    for _ in range(source.byte() % 6):
        place = source.byte() | source.byte() << 8
        packed[-1 - place % len(packed) if source.byte() % 2 else place % len(packed)] = source.byte()
    _taken(_scratch("s.zip", bytes(packed)))


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "Duplicate name", which is what we want
        yield


def raw_notebook(data: bytes) -> None:
    """Any bytes called a notebook give a submission."""
    _taken(_scratch("losses.ipynb", data))


PIECES = (
    *("def mean_squared_error(y, t):\n    return ", "x = 1\n", "%matplotlib inline\n", "!pip install x\n", "%%bash\n"),
    *("import numpy as np\n", "np.random.seed(0)\n", "'''", "(", "\\\n", "class A:\n    ", "lambda: ", "f'{", "]", "-"),
    *("@x\n", "if x:\n  ", "try:\n pass\nexcept: pass\n", "x[0] = ", "await f()\n", "[x for x in ", "not ", "async "),
    *(
        "\ufeff",
        "\r",
        "\x0c",
        "ａ = 1\n",
        "é",
        "%%time\n",
        "??\n",
        "files = !ls\n",
        "from x import *\n",
        "return 1\n",
        "\0",
    ),
    *(
        "type X = int\n",
        "match x:\n case 1: pass\n",
        "global x\n",
        "nonlocal y\n",
        "yield ",
        "*",
        "# coding: latin-1\n",
    ),
)


def cell_source(source: Source) -> str:
    """Return something like Python, with deep nesting now and then."""
    parts = []
    for _ in range(source.byte() % 12):
        piece = source.one_of(PIECES) if source.byte() % 6 else source.text()
        parts.append(piece * source.one_of((1, 1, 1, 1, 2, 150)))
    return "".join(parts)


def made_notebook(data: bytes) -> None:
    """The same of notebooks that are nearly right; what is made of a good one is a module of Python."""
    source = Source(data)
    cells: list[Any] = []
    for _ in range(source.byte() % 6):
        code: Any = cell_source(source)
        if source.byte() % 8 == 0:
            code = source.one_of(([code, code], None, 5, {}, [1]))
        cells.append({"cell_type": source.one_of(("code", "code", "code", "markdown", None)), "source": code})
    book: dict[str, Any] = {"nbformat": source.one_of((4, 4, 4, 3, 2, 1, 5, "4", None, 10**30)), "cells": cells}
    book |= {
        "nbformat_minor": source.one_of((4, 5, 0, -1, None, "x")),
        "metadata": source.one_of(({}, {}, None, [], 1)),
    }
    if source.byte() % 8 == 0:
        book["worksheets"] = source.one_of(([{"cells": cells}], [], [{}], None, 3))
    text = json.dumps(book)
    if source.byte() % 8 == 0:
        text = text.replace("[]", "[" * 5000 + "]" * 5000)
    raw = bytearray(
        text.encode(source.one_of(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "latin-1")), "replace")
    )
    for _ in range(source.byte() % 4):
        raw[(source.byte() | source.byte() << 8) % len(raw)] = source.byte()
    _taken(_scratch("losses.ipynb", bytes(raw)))
    try:
        notebook = Notebook.read(bytes(raw), "n.ipynb")
        module, _ = notebook.module(["mean_squared_error"])
    except Refused:
        return
    if notebook.statements and not notebook.broken:
        with _quiet():
            ast.parse(module)


LARGE = 60_000
"""Characters of a cell that repeats something: what the line is drawn for."""


def repeated_cell(data: bytes) -> None:
    """The same of a notebook with a large cell in which a piece or two are repeated, one after or inside the other."""
    source = Source(data)
    parts = ["def mean_squared_error(y, t): return x\n"]
    for _ in range(1 + source.byte() % 3):
        piece = source.one_of(PIECES) if source.byte() % 2 else source.text()[:20]
        end = source.one_of(("", "", ")", "]", "\n", ", x = x\n", "finally:\n  x\n", piece))
        count = (1 + source.byte()) * LARGE // 256 // max(1, len(piece) + len(end))
        if source.byte() % 4 == 0:  # each with a number of its own
            parts.append("".join(f"{piece}x{n}{end}" for n in range(count // 2)))
        else:
            parts.append(piece * count + source.one_of(("", "x", "x = 1\n")) + end * count)
    code: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    cells = [code | {"source": "".join(parts)[:LARGE]}]
    book = json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells})
    _taken(_scratch("losses.ipynb", book.encode("utf-8", "surrogatepass")))


def magics(data: bytes) -> None:
    """A cell loses its magics and keeps its Python: what parsed before parses to the same after."""
    cell = cell_source(Source(data))
    with within_the_line(len(cell)):
        kept = strip_magics(cell)
    with _quiet():
        try:
            before = ast.dump(ast.parse(cell))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        if cell[:1] not in (" ", "\t", "\n") and "\r" not in cell and "\x0c" not in cell:
            assert ast.dump(ast.parse(kept)) == before


def names(data: bytes) -> None:
    """Names of students, files and zip members come out harmless."""
    text = Source(data).text()
    with within_the_line(len(text)):
        student = safe_name(text)
        split_stem(text, spellings(COURSE))
    assert student
    assert is_safe_path(student)
    assert not re.search(r'[/\\:*?"<>|]', student)
    assert student[0] not in ".=+@~-"
    assert student[-1] not in ". "
    assert len(student) <= NAME_CHARACTERS + 1
    assert len(student.encode()) <= NAME_BYTES + 1
    assert all(map(is_visible, student + shown(text)))
    with contextlib.suppress(Refused):
        path = member_path(text)
        assert not path or is_safe_path(path)


# --- reports --------------------------------------------------------------------------------------------------------

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What no report may hold, whatever it was given. A carriage return ends a line of CSV."""


class Page(HTMLParser):
    """What a browser would make of a page: its tags, attributes and links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def _result(text: str, other: str, score: float, outcome: Outcome) -> Result:
    both = {"en": text, "zh-CN": other}
    test = TestResult(
        *(text, text, other, outcome, "public", score, 6.0, other, text),
        *(text, both, both, both, 0.1),
    )
    hidden = TestResult(text, other, text, outcome, "hidden", score, 6.0, other, text)
    graded = ExerciseResult("02_losses", text, outcome, score, 12.0, (test, hidden))
    odd = ExerciseResult(text, text, outcome, score, 6.0, (test,))
    containment = Containment("landlock", True, (text,))
    parts: tuple[Any, ...] = (VERSION, text, other, 1, containment, text, other, text, score, 12.0, (graded, odd))
    return Result(*(*parts, other, (text, other)))


@cache
def _clean() -> tuple[frozenset[str], frozenset[str]]:
    """Return the tags and attributes of pages that hold nothing odd."""
    tags: set[str] = set()
    attributes: set[str] = set()
    for outcome in Outcome:
        for lang in ("en", "zh-CN"):
            for said in ("word", "a_long_word", "said\nmore\ncalled: f\nexpected: 1\ngot: 2\nwhere: 3"):
                result = _result("a_long_word", said, 3.0, outcome)
                for text in (feedback_html(result, COURSE, lang=lang), class_html([result], COURSE, lang=lang)):
                    page = Page(text)
                    tags |= page.tags
                    attributes |= page.attributes
    return frozenset(tags), frozenset(attributes)


def report(data: bytes) -> None:
    """Whatever a result says, reports hold no control character, no tag of a stranger's, and can be written."""
    source = Source(data)
    outcome = source.one_of(tuple(Outcome))
    score = source.one_of((0.0, 3.0, 6.0, -0.0, 5.999999))
    lang = source.one_of(("en", "zh-CN"))
    text, other = source.text(), source.text() + source.text()
    result = _result(text, other, score, outcome)
    tags, attributes = _clean()
    for html in (feedback_html(result, COURSE, lang=lang), class_html([result], COURSE, lang=lang)):
        assert not CONTROL.search(html)
        html.encode()
        page = Page(html)
        assert page.tags <= tags
        assert page.attributes <= attributes
        assert all(link.startswith("#") for link in page.links)
    table = gradebook_csv([result], COURSE)
    assert not CONTROL.search(table)
    table.encode()
    said = io.StringIO()
    console = Console(file=said, width=source.one_of((80, 20, 200)), no_color=True, force_terminal=False)
    for part in (
        class_table([result], COURSE),
        check_report(COURSE[1], result.exercises[0], lang),
        grading_summary([result]),
    ):
        console.print(part)
    assert not CONTROL.search(said.getvalue())
    said.getvalue().encode()
    if not re.search("[\ud800-\udfff]", text + other):
        assert Result.from_json(result.to_json()) == result


TARGETS: dict[str, Target] = {
    t.__name__: t
    for t in (
        *(wire, frames, weights, answer, raw_zip, made_zip, raw_notebook, made_notebook, repeated_cell, magics, names),
        report,
    )
}

REGRESSIONS = Path(__file__).parent / "regressions"


def seeds(name: str) -> list[bytes]:
    """Return bytes to start from: what was found before, and something valid."""
    found = [p.read_bytes() for p in sorted((REGRESSIONS / name).glob("*"))]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("02_losses/losses.py", "def mean_squared_error(y, t):\n    return 0\n" * 3)
    cell: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    book = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell | {"source": "x = 1\n%time f()\n"}]}
    valid = {
        "wire": JUDGE.pack([1, {"a": (np.zeros((2, 2)), 1 + 2j, 2**70)}, np.float32(1), "x", b"y", None]),
        "raw_zip": made.getvalue(),
        "raw_notebook": json.dumps(book).encode(),
    }
    return [*found, valid.get(name, bytes(range(256)))]

"""A worker from the judge's side: what comes back, what a submission can do instead of answering, and how it ends."""

from __future__ import annotations

import contextlib
import signal
import socket
import struct
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import msgpack
import numpy as np
import pytest

from grader.errors import (
    NotAttempted,
    OutOfMemory,
    Place,
    StudentFault,
    StudentRaised,
    TemplateLost,
    TimedOut,
    WireViolation,
    WorkerEnded,
)
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Limits
from grader.slot import slot as slot_module
from grader.slot.slot import Slot
from grader.slot.suite_run import MAX_RUNS, open_suite, run_suite
from grader.suite import Handle, SubmissionProxy, in_place
from grader.worker import template_launcher
from grader.worker.connection import MAX_OUTPUT
from grader.worker.conversation import Conversation
from grader.worker.worker import Worker

Work = Callable[..., AbstractContextManager[Worker]]
Played = Callable[[Callable[[socket.socket], None]], Worker]


def call(worker: Worker, name: str, *args: Any) -> Any:
    """Call a function of the submission as a test does."""
    return getattr(SubmissionProxy(worker), name)(*args)


# --- what comes back ---


def test_values_travel_both_ways(work: Work) -> None:
    """Plain data and arrays arrive and come back with their types."""
    with work("def same(*a, **k): return a, k") as worker:
        sent: tuple[Any, ...] = (1, 2.5, "é", None, True, b"x", [1, (2,)], {"a": {"b": 1}}, 3 + 4j, 10**30)
        got, keywords = SubmissionProxy(worker).same(*sent, key=np.float32(0.5))
        assert got == sent
        assert keywords == {"key": 0.5}
        assert type(keywords["key"]) is np.float32


def test_arguments_come_back_as_the_student_left_them(work: Work) -> None:
    """What a call does to its copies shows, and changes the judge's own objects where the test asks for it."""
    source = "def change(a, d, l):\n a += 1\n d['w'] *= 2\n d['new'] = 1\n del d['old']\n l.append(3)"
    with work(source) as worker:
        a, w, items = np.zeros(2), np.ones(2), [1]
        d = {"w": w, "old": 0}
        student = SubmissionProxy(worker)
        student.change(a, d, items)
        assert (a.tolist(), d, items) == ([0.0, 0.0], {"w": w, "old": 0}, [1])  # the judge's own stay as they are
        assert student.left_of(a).tolist() == [1.0, 1.0]
        student.change(in_place(a), in_place(d), in_place(items))
        assert a.tolist() == [1.0, 1.0]
        assert w.tolist() == [2.0, 2.0]
        assert d.keys() == {"w", "new"}
        assert items == [1, 3]


def test_callbacks_are_counted_and_recorded(work: Work) -> None:
    """A function of the judge's is called from student code; each call and its arguments are in the transcript."""
    with work("def slope(f, x): return (f(x + 1) - f(x - 1)) / 2") as worker:
        student = SubmissionProxy(worker)
        assert student.slope(lambda x: x**2, 3.0) == 6.0
        event = student.events[-1]
        assert event.callback_count == 2
        assert [args for _, args in event.callbacks] == [(4.0,), (2.0,)]


def test_a_callback_that_fails_raises_in_the_students_code(work: Work) -> None:
    """The judge's function given nonsense raises where it was called, and the student's code may handle it."""
    with work("def ask(f):\n try:\n  return f('text')\n except TypeError:\n  return 'caught'") as worker:
        assert call(worker, "ask", lambda x: x / 2) == "caught"


def test_objects_stay_and_are_reached_through_handles(work: Work) -> None:
    """Attributes, items, methods, calls, lengths and iteration of an object that stays in the worker."""
    source = """
import numpy as np
class Net:
    def __init__(self, n):
        self.params = {"W": np.zeros(n)}
        self.shared = self.params["W"]
    def add(self, v): self.params["W"] += v; return self
    def __call__(self, x): return x * 2
    def __getitem__(self, k): return k
    def __len__(self): return 7
    def __iter__(self): return iter([1, 2])
def count(n):
    yield from range(n)
"""
    with work(source) as worker:
        student = SubmissionProxy(worker)
        net = student.new("Net", 2)
        assert net.type_name == "Net"
        assert isinstance(net.add(1.5), Handle)
        assert net.params["W"].tolist() == [1.5, 1.5]
        net.write("params", ["W"], to=np.array([8.0, 9.0]))
        assert net.read("params", ["W"]).tolist() == [8.0, 9.0]
        assert net.shared.tolist() == [8.0, 9.0]  # written in place: what shares the array sees it
        net.write("name", to="n")
        assert (net.name, net(4), net["k"], net.method("__len__")(), list(net)) == ("n", 8, "k", 7, [1, 2])
        assert list(student.count(3)) == [0, 1, 2]
        rng = student.new("numpy.random.default_rng", 3)
        assert rng.integers(10) == np.random.default_rng(3).integers(10)


def test_each_test_starts_with_the_same_seed(work: Work) -> None:
    """Global generators are reseeded, so that a test's draws do not depend on the tests before it."""
    source = "import random\nimport numpy as np\ndef draw(): return random.random(), np.random.rand()"
    with work(source) as worker:
        student = SubmissionProxy(worker)
        draws = []
        for _ in range(2):
            student.begin(5)
            draws.append(student.draw())
        student.begin(6)
        assert draws[0] == draws[1] != student.draw()


def test_texts_have_the_same_hash_in_every_template(work: Work) -> None:
    """So that a set of them has the same order in every slot and run; and no byte code is written to the folder."""
    source = "import os\ndef seen(): return [hash('loss'), os.listdir('.')]"
    found = []
    for _ in range(2):
        with Slot() as slot, slot.worker("numpy", {"answer.py": source.encode()}, "answer", Limits()) as worker:
            found.append(call(worker, "seen"))
    assert found[0] == found[1] == [found[0][0], ["answer.py"]]


def test_a_submissions_own_files_are_imported_and_shadow_nothing(work: Work) -> None:
    """Helpers beside the module can be imported; a numpy.py or a json.py beside it is ignored."""
    source = "import numpy, json, helper\ndef f(): return helper.V, hasattr(numpy, 'ndarray'), hasattr(json, 'loads')"
    with work(source, helper="V = 5", numpy="raise SystemExit", json="raise SystemExit", conftest="1/0") as worker:
        assert call(worker, "f") == (5, True, True)


# --- what a submission can do instead of answering ---


def test_exceptions_carry_name_text_and_the_students_line(work: Work) -> None:
    """An exception is reported with its class, its message and the line of the student's file."""
    with work("def f():\n    raise KeyError('W1')") as worker, pytest.raises(StudentRaised) as caught:
        call(worker, "f")
    assert (caught.value.kind, caught.value.text) == ("KeyError", "'W1'")
    assert caught.value.place == Place("on line 2 of answer.py", "raise KeyError('W1')", "answer.py", 2)


def test_a_syntax_error_names_its_line(work: Work) -> None:
    """A file that does not compile is reported with line and text, at every call, without another start."""
    with work("x = 1\ndef f(:\n") as worker:
        for _ in range(2):
            with pytest.raises(StudentRaised) as caught:
                call(worker, "f")
            assert caught.value.kind == "SyntaxError"
            assert caught.value.place == Place("on line 2 of answer.py", "def f(:", "answer.py", 2)
        assert worker.generation == 1


def test_unwritten_and_missing_functions_are_not_attempted(work: Work) -> None:
    """NotImplementedError and a missing name say that nothing was tried."""
    with work("def f(): raise NotImplementedError('later')") as worker:
        for name in ("f", "g"):
            with pytest.raises(NotAttempted):
                call(worker, name)


@pytest.mark.parametrize("code", ["import os; os._exit(0)", "import os; os.close(3)"])
def test_a_process_that_ends_is_a_fault_and_the_next_call_has_another(work: Work, code: str) -> None:
    """Ending the process is no answer; later calls go to a fresh process of the same submission."""
    with work(f"def bye(): {code}\ndef f(): return 1") as worker:
        with pytest.raises(WorkerEnded):
            call(worker, "bye")
        assert call(worker, "f") == 1
        assert worker.generation == 2


def test_a_handle_of_an_earlier_process_is_refused_and_the_process_goes_on(work: Work) -> None:
    """Nothing is sent, so the process that answers now has done nothing wrong and is not replaced."""
    source = "import os\nclass Net: pass\ndef bye(): os._exit(0)\ndef f(*a): return 1"
    with work(source) as worker:
        student = SubmissionProxy(worker)
        net = student.new("Net")
        with pytest.raises(WorkerEnded):
            student.bye()
        assert student.f() == 1
        with pytest.raises(WorkerEnded, match="the object is gone"):
            student.f(net)
        assert student.f() == 1
        assert worker.generation == 2


def test_exceptions_that_are_no_errors_are_reported_too(work: Work) -> None:
    """SystemExit and KeyboardInterrupt end the call and not the worker."""
    with work("import sys\ndef f(): sys.exit(0)\ndef g(): raise KeyboardInterrupt") as worker:
        for name, kind in (("f", "SystemExit"), ("g", "KeyboardInterrupt")):
            with pytest.raises(StudentRaised) as caught:
                call(worker, name)
            assert caught.value.kind == kind
        assert worker.generation == 1


def test_an_exception_whose_text_raises_or_floods_is_bounded(work: Work) -> None:
    """A __str__ that raises, and a message of 50 MB, are reported in bounded words."""
    source = """
class Bad(Exception):
    def __str__(self): raise ValueError
def f(): raise Bad
def g(): raise ValueError("x" * 50_000_000)
"""
    with work(source) as worker:
        for name in ("f", "g"):
            with pytest.raises(StudentRaised) as caught:
                call(worker, name)
            assert 0 < len(caught.value.text) <= 2000


@pytest.mark.parametrize("body", ["while True: pass", "import time; time.sleep(1e6)", "10 ** 10 ** 10"])
def test_a_call_that_does_not_end_is_killed_at_its_deadline(work: Work, body: str) -> None:
    """Busy loops, sleeps and computations inside one C call all end at the deadline."""
    with work(f"def f():\n    {body}\ndef g(): return 1") as worker:
        begun = time.monotonic()
        with pytest.raises(TimedOut):
            call(worker, "f")
        assert time.monotonic() - begun < 20  # 1 s, and 4 s on the wall clock for what sleeps; 20 for a busy machine
        assert call(worker, "g") == 1


def test_an_import_that_does_not_end_is_tried_once(work: Work) -> None:
    """A loop at import costs its deadline once; every later call knows."""
    with work("while True: pass", Limits(load_s=0.5)) as worker:
        for _ in range(3):
            with pytest.raises(TimedOut):
                call(worker, "f")
        assert worker.generation == 1


def test_the_exercise_has_a_deadline_of_its_own(work: Work) -> None:
    """Once the time for the whole exercise is spent, no process is started any more."""
    with work("import time\ndef f(): time.sleep(99)", Limits(call_s=0.4, exercise_s=1.0)) as worker:
        begun = time.monotonic()
        for _ in range(20):
            with pytest.raises(TimedOut):
                call(worker, "f")
        assert time.monotonic() - begun < 20  # 4 s: a sleep is charged with a quarter; 20 calls of 1.6 s take 32 s
        assert worker.generation <= 4


def test_memory_has_a_limit(work: Work) -> None:
    """Allocating without end, by lists, arrays or one huge request, ends as out of memory; the judge does not grow."""
    source = """
import numpy as np, mmap
def lists():
    kept = []
    while True: kept.append(bytearray(10**6))
def arrays(): return np.ones(10**10)
def shared(): return len(mmap.mmap(-1, 10**10))
def f(): return 1
"""
    with work(source, Limits(memory_mb=256, call_s=30.0)) as worker:
        for name in ("lists", "arrays"):
            with pytest.raises(OutOfMemory):
                call(worker, name)
        with pytest.raises(StudentFault):
            call(worker, "shared")
        assert call(worker, "f") == 1


def test_printing_never_blocks_and_is_bounded(work: Work) -> None:
    """A hundred megabytes of output are read, thrown away, and do not disturb the answer."""
    source = "import os\ndef f():\n for _ in range(1600): os.write(1, b'x' * 65536)\n print('y')\n return 5"
    with work(source, Limits(call_s=20.0)) as worker:
        assert call(worker, "f") == 5
        assert len(worker.output) <= MAX_OUTPUT


def test_writing_files_is_bounded(work: Work) -> None:
    """Neither one huge file nor many fill the disk: the process is killed, and its folder is removed."""
    many = "i = 0\n while True:\n  open(str(i), 'wb').write(b'x' * 10**6); i += 1"
    with work(
        f"def f():\n {many}\ndef g():\n open('a', 'wb').write(b'x' * 10**9)", Limits(scratch_mb=8, call_s=30.0)
    ) as worker:
        with pytest.raises(StudentFault):
            call(worker, "f")
        with pytest.raises(StudentRaised, match="OSError"):
            call(worker, "g")
        folder = worker.folder
    assert not folder.exists()


def test_files_are_charged_to_the_test_that_left_them(work: Work) -> None:
    """What calls write too quickly to be seen ends their own test; the next one meets an empty folder."""
    source = "import os\ndef f():\n for n in 'abcd': open(n, 'wb').write(bytes(7 * 2**20))\n"
    source += "def g(): return os.path.exists('a')"
    with work(source, Limits(scratch_mb=8)) as worker:
        with contextlib.suppress(WorkerEnded):  # where it has a room of its own, that is full at once
            call(worker, "f")
            with pytest.raises(WorkerEnded, match="too large"):
                worker.finish()
        worker.begin(1)
        assert not call(worker, "g")
        worker.finish()


def test_folders_nested_without_end_are_removed(work: Work) -> None:
    """A folder a thousand levels deep, and one without permissions, end neither the judge nor stay behind."""
    source = """
import os
def f():
    os.mkdir("sealed", 0)
    for _ in range(1200):
        os.mkdir("a"); os.chdir("a")
    open("file", "w").close()
    os._exit(0)
def g(): return os.listdir(FOLDER)
FOLDER = os.getcwd()
"""
    with work(source) as worker:
        with pytest.raises(StudentFault):
            call(worker, "f")
        assert set(call(worker, "g")) <= {"answer.py", "__pycache__"}
        with pytest.raises(StudentFault):
            call(worker, "f")
        folder = worker.folder
    assert not folder.exists()


LARGEST = """
import numpy as np
def images(): return np.ones((60_000, 784), np.uint8), np.ones(60_000, np.int64)
def weights():
    sizes = [(784, 128), (128,), (128, 64), (64,), (64, 10), (10,)]
    return {f"W{i}": np.ones(s, np.float64) for i, s in enumerate(sizes)}
def losses(): return [0.5 + i for i in range(200_000)]
def scalars(): return list(np.arange(200_000, dtype=np.float64))
def ones(): return list(np.ones((200_000, 1)))
def five(): return np.ones((1, 1, 2, 1, 3))
def nine(): return np.ones((1,) * 9)
def f(): return 1
"""


def test_the_largest_honest_answers_arrive(work: Work) -> None:
    """MNIST as bytes with labels, a net's weights, the losses of 200,000 steps in three forms, five dimensions."""
    with work(LARGEST, Limits(load_s=10.0, call_s=20.0, exercise_s=120.0, memory_mb=1024, scratch_mb=8)) as worker:
        images, labels = call(worker, "images")
        assert (images.shape, images.dtype, labels.shape) == ((60_000, 784), np.uint8, (60_000,))
        del images, labels
        assert [w.size for w in call(worker, "weights").values()] == [784 * 128, 128, 128 * 64, 64, 640, 10]
        for name in ("losses", "scalars", "ones"):
            assert len(call(worker, name)) == 200_000
        assert call(worker, "five").shape == (1, 1, 2, 1, 3)
        with pytest.raises(StudentRaised, match="an array has 9 dimensions; at most 8 can be sent"):
            call(worker, "nine")
        assert call(worker, "f") == 1
        assert worker.generation == 1  # no answer ended it


def test_answers_that_cannot_be_sent_are_errors_of_the_student(work: Work) -> None:
    """Cyclic, enormous and unhashable answers end in a sentence, and the worker lives on."""
    source = """
import numpy as np
def cycle():
    a = []; a.append(a); return a
def large(): return np.zeros(2 * 10**7)
def f(): return 1
"""
    with work(source) as worker:
        for name in ("cycle", "large"):
            with pytest.raises((StudentRaised, WireViolation)):
                call(worker, name)
        assert call(worker, "f") == 1


# --- forged messages ---


def answer_with(*frames: bytes) -> Callable[[socket.socket], None]:
    """Play a worker that answers the first two requests honestly and the next with ``frames``."""

    def play(sock: socket.socket) -> None:
        honest = msgpack.packb(["value", None, []])
        for _ in range(2):
            receive(sock)
            sock.sendall(struct.pack(">I", len(honest)) + honest)
        receive(sock)
        for data in frames:
            sock.sendall(data)

    return play


def receive(sock: socket.socket) -> bytes:
    size: int = struct.unpack(">I", sock.recv(4, socket.MSG_WAITALL))[0]
    return sock.recv(size, socket.MSG_WAITALL)


def framed(value: Any) -> bytes:
    data: bytes = msgpack.packb(value)
    return struct.pack(">I", len(data)) + data


@pytest.mark.parametrize(
    "frames",
    [
        [framed(["value"])],
        [framed(["value", 1, [[1]]])],
        [framed(["value", 1, [["a", 1, 2]]])],
        [framed(["result", 1])],
        [framed({"value": 1})],
        [framed(None)],
        [framed(["callback", 0, [], {}])],
        [framed(["callback", -1, [], {}])],
        [framed(["error", 5, [], "", []])],
        [framed(["error", "E", [1], "", []])],
        [struct.pack(">I", 2**32 - 1)],
        [struct.pack(">I", 5) + b"\xc1\xc1\xc1\xc1\xc1"],
        [framed(msgpack.ExtType(99, b""))],
        [struct.pack(">I", 0)],
    ],
)
def test_messages_that_are_none_end_the_worker(played: Played, frames: list[bytes]) -> None:
    """Unknown, misshapen, oversized and unasked-for messages are a violation by the submission, with a clear word."""
    worker = played(answer_with(*frames))
    with pytest.raises(WireViolation, match="answer"):
        worker.request(["call", ["module", "f"], [], [], {}, False], 1.0)


def test_an_answer_before_its_question_is_none(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second answer to one question is not taken for the answer to the next; without a look at the wire it is."""
    answer = framed(["value", 1, []])

    def twice(sock: socket.socket) -> None:
        answer_with(answer + answer)(sock)
        while sock.recv(65536):  # until the judge hangs up
            pass

    worker = played(twice)
    question = ["call", ["module", "f"], [], [], {}, False]
    assert worker.request(question, 1.0).value == 1
    with pytest.raises(WireViolation, match="nobody had asked for"):
        worker.request(question, 1.0)
    monkeypatch.setattr(Conversation, "_refuse_unasked", lambda _: None)
    worker = played(twice)
    assert [worker.request(question, 1.0).value for _ in range(2)] == [1, 1]
    worker.end()


def test_an_answer_that_comes_late_is_none_of_the_next_tests(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes when the next test has asked, so that it was not there to be refused before; what was asked tells."""
    answer = framed(["value", 1, []])

    def late(sock: socket.socket) -> None:
        answer_with(answer)(sock)
        receive(sock)  # the next test's question
        sock.sendall(answer + framed(["begun", bytes(8)]) + framed(["value", 2, []]))

    question = ["call", ["module", "f"], [], [], {}, False]
    worker = played(late)
    assert worker.request(question, 1.0).value == 1
    worker.begin(0)
    with pytest.raises(WireViolation, match="nobody had asked for"):
        worker.request(question, 1.0)
    monkeypatch.setattr(Conversation, "_receive_mark", lambda *_: None)
    worker = played(late)
    worker.request(question, 1.0)
    worker.begin(0)
    assert worker.request(question, 1.0).value == 1
    worker.end()


@pytest.mark.parametrize("part", [b"", b"\0", b"\0\0\0\x10abc"])
def test_half_a_message_is_an_end(played: Played, part: bytes) -> None:
    """A worker that hangs up in the middle of a frame has ended."""
    worker = played(answer_with(part))
    with pytest.raises(WorkerEnded):
        worker.request(["call", ["module", "f"], [], [], {}, False], 1.0)


def test_a_trickle_does_not_stretch_the_deadline(played: Played) -> None:
    """A frame that arrives byte by byte is cut off at the call's deadline."""

    def play(sock: socket.socket) -> None:
        answer_with(struct.pack(">I", 1000))(sock)
        for _ in range(1000):
            sock.sendall(b"\x91")
            time.sleep(0.05)

    worker = played(play)
    begun = time.monotonic()
    with pytest.raises(TimedOut):
        worker.request(["call", ["module", "f"], [], [], {}, False], 0.5)
    assert time.monotonic() - begun < 30  # 0.5 s; the whole frame would take 50 s


# --- how it ends ---


def test_nothing_is_left_behind(slot: Slot, work: Work) -> None:
    """After a worker there is no process, no descriptor and no folder more than before."""
    with work("def f(): return 1") as worker:
        call(worker, "f")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for source in ("def f(): return 1", "import time\ndef f(): time.sleep(99)", "def f(:", "import os; os._exit(3)"):
        with work(source, Limits(call_s=0.3)) as worker:
            with pytest.raises(StudentFault) if source != "def f(): return 1" else _nothing():
                call(worker, "f")
            pid = worker.pid
        assert not pid or not Path(f"/proc/{pid}").exists()
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert list(slot.root.iterdir()) == []


class _nothing:
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


def gone(pid: int | None) -> bool:
    """Whether the process has ended, or does so within ten seconds."""
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not Path(f"/proc/{pid}").exists()


def test_workers_die_with_their_template() -> None:
    """When a template ends, so do its workers: the call under way is nobody's fault, and ending it says nothing."""
    with Slot() as own, own.worker("numpy", {"answer.py": b"def f(): return 1"}, "answer", Limits()) as worker:
        call(worker, "f")
        pid = worker.pid
        launcher: Any = own.launcher("numpy")
        launcher.process.kill()
        launcher.process.wait()
        assert gone(pid)
        worker.end()
        assert not worker.lost


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_a_template_that_is_lost_is_replaced(monkeypatch: pytest.MonkeyPatch, how: signal.Signals) -> None:
    """Killed or hung, a template costs the running submission an answer and the next one nothing."""
    monkeypatch.setattr(template_launcher, "CONTROL_TIMEOUT_S", 1.0)
    source = b"import os\ndef f(): return 1\ndef bye(): os._exit(0)"
    with Slot() as own:
        with own.worker("numpy", {"answer.py": source}, "answer", Limits()) as worker:
            call(worker, "f")
            launcher: Any = own.launcher("numpy")
            lost = launcher.process
            lost.send_signal(how)
            with pytest.raises(TemplateLost):
                call(worker, "bye")
            with pytest.raises(TemplateLost):  # no verdict follows from this run, so no process is started for it
                call(worker, "f")
            assert worker.lost
        with own.worker("numpy", {"answer.py": source}, "answer", Limits()) as worker:
            assert call(worker, "f") == 1
        assert launcher.process.pid != lost.pid
        assert gone(lost.pid)


def test_a_template_that_is_lost_between_two_submissions_is_replaced() -> None:
    """The one that finds it gone is told so, once; a template that hangs at the fork is given up as well."""
    with Slot() as own:
        launcher: Any = own.launcher("numpy")
        launcher.wait_ready()
        launcher.process.kill()
        launcher.process.wait()
        before = len(list(Path("/proc/self/fd").iterdir()))
        for lost in (True, False):
            with own.worker("numpy", {"answer.py": b"def f(): return 1"}, "answer", Limits()) as worker:
                with pytest.raises(TemplateLost) if lost else _nothing():
                    call(worker, "f")
                assert worker.lost is lost
        assert len(list(Path("/proc/self/fd").iterdir())) == before


@pytest.mark.parametrize(("killed", "outcome"), [(1, "passed"), (2, "passed"), (9, "grader_error")])
def test_what_a_template_took_with_it_is_graded_again(catalogue: Catalogue, killed: int, outcome: str) -> None:
    """The submission is run again on a fresh template, thrice in all; then the error is the grader's, and its alone."""
    exercise = catalogue.exercise("02_losses")
    files = {exercise.filename: catalogue.reference(exercise).read_bytes()}
    left = killed
    with Slot() as own, open_suite(catalogue.hidden_suite(exercise), exercise, "hidden", None) as suite:
        launcher: Any = own.launcher(exercise.template)

        class Watched(Worker):
            def _ask(self, *args: Any) -> Any:
                nonlocal left
                if left and args[0][0] == "call":
                    left -= 1
                    launcher.process.kill()
                    launcher.process.wait()
                return super()._ask(*args)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(slot_module, "Worker", Watched)
            outcomes = {str(t.outcome) for t in run_suite(own, suite, files, 0).tests}
            assert (outcome in outcomes, "failed" in outcomes) == (True, False)
            assert outcome == "grader_error" or outcomes == {"passed"}
        assert left == max(0, killed - MAX_RUNS)
        assert {str(t.outcome) for t in run_suite(own, suite, files, 0).tests} == {"passed"}


def test_the_kernel_takes_a_worker_first(work: Work) -> None:
    """Where the machine is out of memory, the process that is killed is the worker, not its template or the judge."""
    with work("def f(): return 1") as worker:
        call(worker, "f")
        assert int(Path(f"/proc/{worker.pid}/oom_score_adj").read_text()) == 1000


def test_a_worker_starts_in_a_fresh_interpreter_too() -> None:
    """Without a template, the same worker runs in an interpreter of its own."""
    with (
        Slot(warm=False) as own,
        own.worker("numpy", {"answer.py": b"def f(x): return x + 1"}, "answer", Limits()) as w,
    ):
        assert call(w, "f", 1) == 2


# --- other texts of the module, for explanations ---


def test_a_reloaded_text_answers_in_the_same_process(work: Work) -> None:
    """What the old text defined and the new one does not is gone; a class of the new text is made from it."""
    with work("def f(x): return x + 1\ndef g(): return 'old'") as worker:
        assert call(worker, "f", 1) == 2
        worker.reload(b"def f(x): return x + 2\nclass Net:\n    def __init__(self): self.n = f(5)")
        assert call(worker, "f", 1) == 3
        assert SubmissionProxy(worker).new("Net").n == 7
        with pytest.raises(NotAttempted):
            call(worker, "g")
        assert worker.generation == 1


def test_a_text_that_cannot_be_run_leaves_the_worker_for_the_next(work: Work) -> None:
    """No Python, and an exception while it is imported: each is the text's own fault."""
    with work("def f(x): return x + 1") as worker:
        assert call(worker, "f", 1) == 2
        for text in (b"def f(x: return x", b"def f(x): return x\n1 / 0"):
            with pytest.raises(StudentFault):
                worker.reload(text)
        worker.reload(b"def f(x): return x + 3")
        assert call(worker, "f", 1) == 4
        assert worker.generation == 1


def test_the_next_process_has_the_text_that_was_loaded_last(work: Work) -> None:
    """An endless edit ends the process. The next one has the same text, and then the text that came after it."""
    endless = b"def f(x):\n    while x: pass\n    return 'zero'"
    with work("def f(x): return x + 1") as worker:
        worker.reload(endless)  # before there is a process
        assert call(worker, "f", 0) == "zero"
        worker.reload(b"def f(x): return x + 2")
        assert call(worker, "f", 1) == 3
        worker.reload(endless)
        with pytest.raises(TimedOut):
            call(worker, "f", 1)
        assert call(worker, "f", 0) == "zero"
        with pytest.raises(TimedOut):
            call(worker, "f", 1)
        worker.reload(b"def f(x): return x + 4")
        assert call(worker, "f", 1) == 5
        assert worker.generation == 3


def test_a_text_that_could_not_be_loaded_at_the_start_may_be_replaced(work: Work) -> None:
    """The fault of the first text is not held against the second."""
    with work("def f(x: return x") as worker:
        with pytest.raises(StudentFault):
            call(worker, "f", 1)
        worker.reload(b"def f(x): return x + 1")
        assert call(worker, "f", 1) == 2

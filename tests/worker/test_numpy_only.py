"""Exercises that need NumPy only: what else is installed works, and what is missing or slow is named in a sentence."""

from __future__ import annotations

import pickle

import pytest
from conftest import SHORT

from grader.errors import StudentFault, StudentRaised, TimedOut
from grader.exercises.exercise import Limits
from grader.language import Message
from grader.slot.slot import Slot
from grader.suite import SubmissionProxy
from grader.worker.launch import Launcher

ONLY = "this exercise needs NumPy only"


def fault_of(slot: Slot, source: str, kind: str = "numpy", limits: Limits = SHORT) -> StudentFault:
    """Return what calling ``f`` of a submission ends with."""
    with slot.worker(kind, {"answer.py": source.encode()}, "answer", limits) as worker:
        with pytest.raises(StudentFault) as caught:
            SubmissionProxy(worker).f()
        return caught.value


def test_a_missing_library_is_named_with_its_line(slot: Slot) -> None:
    """In the summary that a student reads of a hidden test, in both languages, and after a journey by pickle."""
    fault = fault_of(slot, "import numpy as np\nimport mxnet.nd as nd\ndef f(): return 1")
    assert isinstance(fault, StudentRaised)
    for same in (fault, pickle.loads(pickle.dumps(fault))):
        assert same.summary.startswith(
            "your code raised ModuleNotFoundError on line 2 of answer.py:"
            " this exercise needs NumPy only; `mxnet` was imported on line 2\n"
        )
        assert "本练习只需要 NumPy；第 2 行导入了 `mxnet`" in Message.told(same.summary, "zh-CN")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "source",
    [
        "import mxnet\nimport notthere\ndef f(): return 1",  # the first one is missing, and it is named
        "def f():\n    import mxnet",
    ],
)
def test_the_line_that_failed_decides(slot: Slot, source: str) -> None:
    """Also where the import stands in a function."""
    assert "`mxnet`" in fault_of(slot, source).summary


@pytest.mark.parametrize(
    "source",
    [
        "import notthere\nimport numpy\ndef f(): return 1",  # no well-known library: a helper that was not handed in
        "import numpy\nfrom numpy import nothing\nimport scipy\ndef f(): return 1",  # not the line that failed
        "def f(): raise ImportError('torch')",
        "import mxnet",
    ],
)
def test_other_faults_say_nothing_of_it(slot: Slot, source: str) -> None:
    """A helper that is missing, another line, and an exercise with TensorFlow, whose statement says what it needs."""
    kind = "tensorflow" if source == "import mxnet" else "numpy"
    limits = Limits(load_s=30.0) if kind == "tensorflow" else SHORT
    assert ONLY not in fault_of(slot, source, kind, limits).message


@pytest.mark.parametrize(
    ("source", "when"),
    [
        ("import tensorflow as tf\nwhile True: pass", "importing answer.py"),
        ("import numpy\ndef f():\n    import scipy.special\n    while True: pass", "this call"),
    ],
)
def test_running_out_of_time_names_the_library(slot: Slot, source: str, when: str) -> None:
    """Since it may be why."""
    fault = fault_of(slot, source, limits=Limits(load_s=0.5, call_s=0.5))
    assert isinstance(fault, TimedOut)
    name, line = ("tensorflow", 1) if "tensorflow" in source else ("scipy", 3)
    expected = f"time ran out while {when} was running: {ONLY}; `{name}` was imported on line {line}"
    assert fault.summary == expected


def test_running_out_of_time_without_a_library_says_no_more(slot: Slot) -> None:
    """The sentence is the one that it always was."""
    fault = fault_of(slot, "def f():\n    while True: pass", limits=Limits(call_s=0.3))
    assert fault.summary == "time ran out while this call was running"


@pytest.mark.parametrize("place", ["answer", "helper"])
def test_what_is_installed_works(slot: Slot, place: str) -> None:
    """TensorFlow comes warm from its own template, also for a helper; in a NumPy process it would abort."""
    code = "import scipy.special\nimport tensorflow as tf\ndef f(): return float(tf.reduce_sum(tf.ones(3)))"
    files = {"answer.py": b"from helper import f", f"{place}.py": code.encode()}
    with slot.worker("numpy", files, "answer", Limits(load_s=10.0)) as worker:
        assert SubmissionProxy(worker).f() == 3.0


def test_what_needs_numpy_only_never_waits_for_tensorflow(slot: Slot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other template is not even asked for."""
    asked: list[str] = []
    launcher = slot.launcher

    def noted(kind: str) -> Launcher:
        asked.append(kind)
        return launcher(kind)

    monkeypatch.setattr(slot, "launcher", noted)
    source = b"import math\nimport numpy as np\n# import tensorflow\ndef f(): return 1"
    with slot.worker("numpy", {"answer.py": source}, "answer", SHORT) as worker:
        assert SubmissionProxy(worker).f() == 1
    assert asked == ["numpy"]

"""Pictures of graded work: gathered in a confined worker, whatever the submission answers."""

from __future__ import annotations

import io
import itertools
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from grader.exercises.catalogue import Catalogue
from grader.pictures.canvas import Say
from grader.pictures.exercises import schedules as module
from grader.pictures.from_worker import picture_from
from grader.pictures.table import with_picture
from grader.slot.slot import Slot
from grader.worker.messages import Reply
from grader.worker.worker import Worker

SIZE = 80_000
"""Bytes of a picture; docs/decisions/0038 has what each takes."""

Draw = Callable[..., bytes]


@pytest.fixture
def draw(slot: Slot, catalogue: Catalogue) -> Draw:
    """Return a function that draws a text's results of an exercise, with a deadline that a test can wait for."""

    def drawn(number: str, source: str, call_s: float = 20.0) -> bytes:
        exercise = catalogue.exercise(number)
        exercise = replace(exercise, limits=replace(exercise.limits, call_s=call_s))
        return picture_from(slot, exercise, {exercise.filename: source.encode()}, "en", mnist="digits")

    return drawn


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def check(picture: bytes) -> None:
    """Require a small PNG of 864 pixels that holds nothing but the picture."""
    assert len(picture) < SIZE
    with Image.open(io.BytesIO(picture)) as image:
        assert (image.format, image.width, image.info) == ("PNG", 864, {})
        assert image.height < 2 * 864


@pytest.mark.parametrize("number", ["05", "10"])
def test_right_code_is_drawn(number: str, draw: Draw, catalogue: Catalogue) -> None:
    """Of an exercise with functions, and of one with a training."""
    check(draw(number, read(catalogue.reference(catalogue.exercise(number)))))


@pytest.mark.slow
@pytest.mark.parametrize("number", ["05", "09", "10"])
def test_every_right_way_is_drawn(number: str, draw: Draw, catalogue: Catalogue) -> None:
    """Every solution of an exercise that needs NumPy alone."""
    for path in catalogue.solutions(catalogue.exercise(number)):
        check(draw(number, read(path)))


@pytest.mark.slow
@pytest.mark.parametrize("number", ["04", "11", "13", "14"])
def test_right_code_with_tensorflow_is_drawn(number: str, draw: Draw, catalogue: Catalogue) -> None:
    check(draw(number, read(catalogue.reference(catalogue.exercise(number)))))


def test_every_picture_is_tried(catalogue: Catalogue) -> None:
    """An exercise that gets a picture comes into one of the tests above."""
    assert {e.slug[:2] for e in with_picture(catalogue.exercises)} == {"04", "05", "09", "10", "11", "13", "14"}


def schedules(rate: str) -> str:
    return f"import numpy as np\ndef exponential_decay(b, r, n, step, staircase=False):\n    {rate}\n"


@pytest.mark.parametrize(
    "rate",
    [
        "return None",
        "return float('nan')",
        "return np.inf",
        "return np.zeros(2**21)",
        "return [[1], [2, 3]]",
        "return 'rate'",
        "return {}",
        "return -1e999999",
        "return 10**400",
        "raise ValueError(step)",
        "raise SystemExit",
        "import os; os._exit(0)",
        "while True: pass",
        "return np.ones(1, dtype=object)",
        "return type('Lies', (), {'__float__': lambda s: 0.1, '__array__': lambda s, *a, **k: 1})()",
    ],
)
def test_what_cannot_be_drawn_is_left_out(rate: str, draw: Draw) -> None:
    """No picture is the worst that a submission gets, and it costs the grader a bounded time."""
    assert draw("05", schedules(rate), call_s=1.0) == b""


@pytest.mark.parametrize("rate", ["1e308", "-1e308 if step % 2 else 1e308", "5e-324", "0.0", "-0.0", "step * 1e300"])
def test_numbers_at_the_ends_of_a_float_make_a_picture_or_none(rate: str, draw: Draw) -> None:
    """matplotlib overflows on some. No warning comes out, and the size is the same."""
    picture = draw("05", schedules(f"return {rate}"))
    if picture:
        check(picture)


NET = """
import numpy as np
class XORNet:
    def __init__(self, *a):
        self.params = {params}
    def predict(self, x): return {predict}
    def loss(self, x, t): return {loss}
    def gradient(self, x, t): return self.params
def train_xor(seed): return {net}
"""

RIGHT = {
    "params": "{'W1': np.ones((2, 8)), 'b1': np.ones(8), 'W2': np.ones((8, 1)), 'b2': np.ones(1)}",
    "predict": "np.full((len(x), 1), 0.5)",
    "loss": "1.0",
    "net": "XORNet()",
}


@pytest.mark.parametrize(
    "lie",
    [
        {"params": "{str(i): 0.0 for i in range(10**5)}"},
        {"params": "[1, 2]"},
        {"params": "dict.fromkeys(('W1', 'b1', 'W2', 'b2'), np.full(3, np.nan))"},
        {"predict": "np.zeros((1000, 1000))"},
        {"predict": "np.full((len(x), 1), np.inf)"},
        {"predict": "self"},
        {"loss": "[[1.0, 2.0]]"},
        {"net": "XORNet"},
        {"net": "{'predict': 1, 'loss': 2}"},
        {"net": "type('N', (), {'__getattr__': lambda s, name: s})()"},
    ],
)
def test_objects_that_lie_are_not_drawn(lie: dict[str, str], draw: Draw) -> None:
    """What their methods return is looked at each time, whatever they are called."""
    assert draw("09", _net(lie)) == b""


def test_an_honest_net_is_drawn(draw: Draw) -> None:
    """The net that the lies above are made of."""
    check(draw("09", _net({"params": RIGHT["params"].replace("ones", "zeros")})))


def _net(parts: dict[str, str]) -> str:
    text = NET
    for name, value in (RIGHT | parts).items():
        text = text.replace(f"{{{name}}}", value)
    return text


def test_half_of_the_work_is_half_of_a_picture(draw: Draw) -> None:
    """As at the desk, what is not written is left out; a stub gives none."""
    check(draw("05", schedules("return b * r ** (step / n)")))
    assert draw("05", "def exponential_decay(b, r, n, step, staircase=False):\n    raise NotImplementedError\n") == b""
    assert draw("05", "def nothing(:\n") == b""


@pytest.mark.parametrize("nth", [0, 1])
def test_a_guest_that_another_process_kills_is_asked_once_more(
    nth: int, draw: Draw, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kill says nothing about the submission: the picture is the same, and no part of it is left out."""
    source = read(catalogue.reference(catalogue.exercise("05")))
    undisturbed = draw("05", source)
    request, calls, killed = Worker.request, itertools.count(), []

    def disturbed(worker: Worker, message: list[Any], timeout: float) -> Reply:
        reply = request(worker, message, timeout)
        if next(calls) == nth:
            killed.append(worker.pid)
            os.kill(worker.pid, signal.SIGKILL)
        return reply

    monkeypatch.setattr(Worker, "request", disturbed)
    assert draw("05", source) == undisturbed
    assert killed


def test_only_plain_numbers_reach_the_judge(draw: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is drawn are arrays of floats that are finite."""
    seen = []
    original = module.draw

    def watched(results: module.Results, say: Say) -> Figure:
        seen.append(results)
        return original(results, say)

    monkeypatch.setattr(module, "draw", watched)
    draw("05", schedules("return np.float32(b) * np.array([r]) ** (step / n)"))
    assert seen[0].decays is not None
    rates = seen[0].decays.smooth
    assert type(rates) is np.ndarray
    assert rates.dtype == np.float64
    assert np.isfinite(rates).all()

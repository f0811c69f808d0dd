"""The helpers for Keras models: what they ask of a model, and what they refuse. A small class stands for the model."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
import pytest

from grader.errors import Mismatch
from grader.exercises.exercise import Limits
from grader.suite import SubmissionProxy
from grader.suite.keras import ROWS_AT_ONCE, loss_function, loss_of, outputs, set_weights, weights_of
from grader.worker.worker import Worker

Work = Callable[..., AbstractContextManager[Worker]]

MODEL = """
import numpy as np
def half(t, y): return 0.5 * np.sum((t - y) ** 2)
class Model:
    compiled, loss = True, [half]
    def __init__(self): self.weights, self.rows = [np.ones((2, 3), np.float32)], []
    def __call__(self, x):
        self.rows.append(len(x))
        return x @ self.weights[0]
    def get_weights(self): return self.weights
    def set_weights(self, weights): self.weights = weights
"""

LIMITS = Limits(call_s=5.0, memory_mb=512)


@pytest.mark.parametrize("rows", [1, ROWS_AT_ONCE, ROWS_AT_ONCE + 1])
def test_outputs_are_asked_for_in_parts(work: Work, rows: int) -> None:
    """They come back together, as float64, in the order of the rows."""
    x = np.arange(2.0 * rows).reshape(rows, 2)
    with work(MODEL, LIMITS) as worker:
        model = SubmissionProxy(worker).new("Model")
        out = outputs(model, x, 3)
        asked = model.read("rows")
    assert out.dtype == np.float64
    assert np.array_equal(out, np.repeat(x.sum(axis=1, keepdims=True), 3, axis=1))
    assert (sum(asked), max(asked)) == (rows, min(rows, ROWS_AT_ONCE))


@pytest.mark.parametrize(
    ("answer", "summary"),
    [
        ("x", "the model's output has the wrong shape"),
        ("None", "the model's output should be an array, but is None (is there a return?)"),
        ("np.full((len(x), 3), np.nan)", "the model's output has values that are not finite"),
    ],
)
def test_other_outputs_are_a_mismatch(work: Work, answer: str, summary: str) -> None:
    """The sentence names the model's output and no number."""
    with work(MODEL.replace("x @ self.weights[0]", answer), LIMITS) as worker, pytest.raises(Mismatch) as caught:
        outputs(SubmissionProxy(worker).new("Model"), np.ones((4, 2)), 3)
    assert caught.value.summary == summary


def test_weights_are_read_and_written(work: Work) -> None:
    """They are written as float32, whatever the judge computed them in."""
    with work(MODEL, LIMITS) as worker:
        model = SubmissionProxy(worker).new("Model")
        set_weights(model, [2 * w.astype(np.float64) for w in weights_of(model)])
        (weights,) = weights_of(model)
    assert (weights.dtype, weights.tolist()) == (np.float32, [[2.0] * 3] * 2)


@pytest.mark.parametrize("weights", ["[]", "None", "[None]"])
def test_a_model_without_weights_is_a_mismatch(work: Work, weights: str) -> None:
    source = MODEL.replace("return self.weights\n", f"return {weights}\n")
    with work(source, LIMITS) as worker, pytest.raises(Mismatch):
        weights_of(SubmissionProxy(worker).new("Model"))


@pytest.mark.parametrize("loss", ["staticmethod(half)", "[half]", "(half,)", "{'out': half}"])
def test_a_loss_is_taken_out_of_a_list_or_dict_of_one(work: Work, loss: str) -> None:
    """It can be called with targets and outputs."""
    with work(MODEL.replace("[half]", loss), LIMITS) as worker:
        proxy = SubmissionProxy(worker)
        model = proxy.new("Model")
        assert callable(loss_of(model))
        assert loss_function(proxy, model)(np.array([1.0]), np.array([3.0])) == 2.0


@pytest.mark.parametrize(
    ("compiled", "summary"),
    [
        ("False, half", "the model is not compiled"),
        ("True, None", "the model is compiled without a loss"),
        ("True, [half, half]", "the model is compiled without a loss"),
    ],
)
def test_a_model_without_one_loss_is_a_mismatch(work: Work, compiled: str, summary: str) -> None:
    with work(MODEL.replace("True, [half]", compiled), LIMITS) as worker, pytest.raises(Mismatch) as caught:
        loss_of(SubmissionProxy(worker).new("Model"))
    assert caught.value.summary == summary


def test_a_loss_known_by_name_is_asked_of_keras(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name goes to ``keras.losses.get`` in the worker; the judge imports no Keras."""
    asked: list[Any] = []

    class Proxy:
        def new(self, *what: Any) -> str:
            asked.extend(what)
            return "the function"

    monkeypatch.setattr("grader.suite.keras.loss_of", lambda model: "mse")
    assert loss_function(Proxy(), None) == "the function"  # type: ignore[arg-type]  # the two are only passed on
    assert asked == ["keras.losses.get", "mse"]

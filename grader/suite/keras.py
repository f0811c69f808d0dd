"""Keras models as suites look at them from outside: their outputs, their weights, and the loss they are compiled with.

The model stays in the worker, and the judge never imports Keras. Suites import these names from here::

    from grader.suite.keras import loss_of, outputs, weights_of
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.language import _
from grader.suite.assertions import as_array, expect
from grader.suite.proxy import SubmissionProxy
from grader.suite.remote import Handle

__all__ = ["loss_function", "loss_of", "outputs", "set_weights", "weights_of"]

Array = np.ndarray[Any, Any]

ROWS_AT_ONCE = 500
"""Rows of an input that a model is called with at once: MNIST's images take 1.6 MB as float32, far below the largest
message."""


def outputs(model: Handle, x: Array, units: int) -> Array:
    """Return what the model answers for ``x``, as float64 of shape (N, ``units``).

    A subclassed model makes its weights when it is first called.

    Args:
        model: a model with one input and one output.
        x: (N, ...), sent as float32.
        units: numbers that the model answers for each row.

    Raises:
        Mismatch: the answer has another form or shape, or values that are not finite.
    """
    parts = [x[i : i + ROWS_AT_ONCE].astype(np.float32) for i in range(0, len(x), ROWS_AT_ONCE)]
    answers = [as_array(model(part), (len(part), units), _("the model's output")) for part in parts]
    out = np.concatenate(answers).astype(np.float64)
    expect(bool(np.all(np.isfinite(out))), _("the model's output has values that are not finite"))
    return out


def weights_of(model: Handle) -> list[Array]:
    """Return the model's weights; layers come in the model's own order.

    Raises:
        Mismatch: the model has none, or they are not arrays.
    """
    weights = model.method("get_weights")()
    expect(type(weights) is list and len(weights) > 0, _("the model has no weights"))
    return [as_array(w, what=_("a weight of the model")) for w in weights]


def set_weights(model: Handle, weights: Sequence[Array]) -> None:
    """Give the model these weights, as float32, in the order of ``weights_of``."""
    model.method("set_weights")([np.asarray(w, np.float32) for w in weights])


def loss_of(model: Handle) -> Any:
    """Return the loss that the model is compiled with: a name, an object or a function, out of a list or dict of one.

    Raises:
        Mismatch: the model is not compiled, or has no loss.
    """
    expect(model.read("compiled") is True, _("the model is not compiled"))
    loss = model.read("loss")
    if type(loss) in (list, tuple) and len(loss) == 1:
        loss = loss[0]
    if type(loss) is dict and len(loss) == 1:
        loss = next(iter(loss.values()))
    expect(isinstance(loss, str) or callable(loss), _("the model is compiled without a loss"), got=loss)
    return loss


def loss_function(proxy: SubmissionProxy, model: Handle) -> Any:
    """Return the loss that the model is compiled with, as something to call with targets and outputs.

    Calling it shows what training hides: if a loss that expects logits follows a sigmoid or softmax, Keras looks
    through the activation and computes the right number.

    Args:
        proxy: the submission.
        model: its model.

    Raises:
        Mismatch: as for ``loss_of``.
    """
    loss = loss_of(model)
    return proxy.new("keras.losses.get", loss) if isinstance(loss, str) else loss

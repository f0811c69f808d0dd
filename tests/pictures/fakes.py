"""Functions that do what the exercises ask, in NumPy alone: TensorFlow takes seconds to import."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from sklearn.datasets import load_iris


def descent() -> SimpleNamespace:
    """Exercise 04."""

    def gradient_descent(f: Any, init_x: Any, lr: float = 0.01, step_num: int = 100) -> Any:
        x = np.array(init_x, float)
        for _step in range(step_num):
            x = x - lr * (f(x + 1e-4) - f(x - 1e-4)) / 2e-4
        return x

    def descend_with_tape(w0: float = 5.0, lr: float = 0.2, epochs: int = 40) -> Any:
        ws = -1 + (w0 + 1) * (1 - 2 * lr) ** np.arange(1, epochs + 1)
        return ws.tolist(), ((ws + 1) ** 2).tolist()

    def judge_learning_rate(ws: Any, losses: Any) -> str:
        if losses[-1] < 0.001:
            return "converged"
        if losses[-1] > losses[0]:
            return "diverged"
        return "oscillating" if (ws[-1] + 1) * (ws[-2] + 1) < 0 else "too slow"

    return SimpleNamespace(
        gradient_descent=gradient_descent, descend_with_tape=descend_with_tape, judge_learning_rate=judge_learning_rate
    )


def iris() -> SimpleNamespace:
    """Exercise 11: nearest means in the place of a training."""
    x, t = load_iris(return_X_y=True)
    test = np.concatenate([np.arange(50 * k, 50 * k + 10) for k in range(3)])
    train_rows = np.setdiff1d(np.arange(150), test)

    def forward(x: Any, w1: Any, b1: Any) -> Any:
        e = np.exp(x @ w1 + b1)
        return e / e.sum(axis=1, keepdims=True)

    def train(seed: int, lr: float = 0.1, epochs: int = 500) -> Any:
        means = np.array([x[50 * k : 50 * k + 50].mean(axis=0) for k in range(3)])
        w1, b1 = means.T, -0.5 * (means**2).sum(axis=1)
        accuracy = float(np.mean(forward(x[test], w1, b1).argmax(axis=1) == t[test]))
        return {"w1": w1, "b1": b1, "train_loss": list(0.3 / np.arange(1, epochs + 1)), "test_acc": [accuracy] * epochs}

    return SimpleNamespace(
        load_split=lambda seed: (x[train_rows], t[train_rows], x[test], t[test]), forward=forward, train=train
    )


def recipe() -> SimpleNamespace:
    """Exercise 13: a circle that is known beforehand."""

    def circle_data(seed: int) -> Any:
        x = np.random.default_rng(seed).normal(size=(300, 2))
        return x, (x[:, :1] ** 2 + x[:, 1:] ** 2 < 2).astype(np.float32)

    def train(x: Any, t: Any, seed: int) -> Any:
        assert (x.shape, t.shape, x.dtype, t.dtype) == ((300, 2), (300, 1), np.float32, np.float32)
        return {"params": {}, "ema_params": {}, "losses": list(2 / np.sqrt(np.arange(1, 3001)))}

    def decision_grid(predict: Any, low: float, high: float, step: float) -> Any:
        xx, yy = np.mgrid[low:high:step, low:high:step]
        return xx, yy, predict(np.column_stack([xx.ravel(), yy.ravel()])).reshape(xx.shape)

    def plot_boundary(x: Any, t: Any, xx: Any, yy: Any, probs: Any) -> Figure:
        figure = Figure()
        figure.subplots().contour(xx, yy, probs, levels=[0.5])
        return figure

    return SimpleNamespace(
        circle_data=circle_data,
        train=train,
        forward=lambda x, params: 2.5 - x[:, :1] ** 2 - x[:, 1:] ** 2,
        decision_grid=decision_grid,
        plot_boundary=plot_boundary,
    )


def mnist(reads: Callable[[Any], Any] | None = None) -> SimpleNamespace:
    """Exercise 14: a model of nearest means.

    Args:
        reads: what the model reads in preprocessed images instead, as probabilities.
    """
    means: dict[str, Any] = {}

    def model(x: Any) -> Any:
        if reads is not None:
            return reads(x)
        near = -0.2 * ((x.reshape(len(x), -1)[:, None] - means["of"][None]) ** 2).sum(axis=2)
        e = np.exp(near - near.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def train(model: Any, x: Any, y: Any, x_val: Any, y_val: Any, epochs: int, batch_size: int) -> Any:
        means["of"] = np.array([x[y == k].reshape(-1, 784).mean(axis=0) for k in range(10)])
        falls = 1 / np.arange(1, epochs + 1)
        return {
            "loss": list(falls),
            "val_loss": list(falls + 0.1),
            "accuracy": list(1 - falls / 2),
            "val_accuracy": list(0.9 - falls / 2),
        }

    def show_predictions(model: Any, images: Any, labels: Any = None) -> Figure:
        figure = Figure(figsize=(10, 4))
        for ax, image in zip(figure.subplots(2, 5).flat, images, strict=True):
            ax.imshow(image)
        return figure

    return SimpleNamespace(
        preprocess=lambda images: images.astype(np.float32) / 255,
        build_model=lambda: model,
        train=train,
        predict_digits=lambda model, images: model(images.astype(np.float32) / 255).argmax(axis=1),
        plot_history=lambda history: Figure(),
        show_predictions=show_predictions,
    )


def without(own: SimpleNamespace, *names: str) -> SimpleNamespace:
    """Return the same functions with some as a stub has them."""

    def unwritten(name: str) -> Any:
        def function(*args: Any, **kwargs: Any) -> Any:
            raise NotImplementedError(f"{name} is not written yet")

        function.__code__ = function.__code__.replace(co_qualname=name)
        return function

    return SimpleNamespace(**(vars(own) | {name: unwritten(name) for name in names}))

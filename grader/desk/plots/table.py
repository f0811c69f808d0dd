"""Which exercises have a picture. It imports no library, so that a question without a picture is answered at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grader.exercises.exercise import Exercise


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a picture before it is made.

    Attributes:
        entry_points: the functions and classes that it calls.
        has_epochs: whether one may choose how many epochs are trained.
    """

    entry_points: tuple[str, ...]
    has_epochs: bool = False


PICTURES: Mapping[str, Known] = {
    "gradient_descent": Known(("gradient_descent", "descend_with_tape", "judge_learning_rate")),
    "schedules": Known(("exponential_decay", "ExponentialMovingAverage")),
    "xor_net": Known(("XORNet", "train_xor")),
    "two_layer_net": Known(("TwoLayerNet", "train"), has_epochs=True),
    "iris": Known(("load_split", "forward", "train"), has_epochs=True),
    "training_recipe": Known(("forward", "train", "circle_data", "decision_grid", "plot_boundary")),
    "mnist_mlp": Known(
        ("preprocess", "build_model", "train", "predict_digits", "plot_history", "show_predictions"), has_epochs=True
    ),
}
"""By the exercise's name without its number, which is also the name of the module in ``pictures``."""


def known(exercise: Exercise) -> Known | None:
    """Return what is known of an exercise's picture; ``None`` where it has none.

    An exercise of another course may have the same name. It has the picture only if it asks for the same functions.
    """
    found = PICTURES.get(name_of(exercise))
    return found if found is not None and set(found.entry_points) <= set(exercise.entry_points) else None


def name_of(exercise: Exercise) -> str:
    """Return an exercise's name without its number."""
    return exercise.slug[3:]


def with_picture(exercises: Iterable[Exercise]) -> list[Exercise]:
    """Return the exercises that have a picture."""
    return [e for e in exercises if known(e) is not None]

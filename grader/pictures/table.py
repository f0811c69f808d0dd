"""Which exercises have a picture. It imports no library, so that a question without a picture is answered at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grader.exercises.exercise import Exercise
from grader.language import Message, _


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a picture before it is made.

    Attributes:
        entry_points: the functions and classes that it calls.
        says: what it shows, for those who cannot see it.
        has_epochs: whether one may choose how many epochs are trained.
    """

    entry_points: tuple[str, ...]
    says: Message
    has_epochs: bool = False


PICTURES: Mapping[str, Known] = {
    "gradient_descent": Known(
        ("gradient_descent", "descend_with_tape", "judge_learning_rate"),
        _("Curves: how your functions descend (w + 1)² with four learning rates, each with your verdict"),
    ),
    "schedules": Known(
        ("exponential_decay", "ExponentialMovingAverage"),
        _("Curves: your learning rate as it decays, and a parameter with your moving averages of it"),
    ),
    "xor_net": Known(
        ("XORNet", "train_xor"),
        _("Left, what your trained net answers for each point of the plane; right, how the loss fell"),
    ),
    "two_layer_net": Known(
        ("TwoLayerNet", "train"),
        _("Curves of your training: the loss, and the accuracy on the training set and the test set"),
        has_epochs=True,
    ),
    "iris": Known(
        ("load_split", "forward", "train"),
        _("Curves of your training, and the test flowers by their petals; those taken for another are marked"),
        has_epochs=True,
    ),
    "training_recipe": Known(
        ("forward", "train", "circle_data", "decision_grid", "plot_boundary"),
        _("The points with the border that your net learned beside the true circle, and the loss of each step"),
    ),
    "mnist_mlp": Known(
        ("preprocess", "build_model", "train", "predict_digits", "plot_history", "show_predictions"),
        _("Curves of your training, the first test images as your model reads them, and its worst mistakes"),
        has_epochs=True,
    ),
}
"""By the exercise's name without its number, which is also the name of the module in ``exercises``."""


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

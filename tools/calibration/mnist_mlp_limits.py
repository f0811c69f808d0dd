"""How far right code stays from the other limits of 14_mnist_mlp. Prints docs/calibration/14_mnist_mlp_limits.md.

    python -m tools.calibration.mnist_mlp_limits > docs/calibration/14_mnist_mlp_limits.md

On the small digits, which every machine has. The reference takes 12 s a seed on one core.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tools.calibration import measure
from tools.calibration.measure import Limit

SLUG = "14_mnist_mlp"

SUITE = measure.suite_of(SLUG)

ABOUT = """\
Every model, every training and every choice of images depends on the run's seed. Trainings other than the long one make
40 or 80 steps on a few hundred images. The accuracies of the long one: [14_mnist_mlp.md](14_mnist_mlp.md)."""


def reached(name: str) -> Callable[[Mapping[str, Any]], float]:
    """Return what reads the accuracy on the images called ``name``."""
    return lambda v: v["reached"][name]


LIMITS = (
    *(
        Limit(
            "test_accuracy_on_images_never_seen",
            f"accuracy on {name} images",
            reached(name),
            SUITE.TIERS["digits"][name][-1],
            outcome=True,
        )
        for name in ("unseen", "shifted")
    ),
    Limit(
        "test_train_learns",
        "cross-entropy after 80 steps, as a share of that before",
        lambda v: v["after"] / v["before"],
        1,
        above=False,
        log=True,
    ),
    Limit(
        "test_train_learns",
        "fit to the labels after 80 steps, in standard deviations of labels dealt at random",
        lambda v: v["better"],
        5,
        log=True,
    ),
    Limit(
        "test_train_learns",
        "fit to the right labels of the validation data less that to the wrong ones, in the same measure",
        lambda v: v["honest"] - v["misled"],
        0,
    ),
    Limit(
        "test_train_reports_the_history",
        "training loss of the last epoch, as a share of that of the first",
        lambda v: v["found"]["loss"][-1] / v["found"]["loss"][0],
        1,
        above=False,
        log=True,
    ),
    Limit(
        "test_train_uses_the_batch_size",
        "way of 40 steps, as a multiple of that of one, where no steps are counted",
        lambda v: v["far"] / v["near"],
        2,
        log=True,
    ),
    Limit(
        "test_build_model_answers_with_probabilities",
        "largest probability with a last layer of large weights",
        lambda v: v["surest"],
        0.5,
    ),
    Limit("test_build_model_is_not_linear", "bend", lambda v: v["bend"], 5e-3, log=True),
    Limit("test_build_model_starts_afresh", "spread of a fresh model's answers", lambda v: v["spread"], 1e-3, log=True),
    Limit(
        "test_build_model_starts_afresh",
        "accuracy of a fresh model on 200 images",
        lambda v: v["known"],
        0.6,
        above=False,
    ),
    Limit("decided", "images with a clear label, of 40 to 90", lambda v: len(v["return"][1]), 10),
)

if __name__ == "__main__":
    measure.page(SLUG, ABOUT, LIMITS, measure.options(__doc__ or "", seeds=30, others=3), "small digits")

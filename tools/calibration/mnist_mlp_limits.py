"""How far right code stays from the other limits of 14_mnist_mlp. Prints docs/calibration/14_mnist_mlp_limits.md.

    python -m tools.calibration.mnist_mlp_limits > docs/calibration/14_mnist_mlp_limits.md

On the small digits, which every machine has. The reference takes 4 s a seed on one core.
"""

from __future__ import annotations

from typing import Any

from tools.calibration import measure
from tools.calibration.measure import Limit

SLUG = "14_mnist_mlp"

SUITE = measure.suite_of(SLUG)

ABOUT = """\
Every model, every training and every choice of images depends on the run's seed. More of the accuracies, also on MNIST:
[14_mnist_mlp.md](14_mnist_mlp.md)."""


def margin(run: Any) -> float:
    """Return how much better the validation images fit their right labels than the wrong ones."""
    watched = run.out["watched"]
    return float(SUITE.fit(watched, run.labels["watched"]) - SUITE.fit(watched, run.wrong))


LIMITS = (
    Limit(
        "test_accuracy_on_images_never_seen",
        "accuracy on unseen images",
        lambda v: v["accuracy"],
        SUITE.TIERS["digits"][-1],
        outcome=True,
    ),
    Limit(
        "test_accuracy_on_images_never_seen",
        "cross-entropy with the weights of before, as a share of the half way",
        lambda v: v["run"].undone / v["half"],
        1,
        log=True,
    ),
    Limit(
        "test_train_learns",
        "cross-entropy after 300 steps, as a share of that before",
        lambda v: v["run"].after / v["run"].before,
        1,
        above=False,
        log=True,
    ),
    Limit(
        "test_train_learns",
        "fit to the labels after 300 steps, in standard deviations of labels dealt at random",
        lambda v: v["better"],
        5,
        log=True,
    ),
    Limit(
        "test_train_learns",
        "fit to the right labels of the validation data less that to the wrong ones, in the same measure",
        lambda v: margin(v["run"]),
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

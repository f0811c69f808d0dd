"""How far right code stays from the limits of 10_two_layer_net. Prints docs/calibration/10_two_layer_net.md.

    python -m tools.calibration.two_layer_net > docs/calibration/10_two_layer_net.md

The reference takes 4 s a seed on a busy machine.
"""

import numpy as np

from tools.calibration import measure
from tools.calibration.measure import Limit

SLUG = "10_two_layer_net"

FULL_POINTS = 0.80
"""The accuracy that ``test_training_on_digits`` of the hidden suite asks for."""

ABOUT = """\
Weights, data and batches of every test depend on the run's seed. All trainings but one are short, with numbers that are
known beforehand: at rate 0, or on one row many times. The one that is not makes 500 iterations of 50 rows on 1,000 of
the 8x8 digits, each turned, moved, dimmed and with noise; then 400 others are asked about. Guessing gives 0.10. The
suite uses no MNIST."""


def deviations(w: np.ndarray, std: float) -> float:
    """Return by how many standard errors the spread of a sample about 0 is off."""
    return float((np.sqrt(np.mean(w**2)) / std - 1) * np.sqrt(2 * w.size))


def beyond_two(w: np.ndarray) -> float:
    """Return by how many standard errors the share beyond two standard deviations is off a normal sample's."""
    share = np.mean(np.abs(w) > 2 * np.sqrt(np.mean(w**2)))
    return float((share - 0.0455) / np.sqrt(0.0455 * 0.9545 / w.size))


def nearest(units: np.ndarray) -> float:
    """Return how far the two units that are most alike are apart, as a share of the second."""
    pairs = [(a, b) for i, a in enumerate(units) for b in units[:i]]
    return float(min(np.max(np.abs(a - b) / np.abs(b)) for a, b in pairs))


LIMITS = (
    Limit(
        "test_training_on_digits",
        "accuracy on 400 digits never seen",
        lambda v: v["accuracy"],
        FULL_POINTS,
        outcome=True,
    ),
    Limit(
        "test_scale_of_the_initial_weights",
        "deviation of the first weights, in standard errors",
        lambda v: deviations(v["w"], v["std"]),
        6,
        above=False,
    ),
    Limit(
        "test_initial_weights_are_normally_distributed",
        "mean of the first weights, in standard errors",
        lambda v: v["mean"] * np.sqrt(v["w"].size),
        6,
        above=False,
    ),
    Limit(
        "test_initial_weights_are_normally_distributed",
        "share of them beyond two standard deviations, in standard errors",
        lambda v: beyond_two(v["w"]),
        6,
        above=False,
    ),
    Limit(
        "test_hidden_units_start_different",
        "difference of the two hidden units most alike (W1), as a share",
        lambda v: nearest(v["into"]),
        1e-3,
        log=True,
    ),
    Limit(
        "test_hidden_units_start_different",
        "the same for what leaves them (W2)",
        lambda v: nearest(v["out_of"]),
        1e-3,
        log=True,
    ),
    Limit(
        "check_step",
        "largest change of a parameter in one iteration",
        lambda v: np.max(np.abs(v["now"] - v["p"][v["key"]])),
        1e-4,
        log=True,
    ),
    Limit(
        "test_training_on_digits",
        "loss after training, as a share of the first",
        lambda v: v["after"] / v["before"],
        0.5,
        above=False,
        log=True,
    ),
    Limit(
        "test_batches_have_batch_size_rows",
        "least distance between the losses of two batches of three",
        lambda v: v["near"],
        0.003,
        log=True,
    ),
    Limit(
        "test_batches_have_batch_size_rows",
        "distance of a loss from that of a batch of three, as a share of this",
        lambda v: max(np.max(v["off"].min(axis=1)) / v["near"], 1e-12),
        0.01,
        above=False,
        log=True,
    ),
    Limit(
        "test_batches_have_batch_size_rows",
        "batches of sixty with rows of both kinds",
        lambda v: np.sum(v["mixed"]),
        0.5,
    ),
    Limit("test_rows_keep_their_labels", "least draws of a row, of 300", lambda v: np.min(v["met"]), 11),
    Limit("test_rows_keep_their_labels", "most draws of a row, of 300", lambda v: np.max(v["met"]), 89, above=False),
)

if __name__ == "__main__":
    measure.page(SLUG, ABOUT, LIMITS, measure.options(__doc__ or "", seeds=50, others=2), "8x8 digits")

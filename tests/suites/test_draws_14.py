"""What the hidden suite of 14_mnist_mlp draws is fair to right code, whatever the seed."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.exercises.datasets import DataSet, digits

Names = dict[str, Any]
Array = np.ndarray[Any, Any]

SLUG = "14_mnist_mlp"


@pytest.fixture(scope="module")
def suite(suite_of: Callable[[str], Names]) -> Names:
    """Return the suite's names."""
    return suite_of(SLUG)


@pytest.fixture(scope="module")
def small() -> DataSet:
    """Return the small digits' labels, each with an image of one pixel: 2,000 exams of whole images take minutes."""
    data = digits()
    train, test = (np.full((len(y), 1, 1), 200, np.uint8) for y in (data.y_train, data.y_test))
    return DataSet(data.name, train, data.y_train, test, data.y_test)


def test_an_exam_has_every_digit_in_every_set_and_no_digit_under_its_own_name(
    suite: Names, small: DataSet, seeds: range
) -> None:
    for seed in seeds:
        images = suite["exam"](small, np.random.default_rng(seed))
        counts = {name: np.bincount(labels, minlength=10) for name, (_, labels) in images.items()}
        assert counts["taught"].sum() == suite["TAUGHT"]["digits"]
        assert counts["watched"].sum() == suite["WATCHED"]
        assert counts["taught"].min() >= 25, seed  # 59 are expected; with 25 a digit can be learned
        assert counts["watched"].min() >= 8, seed  # so many learned under a wrong label are seen
        # looked-up labels are all wrong: a public image's label is nowhere the one that it has here
        number = suite["new_names"](np.random.default_rng(seed))
        assert sorted(number) == list(range(10))
        assert not np.any(number == np.arange(10)), seed


def test_each_usual_batch_size_takes_another_number_of_steps(suite: Names) -> None:
    """Of one epoch of the training, also where the last, short batch is left out."""
    for count in suite["TAUGHT"].values():
        asked = -(-count // suite["BATCH"])
        for size in (1, 8, 10, 16, 20, 32, 50, 64, 100, 128, 256, count):
            assert (suite["EPOCHS"] * -(-count // size)) % asked, (count, size)
        assert (suite["EPOCHS"] * (count // suite["BATCH"])) % asked


def test_validation_images_fill_whole_batches(suite: Names) -> None:
    """So that the mean of batch means is the mean: both are right then."""
    assert suite["WATCHED"] % suite["BATCH"] == 0


def test_the_loss_of_probabilities_differs_from_that_of_logits(suite: Names, seeds: range) -> None:
    for seed in seeds:
        out = suite["distributions"](np.random.default_rng(seed))
        best = out.max(axis=1)
        of_probabilities, of_logits = -np.mean(np.log(best)), np.mean(np.log(np.exp(out).sum(axis=1)) - best)
        assert abs(of_probabilities / of_logits - 1) > 0.05, seed  # the tolerance is .001


def test_noise_holds_every_value_of_a_pixel(suite: Names, seeds: range) -> None:
    for seed in seeds[:200]:  # true of every seed by construction
        for image in suite["noise"](np.random.default_rng(seed), 2):
            assert len(np.unique(image)) == 256


class Fake:
    """A network of one hidden layer with fresh weights, in the place of a student's model."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.weights = [rng.uniform(-b, b, s) for s, b in (((784, 32), 0.086), ((32, 10), 0.38))]
        self.weights[1:1] = [np.zeros(32)]
        self.weights += [np.zeros(10)]

    def __call__(self, x: Array) -> Array:
        w1, b1, w2, b2 = self.weights
        scores = np.maximum(x.reshape(len(x), 784) @ w1 + b1, 0) @ w2 + b2
        exp = np.exp(scores - scores.max(axis=1, keepdims=True))
        result: Array = exp / exp.sum(axis=1, keepdims=True)
        return result

    def method(self, name: str) -> Callable[..., Any]:
        def set_weights(new: list[Array]) -> None:
            self.weights = new

        return set_weights if name == "set_weights" else lambda: self.weights


def test_a_stirred_model_gives_enough_clear_labels_that_depend_on_the_scale(suite: Names, seeds: range) -> None:
    """Thirty of 60 at least, of two digits; a tenth of them become others if the pixels are left unscaled."""
    images = digits().x_test
    for seed in seeds[:500]:  # each takes 20 ms; what goes wrong with one seed in 150 is seen with 96 % probability
        rng = np.random.default_rng(seed)
        model = Fake(rng)
        picked = images[rng.permutation(len(images))[:60]]
        suite["stir"](model, suite["scaled"](picked), rng)
        sure, labels = suite["decided"](model, picked)
        assert len(sure) >= 30, seed
        assert len(np.unique(labels)) >= 2, seed
        assert np.mean(model(sure.astype(np.float64)).argmax(axis=1) != labels) > 0.1, seed


def test_a_model_is_made_sure_or_unsure(suite: Names, seeds: range) -> None:
    """Where it is sure, thirteen images have a probability above one half; where it is not, most have none."""
    images = digits().x_test
    for seed in seeds[:500]:  # as above
        rng = np.random.default_rng(seed)
        model = Fake(rng)
        picked = images[rng.permutation(len(images))[:40]]
        x = suite["scaled"](picked)
        suite["stir"](model, x, rng)
        suite["make_sure"](model, x)
        shown, labels = suite["surest"](model, picked, 13)
        assert len(shown) == 13, seed
        assert np.all(model(suite["scaled"](shown)).max(axis=1) > 0.5), seed
        suite["make_unsure"](model, x)
        shown, labels = suite["decided"](model, picked)
        assert len(shown) >= 15, seed
        assert np.mean(model(suite["scaled"](shown)).max(axis=1) < 0.5) > 0.5, seed
        assert len(np.unique(labels)) >= 2, seed


def test_no_two_small_digits_are_taken_for_one_picture(suite: Names) -> None:
    flat = digits().x_test.reshape(360, -1).astype(np.float64)
    assert np.abs(np.corrcoef(flat) - np.eye(360)).max() < 0.998  # a picture is one where it correlates by .999

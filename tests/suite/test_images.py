"""Images that a suite makes of public ones."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.exercises.datasets import STAND_IN, load_images
from grader.suite.images import FAINTEST, NOISE, moved, perturbed

GENUINE = Path(__file__).resolve().parents[3] / "shared" / "data" / "mnist.npz"

STILL = np.zeros(1), np.zeros((1, 2))


def bars() -> np.ndarray[Any, Any]:
    """Return one image with one bar off its centre."""
    image = np.zeros((1, 28, 28), np.uint8)
    image[0, 6:9, 5:20] = 200
    return image


def test_an_image_neither_turned_nor_shifted_stays_as_it_is() -> None:
    assert np.array_equal(moved(bars(), *STILL), bars())


def test_a_shift_by_whole_pixels_is_down_and_to_the_right() -> None:
    assert np.array_equal(moved(bars(), STILL[0], np.array([[2.0, 1.0]])), np.roll(bars(), (2, 1), axis=(1, 2)))


def test_a_shift_by_half_a_pixel_shares_the_ink_between_two() -> None:
    got = moved(bars(), STILL[0], np.array([[0.5, 0.0]]))
    assert got[0, 5:11, 10].tolist() == [0, 100, 200, 200, 100, 0]


def test_a_quarter_turn_is_clockwise() -> None:
    got = moved(bars(), np.array([np.pi / 2]), STILL[1])
    assert np.abs(got - np.rot90(bars(), -1, axes=(1, 2))).max() < 0.01  # float32: 1e-5 of a pixel, times 200


def test_what_leaves_the_image_is_lost_and_paper_comes_in() -> None:
    assert np.array_equal(moved(np.full((1, 4, 4), 9, np.uint8), STILL[0], np.array([[0.0, 3.0]]))[0, 0], [0, 0, 0, 9])
    assert not moved(np.full((1, 4, 4), 9, np.uint8), STILL[0], np.array([[40.0, -40.0]])).any()


def test_each_image_is_perturbed_in_its_own_way_and_the_generator_decides() -> None:
    images = np.repeat(bars(), 1001, axis=0)  # one more than are turned at once
    before = images.copy()
    got = perturbed(images, np.random.default_rng(1))
    assert (got.shape, got.dtype) == (images.shape, np.uint8)
    assert np.array_equal(images, before)
    assert len(np.unique(got.reshape(len(got), -1), axis=0)) == len(got)
    assert np.array_equal(got, perturbed(images, np.random.default_rng(1)))
    assert not np.array_equal(got, perturbed(images, np.random.default_rng(2)))
    assert perturbed(images[:0], np.random.default_rng(1)).shape == (0, 28, 28)


@pytest.mark.parametrize(
    "where",
    [
        STAND_IN,
        pytest.param(
            str(GENUINE),
            id="mnist",
            marks=pytest.mark.skipif(
                not GENUINE.is_file(), reason="the genuine mnist.npz does not lie beside the checkout"
            ),
        ),
    ],
)
def test_hardly_any_ink_is_lost_and_few_images_are_nearest_to_their_own_original(where: str) -> None:
    public = load_images(where).x_train[:1400]
    got = perturbed(public, np.random.default_rng(0))
    flat, queries = (a.reshape(len(a), -1).astype(np.float32) for a in (public, got[:300]))
    nearest = np.argmin((flat**2).sum(axis=1) - 2 * queries @ flat.T, axis=1)
    # .42 and .60 as measured; all 300 with noise alone
    assert np.mean(nearest == np.arange(300)) < 0.75
    # ink is dimmed by .9 in the mean. Noise that is cut off at 0 adds .4 of its deviation to each pixel of paper
    paper = got < 3 * NOISE
    assert FAINTEST < (got.sum() - 0.4 * NOISE * paper.sum()) / public.sum() < 1

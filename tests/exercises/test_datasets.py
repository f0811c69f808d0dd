"""Only the genuine MNIST is accepted, and the stand-in has the same form."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grader.errors import DataError
from grader.exercises.datasets import data_set_name, digits, load_images, read_mnist

GENUINE = Path(__file__).resolve().parents[3] / "shared" / "data" / "mnist.npz"


def test_the_stand_in_has_mnists_form() -> None:
    """The stand-in has 28x28 uint8 images over the whole range and ten labels, and is always the same."""
    data = digits()
    assert (data.name, data.x_train.shape, data.x_test.shape) == ("digits", (1437, 28, 28), (360, 28, 28))
    assert data.x_train.dtype == data.y_train.dtype == np.uint8
    assert (data.x_train.min(), data.x_train.max()) == (0, 255)
    assert set(data.y_train) == set(data.y_test) == set(range(10))
    assert np.array_equal(digits().x_test, data.x_test)


@pytest.mark.skipif(not GENUINE.is_file(), reason="the genuine mnist.npz does not lie beside the checkout")
def test_the_genuine_mnist_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    """The genuine MNIST is accepted by path and through the environment variable."""
    monkeypatch.setenv("XORCISE_MNIST", str(GENUINE))
    assert load_images(None).name == data_set_name(None) == "mnist"
    assert read_mnist(GENUINE).x_train.shape == (60000, 28, 28)


def test_another_file_is_not_mnist(tmp_path: Path) -> None:
    """A missing file, noise, pickled objects and other arrays are refused."""
    path = tmp_path / "mnist.npz"
    with pytest.raises(DataError, match="does not exist"):
        load_images(str(path))
    with pytest.raises(DataError, match="does not exist"):
        data_set_name(str(path))
    path.write_bytes(b"noise")
    with pytest.raises(DataError, match="not Keras's"):
        read_mnist(path)
    pickled = np.array([None])
    np.savez(path, x_train=pickled, y_train=pickled, x_test=pickled, y_test=pickled)
    with pytest.raises(DataError, match="not Keras's"):
        read_mnist(path)
    wrong = np.zeros(3, np.uint8)
    np.savez(path, x_train=wrong, y_train=wrong, x_test=wrong, y_test=wrong)
    with pytest.raises(DataError, match="x_train is not that of the genuine"):
        read_mnist(path)


def test_the_stand_in_can_be_asked_for() -> None:
    """The word ``digits`` selects the stand-in."""
    assert load_images("digits").name == data_set_name("digits") == "digits"

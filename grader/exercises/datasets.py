"""Data sets that the judge gives to a suite.

MNIST is searched in this order: a given path (``--mnist`` or ``XORCISE_MNIST``), Keras's cache, Keras's download. Its
arrays are compared with the official digests, so that thresholds are used only with the data that they were calibrated
on. If MNIST is not available, the 8x8 digits of scikit-learn are used instead, with the same image size and dtypes.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from grader.errors import DataError
from grader.language import _

if TYPE_CHECKING:  # imported where images are read or made, for a run that grades nothing only asks where they are
    import numpy as np

STAND_IN = "digits"

DIGESTS = {
    "x_train": "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757",
    "y_train": "1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13",
    "x_test": "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161",
    "y_test": "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5",
}
"""SHA-256 of the bytes of each array of the official MNIST, as C-ordered uint8."""

DOWNLOAD_TIMEOUT_S = 120
"""Seconds for Keras to download 11 MB. A line of 1 Mbit/s needs 90."""

Images: TypeAlias = "np.ndarray[Any, np.dtype[np.uint8]]"


@dataclass(frozen=True)
class DataSet:
    """Images of digits and their labels.

    Attributes:
        name: ``mnist`` or ``digits``.
        x_train: (n, 28, 28) uint8.
        y_train: (n,) uint8, 0 to 9.
        x_test: (m, 28, 28) uint8.
        y_test: (m,) uint8.
    """

    name: str
    x_train: Images
    y_train: Images
    x_test: Images
    y_test: Images


def load_images(path: str | None) -> DataSet:
    """Return MNIST, or the stand-in if it is not available. The module's docstring gives the order of the search.

    Args:
        path: a file like Keras's ``mnist.npz``, ``"digits"`` for the stand-in, or ``None`` to search.

    Raises:
        DataError: a file was found or given, and it is not the genuine MNIST.
    """
    return _genuine(path) or digits()


def data_set_name(path: str | None) -> str:
    """Return the name of the data set that ``load_images`` would return, without making the stand-in.

    Raises:
        DataError: see ``load_images``.
    """
    found = _genuine(path)
    return found.name if found is not None else STAND_IN


def _genuine(path: str | None) -> DataSet | None:
    place = mnist_path(path)
    if place is None:
        return None
    if place.is_file() or _given(path):
        return read_mnist(place)
    download()
    return read_mnist(place) if place.is_file() else None


def mnist_path(path: str | None) -> Path | None:
    """Return the file that ``load_images`` reads first, or ``None`` if the stand-in was asked for."""
    given = _given(path)
    if given == STAND_IN:
        return None
    return Path(given) if given else Path.home() / ".keras" / "datasets" / "mnist.npz"


def _given(path: str | None) -> str | None:
    return path or os.environ.get("XORCISE_MNIST")


def read_mnist(path: Path) -> DataSet:
    """Read ``mnist.npz`` and check its digests.

    Raises:
        DataError: it is missing, it cannot be read, or its arrays differ from the official ones.
    """
    import numpy as np  # as above

    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = {name: np.ascontiguousarray(archive[name]) for name in DIGESTS}
    except FileNotFoundError:
        raise DataError(
            _("{path} does not exist; --mnist wants Keras's mnist.npz, or the word digits", path=path)
        ) from None
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise DataError(_("{path} is not Keras's mnist.npz: {why}", path=path, why=error)) from None
    for name, array in arrays.items():
        if array.dtype != np.uint8 or hashlib.sha256(array.tobytes()).hexdigest() != DIGESTS[name]:
            raise DataError(
                _("{path}: {name} is not that of the genuine MNIST (its SHA-256 differs)", path=path, name=name)
            )
    return DataSet("mnist", **arrays)


def download() -> None:
    """Let Keras download MNIST into its cache, in a separate process. A failure is ignored."""
    code = "from keras.datasets import mnist; mnist.load_data()"
    try:
        subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=DOWNLOAD_TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        return


def digits() -> DataSet:
    """Return scikit-learn's 1,797 digits as 28x28 images. Each pixel becomes 3x3 pixels, with a border of two pixels.

    1,437 images are for training and 360 for testing, in a fixed random order.
    """
    import numpy as np  # as above
    from sklearn.datasets import load_digits  # slow to import, and rarely needed

    raw = load_digits()
    big = np.kron(raw.images, np.ones((3, 3))) * (255 / 16)
    images = np.pad(big, ((0, 0), (2, 2), (2, 2))).round().astype(np.uint8)
    labels = raw.target.astype(np.uint8)
    order = np.random.default_rng(0).permutation(len(labels))
    train, test = order[:1437], order[1437:]
    return DataSet(STAND_IN, images[train], labels[train], images[test], labels[test])

"""Importing the libraries that a guest may use, before it is confined."""

from __future__ import annotations

import importlib
from collections.abc import Sequence


def preload(names: Sequence[str]) -> None:
    """Import the modules ``names``.

    When TensorFlow first looks up a kernel (of an operation), it reads /proc/self/cmdline to find the program's path,
    and aborts if it cannot. A rule of Landlock for that file would not last: the rule is for an inode, and procfs makes
    a new inode when the operating system has dropped the old one from its cache. So TensorFlow looks up a kernel here,
    where everything may be read. This starts no thread. It also makes TensorFlow search for kernels in the template's
    folder and not in the submission's.
    """
    for name in names:
        importlib.import_module(name)
    if "tensorflow" in names:
        kernels = importlib.import_module("tensorflow.python.framework.kernels")
        kernels.get_registered_kernels_for_op("NoOp")

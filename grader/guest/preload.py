"""Importing what a worker is to hold, before it is confined."""

from __future__ import annotations

import importlib
from collections.abc import Sequence


def preload(names: Sequence[str]) -> None:
    """Import the modules ``names``.

    When TensorFlow first looks a kernel up, it reads /proc/self/cmdline to find the program's path, and aborts where it
    cannot. A rule of Landlock for that file would not last: procfs makes a new inode when the kernel has dropped the
    old one from its cache, and the rule is for the inode. So TensorFlow looks one up here, where everything may be
    read; this starts no thread. It then also looks for kernels in the template's folder, not in the submission's.
    """
    for name in names:
        importlib.import_module(name)
    if "tensorflow" in names:
        kernels = importlib.import_module("tensorflow.python.framework.kernels")
        kernels.get_registered_kernels_for_op("NoOp")

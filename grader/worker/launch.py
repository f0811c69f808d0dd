"""What all ways of starting a guest process share: the interfaces, the interpreter's options, its environment.

``TemplateLauncher`` forks guest processes from a warm template, which is fast and needs Linux. ``SpawnLauncher`` starts
a fresh interpreter for each and works on every POSIX system.
"""

from __future__ import annotations

import os
import signal
import site
import socket
import sys
import sysconfig
from pathlib import Path
from typing import Protocol

from grader.guest.confinement import Policy, user_site

NUMPY_MODULES = ("numpy", "numpy.random", "numpy.linalg", "numpy.fft", "numpy.ma", "numpy.polynomial")
"""NumPy with the parts that it imports when they are first used, so that a guest need not import them again."""

PRELOAD = {
    "numpy": NUMPY_MODULES,
    "tensorflow": (
        *NUMPY_MODULES,
        "tensorflow",
        "keras",
        "matplotlib.pyplot",
        "sklearn.datasets",
        "sklearn.model_selection",
    ),
}
"""What each kind of template imports before it forks: what the statements let a student use, and nothing of ours."""

WARM_LIBRARIES = frozenset(name.partition(".")[0] for name in PRELOAD["tensorflow"]) - {"numpy"}
"""Libraries that only the template with TensorFlow has imported. TensorFlow cannot do without: in a confined process it
aborts with its first operation (``guest.preload``). The others take seconds to import."""

INTERPRETER = (sys.executable, "-P", "-s")
"""How Python is started: without the current folder and without the packages of the home that a worker has. At weak
levels a submission can write there, and Python would run its ``usercustomize``. Packages of the judge's own user are
named one folder at a time; see ``user_packages``. ``-I`` would also ignore
``scrubbed_environment``. Then a set of texts would have another order in each template, and each guest would write byte
code of the submission."""


class Process(Protocol):
    """A started guest process.

    Attributes:
        sock: the judge's end of the wire.
        output: descriptor of the captured standard output and error; non-blocking.
        pid: its number in the judge's /proc, whatever namespace it lives in; 0 if it has none there.
    """

    sock: socket.socket
    output: int
    pid: int

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process; nothing happens if it has ended."""

    def end(self) -> int:
        """Kill the process if it lives, wait for it, close everything, and return its wait status (``os.waitpid``).

        Raises:
            TemplateLost: the process has ended, but its status went with its template.
        """


class Launcher(Protocol):
    """Something that starts guest processes.

    Attributes:
        joins: whether its processes have their libraries from the start and may move themselves into control groups.
    """

    joins: bool

    def start(self, policy: Policy) -> Process:
        """Start a guest process under ``policy``.

        Raises:
            TemplateLost: the template that should fork it ended; asking again may help.
        """

    def close(self) -> None:
        """End everything that this launcher started."""


def user_packages() -> dict[str, str]:
    """Return the variables by which a worker imports what this process imports from ``pip install --user``.

    These are the folder of those packages and the one of this package, which an editable installation has elsewhere.
    The standard library stands before both, as it does here. Python neither reads ``.pth`` files of these folders nor
    imports ``usercustomize``. Without such packages there are no variables.
    """
    own = user_site()
    if own is None:
        return {}
    library = sysconfig.get_path("stdlib")
    standard = [path for path in sys.path if path == library or Path(path).name == "lib-dynload"]
    folders = dict.fromkeys([*standard, own, str(Path(__file__).resolve().parents[2])])
    return {"PYTHONUSERBASE": site.getuserbase(), "PYTHONPATH": os.pathsep.join(folders)}


def scrubbed_environment(home: str) -> dict[str, str]:
    """Return the environment of templates and guest processes: nothing of the judge's own.

    Each numerical library gets one thread. Slots fill the machine, not threads. Sums also come out in the same order on
    every machine then, which keeps results identical from run to run.
    """
    fixed = {
        "HOME": home,
        "TMPDIR": home,
        "KERAS_HOME": home,
        "MPLCONFIGDIR": home,
        "MPLBACKEND": "Agg",
        "LANG": "C.UTF-8",
        "PATH": "/usr/bin:/bin",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "KERAS_BACKEND": "tensorflow",
        "CUDA_VISIBLE_DEVICES": "-1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "TF_DETERMINISTIC_OPS": "1",
    }
    for name in ("OMP", "OPENBLAS", "MKL", "TF_INTRAOP", "TF_INTEROP", "NUMEXPR", "VECLIB_MAXIMUM"):
        fixed[f"{name}_NUM_THREADS"] = "1"
    fixed |= {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}
    fixed |= user_packages()
    # if the machine's processor needs an OpenBLAS setting, a guest needs it too
    chosen = {k: v for k, v in os.environ.items() if k.startswith("OPENBLAS_") and k not in fixed}
    return fixed | chosen

"""A worker without a template: one fresh interpreter for one submission.

For systems without a safe fork or without pidfds, and where there is only one submission to look at. Same guest, same
confinement, same wire; only the start is slower.
"""

from __future__ import annotations

import importlib
import json
import sys

from grader.worker.confinement import Confinement
from grader.worker.template import worker


def main(wire_fd: int, output_fd: int, settings: str, preload: list[str]) -> None:
    """Import ``preload`` and become a worker."""
    for name in preload:
        importlib.import_module(name)
    worker(Confinement(), json.loads(settings), wire_fd, output_fd)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])

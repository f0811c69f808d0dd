"""A worker without a template: one fresh interpreter for one submission.

For systems without a safe fork or without pidfds, and where there is only one submission to look at. Same guest, same
confinement, same wire; only the start is slower.
"""

from __future__ import annotations

import json
import socket
import sys

from grader.guest.confinement import Confinement, Policy, lift
from grader.guest.preload import preload
from grader.guest.template import hand_over_room, worker


def main(wire_fd: int, output_fd: int, settings: str, names: list[str]) -> None:
    """Import the modules ``names`` and become a worker."""
    lift()
    policy = json.loads(settings)
    if policy["room"]:  # before libraries start threads, which would stay outside
        with socket.socket(fileno=wire_fd) as wire:
            hand_over_room(Policy(**policy), wire)
            wire.detach()
    preload(names)
    worker(Confinement(), policy, wire_fd, output_fd, in_room=bool(policy["room"]))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])

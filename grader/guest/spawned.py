"""A guest process without a template: one fresh interpreter for one submission.

It is for systems without a safe fork or without pidfds, and for runs of a single submission. Guest, confinement and
wire are the same; only the start is slower.
"""

from __future__ import annotations

import json
import socket
import sys

from grader.guest.confinement import Confinement, Policy, raise_data_limit
from grader.guest.preload import preload
from grader.guest.template import become_guest, mount_tmpfs


def main(wire_fd: int, output_fd: int, settings: str, names: list[str]) -> None:
    """Import the modules ``names`` and become a guest process; see ``template.become_guest``."""
    raise_data_limit()
    policy = json.loads(settings)
    if policy["tmpfs"]:  # before libraries start threads, which would stay outside the namespace
        with socket.socket(fileno=wire_fd) as wire:
            mount_tmpfs(Policy(**policy), wire)
            wire.detach()
    preload(names)
    become_guest(Confinement(), policy, wire_fd, output_fd, has_tmpfs=bool(policy["tmpfs"]))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])

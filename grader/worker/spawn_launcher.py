"""Starting a fresh interpreter for each guest process: for systems without pidfds, and for one submission alone."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from dataclasses import asdict

from grader.guest.confinement import Policy
from grader.worker.launch import INTERPRETER, PRELOAD, Process, scrubbed_environment


class SpawnLauncher:
    """Starts a fresh interpreter for each guest process.

    Args:
        kind: which libraries it imports, a key of ``PRELOAD``.
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.joins = False
        self.home = tempfile.mkdtemp(prefix="xorcise-spawn-")

    def start(self, policy: Policy) -> Process:
        """Start a guest process."""
        sock, guest_sock = socket.socketpair()
        output, guest_output = os.pipe()
        fds = (guest_sock.fileno(), guest_output)
        settings = json.dumps(asdict(policy))
        command = [*INTERPRETER, "-m", "grader.guest.spawned", *map(str, fds), settings, *PRELOAD[self.kind]]
        try:
            process = subprocess.Popen(
                command,
                env=scrubbed_environment(self.home),
                pass_fds=fds,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        finally:
            guest_sock.close()
            os.close(guest_output)
        return SpawnedProcess(process, sock, output)

    def close(self) -> None:
        """Remove the home that its processes share."""
        shutil.rmtree(self.home, ignore_errors=True)


class SpawnedProcess:
    """A guest process that is the judge's own child."""

    def __init__(self, process: subprocess.Popen[bytes], sock: socket.socket, output: int) -> None:
        self.process = process
        self.pid = process.pid
        self.sock = sock
        self.output = output
        os.set_blocking(output, False)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal; see ``Process.signal``."""
        self.process.send_signal(number)

    def end(self) -> int:
        """Kill and reap the process; see ``Process.end``."""
        self.process.kill()
        code = self.process.wait()
        os.close(self.output)
        self.sock.close()
        return -code if code < 0 else code << 8

"""What runs in the reader's process: it reads one entry at a time, and takes whatever an entry does to its reader.

It never runs a student's code. But it parses and compiles notebooks and inflates zips, and Python's own parser can be
made to take minutes or gigabytes, or to crash. ``reader`` starts this process, and kills it when it takes too long.

A message is msgpack behind eight bytes of length. First come the exercises, then one entry after the other; each is
answered by what was read.
"""

from __future__ import annotations

import os
import signal
import struct
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

import msgpack

from grader.errors import GraderError
from grader.exercises.exercise import Exercise
from grader.language import _, from_plain, to_plain
from grader.submission.bounds import MIB, mib
from grader.submission.discover import Entry
from grader.submission.record import Files, Submission

LENGTH = struct.Struct(">Q")

MEMORY = 1024 * MIB
"""Bytes of memory for reading one entry, beyond what the process has when it starts. The most that was seen within the
other bounds is a third of this, for a notebook of ten megabytes of JSON in small pieces."""

WORN = 256 * MIB
"""Bytes that the process may have grown by before another takes its place. What one entry left behind, in pieces, would
be missing for the next; most leave nothing."""


def main() -> None:
    """Read entries as standard input asks for them, answer on standard output, and end when the driver hangs up."""
    wire = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    exercises, course, seconds = receive(wire)
    graded, known = (
        [Exercise(slug, {}, module, tuple(names)) for slug, module, names in e] for e in (exercises, course)
    )
    from grader.submission.collect import read  # with all that it imports, before memory is bounded

    send(answers, "ready")
    _say_nothing()
    grown = _bound_memory()
    while True:
        try:
            student, path, slugs = receive(wire)
        except EOFError:
            os._exit(0)  # nothing is open but the two pipes
        _bound_time(seconds)
        try:
            answer = pack(read(Entry(student, Path(os.fsdecode(path)), (), tuple(slugs)), graded, known))
        except GraderError as error:
            answer = {"fault": to_plain(error.line)}
        except MemoryError:
            problem = _("reading it takes more than {size} of memory: hand in less", size=mib(MEMORY))
            answer = pack(Submission(student, {}, problem))
        last = grown() > WORN
        send(answers, answer | {"last": last})
        if last:
            os._exit(0)


def pack(submission: Submission) -> dict[str, Any]:
    """Return a submission as plain data; a file that several exercises share is in it once."""
    contents: dict[bytes, int] = {}
    files = {
        slug: {name: contents.setdefault(content, len(contents)) for name, content in own.items()}
        for slug, own in submission.files.items()
    }
    problem, notes = to_plain(submission.problem), [to_plain(note) for note in submission.notes]
    return {"files": files, "contents": [*contents], "problem": problem, "notes": notes}


def unpack(student: str, answer: Mapping[str, Any]) -> Submission:
    """Return the submission that ``pack`` packed."""
    contents = answer["contents"]
    files: dict[str, Files] = {
        slug: {name: contents[n] for name, n in own.items()} for slug, own in answer["files"].items()
    }
    return Submission(student, files, from_plain(answer["problem"]), tuple(map(from_plain, answer["notes"])))


def send(stream: IO[bytes], message: object) -> None:
    """Write one message."""
    packed = msgpack.packb(message)
    stream.write(LENGTH.pack(len(packed)))
    stream.write(packed)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read one message.

    Raises:
        EOFError: the other side hung up, perhaps in the middle.
    """
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    size = LENGTH.unpack(head)[0]
    packed = stream.read(size)
    if len(packed) < size:
        raise EOFError
    return msgpack.unpackb(packed)


def _say_nothing() -> None:
    """Let nothing that reading an entry prints reach the terminal, or the wire."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _bound_memory() -> Callable[[], int]:
    """Bound memory where the system can, and return what tells by how many bytes the process has grown."""
    try:
        import resource

        start = _size()
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        room = start + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (room if most == resource.RLIM_INFINITY else min(room, most), most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):  # Windows, macOS: there the deadline alone bounds an entry
        return lambda: 0
    return lambda: _size() - start


def _size() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - opened for each entry
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _bound_time(seconds: float) -> None:
    """Let the kernel end this process if the driver is gone by the time that it should have been killed."""
    if hasattr(signal, "SIGXCPU"):
        import resource

        spent = resource.getrusage(resource.RUSAGE_SELF)
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        until = int(spent.ru_utime + spent.ru_stime + seconds) + 2
        resource.setrlimit(resource.RLIMIT_CPU, (until if most == resource.RLIM_INFINITY else min(until, most), most))

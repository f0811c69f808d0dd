"""The process that reads entries, one at a time. It may be slow or crash without harming the driver.

It never runs a student's code. But it parses and compiles notebooks and inflates zips, and there is code for which
Python's own parser takes minutes or gigabytes, or crashes. ``reader`` starts this process and kills it at a deadline.

A message is eight bytes of length followed by msgpack. The first message from the driver contains the exercises, each
further one an entry. The answer to an entry is the submission.
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
from grader.submission.entry import Entry, Member, Version
from grader.submission.record import Files, Module, Submission

LENGTH = struct.Struct(">Q")

MEMORY = 1024 * MIB
"""Bytes of memory for reading one entry, beyond what the process has after its start. The largest use that was seen
within the other limits is a third of this: a notebook of ten megabytes of JSON in small pieces."""

WORN = 256 * MIB
"""Bytes that the process may have grown by before it is replaced. Memory that one entry leaves allocated is missing for
the next one. Most entries leave nothing."""


def main() -> None:
    """Read the entries that standard input names, answer on standard output, and end when standard input is closed."""
    wire = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    exercises, course, seconds = receive(wire)
    graded, known = (
        [Exercise(slug, {}, module, tuple(names), template=template) for slug, module, names, template in e]
        for e in (exercises, course)
    )
    from grader.submission.collect import read_entry  # imported before memory is limited

    send(answers, "ready")
    _say_nothing()
    grown = _bound_address_space()
    while True:
        try:
            person, members, slug, compared = receive(wire)
        except EOFError:
            os._exit(0)  # skips the interpreter's shutdown: only the two pipes are open
        _bound_time(seconds)
        try:
            version = Version(
                tuple(Member(os.fsdecode(name), Path(os.fsdecode(path))) for name, path in members),
                slug,
                None,
                compared,
            )
            answer = pack_submission(read_entry(Entry(person, version.members[0].path, (version,)), graded, known))
        except GraderError as error:
            answer = {"fault": to_plain(error.line)}
        except MemoryError:
            problem = _("reading it takes more than {size} of memory: hand in less", size=mib(MEMORY))
            answer = pack_submission(Submission(person, {}, problem))
        last = grown() > WORN
        send(answers, answer | {"last": last})
        if last:
            os._exit(0)


def pack_submission(submission: Submission) -> dict[str, Any]:
    """Return a submission as plain data. A file that several exercises share is stored once."""
    contents: dict[bytes, int] = {}
    files = {
        slug: {name: contents.setdefault(content, len(contents)) for name, content in own.items()}
        for slug, own in submission.files.items()
    }
    problem, notes = to_plain(submission.problem), [to_plain(note) for note in submission.notes]
    modules = {slug: list(module) for slug, module in submission.modules.items()}
    more = {"stubs": sorted(submission.stubs), "again": submission.again, "modules": modules}
    return {"files": files, "contents": [*contents], "problem": problem, "notes": notes} | more


def unpack_submission(person: str, answer: Mapping[str, Any]) -> Submission:
    """Return the submission of ``person`` that ``pack_submission`` packed."""
    contents = answer["contents"]
    files: dict[str, Files] = {
        slug: {name: contents[n] for name, n in own.items()} for slug, own in answer["files"].items()
    }
    notes = tuple(map(from_plain, answer["notes"]))
    problem, stubs = from_plain(answer["problem"]), frozenset(answer["stubs"])
    modules = {slug: Module(name, path, tuple(left)) for slug, (name, path, left) in answer["modules"].items()}
    return Submission(person, files, problem, notes, stubs, answer["again"], modules=modules)


def send(stream: IO[bytes], message: object) -> None:
    """Write one message."""
    packed = msgpack.packb(message)
    stream.write(LENGTH.pack(len(packed)))
    stream.write(packed)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read one message.

    Raises:
        EOFError: the other side closed the pipe, perhaps in the middle of a message.
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
    """Send standard output and standard error to the null device.

    What libraries print while an entry is read must reach neither the terminal nor the driver.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _bound_address_space() -> Callable[[], int]:
    """Limit the address space if the system can, and return a function that gives the process's growth in bytes."""
    try:
        import resource  # Windows has none

        start = _size()
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        room = start + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (room if most == resource.RLIM_INFINITY else min(room, most), most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):  # Windows, macOS: there only the deadline limits an entry
        return lambda: 0
    return lambda: _size() - start


def _size() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - opened for each entry, and a Path costs more
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _bound_time(seconds: float) -> None:
    """Let the kernel end this process if the driver has ended and cannot kill it at the deadline."""
    if hasattr(signal, "SIGXCPU"):
        import resource  # Windows has none

        spent = resource.getrusage(resource.RUSAGE_SELF)
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        until = int(spent.ru_utime + spent.ru_stime + seconds) + 2
        resource.setrlimit(resource.RLIMIT_CPU, (until if most == resource.RLIM_INFINITY else min(until, most), most))

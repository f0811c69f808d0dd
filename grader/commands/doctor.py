"""``xorcise doctor``: what this machine can promise, found out by trying."""

from __future__ import annotations

import contextlib
import os
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import click

from grader import __version__
from grader.commands.options import mnist_option
from grader.errors import ContainmentError, XorciseError
from grader.exercises.catalogue import Catalogue
from grader.exercises.datasets import load_images
from grader.guest.system_calls.machines import this_machine
from grader.guest.system_calls.tried import figures
from grader.language import Message, _, joined, labelled, listed, spoken
from grader.language.command_line import command_called
from grader.result import LEVELS, Containment

PACKAGES = (
    "numpy",
    "tensorflow",
    "keras",
    "pytest",
    "scikit-learn",
    "msgpack",
    "sandlock",
    "otter-grader",
)

IMPORT_S = 120
"""Seconds for the import of TensorFlow, as ``grader.worker.template_launcher`` has it."""

ATTEMPTS = {
    str(name): name
    for name in (
        _("socket inet"),
        _("socket unix"),
        _("fork"),
        _("exec"),
        _("signal the judge"),
        _("signal the parent"),
        _("trace the judge"),
        _("signal through a file's owner"),
        _("outlive the template"),
        _("capabilities"),
        _("privileges of root"),
        _("devices"),
        _("shared memory without end"),
        _("environment of the judge"),
        _("memory without end"),
        _("descriptors"),
        _("system calls by number"),
    )
}
"""What the canary tries, as it calls it."""

ON_PATHS = {"read": _("read {path}"), "write": _("write {path}"), "chmod": _("chmod {path}")}
"""What the canary tries with a path."""


def examine(mnist: str | None) -> bool:
    """Print levels, what the strongest one denies, data and versions; return whether it denies everything it should."""
    click.echo(f"xorcise {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}")
    catalogue = Catalogue.find()
    allowed = examine_confinement(catalogue)
    try:
        images = load_images(mnist)
        data = _(
            "data: {name}, {training} training and {test} test images",
            name=images.name,
            training=f"{len(images.x_train):,}",
            test=f"{len(images.x_test):,}",
        )
    except XorciseError as error:
        data = _("data: {fault}", fault=error.line)
    click.echo(spoken(data))
    versions = listed(joined(" ", [name, installed(name)]) for name in PACKAGES)
    click.echo(spoken(_("packages: {versions}", versions=versions)))
    click.echo(spoken(tensorflow_in_words(catalogue)))
    if allowed:
        what = attempted(allowed[0])
        click.echo(spoken(_("not confined: a submission could {what}; see docs/threat-model.md", what=what)))
    return not allowed


def examine_confinement(catalogue: Catalogue) -> list[str]:
    """Print levels and what the strongest one denies; return what a submission could do although it should not."""
    try:
        from grader.slot.slot import Slot  # with what only Linux and macOS have
    except ImportError as error:
        fault = _("this system cannot confine a program ({why}): check without --isolated", why=error)
        click.echo(spoken(fault))
        return []
    levels = {name: try_level(name) for name in reversed(LEVELS)}
    click.echo(spoken(_("confinement, strongest first:")))
    for name, said in levels.items():
        click.echo(f"  {name:11} {spoken(said)}")
    with Slot() as slot, tempfile.TemporaryDirectory(prefix="xorcise-doctor-") as outside:
        click.echo(spoken(in_words(slot.containment)))
        click.echo(spoken(filter_in_words()))
        for line in slot.enforcement.lines():
            click.echo(f"  {spoken(line)}")
        done = slot.probe("numpy", [*catalogue.secret_paths(), *one_file_of(Path.home())], [Path(outside)])
    for name, what in done.items():
        click.echo(f"  {spoken(labelled(attempted(name), ended(what)))}")
    return [name for name, what in done.items() if not what.startswith("denied")]


def tensorflow_in_words(catalogue: Catalogue) -> Message:
    """Return whether TensorFlow works here, tried in a child process: a broken one may crash."""
    install = "python -m pip install tensorflow"
    numbers = listed(e.slug[:2] for e in catalogue.exercises if e.template == "tensorflow")
    if find_spec("tensorflow") is None:
        return _(
            "TensorFlow is not installed; exercises {numbers} need it: {command}", numbers=numbers, command=install
        )
    command = [sys.executable, "-c", "import tensorflow"]
    quiet = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"}
    try:
        done = subprocess.run(command, env=quiet, capture_output=True, text=True, timeout=IMPORT_S, check=False)
    except subprocess.TimeoutExpired:
        return _("TensorFlow was not imported within {n} seconds", n=IMPORT_S)
    if done.returncode == 0:
        return _("TensorFlow works")
    why = (done.stderr.strip().splitlines() or [_("exit status {n}", n=done.returncode)])[-1][:200]
    return _(
        "TensorFlow does not work here ({why}); exercises {numbers} need it: {command}",
        why=why,
        numbers=numbers,
        command=install,
    )


def in_words(chosen: Containment) -> Message:
    """Return how workers are confined here."""
    said = _("chosen: {level}, system calls not filtered", level=chosen.level)
    if chosen.seccomp:
        said = _("chosen: {level}, system calls filtered", level=chosen.level)
    if not chosen.missing:
        return said
    return _("{chosen}; this machine lacks {missing}", chosen=said, missing=listed(chosen.missing))


def filter_in_words() -> Message:
    """Return what the list of system calls is for this machine."""
    machine = this_machine()
    if machine is None:
        system, kind = platform.system(), platform.machine()
        return _("system calls: there is no list for {system} on {machine}", system=system, machine=kind)
    known = figures(machine)
    return _(
        "system calls: {reviewed} reviewed on {machine}, up to number {highest} ({newest}); {allowed} allowed,"
        " {conditional} under conditions, all others refused; kernel {kernel}; libseccomp is not used",
        reviewed=known.reviewed,
        machine=known.machine,
        highest=known.highest,
        newest=known.newest,
        allowed=known.allowed,
        conditional=known.conditional,
        kernel=platform.release(),
    )


def attempted(name: str) -> str:
    """Return what the canary tried, as a message where it is one of ``ATTEMPTS``."""
    what, space, path = name.partition(" ")
    if what in ON_PATHS and space:
        return ON_PATHS[what].having(path=path)
    if name.startswith("system call "):
        return _("system call {call}", call=name.removeprefix("system call "))
    return ATTEMPTS.get(name, name)


def ended(what: str) -> str:
    """Return how an attempt ended: in the canary's words, which are a label and what was seen."""
    label, colon, seen = what.partition(": ")
    if isinstance(what, Message) or not colon:
        return what
    return _("denied: {error}", error=seen) if label == "denied" else _("worked: {what}", what=seen)


def one_file_of(home: Path) -> list[Path]:
    """Return a file of the user's own, if there is one.

    Not the folder: where the interpreter lies below it, a worker may see that it exists, and nothing else of it.
    """
    with contextlib.suppress(OSError):
        return [path for path in sorted(home.iterdir()) if path.is_file()][:1]
    return []


def try_level(name: str) -> Message:
    """Return whether a level works here."""
    from grader.slot.slot import Slot  # as above

    try:
        with Slot(name) as slot:
            slot.probe("numpy", [], [])
    except ContainmentError:
        return _("does not work here")
    return _("works")


def installed(name: str) -> str:
    """Return a package's version, or that there is none."""
    try:
        return version(name)
    except PackageNotFoundError:
        return _("(none)")


@command_called(
    "doctor",
    _("Say how submissions are confined here, found out by trying."),
    _(
        "Prints what the confinement denies, and which data and versions are used. Exits with 1 when something is not"
        " denied."
    ),
)
@mnist_option
def command(mnist: str | None) -> None:
    """Run the command."""
    sys.exit(0 if examine(mnist) else 1)

"""``xorcise doctor``: what this machine can promise, found out by trying."""

from __future__ import annotations

import contextlib
import platform
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from grader import __version__
from grader.commands.options import mnist_option
from grader.errors import ContainmentError, XorciseError
from grader.exercises.catalogue import Catalogue
from grader.exercises.datasets import load_images
from grader.guest.system_calls.machines import this_machine
from grader.guest.system_calls.tried import figures
from grader.result import LEVELS
from grader.slot.slot import Slot

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


def examine(mnist: str | None) -> bool:
    """Print levels, what the strongest one denies, data and versions; return whether it denies everything it should."""
    click.echo(f"xorcise {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}")
    levels = {name: try_level(name) for name in reversed(LEVELS)}
    click.echo("confinement, strongest first:")
    for name, fault in levels.items():
        click.echo(f"  {name:11} {fault or 'works'}")
    with Slot() as slot, tempfile.TemporaryDirectory(prefix="xorcise-doctor-") as outside:
        chosen = slot.containment
        missing = f"; this machine lacks {', '.join(chosen.missing)}" if chosen.missing else ""
        click.echo(f"chosen: {chosen.level}, system calls {'filtered' if chosen.seccomp else 'not filtered'}{missing}")
        click.echo(f"system calls: {filter_in_words()}")
        for line in slot.enforcement.lines():
            click.echo(f"  {line}")
        catalogue = Catalogue.find()
        done = slot.probe("numpy", [*catalogue.secret_paths(), *one_file_of(Path.home())], [Path(outside)])
    for name, what in done.items():
        click.echo(f"  {name}: {what}")
    allowed = [name for name, what in done.items() if not what.startswith("denied")]
    try:
        images = load_images(mnist)
        click.echo(f"data: {images.name}, {len(images.x_train):,} training and {len(images.x_test):,} test images")
    except XorciseError as error:
        click.echo(f"data: {error}")
    click.echo("packages: " + ", ".join(f"{name} {installed(name)}" for name in PACKAGES))
    if allowed:
        click.echo(f"not confined: a submission could {allowed[0]}; see docs/threat-model.md")
    return not allowed


def filter_in_words() -> str:
    """Return what the list of system calls is for this machine."""
    machine = this_machine()
    if machine is None:
        return f"there is no list for {platform.system()} on {platform.machine()}"
    known = figures(machine)
    return (
        f"{known.reviewed} reviewed on {known.machine}, up to number {known.highest} ({known.newest}); {known.allowed}"
        f" allowed, {known.conditional} under conditions, all others refused; kernel {platform.release()}; libseccomp"
        " is not used"
    )


def one_file_of(home: Path) -> list[Path]:
    """Return a file of the user's own, if there is one.

    Not the folder: where the interpreter lies below it, a worker may see that it exists, and nothing else of it.
    """
    with contextlib.suppress(OSError):
        return [path for path in sorted(home.iterdir()) if path.is_file()][:1]
    return []


def try_level(name: str) -> str:
    """Return why a level does not work here, or nothing."""
    try:
        with Slot(name) as slot:
            slot.probe("numpy", [], [])
    except ContainmentError:
        return "does not work here"
    return ""


def installed(name: str) -> str:
    """Return a package's version, or that there is none."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "(none)"


@click.command("doctor")
@mnist_option
def command(mnist: str | None) -> None:
    """Say how submissions are confined here, found out by trying.

    Prints what the confinement denies, and which data and versions are used. Exits with 1 when something is not denied.
    """
    sys.exit(0 if examine(mnist) else 1)

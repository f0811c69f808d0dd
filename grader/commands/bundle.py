"""``xorcise bundle``: what brings the grader to a platform."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from grader.commands.options import PATH
from grader.exercises.catalogue import Catalogue
from grader.release.bundle import Bundle

PLATFORMS = ("otter", "gradescope", "github", "gitlab", "classroom50")
"""Each is a module of ``grader.release`` with a function ``write(bundle)`` that returns the paths it wrote."""


@click.command("bundle")
@click.argument("platform", type=click.Choice(PLATFORMS))
@click.argument("folder", metavar="DIR", type=PATH)
@click.option("-e", "--exercise", "names", metavar="WHAT", multiple=True, help="Only this exercise; may be repeated.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="Seed of every test.")
def command(platform: str, folder: Path, names: tuple[str, ...], seed: int) -> None:
    """Write what brings the grader to a platform.

    It goes into the new or empty folder DIR. DIR then holds hidden suites: give it to the platform, never to a
    student. Without -e all exercises are in it.
    """
    catalogue = Catalogue.find()
    bundle = Bundle(catalogue, catalogue.with_suites(names), folder, seed)
    bundle.prepare()
    module = importlib.import_module(f"grader.release.{platform}")  # one platform's libraries, not everybody's
    for path in module.write(bundle):
        click.echo(path)

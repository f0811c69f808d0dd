"""``xorcise bundle``: what brings the grader to a platform."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from grader.commands.options import PATH, reports_language_option
from grader.errors import UsageError
from grader.exercises.catalogue import Catalogue
from grader.language import _
from grader.language.command_line import command_called, option
from grader.release.bundle import Bundle

PLATFORMS = ("otter", "gradescope", "github", "gitlab", "classroom50")
"""Each is a module of ``grader.release`` with a function ``write(bundle)`` that returns the paths it wrote."""


@command_called(
    "bundle",
    _("Write what brings the grader to a platform."),
    _(
        "It is written into the new or empty folder DIR, which then holds hidden suites: give it to the platform, never"
        " to a student. What students receive, if the platform has something for them, is in DIR/student. Without -e"
        " all exercises are in it."
    ),
)
@click.argument("platform", type=click.Choice(PLATFORMS))
@click.argument("folder", metavar="DIR", type=PATH)
@option("-e", "--exercise", "names", metavar="WHAT", multiple=True, help=_("Only this exercise; may be repeated."))
@option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help=_("Seed of every test."))
@reports_language_option
def command(platform: str, folder: Path, names: tuple[str, ...], seed: int, lang: str) -> None:
    """Run the command."""
    catalogue = Catalogue.find()
    bundle = Bundle(catalogue, catalogue.with_suites(names), folder, seed, lang)
    bundle.prepare()
    try:
        module = importlib.import_module(f"grader.release.{platform}")  # one platform's libraries, not everybody's
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "grader":
            raise
        raise UsageError(
            _("bundles for Otter need the package {package}: install xorcise[otter]", package=error.name)
        ) from None
    for path in module.write(bundle):
        click.echo(path)

"""``xorcise new``: start an exercise, or a course."""

from __future__ import annotations

from pathlib import Path

import click

from grader.commands.options import PATH
from grader.exercises.catalogue import Catalogue
from grader.exercises.scaffold import scaffold, scaffold_course
from grader.language import _, spoken
from grader.language.command_line import command_called, option


def start(slug: str, course: Path | None, *, minimal: bool = False) -> None:
    """Write the files of a new exercise, and of a new course around it, and say what comes next."""
    if course is None:
        catalogue = Catalogue.find(empty=True)
        root, paths = catalogue.root, scaffold(catalogue, slug, minimal=minimal)
    else:
        root, paths = course, scaffold_course(course, slug, minimal=minimal)
    for path in paths:
        click.echo(path.relative_to(root))
    if course is None:
        said = _(
            "next: change them step by step, and run `xorcise audit {slug}` after each; see docs/adding-an-exercise.md",
            slug=slug,
        )
    else:
        said = _(
            "next: in {course}, change them step by step, and run `xorcise audit {slug}` after each;"
            " see docs/adding-an-exercise.md",
            course=course,
            slug=slug,
        )
    click.echo(spoken(said))


@command_called(
    "new",
    _("Start a new exercise in all three places."),
    _(
        "It is a small one that already holds together, in the course that you are in or that --catalogue names. SLUG"
        " is two digits and a name, like 15_attention."
    ),
)
@click.argument("slug")
@option("--course", metavar="DIR", type=PATH, help=_("Start a course of one's own in DIR, with this exercise."))
@option("--minimal", is_flag=True, help=_("In one language and without misconceptions; they can be added later."))
def command(slug: str, course: Path | None, minimal: bool) -> None:
    """Run the command."""
    start(slug, course, minimal=minimal)

"""``xorcise list``."""

from __future__ import annotations

import click

from grader.commands.options import language_option
from grader.errors import CatalogueError
from grader.exercises.catalogue import Catalogue
from grader.language import _
from grader.language.command_line import command_called, width_of
from grader.result import text_in


def print_list(catalogue: Catalogue, lang: str) -> None:
    """Print one line an exercise: its slug, its file and its title in each language that it has.

    In a course that somebody works in, it is the title in ``lang``, and how far the exercise is.
    """
    headings = catalogue.headings()
    if states := states_in(catalogue, lang):
        rows = [(h.slug, h.filename, text_in(h.title, lang), states[h.slug]) for h in headings]
    else:
        rows = [(h.slug, h.filename, h.title.get("en", ""), h.title.get("zh-CN", "")) for h in headings]
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (cell + " " * (width - width_of(cell)) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(padded).rstrip())


def states_in(catalogue: Catalogue, lang: str) -> dict[str, str]:
    """Return in words how far each exercise is, by slug; nothing where no progress is known."""
    if not catalogue.kept_dir.is_dir():
        return {}
    from grader.desk.progress import Progress  # it reads exercises whole, which a list alone does not

    progress = Progress.of(catalogue)
    return {} if progress.is_empty() else {slug: state.words.told(lang) for slug, state in progress.states().items()}


def course() -> Catalogue:
    """Return the course to list: the one that commands mean, or an exercise's folder alone where there is none."""
    try:
        return Catalogue.find()
    except CatalogueError:
        from grader.desk.asked import course_around  # for an error that hardly anybody sees

        if (alone := course_around()) is None:
            raise
        return alone


@command_called(
    "list",
    _("List the exercises."),
    _("Where you have checked an exercise or seen a hint before, each line also says how far the exercise is."),
)
@language_option(_("Language of what is printed; by default the system's."))
def command(lang: str) -> None:
    """Run the command."""
    print_list(course(), lang)

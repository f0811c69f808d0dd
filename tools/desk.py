"""Writes the folder ``desk`` of every exercise of this checkout anew: ``make desk``, after a stub was changed.

    python -m tools.desk

Do not run it where somebody has written into the stubs: `xorcise reset` gives students back what is in ``desk``.
"""

from __future__ import annotations

import click

from grader.exercises.catalogue import CHECKOUT, Catalogue
from grader.release.desk import write_desk


def main() -> None:
    """Run the command."""
    catalogue = Catalogue(CHECKOUT)
    for exercise in catalogue.exercises:
        for path in write_desk(catalogue, exercise, catalogue.statement_dir(exercise)):
            click.echo(path.relative_to(CHECKOUT))


if __name__ == "__main__":
    main()

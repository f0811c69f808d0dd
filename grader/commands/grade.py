"""``xorcise grade``: a whole class through the hidden suites."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from grader.catalogue import Catalogue
from grader.commands.report import write_reports
from grader.data import load_images
from grader.executors.local import InlineExecutor, PoolExecutor
from grader.executors.protocol import Executor
from grader.grading import Settings
from grader.learning import learn, missing
from grader.outfolder import OutFolder
from grader.result import Result
from grader.submission import discover


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asked for."""

    submissions: Path
    out: Path
    names: tuple[str, ...]
    jobs: int
    seed: int
    mnist: str | None
    minimum: str
    lang: str


def grade_class(request: Request) -> bool:
    """Grade, report, print; return whether our own side failed nowhere."""
    catalogue = Catalogue.find()
    exercises = catalogue.with_suites(request.names)
    entries = discover(request.submissions, catalogue.exercises)
    out = OutFolder(request.out.resolve())
    out.prepare()
    settings = Settings(
        root=str(catalogue.root),
        slugs=tuple(e.slug for e in exercises),
        seed=request.seed,
        mnist=request.mnist,
        minimum=request.minimum,
        secrets=(str(out.path), str(request.submissions.resolve())),
    )
    data = load_images(request.mnist) if any(e.data for e in exercises) else None
    unlearnt = missing(catalogue, exercises, request.seed, data)
    for exercise in unlearnt:
        click.echo(f"learning the misconceptions of {exercise.slug} once ...", err=True)
        list(learn(catalogue, [exercise], request.seed, data))
    executor: Executor = PoolExecutor(min(request.jobs, len(entries))) if request.jobs > 1 else InlineExecutor()
    results = []
    for result in with_progress(executor.run(settings, entries), len(entries)):
        out.keep(result)
        results.append(result)
    results.sort(key=lambda r: r.student)
    write_reports(out, results, exercises, request.lang)
    return not any(r.has_grader_error for r in results)


def with_progress(results: Iterable[Result], total: int) -> Iterable[Result]:
    """Pass ``results`` on, with a bar and the remaining time on stderr."""
    columns = (
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        for result in results:
            progress.update(task, advance=1, description="")
            yield result

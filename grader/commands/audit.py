"""``xorcise audit``: test the suites themselves."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from grader.audit import PARTS, Findings, InProcesses, Wanted, audit
from grader.audit.case import Case, Run
from grader.audit.expected import expected_text
from grader.audit.missing import missing
from grader.audit.page import summary, with_table
from grader.audit.record import Recorded
from grader.audit.running import Runner
from grader.audit.whole import shortfalls, totals
from grader.commands.options import PATH, jobs_option, mnist_option
from grader.errors import UsageError
from grader.exercises.catalogue import Catalogue
from grader.exercises.datasets import STAND_IN, DataSet, load_images
from grader.exercises.overlay import read_variant
from grader.explain.desk_files import save_desk
from grader.explain.edit_table import edits_digest, edits_path
from grader.explain.tables import save, shipped_path, table_digest, table_path
from grader.files import write_text


@dataclass(frozen=True, slots=True)
class AuditRequest:
    """What the command line asked for.

    Attributes:
        names: exercises; all if empty.
        wanted: parts, seeds, and how many mutants and flaws.
        jobs: number of processes.
        as_json: whether to print JSON instead of text.
        mnist: see ``grader.exercises.datasets.load_images``.
        table: a Markdown file whose table is renewed.
        record: a file that keeps what was seen; none if ``None``.
    """

    names: tuple[str, ...]
    wanted: Wanted
    jobs: int
    as_json: bool
    mnist: str | None
    table: Path | None
    record: Path | None = None


def audit_exercises(request: AuditRequest) -> bool:
    """Audit exercises and print their faults; return whether there are none."""
    catalogue = Catalogue.find()
    exercises = catalogue.with_suites(request.names)
    page = request.table.read_text(encoding="utf-8") if request.table and request.table.is_file() else None
    if request.table is not None and page is None:
        raise UsageError(f"{request.table} does not exist: --table renews the table of an existing page")
    data = load_images(request.mnist) if any(e.data for e in exercises) else None
    _refuse_to_write(request, data)
    found: dict[str, Findings] = {}
    with Progress(
        TextColumn("auditing"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
        console=Console(stderr=True),
        transient=True,
    ) as progress:
        runner: Runner = InProcesses(catalogue, request.jobs, request.mnist)
        if request.record is not None:
            runner = Recorded(runner, request.record, catalogue, data.name if data is not None else "none")

        def run(cases: Sequence[Case]) -> Iterator[tuple[Case, Run]]:
            task = progress.add_task("", total=len(cases))
            for case, done in runner(cases):
                progress.update(task, advance=1, description=f"{case.slug} {case.part}")
                yield case, done

        for findings in audit(catalogue, exercises, request.wanted, run, request.jobs):
            found[findings.slug] = findings
            if request.wanted.most_wrong is None:  # else they lack what was not drawn
                keep_tables(catalogue, findings, data, shipped=request.wanted.keep)
            if request.wanted.update:
                update_expected(catalogue, findings)
            if not request.as_json:
                count = len(findings.faults)
                click.echo(f"{findings.slug}: {count or 'no'} fault{'s' * (count != 1)}  {summary(findings)}")
                for fault in findings.faults:
                    click.echo("  " + fault.replace("\n", "\n    "))
                for lacking in missing(catalogue, catalogue.exercise(findings.slug)):
                    click.echo(f"  not there yet: {lacking}")
    in_order = [found[e.slug] for e in exercises]
    # the limits on shares are those of all variants of all exercises: some have too few, or others
    short = [] if request.names or request.wanted.most_wrong is not None else shortfalls(in_order)
    if request.as_json:
        faults = {f.slug: f.faults for f in in_order}
        figures = {f.slug: f.figures for f in in_order}
        said = {"version": 1, "faults": faults, "figures": figures, "totals": totals(in_order), "overall": short}
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        for fault in short:
            click.echo(f"all exercises: {fault}")
    if request.table is not None and page is not None:
        write_text(request.table, with_table(page, in_order))
    return not short and not any(f.faults for f in in_order)


def show_variant(names: Sequence[str], key: str) -> None:
    """Print the whole file of a wrong variant.

    Raises:
        UsageError: not exactly one exercise is named, or it has no such variant, or the variant cannot be rendered.
    """
    if len(names) != 1:
        raise UsageError(f"--show prints a variant of one exercise: xorcise audit SLUG --show {key}")
    catalogue = Catalogue.find()
    (exercise,) = catalogue.with_suites(names)
    paths = {path.stem: path for path in catalogue.variants(exercise)}
    wanted = Path(key).name.removesuffix(".py")
    if wanted not in paths:
        near = get_close_matches(wanted, paths, n=3, cutoff=0.5)
        known = f"is it {' or '.join(near)}?" if near else f"choose from {', '.join(paths) or 'none'}"
        raise UsageError(f"{exercise.slug} has no wrong variant {wanted!r}: {known}")
    click.echo(read_variant(catalogue, exercise, paths[wanted]).text, nl=False)


def update_expected(catalogue: Catalogue, findings: Findings) -> None:
    """Write the tests that the wrong variants of an exercise lost, and say on stderr whether they changed.

    Raises:
        UsageError: the file cannot be written.
    """
    path = catalogue.expected(catalogue.exercise(findings.slug))
    text = expected_text(findings.lost)
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return
    try:
        write_text(path, text)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from None
    click.echo(f"{findings.slug}: {path.name} was rewritten: review the change", err=True)


def _refuse_to_write(request: AuditRequest, data: DataSet | None) -> None:
    """Refuse to write tables or expected tests without the stand-in data, or what needs wrong variants without them.

    Raises:
        UsageError: they are asked for in such a case.
    """
    wanted = request.wanted
    for option, asked, what in (("--keep", wanted.keep, "tables"), ("--update", wanted.update, "expected tests")):
        if asked and data is not None and data.name != STAND_IN:
            raise UsageError(
                f"{option} writes {what} of the stand-in data, and this is {data.name}: add --mnist {STAND_IN}"
            )
    if wanted.update and "wrong" not in wanted.parts:
        raise UsageError("--update writes what wrong variants lose, and --only leaves them out: add --only wrong")
    if wanted.most_wrong is not None and (wanted.keep or wanted.update or request.table):
        raise UsageError("--wrong leaves variants out: what --keep, --update and --table write would lack them")


def keep_tables(catalogue: Catalogue, findings: Findings, data: DataSet | None, *, shipped: bool) -> None:
    """Keep the tables that an audit made, in the user's cache and, if ``shipped``, beside the suite and on the desk."""
    exercise = catalogue.exercise(findings.slug)
    for seed, table in findings.tables.items():
        with suppress(OSError):  # a cache that cannot be written costs time later
            save(table_path(catalogue, exercise, seed, data), table)
        if shipped and seed == 0:
            save(shipped_path(catalogue, exercise), table, table_digest(catalogue, exercise, seed, data))
    if shipped and findings.desk is not None:
        save_desk(catalogue, exercise, findings.desk)
    if shipped and findings.edits:
        digest = edits_digest(catalogue, exercise, data.name if data is not None else "none")
        save(edits_path(catalogue, exercise), findings.edits, digest)


@click.command("audit")
@click.argument("names", metavar="[SLUG]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print faults and figures as JSON.")
@jobs_option("Processes")
@click.option(
    "--only", "parts", metavar="PART", type=click.Choice(PARTS), multiple=True, help="Audit this part; may be repeated."
)
@click.option("--mutants", type=click.IntRange(0), help="Most mutants of an exercise; by default all of a quick one.")
@click.option(
    "--flaws",
    "most_flaws",
    type=click.IntRange(0),
    help="Most flaws of an exercise; by default all of a quick one, 12 of others.",
)
@click.option(
    "--explained",
    type=click.IntRange(0),
    help="Most wrong variants, and most mutants, of an exercise to explain; by default 6 of a quick one, 1 of others.",
)
@click.option("--wrong", type=click.IntRange(1), help="Most wrong variants of an exercise that trains; by default all.")
@click.option(
    "--seeds",
    type=click.IntRange(1, 1000),
    default=1,
    show_default=True,
    help="Number of seeds to grade variants with.",
)
@mnist_option
@click.option("--record", type=PATH, help="Keep in this file what was seen, and go on after a stop.")
@click.option("--table", type=PATH, help="Renew the table of this page, docs/verdicts.md.")
@click.option(
    "--keep", is_flag=True, help="Write the tables that diagnosis reads, to ship them beside suites and to desks."
)
@click.option(
    "--update", is_flag=True, help="Write the tests that wrong variants lose to expected.toml, instead of comparing."
)
@click.option("--show", metavar="NAME", help="Print the whole file of the wrong variant NAME, and audit nothing.")
def command(
    names: tuple[str, ...],
    as_json: bool,
    jobs: int,
    parts: tuple[str, ...],
    mutants: int | None,
    most_flaws: int | None,
    explained: int | None,
    wrong: int | None,
    seeds: int,
    mnist: str | None,
    record: Path | None,
    table: Path | None,
    keep: bool,
    update: bool,
    show: str | None,
) -> None:
    """Test the hidden suites themselves.

    The stub must score 0 and right code everything. Every wrong variant must lose the tests that expected.toml lists
    and be named. Garbage must earn nothing, and files that know nothing at most 5 points. Flaws and mutants, which the
    audit makes of the reference, must lose points. Public tests must pass right code and notice wrong variants that
    cost much. PART is one of stub, reference, accepted, wrong, garbage, knows_nothing, flaws, mutants, pairs,
    explanations, public. Exits with 1 if something is wrong with a suite.
    """
    if show is not None:
        show_variant(names, show)
        return
    wanted = Wanted(parts or PARTS, tuple(range(seeds)), mutants, most_flaws, explained, keep, update, wrong)
    sys.exit(0 if audit_exercises(AuditRequest(names, wanted, jobs, as_json, mnist, table, record)) else 1)

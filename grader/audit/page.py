"""The figures of an audit as text: a line for the terminal, and the table of docs/verdicts.md."""

from __future__ import annotations

from collections.abc import Sequence

from grader.audit import costs, public_page
from grader.audit.judge import Findings
from grader.audit.whole import totals
from grader.errors import UsageError

BEGIN, END = "<!-- audit: begin -->", "<!-- audit: end -->"
"""The page's table stands between these two lines; the command writes it."""

COLUMNS = (
    ("right", "right"),
    ("wrong", "wrong"),
    ("named", "named"),
    ("named_twin", "one of two"),
    ("false_names", "false names"),
    ("pairs", "pairs"),
    ("pairs_named", "both named"),
    ("garbage", "garbage"),
    ("nothing", "knows nothing"),
    ("nothing_most", "earns at most"),
    ("flaws", "flaws"),
    ("flaws_seen", "seen"),
    ("flaws_declared", "declared"),
    ("mutants", "mutants"),
    ("killed", "killed"),
    ("equivalent", "equivalent"),
    ("explained_faults", "faults"),
    ("explained_told", "explained"),
    ("explained_edit", "by an edit"),
    ("explained_place", "by a line"),
    ("explained_false", "wrong line"),
    ("explained_two", "two in one"),
    ("explained_two_told", "both explained"),
    ("seeds", "seeds"),
)
"""Figures in the order of the table, with their headings."""


def summary(findings: Findings) -> str:
    """Return an exercise's figures in one line."""
    figures = findings.figures
    parts = []
    if figures.get("right"):
        parts.append(f"{figures['right']} right")
    if figures.get("wrong"):
        parts.append(f"{figures['named'] + figures['named_twin']} of {figures['wrong']} wrong named")
    if figures.get("garbage"):
        parts.append(f"{figures['garbage']} garbage")
    if figures.get("nothing"):
        parts.append(f"{figures['nothing']} know nothing and earn at most {figures['nothing_most']}")
    if figures.get("flaws"):
        parts.append(f"{figures['flaws_seen']} of {figures['flaws']} flaws seen, {figures['flaws_declared']} declared")
    if "mutants" in figures:
        parts.append(f"{figures['killed']} of {figures['mutants']} mutants killed, {figures['equivalent']} equivalent")
    if figures.get("pairs"):
        parts.append(f"{figures['pairs_named']} of {figures['pairs']} pairs named")
    if figures.get("explained_faults"):
        false = f", {figures['explained_false']} by a wrong line" if figures["explained_false"] else ""
        parts.append(f"{figures['explained_told']} of {figures['explained_faults']} faults explained{false}")
    if figures.get("explained_two"):
        parts.append(f"{figures['explained_two_told']} of {figures['explained_two']} pairs in one function explained")
    if figures.get("public"):
        failed, explained = figures["public_failed"], figures["public_told"]
        parts.append(f"{failed} of {figures['public']} wrong fail a public test, {explained} of them explained")
    if figures.get("seeds", 1) > 1:
        parts.append(f"{figures['seeds']} seeds")
    return ", ".join(parts)


def with_table(page: str, found: Sequence[Findings]) -> str:
    """Return a page with its table renewed, and with costs and public tests where it has places for them.

    A table of which the audit has no figures stays as it is.

    Raises:
        UsageError: the page has no place for the table.
    """
    places = [
        (BEGIN, END, table(found), any(f.figures.get(name) for f in found for name, _ in COLUMNS[:-1])),
        (costs.BEGIN, costs.END, costs.tables(found), any(f.costs for f in found)),
        (public_page.BEGIN, public_page.END, public_page.tables(found), any("public" in f.figures for f in found)),
    ]
    for begin, end, text, is_known in places:
        if begin == BEGIN or begin in page:
            page = _with(page, begin, end, text if is_known else None)
    return page


def _with(page: str, begin: str, end: str, text: str | None) -> str:
    """Return a page with a text between two lines; with ``None`` the page as it is, if it has the two lines."""
    if page.count(begin) != 1 or page.count(end) != 1 or page.index(begin) > page.index(end):
        raise UsageError(f"the page needs one line {begin} and below it one line {end}: the table goes between")
    if text is None:
        return page
    before, rest = page.split(begin)
    _, after = rest.split(end)
    return f"{before}{begin}\n\n{text}\n{end}{after}"


def table(found: Sequence[Findings]) -> str:
    """Return the figures as a Markdown table with a last row of sums."""
    rows = [(f.slug, f.figures) for f in found]
    lines = [
        "| exercise | " + " | ".join(heading for _, heading in COLUMNS) + " |",
        "| --- |" + " ---: |" * len(COLUMNS),
    ]
    for slug, figures in [*rows, ("all", totals(found))]:
        lines.append(f"| {slug} | " + " | ".join(str(figures.get(name, "")) for name, _ in COLUMNS) + " |")
    return "\n".join(lines) + "\n"

"""What each misconception costs: a table for people, so that one that costs too much is noticed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from grader.audit.judge import Findings

BEGIN, END = "<!-- costs: begin -->", "<!-- costs: end -->"
"""The tables stand between these two lines of the page; the command writes them."""


def tables(found: Sequence[Findings]) -> str:
    """Return the costs as Markdown: those above half of an exercise with their reasons, then all of each exercise."""
    above = [(f.slug, key, f.costs[key], f.reasons[key]) for f in found for key in _sorted(f.costs) if key in f.reasons]
    parts = []
    if above:
        lines = ["| exercise | misconception | % | why it costs more than half |", "| --- | --- | ---: | --- |"]
        lines += [f"| {slug} | `{key}` | {cost:g} | {reason} |" for slug, key, cost, reason in above]
        parts.append("\n".join(lines) + "\n")
    for findings in found:
        if findings.costs:
            parts.append(f"{findings.slug}:\n\n{_table(findings.costs)}")
    return "\n".join(parts)


def _table(costs: Mapping[str, float]) -> str:
    """Return a table of one row for each cost, the highest first."""
    lines = ["| % | misconceptions |", "| ---: | --- |"]
    for cost, keys in groupby(_sorted(costs), key=lambda key: costs[key]):
        lines.append(f"| {cost:g} | {', '.join(f'`{key}`' for key in keys)} |")
    return "\n".join(lines) + "\n"


def _sorted(costs: Mapping[str, float]) -> list[str]:
    return sorted(costs, key=lambda key: (-costs[key], key))

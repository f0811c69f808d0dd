"""What public tests notice: tables for people, of docs/verdicts.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.audit.judge import Findings
from grader.audit.whole import totals

BEGIN, END = "<!-- public: begin -->", "<!-- public: end -->"
"""The tables stand between these two lines of the page; the command writes them."""


def tables(found: Sequence[Findings]) -> str:
    """Return as Markdown the shares of each exercise, and the variants that pass every public test."""
    rows = [(f.slug, f.figures) for f in found if "public" in f.figures]
    lines = [
        "| exercise | wrong variants | fail a public test | of those explained at the desk |",
        "| --- | ---: | ---: | ---: |",
        *(_row(slug, figures) for slug, figures in [*rows, ("all", totals(found))]),
        "",
        "| exercise | passes every public test, and loses so many percent of the points |",
        "| --- | --- |",
        *(f"| {f.slug} | {_listed(f.unnoticed)} |" for f in found if "public" in f.figures),
    ]
    return "\n".join(lines) + "\n"


def _row(slug: str, figures: Mapping[str, int]) -> str:
    public, failed, told = (figures.get(name, 0) for name in ("public", "public_failed", "public_told"))
    return f"| {slug} | {public} | {_share(failed, public)} | {_share(told, failed)} |"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else ""


def _listed(unnoticed: Mapping[str, float]) -> str:
    """Return variants with their costs, the dearest first."""
    keys = sorted(unnoticed, key=lambda key: (-unnoticed[key], key))
    return ", ".join(f"`{key}` {unnoticed[key]:g}" for key in keys) or "none"

"""``xorcise audit``: are the suites as good as they say?"""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from grader.audit import audit
from grader.catalogue import Catalogue
from grader.data import load_images
from grader.slot import Slot


def audit_exercises(names: Sequence[str], as_json: bool, mnist: str | None) -> bool:
    """Audit exercises and print what is wrong; return whether nothing is."""
    catalogue = Catalogue.find()
    exercises = catalogue.with_suites(names)
    data = load_images(mnist) if any(e.data for e in exercises) else None
    faults: dict[str, list[str]] = {}
    with Slot() as slot:
        for exercise in exercises:
            faults[exercise.slug] = list(audit(catalogue, exercise, slot, data))
            if not as_json:
                click.echo(f"{exercise.slug}: {len(faults[exercise.slug]) or 'no'} faults")
                for fault in faults[exercise.slug]:
                    click.echo(f"  {fault}")
    if as_json:
        click.echo(json.dumps({"version": 1, "faults": faults}, ensure_ascii=False, indent=2))
    return not any(faults.values())

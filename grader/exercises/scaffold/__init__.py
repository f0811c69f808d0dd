"""``xorcise new``: writing a small, complete exercise into the three folders, as a start for a new one."""

from __future__ import annotations

import keyword
from pathlib import Path
from string import Template

from grader.errors import CatalogueError, UsageError, reason
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import SLUG, Exercise
from grader.language import _

TEMPLATES = Path(__file__).parent / "templates"


def scaffold(catalogue: Catalogue, slug: str) -> list[Path]:
    """Write the files of a new exercise and return their paths. Existing files are not changed.

    Raises:
        UsageError: the slug is invalid, its number or module is already used, a file exists, or one cannot be written.
    """
    if not SLUG.fullmatch(slug):
        raise UsageError(
            _(
                "{name} is no name for an exercise: two digits and a name in small letters, like 15_attention",
                name=repr(slug),
            )
        )
    module = slug[3:]
    if not module.isidentifier() or keyword.iskeyword(module):
        raise UsageError(
            _(
                "{name}: what follows the number must be a Python name, since the student's file is called so",
                name=repr(slug),
            )
        )
    taken = [e.slug for e in catalogue.exercises if slug[:2] == e.slug[:2] or module == e.module]
    if taken:
        raise CatalogueError(
            _(
                "{name} would share its number or its module with {other}: choose another",
                name=repr(slug),
                other=taken[0],
            )
        )
    draft = Exercise(slug=slug, title={}, module=module, entry_points=())
    targets = {
        "README.md": catalogue.statement_dir(draft) / "README.md",
        "README.zh-CN.md": catalogue.statement_dir(draft) / "README.zh-CN.md",
        "exercise.toml": catalogue.statement_dir(draft) / "exercise.toml",
        "stub.py": catalogue.stub(draft),
        "public.py": catalogue.public_suite(draft),
        "reference.py": catalogue.reference(draft),
        "accepted.py": catalogue.solutions_dir(draft) / "accepted" / "loops.py",
        "hidden.py": catalogue.suite_dir(draft) / f"test_{module}_hidden.py",
        "wrong.py": catalogue.suite_dir(draft) / "wrong" / "negatives_kept.py",
        "misconceptions.toml": catalogue.suite_dir(draft) / "misconceptions.toml",
        "expected.toml": catalogue.expected(draft),
        "equivalent.toml": catalogue.equivalents(draft),
    }
    if found := [p for p in targets.values() if p.exists()]:
        raise UsageError(_("{path} exists already: remove it, or choose another name", path=found[0]))
    words = {"slug": slug, "number": slug[:2], "module": module, "title": module.replace("_", " ").capitalize()}
    try:
        for name, path in targets.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            text = (TEMPLATES / f"{name}.txt").read_text(encoding="utf-8")
            path.write_text(Template(text).substitute(words), encoding="utf-8")
    except OSError as error:
        raise UsageError(_("cannot write {path}: {why}", path=error.filename, why=reason(error))) from None
    return list(targets.values())

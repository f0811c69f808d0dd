"""``xorcise new``: writing a small, complete exercise into the three folders, as a start for a new one.

Also a course of one's own around the first exercise.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from pathlib import Path
from string import Template

from grader import __version__
from grader.errors import CatalogueError, UsageError, reason
from grader.exercises.catalogue import Catalogue, clash
from grader.exercises.exercise import SLUG, Exercise
from grader.language import _

TEMPLATES = Path(__file__).parent / "templates"

COURSE = {
    "README.md": "README.md",
    "course.toml": "course.toml",
    "catalogue.toml": "catalogue.toml",
    "requirements.txt": "requirements.txt",
    "gitignore": ".gitignore",
}
"""The files of a new course, by template."""


MINIMAL = ("README.md", "exercise.toml", "stub.py", "public.py", "reference.py", "hidden.py", "equivalent.toml")
"""The templates of an exercise in one language, without misconceptions."""

CHINESE = re.compile(
    r'^"zh-CN" = .*\n|\n\n {4}[^\n]*[\u4e00-\u9fff][^\n]*\n {4}(?=""")| \(README\.zh-CN\.md in Chinese\)', re.MULTILINE
)
"""What a template says in Chinese: translations in TOML, and the second paragraph of a docstring."""


def scaffold_course(folder: Path, slug: str, *, minimal: bool = False) -> list[Path]:
    """Write a new course with one exercise into ``folder``, which is new or empty, and return the paths.

    Args:
        folder: the course's.
        slug: of the exercise.
        minimal: see ``scaffold``.

    Raises:
        UsageError: something lies in the folder, it cannot be written, or the slug is not one.
    """
    _check_slug(slug)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UsageError(
                _(
                    "{folder} is not empty: choose a new folder, or leave out --course to add an exercise",
                    folder=folder,
                )
            )
        words = {"title": folder.resolve().name.replace("_", " ").replace("-", " ").capitalize()}
        words |= {"slug": slug, "version": __version__}
        for name, place in COURSE.items():
            _write(folder / place, f"course/{name}", words)
    except OSError as error:
        raise UsageError(_("cannot write {path}: {why}", path=error.filename, why=reason(error))) from None
    return [*(folder / place for place in COURSE.values()), *scaffold(Catalogue(folder), slug, minimal=minimal)]


def scaffold(catalogue: Catalogue, slug: str, *, minimal: bool = False) -> list[Path]:
    """Write the files of a new exercise and return their paths. Existing files are not changed.

    Args:
        catalogue: where it goes.
        slug: of the exercise.
        minimal: whether to write it in one language and without misconceptions; they can be added later.

    Raises:
        UsageError: the slug is invalid, its number or module is already used, a file exists, or one cannot be written.
    """
    module = _check_slug(slug)
    if taken := clash(slug, module, catalogue.exercises):
        raise CatalogueError(
            _(
                "{name} would share its number or its module with {other}: choose another",
                name=repr(slug),
                other=taken.slug,
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
    if minimal:
        targets = {name: targets[name] for name in MINIMAL}
    if found := [p for p in targets.values() if p.exists()]:
        raise UsageError(_("{path} exists already: remove it, or choose another name", path=found[0]))
    words = {"slug": slug, "number": slug[:2], "module": module, "title": module.replace("_", " ").capitalize()}
    try:
        for name, path in targets.items():
            _write(path, name, words, minimal=minimal)
    except OSError as error:
        raise UsageError(_("cannot write {path}: {why}", path=error.filename, why=reason(error))) from None
    return list(targets.values())


def _check_slug(slug: str) -> str:
    """Return the module that goes with a slug.

    Raises:
        UsageError: it is no slug.
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
    return module


def _write(path: Path, template: str, words: Mapping[str, str], *, minimal: bool = False) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = (TEMPLATES / f"{template}.txt").read_text(encoding="utf-8")
    if minimal:
        text = CHINESE.sub("", text)
    path.write_text(Template(text).substitute(words), encoding="utf-8")

"""Where an exercise's pieces lie. The only module that joins these paths.

Three parallel folders, so that what a student receives, what an instructor keeps and what the grader hides never share
one: ``exercises/NN_slug``, ``solutions/NN_slug``, ``grader/suites/NN_slug``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from grader.errors import CatalogueError
from grader.exercises.exercise import SLUG, Exercise, read_exercise
from grader.language import _, listed

EXPECTED = "expected.toml"
"""What an audit compares with. It decides nothing about a submission, so no digest holds it."""


class Catalogue:
    """The exercises below one root folder.

    Attributes:
        root: the folder that holds ``exercises/``.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def find(cls, start: Path | None = None) -> Catalogue:
        """Return the catalogue of the folder ``start`` or of the nearest one above that holds ``exercises/``.

        Without any, it is that of the checkout that this file lies in.

        Raises:
            CatalogueError: there is no such folder.
        """
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents, Path(__file__).resolve().parents[2]):
            if any((folder / "exercises").glob("*/exercise.toml")):
                return cls(folder)
        raise CatalogueError(_("no folder exercises/ in {path} or above: run this inside the course folder", path=here))

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """All exercises, by number."""
        folder = self.root / "exercises"
        return tuple(read_exercise(p) for p in sorted(folder.glob("*/exercise.toml")) if SLUG.fullmatch(p.parent.name))

    def exercise(self, name: str) -> Exercise:
        """Return the exercise called ``name``: its slug, its number, its name without the number or its module.

        Raises:
            CatalogueError: none or several are called so.
        """
        found = called(self.exercises, name)
        if len(found) == 1:
            return found[0]
        known = listed(e.slug for e in self.exercises)
        if found:
            raise CatalogueError(
                _("more than one exercise is called {name}; choose from {names}", name=repr(name), names=known)
            )
        raise CatalogueError(_("there is no exercise {name}; choose from {names}", name=repr(name), names=known))

    def statement_dir(self, exercise: Exercise) -> Path:
        """The folder that a student receives."""
        return self.root / "exercises" / exercise.slug

    def stub(self, exercise: Exercise) -> Path:
        """The file that a student fills in."""
        return self.statement_dir(exercise) / exercise.filename

    def public_suite(self, exercise: Exercise) -> Path:
        """The tests that a student sees."""
        return self.statement_dir(exercise) / f"test_{exercise.module}.py"

    def solutions_dir(self, exercise: Exercise) -> Path:
        """The folder that never leaves the instructor."""
        return self.root / "solutions" / exercise.slug

    def reference(self, exercise: Exercise) -> Path:
        """The reference solution."""
        return self.solutions_dir(exercise) / exercise.filename

    def accepted(self, exercise: Exercise) -> tuple[Path, ...]:
        """Other right ways of doing it."""
        return tuple(sorted((self.solutions_dir(exercise) / "accepted").glob("*.py")))

    def suite_dir(self, exercise: Exercise) -> Path:
        """The folder of the hidden suite."""
        return self.root / "grader" / "suites" / exercise.slug

    def hidden_suite(self, exercise: Exercise) -> Path:
        """The tests that decide the points.

        Raises:
            CatalogueError: this catalogue has none, as a student's has not.
        """
        path = self.suite_dir(exercise) / f"test_{exercise.module}_hidden.py"
        if not path.is_file():
            raise CatalogueError(
                _("{path} is missing: grading needs the instructor's checkout, not a handout", path=path)
            )
        return path

    def misconceptions(self, exercise: Exercise) -> Path:
        """The names and feedback of the wrong variants."""
        return self.suite_dir(exercise) / "misconceptions.toml"

    def expected(self, exercise: Exercise) -> Path:
        """The tests that each wrong variant loses, as ``xorcise audit --update`` found them."""
        return self.suite_dir(exercise) / EXPECTED

    def equivalents(self, exercise: Exercise) -> Path:
        """Declarations of mutants of the reference that are as right as it is."""
        return self.suite_dir(exercise) / "equivalent.toml"

    def variants(self, exercise: Exercise) -> tuple[Path, ...]:
        """Overlays that make the reference wrong, one belief each; the stem is the belief's key."""
        return tuple(sorted((self.suite_dir(exercise) / "wrong").glob("*.py")))

    def grading_digest(self, exercise: Exercise) -> str:
        """Return the digest of everything that an exercise's verdicts depend on: suite, variants, texts and limits.

        The variants count as they are rendered: another reference makes others of them.
        """
        files = suite_digest(self.statement_dir(exercise) / "exercise.toml", *self.suite_files(exercise.slug))
        return hashlib.sha256(f"{files}\0{self.base_digest(exercise)}".encode()).hexdigest()

    def base_digest(self, exercise: Exercise) -> str:
        """Return the digest of what overlays become whole files with: the reference, and the way of rendering.

        Together with the overlays' texts it says what the rendered variants are, without the cost of rendering. Where
        there are no overlays it is empty: then no verdict depends on the reference.
        """
        if not self.variants(exercise):
            return ""
        from grader.exercises.overlay import RENDERER

        reference, note = self.reference(exercise), self.reference_note(exercise)
        if not reference.is_file() and note.is_file():
            return note.read_text(encoding="ascii")
        content = reference.read_bytes() if reference.is_file() else b""
        return hashlib.sha256(b"%d\0%b" % (RENDERER, content)).hexdigest()

    def reference_note(self, exercise: Exercise) -> Path:
        """What says in a slot's copy of the exercises, which has no solutions, what ``base_digest`` is."""
        return self.suite_dir(exercise) / "base.sha256"

    def suite_files(self, slug: str) -> list[Path]:
        """Return the files that decide how an exercise is graded, its description apart."""
        folder = self.root / "grader" / "suites" / slug
        return [p for p in folder.rglob("*") if p.suffix in (".py", ".toml") and p.name != EXPECTED and p.is_file()]

    def with_suites(self, names: Sequence[str]) -> tuple[Exercise, ...]:
        """Return the exercises called ``names``, by number; all that have a hidden suite where none is named.

        Raises:
            CatalogueError: a name fits none or several, or there is no hidden suite at all.
        """
        if names:
            wanted = {self.exercise(n).slug for n in names}
            return tuple(e for e in self.exercises if e.slug in wanted)
        found = tuple(e for e in self.exercises if self.suite_dir(e).is_dir())
        if not found:
            raise CatalogueError(
                _("{path} has no hidden suites: grading needs the instructor's checkout, not a handout", path=self.root)
            )
        return found

    def secret_paths(self) -> tuple[Path, ...]:
        """The folders that no worker may read."""
        return tuple(p for p in (self.root / "grader" / "suites", self.root / "solutions") if p.is_dir())


def called(exercises: Iterable[Exercise], name: str) -> list[Exercise]:
    """Return those of ``exercises`` that are called ``name``, by the rule of ``Catalogue.exercise``."""
    wanted = name.strip().rstrip("/").removesuffix(".py")
    number = int(wanted) if wanted.isdecimal() and len(wanted) <= 9 else None  # int refuses thousands of digits
    return [
        e
        for e in exercises
        if wanted in (e.slug, e.slug[:2], e.slug[3:], e.module) or (number is not None and number == int(e.slug[:2]))
    ]


def suite_digest(*files: Path) -> str:
    """Return the SHA-256 over names and contents of a suite's files."""
    digest = hashlib.sha256()
    for path in sorted(files):
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()

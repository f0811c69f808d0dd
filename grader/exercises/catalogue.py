"""Where an exercise's pieces lie. This is the only module that builds these paths.

Each exercise has three parallel folders: ``exercises/NN_slug`` for the student, ``solutions/NN_slug`` for the
instructor and ``grader/suites/NN_slug`` for the grader. So published and secret files never share a folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from grader.errors import CatalogueError
from grader.exercises.exercise import SLUG, Exercise, Heading, read_exercise, read_heading
from grader.language import _, listed

EXPECTED = "expected.toml"
"""The file that an audit compares with. It does not affect the grading of a submission, so no digest includes it."""


class Catalogue:
    """The exercises below one root folder.

    Attributes:
        root: the folder that holds ``exercises/``.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def find(cls, start: Path | None = None) -> Catalogue:
        """Return the catalogue of ``start`` or of the nearest folder above it that holds ``exercises/``.

        If there is none, the catalogue of the checkout that contains this file is returned.

        Args:
            start: a folder; by default the current one.

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
        return tuple(map(read_exercise, self._descriptions()))

    def headings(self) -> tuple[Heading, ...]:
        """What a list shows of each exercise, by number."""
        return tuple(map(read_heading, self._descriptions()))

    def _descriptions(self) -> list[Path]:
        found = sorted((self.root / "exercises").glob("*/exercise.toml"))
        return [path for path in found if SLUG.fullmatch(path.parent.name)]

    def exercise(self, name: str) -> Exercise:
        """Return the exercise called ``name``: its slug, its number, its name without the number or its module.

        Raises:
            CatalogueError: no exercise or several exercises have this name.
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
        """The folder that a student receives: statement, stub, description and public tests."""
        return self.root / "exercises" / exercise.slug

    def stub(self, exercise: Exercise) -> Path:
        """The file that a student fills in."""
        return self.statement_dir(exercise) / exercise.filename

    def public_suite(self, exercise: Exercise) -> Path:
        """The tests that a student sees."""
        return self.statement_dir(exercise) / f"test_{exercise.module}.py"

    def solutions_dir(self, exercise: Exercise) -> Path:
        """The folder that only the instructor has."""
        return self.root / "solutions" / exercise.slug

    def reference(self, exercise: Exercise) -> Path:
        """The reference solution."""
        return self.solutions_dir(exercise) / exercise.filename

    def accepted(self, exercise: Exercise) -> tuple[Path, ...]:
        """Correct solutions other than the reference."""
        return tuple(sorted((self.solutions_dir(exercise) / "accepted").glob("*.py")))

    def suite_dir(self, exercise: Exercise) -> Path:
        """The folder of the hidden suite."""
        return self.root / "grader" / "suites" / exercise.slug

    def hidden_suite(self, exercise: Exercise) -> Path:
        """The tests that decide the points.

        Raises:
            CatalogueError: this catalogue has no hidden suite. A student's catalogue has none.
        """
        path = self.suite_dir(exercise) / f"test_{exercise.module}_hidden.py"
        if not path.is_file():
            raise CatalogueError(
                _("{path} is missing: grading needs the instructor's checkout, not a handout", path=path)
            )
        return path

    def misconceptions(self, exercise: Exercise) -> Path:
        """The file with the names and feedback of the misconceptions."""
        return self.suite_dir(exercise) / "misconceptions.toml"

    def expected(self, exercise: Exercise) -> Path:
        """The file with the tests that each wrong variant loses. ``xorcise audit --update`` writes it."""
        return self.suite_dir(exercise) / EXPECTED

    def equivalents(self, exercise: Exercise) -> Path:
        """The file that declares which mutants of the reference are equivalent to it."""
        return self.suite_dir(exercise) / "equivalent.toml"

    def variants(self, exercise: Exercise) -> tuple[Path, ...]:
        """Overlays that make the reference wrong, one for each misconception. The stem is the misconception's key."""
        return tuple(sorted((self.suite_dir(exercise) / "wrong").glob("*.py")))

    def grading_digest(self, exercise: Exercise) -> str:
        """Return the SHA-256 of everything that a grading depends on: suite, variants, texts and limits.

        The rendered variants count, so the digest depends on the reference, too.
        """
        files = suite_digest(self.statement_dir(exercise) / "exercise.toml", *self.suite_files(exercise.slug))
        return sha256(f"{files}\0{self.base_digest(exercise)}".encode())

    def base_digest(self, exercise: Exercise) -> str:
        """Return the SHA-256 of the reference and of the renderer's version.

        Together with the overlays' texts it determines the rendered variants, without the cost of rendering them. If
        the exercise has no overlays it is empty, since then no grading depends on the reference.
        """
        if not self.variants(exercise):
            return ""
        from grader.exercises.overlay import RENDERER  # with ast, 5 ms: a list needs no digest

        reference, note = self.reference(exercise), self.reference_note(exercise)
        if not reference.is_file() and note.is_file():
            return note.read_text(encoding="ascii")
        content = reference.read_bytes() if reference.is_file() else b""
        return sha256(b"%d\0%b" % (RENDERER, content))

    def reference_note(self, exercise: Exercise) -> Path:
        """The file that holds ``base_digest`` in a slot's copy of the exercises, which has no solutions."""
        return self.suite_dir(exercise) / "base.sha256"

    def suite_files(self, slug: str) -> list[Path]:
        """Return the files that decide how an exercise is graded, without ``exercise.toml``."""
        folder = self.root / "grader" / "suites" / slug
        return [p for p in folder.rglob("*") if p.suffix in (".py", ".toml") and p.name != EXPECTED and p.is_file()]

    def with_suites(self, names: Sequence[str]) -> tuple[Exercise, ...]:
        """Return the exercises called ``names``, sorted by slug; without names, all that have a hidden suite.

        Raises:
            CatalogueError: a name fits no exercise or several exercises, or there is no hidden suite at all.
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
        """Return the folders that no worker may read."""
        return tuple(p for p in (self.root / "grader" / "suites", self.root / "solutions") if p.is_dir())


def called(exercises: Iterable[Exercise], name: str) -> list[Exercise]:
    """Return those of ``exercises`` that are called ``name``, by the rules of ``Catalogue.exercise``."""
    wanted = name.strip().rstrip("/").removesuffix(".py")
    number = int(wanted) if wanted.isdecimal() and len(wanted) <= 9 else None  # int() refuses thousands of digits
    return [
        e
        for e in exercises
        if wanted in (e.slug, e.slug[:2], e.slug[3:], e.module) or (number is not None and number == int(e.slug[:2]))
    ]


def suite_digest(*files: Path) -> str:
    """Return the SHA-256 over names and contents of a suite's files."""
    contents = [(path.name, path.read_bytes()) for path in sorted(files)]
    return sha256(*(part for name, content in contents for part in (f"{name}\0{len(content)}\0".encode(), content)))


def sha256(*parts: bytes) -> str:
    """Return the SHA-256 over ``parts``, one after another, as hexadecimal digits."""
    import hashlib  # it loads OpenSSL, in 2 of the 70 ms of `xorcise list`, which needs no digest

    return hashlib.sha256(b"".join(parts)).hexdigest()

"""Where an exercise's pieces lie. This is the only module that builds these paths.

Each exercise has three parallel folders: ``exercises/NN_slug`` for the student, ``solutions/NN_slug`` for the
instructor and ``suites/NN_slug`` for the grader, which in the checkout of Xorcise itself is ``grader/suites/NN_slug``.
So published and secret files never share a folder. A course of one's own is such a folder anywhere. Its
``catalogue.toml`` may take exercises of other catalogues beside its own (docs/own-course.md).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from grader.errors import CatalogueError
from grader.exercises.exercise import SLUG, Exercise, Heading, read_exercise, read_heading
from grader.language import _, listed
from grader.records import read_toml, record

STUBS = ".stubs.sha256"
"""The digests of a handout's stubs, so that a stub that is handed in can be told from work."""

DESK = "desk"
"""The folder of an exercise that is generated for the student's commands, never written by hand: the stub, and what the
grader knows of the public tests."""

GIVEN_STUB = "stub.py"
"""The stub as it was handed out, in ``DESK``: the student's own file is not that any more. It also marks the folder."""

STATEMENTS = {"en": "README.md", "zh-CN": "README.zh-CN.md"}
"""The files of a statement by language."""

EXPECTED = "expected.toml"
"""The file that an audit compares with. It does not affect the grading of a submission, so no digest includes it."""

DECLARED = "declared.toml"
"""The file with the exceptions to an audit's rules. No digest includes it, either."""

DESK_FILES = ("words.json", "beliefs.msgpack", "edits.msgpack", GIVEN_STUB)
"""What a folder ``DESK`` may hold. Nothing else of it is handed out, and none of it is a student's work."""


GIVEN = "XORCISE_CATALOGUE"
"""The variable that names a catalogue's folder; ``xorcise --catalogue`` sets it."""

FILE = "catalogue.toml"

CHECKOUT = Path(__file__).resolve().parents[2]
"""The checkout that this file lies in; its exercises are those of Xorcise."""

PACKAGED = Path(__file__).resolve().parents[1] / "course"
"""The folder of the exercises in an installed package. A checkout has no such folder: its build makes it."""

OURS = "xorcise"
"""What ``catalogue.toml`` calls the exercises of Xorcise."""


@dataclass(frozen=True, slots=True)
class _Beside:
    """One ``[[beside]]`` table of ``catalogue.toml``.

    Attributes:
        root: a catalogue's folder, from that of the file; or ``OURS``.
        exercises: those to take; all where none is named.
    """

    root: str
    exercises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _File:
    """``catalogue.toml``."""

    beside: tuple[_Beside, ...] = ()


class Catalogue:
    """The exercises of one course.

    Attributes:
        root: the folder that holds ``exercises/``.
        place: the folder that a student works in, which is ``root`` but for ``InstalledCourse``.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.place = root

    @classmethod
    def find(cls, start: Path | None = None, *, empty: bool = False) -> Catalogue:
        """Return the catalogue that the user means.

        It is that of the folder that ``XORCISE_CATALOGUE`` names; else that of ``start``, by default the current
        folder, or of the nearest one above that has exercises; else the exercises that come with Xorcise, which the
        student works on in ``start``.

        Args:
            start: a folder in it; then the variable does not count.
            empty: whether a folder that the variable names need not have exercises yet.

        Raises:
            CatalogueError: there is none.
        """
        if start is None and (given := os.environ.get(GIVEN)):
            root = Path(given).resolve()
            if not (_is_one(root) or (empty and root.is_dir())):
                raise CatalogueError(
                    _(
                        "{path} is no course: it has no exercises/NN_name/exercise.toml; `xorcise new --course` starts"
                        " one",
                        path=root,
                    )
                )
            return cls(root)
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if _is_one(folder):
                return cls(folder)
        if _is_one(ours()):
            from grader.exercises.installed import InstalledCourse  # it builds on this module

            return InstalledCourse(here)
        raise CatalogueError(_("no folder exercises/ in {path} or above: run this inside the course folder", path=here))

    @property
    def kept_dir(self) -> Path:
        """The folder of what a student's commands keep: progress, backups. Being hidden, it is no part of any work."""
        return self.place / ".xorcise"

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """All exercises, by number: those below the root, and those that ``catalogue.toml`` takes beside them."""
        return tuple(sorted((*self._own, *(e for e, home in self._beside.values())), key=lambda e: e.slug))

    def headings(self) -> tuple[Heading, ...]:
        """What a list shows of each exercise, by number."""
        if (self.root / FILE).is_file():  # it may take exercises of other catalogues
            return tuple(Heading(e.slug, e.filename, e.title) for e in self.exercises)
        return tuple(map(read_heading, self._descriptions()))

    @cached_property
    def _own(self) -> tuple[Exercise, ...]:
        return tuple(map(read_exercise, self._descriptions()))

    def _descriptions(self) -> list[Path]:
        found = sorted((self.root / "exercises").glob("*/exercise.toml"))
        return [path for path in found if SLUG.fullmatch(path.parent.name)]

    @cached_property
    def _beside(self) -> Mapping[str, tuple[Exercise, Catalogue]]:
        """The exercises of other catalogues by slug. One of the own that is called the same stands instead of it.

        Raises:
            CatalogueError: ``catalogue.toml`` is wrong, or two exercises would have one number or module.
        """
        path = self.root / FILE
        found: dict[str, tuple[Exercise, Catalogue]] = {}
        own = {e.slug for e in self._own}
        for table in record(path, read_toml(path), _File).beside:
            if table.root == OURS:
                from grader.exercises.installed import InstalledCourse  # it builds on this module

                other: Catalogue = InstalledCourse(self.root)
            else:
                other = Catalogue((self.root / table.root).resolve())
            if other.root == self.root.resolve() or not _is_one(other.root):
                raise CatalogueError(
                    _(
                        "{path}: beside names {name}, which is no other catalogue's folder",
                        path=path,
                        name=repr(table.root),
                    )
                )
            # those that the other catalogue takes from elsewhere are not its to give: two may take from each other
            for exercise in [_one_called(other._own, name) for name in table.exercises] or other._own:
                if exercise.slug in own:
                    continue
                before = [*self._own, *(e for e, home in found.values())]
                if taken := clash(exercise.slug, exercise.module, before):
                    raise CatalogueError(
                        _(
                            "{path}: {exercise} of {root} has the number or the module of {other}; name those that you"
                            " want under exercises",
                            path=path,
                            exercise=exercise.slug,
                            root=table.root,
                            other=taken.slug,
                        )
                    )
                found[exercise.slug] = exercise, other
        return found

    def _home(self, slug: str) -> Catalogue:
        """Return the catalogue that an exercise lies in."""
        return self._beside[slug][1] if slug in self._beside else self

    @property
    def _homes(self) -> tuple[Catalogue, ...]:
        """This catalogue and those that it takes exercises of."""
        return (self, *{other.root: other for exercise, other in self._beside.values()}.values())

    @cached_property
    def _suites(self) -> Path:
        """The folder of the suites of the exercises below the root."""
        nested = self.root / "grader" / "suites"
        return nested if nested.is_dir() or (self.root / "grader").is_dir() else self.root / "suites"

    def exercise(self, name: str) -> Exercise:
        """Return the exercise called ``name``: its slug, its number, its name without the number or its module.

        Raises:
            CatalogueError: no exercise or several exercises have this name.
        """
        return _one_called(self.exercises, name)

    def statement_dir(self, exercise: Exercise) -> Path:
        """The folder that a student receives: statement, stub, description and public tests."""
        return self._home(exercise.slug).root / "exercises" / exercise.slug

    def work_dir(self, exercise: Exercise) -> Path:
        """The folder that a student works in. In a course that is the folder of the statement."""
        home = self._home(exercise.slug)
        return self.statement_dir(exercise) if home is self else home.work_dir(exercise)

    def work_file(self, exercise: Exercise) -> Path:
        """The module that a student writes. It may be missing."""
        return self.work_dir(exercise) / exercise.filename

    def statement(self, exercise: Exercise, lang: str) -> Path | None:
        """The statement in a language, else the one there is; ``None`` where there is none."""
        own = self.statement_dir(exercise)
        names = (STATEMENTS[lang], *STATEMENTS.values())
        return next((own / name for name in names if (own / name).is_file()), None)

    def stub(self, exercise: Exercise) -> Path:
        """The file that a student fills in."""
        return self.statement_dir(exercise) / exercise.filename

    def given_stub(self, exercise: Exercise) -> Path:
        """The stub as it was handed out. Only a handout and the checkout of Xorcise hold this file."""
        return self.statement_dir(exercise) / DESK / GIVEN_STUB

    def stub_digest(self, exercise: Exercise) -> str:
        """The SHA-256 of the stub as it was handed out; empty where neither a handout's list nor a copy is here."""
        path, name = self.root / STUBS, f"exercises/{exercise.slug}/{exercise.filename}"
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        noted = next((line.split()[0] for line in lines if line.endswith(f"  {name}")), "")
        given = self.given_stub(exercise)
        return noted or (sha256(given.read_bytes()) if given.is_file() else "")

    def public_suite(self, exercise: Exercise) -> Path:
        """The tests that a student sees."""
        return self.statement_dir(exercise) / f"test_{exercise.module}.py"

    def desk_dir(self, exercise: Exercise) -> Path:
        """The folder that says at a student's desk what the grader knows of the public tests; it may be missing."""
        return self.statement_dir(exercise) / DESK

    def solutions_dir(self, exercise: Exercise) -> Path:
        """The folder that only the instructor has."""
        return self._home(exercise.slug).root / "solutions" / exercise.slug

    def reference(self, exercise: Exercise) -> Path:
        """The reference solution."""
        return self.solutions_dir(exercise) / exercise.filename

    def accepted(self, exercise: Exercise) -> tuple[Path, ...]:
        """Correct solutions other than the reference."""
        return tuple(sorted((self.solutions_dir(exercise) / "accepted").glob("*.py")))

    def solutions(self, exercise: Exercise) -> tuple[Path, ...]:
        """The right solutions that are here, the reference first; none where it is missing."""
        reference = self.reference(exercise)
        return (reference, *self.accepted(exercise)) if reference.is_file() else ()

    def suite_dir(self, exercise: Exercise) -> Path:
        """The folder of the hidden suite."""
        return self._home(exercise.slug)._suites / exercise.slug

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

    def declared(self, exercise: Exercise) -> Path:
        """The file that declares exceptions to the rules of an audit, with their reasons. Few exercises need one."""
        return self.suite_dir(exercise) / DECLARED

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
        folder = self._home(slug)._suites / slug
        return [
            p
            for p in folder.rglob("*")
            if p.suffix in (".py", ".toml") and p.name not in (EXPECTED, DECLARED) and p.is_file()
        ]

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
        """The folders that no worker may read, and that no student is given anything of."""
        return tuple(p for home in self._homes for p in (home._suites, home.root / "solutions") if p.is_dir())

    def name_of(self, path: Path) -> str:
        """Return where a file of an exercise lies in any catalogue: ``grader/suites/02_losses/wrong/no_minus.py``.

        Raises:
            ValueError: it is no exercise's.
        """
        for home in self._homes:
            for folder, name in (
                (home.root / "exercises", "exercises"),
                (home.root / "solutions", "solutions"),
                (home._suites, "grader/suites"),
            ):
                if path.is_relative_to(folder):
                    return f"{name}/{path.relative_to(folder).as_posix()}"
        raise ValueError(f"{path} is no file of an exercise")


def _one_called(exercises: Sequence[Exercise], name: str) -> Exercise:
    found = called(exercises, name)
    if len(found) == 1:
        return found[0]
    known = listed(e.slug for e in exercises)
    if found:
        fault = _("more than one exercise is called {name}; choose from {known}", name=repr(name), known=known)
    else:
        fault = _("there is no exercise {name}; choose from {known}", name=repr(name), known=known)
    raise CatalogueError(fault)


def clash(slug: str, module: str, others: Iterable[Exercise]) -> Exercise | None:
    """Return the one of ``others`` that an exercise would share its number or its module with, if any."""
    return next((e for e in others if slug[:2] == e.slug[:2] or module == e.module), None)


def ours() -> Path:
    """Return the folder of the exercises that come with Xorcise: the checkout, or what the package holds."""
    return CHECKOUT if _is_one(CHECKOUT) else PACKAGED


def _is_one(folder: Path) -> bool:
    """Whether a folder is a catalogue."""
    return (folder / FILE).is_file() or any((folder / "exercises").glob("*/exercise.toml"))


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

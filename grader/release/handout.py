"""``xorcise handout``: what students receive, as a folder, a zip or a git repository to make copies of.

``exercises/`` with statements, stubs, descriptions, public tests, figures and what is generated for the student's
commands; a README in each language of the course; the student's wheel and ``requirements.txt``; and, so that the test
button works at once, settings for Visual Studio Code (https://code.visualstudio.com/docs/python/testing) and a
``devcontainer.json`` (https://containers.dev/implementors/json_reference/).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Literal

from grader.errors import UsageError
from grader.exercises.catalogue import CHECKOUT, DESK, DESK_FILES, STATEMENTS, STUBS, Catalogue
from grader.exercises.exercise import Exercise
from grader.language import LANGUAGES, _, file_beside, joined, ngettext
from grader.release.bundle import Bundle
from grader.release.desk import write_desk
from grader.release.leaks import Secrets
from grader.release.wheel import build_wheel, requirement
from grader.report.shown import in_language
from grader.submission.names import CLUTTER_FILES, CLUTTER_FOLDERS

Form = Literal["folder", "zip", "git"]

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file of a zip, so that the same course is the same bytes."""

_TEMPLATES = Path(__file__).parent / "templates" / "handout"

_PLACES = {
    "settings.json": ".vscode/settings.json",
    "extensions.json": ".vscode/extensions.json",
    "devcontainer.json": ".devcontainer/devcontainer.json",
    "gitignore.txt": ".gitignore",
}
"""Where files go that are the same in every handout."""

_TITLES = {"en": "Exercises", "zh-CN": "练习"}


@dataclass(frozen=True, slots=True)
class Handout:
    """What students are to receive.

    Attributes:
        catalogue: where the exercises come from.
        exercises: those that they are given.
    """

    catalogue: Catalogue
    exercises: Sequence[Exercise]

    def write(self, folder: Path, form: Form = "folder") -> Path:
        """Write it into ``folder``, which is new or empty, and return what students are to be given.

        Raises:
            UsageError: something lies in the folder, something of the instructor's would be given away, or git or what
                builds the wheel is missing. Then nothing is written.
        """
        Bundle(self.catalogue, tuple(self.exercises), folder).prepare()
        with tempfile.TemporaryDirectory(prefix="xorcise-handout-") as scratch:
            made = Path(scratch) / folder.resolve().name
            made.mkdir()
            self.make(made)
            refuse_leaks(self.catalogue, made)
            match form:
                case "zip":
                    given = folder / f"{made.name}.zip"
                    _zip(made, given)
                case "git":
                    _commit(made)
                    given = _copied(made, folder)
                case _:
                    given = _copied(made, folder)
        return given

    def make(self, folder: Path) -> None:
        """Write everything into ``folder``, without looking for leaks."""
        for exercise in self.exercises:
            own = self.catalogue.statement_dir(exercise)
            shutil.copytree(own, folder / "exercises" / exercise.slug, ignore=_ignored)
            write_desk(self.catalogue, exercise, folder / "exercises" / exercise.slug)
            words = file_beside(own.parent, "zh-CN")
            if words.is_file():
                shutil.copy(words, folder / "exercises" / words.name)
        for name, place in _PLACES.items():
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(_TEMPLATES / name, folder / place)
        wheel = build_wheel(folder, folder / "exercises")
        (folder / "requirements.txt").write_text(f"{requirement(wheel, self.exercises)}\n", encoding="utf-8")
        (folder / STUBS).write_text("".join(self._digests()), encoding="utf-8")
        languages = [lang for lang in LANGUAGES if any(lang in e.title for e in self.exercises)]
        for lang in languages:
            (folder / STATEMENTS[lang]).write_text(self._readme(lang), encoding="utf-8")
        if languages and "en" not in languages:  # platforms show README.md
            (folder / "README.md").write_text(self._readme(languages[0]), encoding="utf-8")

    def _digests(self) -> Iterator[str]:
        """Yield a line for each stub, as ``sha256sum`` writes and checks them."""
        for exercise in self.exercises:
            stub = self.catalogue.stub(exercise)
            digest = hashlib.sha256(stub.read_bytes()).hexdigest()
            yield f"{digest}  exercises/{exercise.slug}/{exercise.filename}\n"

    def _readme(self, lang: str) -> str:
        template = Template((_TEMPLATES / f"{STATEMENTS[lang]}.txt").read_text(encoding="utf-8"))
        first = self.exercises[0]
        rows = [f"| {self._linked(e, lang)} | {in_language(e.title, lang)} | `{e.filename}` |" for e in self.exercises]
        table = "\n".join(["| | | |", "| --- | --- | --- |", *rows])
        return template.substitute(title=_TITLES[lang], table=table, folder=f"exercises/{first.slug}")

    def _linked(self, exercise: Exercise, lang: str) -> str:
        statement = self.catalogue.statement(exercise, lang)
        return f"[{exercise.slug[:2]}](exercises/{exercise.slug}/{statement.name if statement is not None else ''})"


def refuse_leaks(catalogue: Catalogue, folder: Path) -> None:
    """Check that nothing of a catalogue's suites and solutions, nor of this checkout's, is in ``folder``.

    Raises:
        UsageError: something is; the first of it is told.
    """
    ours = Catalogue(CHECKOUT)
    both = [catalogue] if catalogue.root.resolve() == ours.root else [catalogue, ours]
    leaks = list(Secrets.of(*both).leaks(folder))
    if leaks:
        more = ngettext("(and {n} more like it)", "(and {n} more like it)", len(leaks) - 1) if len(leaks) > 1 else ""
        first = joined(" ", [leaks[0].line, more]) if more else leaks[0].line
        raise UsageError(_("students would be given what is hidden: {leak}; take it out and try again", leak=first))


def _ignored(folder: str, names: list[str]) -> set[str]:
    """Return what of a folder is no part of an exercise: hidden files, caches, editors' backups, links.

    Of the generated folder only what is generated is a part.
    """
    clutter = shutil.ignore_patterns(".*", *(p for p in CLUTTER_FILES if not p.startswith("readme")))
    found = set(clutter(folder, names)) | {name for name in names if name.lower() in CLUTTER_FOLDERS}
    found |= {name for name in names if (Path(folder) / name).is_symlink()}
    return found | (set(names) - set(DESK_FILES) if Path(folder).name == DESK else set())


def _copied(made: Path, folder: Path) -> Path:
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return folder


def _zip(made: Path, target: Path) -> None:
    """Write a zip with one folder in it."""
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(made.rglob("*")):
            if path.is_file():
                name = path.relative_to(made.parent).as_posix()
                info = zipfile.ZipInfo(name, EPOCH)
                info.external_attr = 0o644 << 16
                archive.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED)


def _commit(folder: Path) -> None:
    """Make a folder a git repository with one commit, which is nobody's and has nothing of the instructor's settings.

    Raises:
        UsageError: git is missing or fails.
    """
    git = shutil.which("git")
    if git is None:
        raise UsageError(_("--form git needs git, which is not here: install it, or take --form zip"))
    who = ["-c", "user.name=xorcise", "-c", "user.email=xorcise@localhost", "-c", "commit.gpgsign=false"]
    # a caller that is a git hook has set variables that would lead elsewhere
    plain = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | {"GIT_CONFIG_GLOBAL": os.devnull}
    for words in (
        ["init", "--quiet", "--template=", "--initial-branch=main"],
        ["add", "--all", "--force"],
        [*who, "commit", "--quiet", "--no-verify", "--message=Exercises"],
    ):
        done = subprocess.run([git, *words], cwd=folder, env=plain, capture_output=True, text=True, check=False)
        if done.returncode:
            lines = done.stderr.strip().splitlines()
            said = lines[-1] if lines else _("it says nothing")
            raise UsageError(_("git {command} failed: {fault}", command=words[0], fault=said))

"""GitHub: clones of the students' repositories.

GitHub Classroom calls each repository ``ASSIGNMENT-LOGIN``, and ``gh classroom clone student-repos`` clones them
side by side into ``ASSIGNMENT-submissions/``. What the names have in common up to a hyphen is the assignment, the rest
is the student's login. The time is that of the commit that is checked out. A student's machine wrote it.

A clone may have been made by somebody else, and its ``.git/config`` and hooks name programs that git would run. So git
is not run in the clone: it runs in an empty repository of ours and only reads the clone's objects.

Documentation: https://docs.github.com/en/education/manage-coursework-with-github-classroom/teach-with-github-classroom/using-github-classroom-with-github-cli
and, of GIT_DIR and GIT_OBJECT_DIRECTORY, https://git-scm.com/docs/git
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader.exercises.exercise import Exercise
from grader.submission.bounds import MIB, Unusable
from grader.submission.delivery import Delivered
from grader.submission.modified import iso
from grader.submission.platforms.listing import SMALL, Item, Platform, Sorted, most, text_of

_PACKED = 4 * MIB
"""Bytes of ``packed-refs``: a line for each branch and tag."""

_SECONDS = 10.0
"""Seconds for git to find one object. It takes milliseconds; the rest is for a cold disk."""

_REF = re.compile(r"refs/[\w./-]+")

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")

_COMMITTED = re.compile(rb"^committer .* (\d{1,11}) [-+]\d{4}$", re.MULTILINE)


def is_clone(item: Item) -> bool:
    """Whether a folder is the working tree of a git repository."""
    return item.folder and (item.path / ".git").is_dir() and not (item.path / ".git").is_symlink()


def _sort(items: Sequence[Item], spelled: Mapping[str, Exercise]) -> Sorted:
    clones = [item for item in items if is_clone(item)]
    rest = [item for item in items if not is_clone(item)]
    common = _assignment(clones)
    delivered = []
    with tempfile.TemporaryDirectory(prefix="xorcise-git-") as ours:
        _make_empty(Path(ours))
        for item in clones:
            login = item.name[len(common) :] or item.name
            ids = (login, *_longer(item.name, login))
            time = _committed(item.path / ".git", Path(ours))
            delivered.append(Delivered(login, login, item.name, item.path, ids, time))
    return Sorted(delivered, rest)


def _assignment(clones: Sequence[Item]) -> str:
    """Return what stands before the logins, with the hyphen.

    It is in the name of the folder that ``gh classroom`` made, or else what all names begin with. One name alone says
    nothing of that.
    """
    names = [item.name for item in clones]
    above = clones[0].path.absolute().parent.name if clones else ""
    said = above.removesuffix("-submissions") + "-"
    if above.endswith("-submissions") and all(name.startswith(said) for name in names):
        return said
    if len(names) < 2:
        return ""
    first = os.path.commonprefix(list(names))  # noqa: RUF071 - characters are meant
    return first[: first.rfind("-") + 1]


def _longer(name: str, login: str) -> list[str]:
    """Return the longer ends of a folder's name that may be the login: all logins of a class may begin alike."""
    parts = name.removesuffix(login).rstrip("-").split("-")
    return ["-".join([*parts[n:], login]) for n in range(len(parts) - 1, -1, -1)] if name != login else []


def _make_empty(folder: Path) -> None:
    """Make an empty bare repository: this is all that git asks of one."""
    (folder / "objects").mkdir()
    (folder / "refs").mkdir()
    (folder / "HEAD").write_text("ref: refs/heads/main\n", encoding="ascii")


def _committed(git: Path, ours: Path) -> str | None:
    """Return when the commit that is checked out was made, as ISO 8601 in UTC; ``None`` if it cannot be found out."""
    commit = _head(git)
    if commit is None or (git / "objects").is_symlink():
        return None
    match = _COMMITTED.search(_object(commit, git / "objects", ours).split(b"\n\n", 1)[0])
    try:
        return iso(int(match[1])) if match else None
    except (OverflowError, ValueError, OSError):  # a year that no calendar has
        return None


def _object(commit: str, objects: Path, ours: Path) -> bytes:
    """Return a commit, or nothing if there is none of this name."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(ours),
        "GIT_DIR": str(ours),
        "GIT_OBJECT_DIRECTORY": str(objects),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
    }
    if not (size := _git(["-s", commit], environment)).strip().isdigit() or int(size) > SMALL:
        return b""  # an object of gigabytes would be held in memory
    return _git(["commit", commit], environment)


def _git(arguments: Sequence[str], environment: Mapping[str, str]) -> bytes:
    command = ["git", "-c", "core.packedGitWindowSize=16m", "cat-file", *arguments]
    try:
        done = subprocess.run(
            command,
            env=dict(environment),
            cwd=environment["HOME"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):  # git is not installed, or takes too long
        return b""
    return done.stdout


def _head(git: Path) -> str | None:
    """Return the name of the commit that is checked out."""
    try:
        head = text_of(git / "HEAD").strip()
        ref = head.removeprefix("ref:").strip()
        if ref == head:
            return head if _COMMIT.fullmatch(head) else None
        if not _REF.fullmatch(ref) or ".." in ref:
            return None
        if (git / ref).is_file():
            found = text_of(git / ref).strip()
            return found if _COMMIT.fullmatch(found) else None
        for line in text_of(git / "packed-refs", _PACKED).splitlines():
            commit, _space, name = line.partition(" ")
            if name == ref and _COMMIT.fullmatch(commit):
                return commit
    except (OSError, Unusable):
        pass
    return None


GITHUB = Platform("github", lambda items: most(items, is_clone), _sort)

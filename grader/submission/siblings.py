r"""The files beside an exercise's folder that it uses: a helper folder, an earlier exercise, a module in the open.

    02_losses/losses.py     sys.path.append("../common"); from helpers import one_hot
    common/helpers.py       goes along with 02_losses as "../common/helpers.py"

What lies beside the folder goes along only if the exercise names it. If all of a course went along with each exercise,
a change in one would have all of them graded again, and each would be stored fourteen times.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Protocol

from grader.submission.bounds import LOOKED_AT, NAME, TOTAL, Refused
from grader.submission.imports import WITH_PYTHON, imports_in
from grader.submission.intake import limit_of, read_regular, read_tree
from grader.submission.names import is_archive, is_dropped, is_notebook

UP = "../"
"""How the path of such a file begins, relative to the exercise's folder. What follows has no ``..``."""

_PART_OF_PATH = re.compile(rb"""["'/\\]([^"'/\\\r\n]{1,%d})(?=["'/\\])""" % NAME)


class Beside(Protocol):
    """What lies beside an exercise's folder."""

    def names(self) -> list[str]:
        """Return the names of files and folders, sorted; without the exercise's own folder."""

    def within(self, name: str) -> Mapping[str, bytes]:
        """Return the files of one of them, by path that begins with ``name``; a file is alone in it."""

    def modules(self, name: str) -> set[str]:
        """Return the names that a folder offers for import, once it is in ``sys.path``; none for a file."""


def siblings(own: Mapping[str, bytes], beside: Beside) -> dict[str, bytes]:
    """Return the files beside an exercise's folder that its files use, by path that begins with ``UP``.

    A folder or file is used if the code of the exercise, or of another that is used, imports it, writes its name as
    part of a path in quotes, or imports a module that lies in it and not in the exercise's own folder.
    """
    offered = WITH_PYTHON | {path.split("/")[0].removesuffix(".py") for path in own}
    left = beside.names()
    taken: dict[str, bytes] = {}
    waiting = [content for path, content in own.items() if path.endswith(".py")]
    while waiting and left:
        source = waiting.pop()
        imported = {one.name for one in imports_in(source)} - offered
        quoted = {part.decode("utf-8", "surrogateescape") for part in _PART_OF_PATH.findall(source)}
        used = [name for name in left if _is_used(name, imported, quoted, beside)]
        left = [name for name in left if name not in used]
        for name in used:
            files = beside.within(name)
            taken |= {f"{UP}{path}": content for path, content in files.items()}
            waiting += [content for path, content in files.items() if path.endswith(".py")]
    return taken


def _is_used(name: str, imported: set[str], quoted: set[str], beside: Beside) -> bool:
    return (
        name.removesuffix(".py") in imported
        or name in quoted
        or (imported != set() and not imported.isdisjoint(beside.modules(name)))
    )


class BesideInSubmission:
    """What lies beside a folder in a submission that was read.

    Args:
        files: all files of the submission, by path.
        folder: the path of the exercise's folder, without a final slash; not empty.
    """

    def __init__(self, files: Mapping[str, bytes], folder: str) -> None:
        above = folder[: folder.rfind("/") + 1]
        self._of: dict[str, dict[str, bytes]] = {}
        for path, content in files.items():
            if path.startswith(above) and not path.startswith(f"{folder}/") and not is_notebook(path):
                inner = path.removeprefix(above)
                self._of.setdefault(inner.split("/")[0], {})[inner] = content

    def names(self) -> list[str]:
        """See ``Beside``."""
        return sorted(self._of)

    def within(self, name: str) -> Mapping[str, bytes]:
        """See ``Beside``."""
        return self._of[name]

    def modules(self, name: str) -> set[str]:
        """See ``Beside``."""
        return {path.split("/")[1].removesuffix(".py") for path in self._of[name] if "/" in path}


class BesideOnDisk:
    """What lies beside a student's own exercise folder. It is read when an exercise uses it, and only then.

    What cannot be read, or is more than a submission may have, counts as not there.

    Args:
        folder: the exercise's folder.
    """

    def __init__(self, folder: Path) -> None:
        self._above = folder.resolve().parent
        self._own = folder.resolve().name
        self._size = 0
        self._modules: dict[str, set[str]] = {}

    def names(self) -> list[str]:
        """See ``Beside``."""
        return sorted(name for name in self._listing(self._above) if name != self._own and not is_notebook(name))

    def within(self, name: str) -> Mapping[str, bytes]:
        """See ``Beside``."""
        path = self._above / name
        with contextlib.suppress(OSError, Refused):
            if path.is_dir():
                inner = read_tree(path).files.items()
                files = {f"{name}/{part}": content for part, content in inner if not is_notebook(part)}
            else:
                files = {name: read_regular(path, limit_of(name))}
            self._size += sum(map(len, files.values()))
            if self._size <= TOTAL:
                return files
        return {}

    def modules(self, name: str) -> set[str]:
        """See ``Beside``."""
        if name not in self._modules:
            path = self._above / name
            inner = self._listing(path) if path.is_dir() else []
            self._modules[name] = {part.removesuffix(".py") for part in inner}
        return self._modules[name]

    def _listing(self, folder: Path) -> list[str]:
        with contextlib.suppress(OSError), os.scandir(folder) as listing:
            return [
                item.name
                for item in islice(listing, LOOKED_AT)
                if not item.is_symlink() and not is_dropped(item.name, item.is_dir()) and not is_archive(item.name)
            ]
        return []

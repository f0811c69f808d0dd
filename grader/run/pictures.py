"""Where pictures for students' pages are kept: beside the reports, named by what they were made from.

A picture is the file ``OUT/students/NAME/pictures/NN_slug-KEY.LANG.png``; the key is that of the verdict
(``Pictured.key``). An empty file stands for results that cannot be drawn. Neither is made a second time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from grader.files import write_bytes
from grader.gradebook.pictured import Pictured
from grader.language import LANGUAGES
from grader.run.outfolder import OutFolder


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of one folder of reports.

    Attributes:
        out: the folder.
        lang: the language of the labels.
    """

    out: OutFolder
    lang: str

    def path(self, one: Pictured, lang: str | None = None) -> Path:
        """Return where a picture is kept; by default in the language of these reports."""
        return self.folder(one.student) / f"{one.slug}-{one.key}.{lang or self.lang}.png"

    def folder(self, student: str) -> Path:
        """Return the folder of a student's pictures."""
        return self.out.path / "students" / student / "pictures"

    def shown(self, verdicts: Iterable[Pictured]) -> dict[str, dict[str, Path]]:
        """Return by student and exercise the pictures that there are, in another language where there is no other."""
        found: dict[str, dict[str, Path]] = {}
        for one in verdicts:
            for lang in (self.lang, *(other for other in LANGUAGES if other != self.lang)):
                path = self.path(one, lang)
                if path.is_file() and path.stat().st_size:
                    found.setdefault(one.student, {})[one.slug] = path
                    break
        return found

    def keep(self, one: Pictured, content: bytes) -> None:
        """Keep a picture, or that there is none, and remove those of the student's earlier work."""
        path = self.path(one)
        write_bytes(path, content)
        for old in path.parent.glob(f"{one.slug}-*.png"):
            if not old.name.startswith(f"{one.slug}-{one.key}."):
                old.unlink(missing_ok=True)

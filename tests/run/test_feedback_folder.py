"""The folder that goes back to the platform: one page a student, named as it wants them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.run.feedback_folder import place, upload_name


def moodle_s_person(name: str) -> tuple[int, str] | None:
    """Return person and file as Moodle's importer reads a name: the parts between the first four underscores."""
    parts = name.split("_", 4)
    if len(parts) < 4 or not parts[1].isdigit() or (parts[2], parts[3]) != ("assignfeedback", "file"):
        return None
    return int(parts[1]), parts[4]


@pytest.mark.parametrize(
    ("delivered", "name"),
    [
        ("Ada Example_12345_assignsubmission_file_", "Ada Example_12345_assignfeedback_file_feedback.html"),
        ("Ada Example_12345_assignsubmission_file", "Ada Example_12345_assignfeedback_file_feedback.html"),
        ("艾达_7_assignsubmission_file_losses.py", "艾达_7_assignfeedback_file_feedback.html"),
        ("exampleada_101_2002_losses-2.py", "exampleada_101_2002_losses-2.html"),
        ("exampleada_LATE_101_2002_losses.ipynb", "exampleada_LATE_101_2002_losses.html"),
        ("ada.zip", "Ada Example.html"),
        ("ada_2_x", "Ada Example.html"),
    ],
)
def test_a_page_is_called_as_the_platform_wants_it(delivered: str, name: str) -> None:
    assert upload_name("Ada Example", delivered) == name
    if "assignsubmission" in delivered:
        found = moodle_s_person(name)
        assert found is not None
        assert found[1] == "feedback.html"


@pytest.mark.parametrize("links", [True, False])
def test_the_folder_has_every_page_as_it_is_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    """Also after a page was written anew, and where there are no links; nothing else lies in it."""
    if not links:
        monkeypatch.setattr(os, "link", _refuse)
    page = tmp_path / "students" / "ada" / "feedback.html"
    page.parent.mkdir(parents=True)
    (page.parent / "result.json").write_text("hidden", encoding="utf-8")
    for text in ("first", "first", "second"):
        page.unlink(missing_ok=True)
        page.write_text(text, encoding="utf-8")
        place(tmp_path, {"ada": "ada.zip", "bob": "bob.zip"})  # bob has no page yet
        assert {p.name: p.read_text("utf-8") for p in (tmp_path / "feedback").iterdir()} == {"ada.html": text}


def _refuse(*_: object) -> None:
    raise OSError("no links here")

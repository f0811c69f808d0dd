"""What `xorcise doctor` says of TensorFlow, which is an extra."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from grader.commands import doctor
from grader.commands.doctor import tensorflow_in_words
from grader.exercises.catalogue import Catalogue


def test_a_missing_tensorflow_is_told(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the exercises that need it and what to type."""
    monkeypatch.setattr(doctor, "find_spec", lambda _: None)
    assert tensorflow_in_words(catalogue) == (
        "TensorFlow is not installed; exercises 04, 11, 12, 13, 14 need it: python -m pip install tensorflow"
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("x = 1", "TensorFlow works"),
        (
            "raise ImportError('no AVX')",
            "TensorFlow does not work here (ImportError: no AVX); exercises 04, ",
        ),
        ("import os; os._exit(9)", "TensorFlow does not work here (exit status 9); exercises 04, "),
        ("import time; time.sleep(60)", "TensorFlow was not imported within 3 seconds"),
    ],
)
def test_an_installed_one_is_imported_in_a_child(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, said: str
) -> None:
    """Whatever it does, the command goes on."""
    (tmp_path / "tensorflow.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(doctor, "IMPORT_S", 3)
    monkeypatch.setattr(doctor, "find_spec", lambda _: object())
    assert tensorflow_in_words(catalogue).startswith(said)


def test_where_nothing_can_be_confined_the_rest_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As on Windows, which lacks what workers are made of."""
    monkeypatch.setitem(sys.modules, "grader.slot.slot", None)
    monkeypatch.setattr(doctor, "find_spec", lambda _: None)
    assert doctor.examine("digits")
    said = capsys.readouterr().out
    for part in (
        "this system cannot confine a program",
        "data: digits",
        "packages: numpy",
        "TensorFlow is not installed",
    ):
        assert part in said

"""The commands in the statements work."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import cli
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise

CATALOGUE = Catalogue(Path(__file__).resolve().parents[2])

each = pytest.mark.parametrize("exercise", [pytest.param(e, id=e.slug) for e in CATALOGUE.exercises])


@each
@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_commands_of_a_statement_are_about_its_exercise(exercise: Exercise, readme: str) -> None:
    """Every command in a statement names its exercise, and each ``hint`` prints a hint."""
    text = (CATALOGUE.statement_dir(exercise) / readme).read_text(encoding="utf-8")
    commands = [shlex.split(line, comments=True) for line in re.findall(r"^    xorcise (.*)$", text, re.M)]
    assert {words[0] for words in commands} == {"check", "hint"}
    for words in commands:
        assert CATALOGUE.exercise(words[1]) == exercise
        if words[0] == "hint":
            result = CliRunner().invoke(cli, words)
            assert result.exit_code == 0, result.output
            assert len(result.output.splitlines()) > 2

"""What every student of an exercise was given: code that two may share by right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise

_FENCED = re.compile(r"^```[^\n]*\n(.*?)^```", re.M | re.S)
_INDENTED = re.compile(r"(?:^(?: {4}|\t)[^\n]*\n|^\s*\n)+", re.M)
_PROMPT = re.compile(r"^\s*(?:>>>|\.\.\.) ?", re.M)


def given(catalogue: Catalogue, exercise: Exercise) -> tuple[str, ...]:
    """Return the stub, the public tests and the code in the statements of an exercise."""
    files = [catalogue.stub(exercise), catalogue.public_suite(exercise)]
    statements = sorted(catalogue.statement_dir(exercise).glob("*.md"))
    code = [path.read_text(encoding="utf-8") for path in files if path.is_file()]
    return (*code, *(block for path in statements for block in blocks(path.read_text(encoding="utf-8"))))


def blocks(markdown: str) -> Iterator[str]:
    """Yield the code of a text in Markdown: fenced and indented blocks, without Python's prompts."""
    for block in (*_FENCED.findall(markdown), *_INDENTED.findall(markdown)):
        if block.strip():
            yield _PROMPT.sub("", block)

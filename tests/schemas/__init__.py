"""JSON schemas of platforms' formats, written from what their pages say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema


def check(name: str, text: str) -> dict[str, Any]:
    """Return the document ``text``, which has to be of the format ``name``."""
    schema = json.loads((Path(__file__).parent / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    document: dict[str, Any] = json.loads(text)
    jsonschema.Draft202012Validator(schema).validate(document)
    return document


def check_classroom50(text: str) -> dict[str, Any]:
    """Return a result for Classroom 50, with what no schema says: sums, maxima, and integers written as such."""
    document = check("classroom50-result", text)
    for part in (document, *document["tests"]):
        assert type(part["score"]) is type(part["max-score"]) is int
        assert part["score"] <= part["max-score"]
    for field in ("score", "max-score"):
        assert document[field] == sum(test[field] for test in document["tests"])
    return document

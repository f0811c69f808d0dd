"""Leaving the outputs out of a notebook's JSON before it is parsed.

A notebook with many figures is large because of them, and parsing takes many times the memory of the text. So this goes
over the text once and copies everything but the values of ``"outputs"`` and ``"attachments"``.
"""

from __future__ import annotations

import re

_LEFT_OUT = {b'"outputs"': b"[]", b'"attachments"': b"{}"}
"""The keys whose values are left out, and what stands for these."""

_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[\[\]{},:]|[^\s"\[\]{},:]++', re.DOTALL)
"""A string, a bracket or mark, or a number or word. What is between tokens is white space."""


def without_outputs(content: bytes) -> bytes:
    """Return a notebook's JSON without outputs and attachments. What is no JSON stays none.

    Every quantifier is possessive, so that the time is proportional to the length.
    """
    kept = bytearray()
    start = depth = 0
    skipped_from: int | None = None
    key = colon = b""
    for match in _TOKEN.finditer(content):
        token = match[0]
        if skipped_from is not None:
            depth += (token in b"[{") - (token in b"]}") if len(token) == 1 else 0
            if depth == 0:
                skipped_from, start = None, match.end()
            continue
        if colon and token in (b"[", b"{"):
            kept += content[start : match.start()] + _LEFT_OUT[key]
            skipped_from, depth = match.start(), 1
        colon = token if token == b":" and key in _LEFT_OUT else b""
        key = token if not colon else key
    if skipped_from is None:
        kept += content[start:]
    return bytes(kept)

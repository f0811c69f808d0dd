"""Texts of strangers that try to be more than text, for the sample class: names, messages, reasons, file names."""

from __future__ import annotations

SCRIPT = "<script>alert(1)</script>"

NAMES = (
    SCRIPT,
    '"><img src=x onerror=alert(1)>',
    "</script><script>alert(1)</script>",
    "abc\u202egnp.exe",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2,
    "👩\u200d🔬 🎓 🇨🇳 e\u0301\u0302\u0303",
    "' onmouseover='alert(1)' x='",
    "__proto__",
)
"""Names of students. ``printable`` shows the mark of direction in the fourth as its code."""

TEXT = (
    f"{SCRIPT}</style></details></script><!-- <iframe src='https://example.invalid/'></iframe>"
    f"<img src=x onerror=alert(1)> \u202egnp.exe {{{{7*7}}}} ${{7*7}} {'W' * 300} <svg onload=alert(1)>"
)
"""A text of the submission's, such as that of an exception."""

FILE = "losses<img src=x onerror=alert(1)>.py"
"""The name of a file that a submission chose."""

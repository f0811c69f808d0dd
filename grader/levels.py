"""The levels of confinement. A module of its own, since the command line must know them before anything is imported."""

LEVELS = ("bare", "user", "bubblewrap", "landlock")
"""Weakest first. What each one loses is in docs/threat-model.md."""

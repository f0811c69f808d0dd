"""Compiled templates, kept where Python keeps compiled modules; compiling takes a tenth of a small class's run."""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

OPTIONS = ("autoescape", "trim_blocks", "lstrip_blocks", "keep_trailing_newline")
"""What decides, besides its source, what a template is compiled to: whatever ``pages`` sets."""


class Compiled(FileSystemBytecodeCache):
    """The compiled templates of a folder, in its ``__pycache__``.

    Code is read from there as it is from a module's ``.pyc``: who may write it may write the module as well, so that
    nobody gains by it. Jinja compares the source's digest and Python's version itself.

    Args:
        templates: the folder.
        environment: what the templates are compiled for.
    """

    def __init__(self, templates: Path, environment: Environment) -> None:
        options = {name: getattr(environment, name) for name in OPTIONS}
        decides = f"{version('jinja2')} {options}".encode()
        folder = Path(cache_from_source(str(templates / "any.py"))).parent
        super().__init__(str(folder), f"%s.{hashlib.sha256(decides).hexdigest()[:16]}.jinja")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template that is kept, if it can be read."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, unless Python is told to keep none or the folder cannot be written."""
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)

"""Removing what is not Python from a notebook's cell: magics, shell commands and help requests."""

from __future__ import annotations

import re

KEPT_BODIES = frozenset({"time", "timeit", "capture", "prun", "memit"})
"""Cell magics that measure or silence a cell of Python. All others pass the cell to another language or program."""

_CELL_MAGIC = re.compile(r"\s*%%(\w*)\s*(.*)")
_LINE_MAGIC = re.compile(
    r"""\s*(
        [%!?]                                      # %matplotlib inline    !pip install    ?np.dot
      | [A-Za-z_][\w.]*(\s*,\s*\w+)*\s*=\s*[%!]    # files = !ls           took = %timeit f()
      | %{0,2}[\w.*]+(\[[^]]*])?\?\??\s*$          # np.dot?               net.forward??
    )""",
    re.VERBOSE,
)
_MARK = re.compile(r"""\#|\\.|'''|\"\"\"|['"()\[\]{}]""", re.DOTALL)


def strip_magics(source: str) -> str:
    """Return the Python code of a cell. Each magic line becomes ``pass``; a cell in another language becomes empty.

    No Python statement starts with ``%``, ``!`` or ``?``. But a line can: inside a multi-line string, inside brackets,
    as in ``(a`` newline ``% b)``, and after a backslash. So only lines at which a statement starts are examined.
    A magic line becomes ``pass`` instead of nothing, so that ``if colab:`` newline ``!pip install ...`` stays valid.
    Lines keep their numbers.

    ``%%writefile losses.py`` keeps its body, since some notebooks store their module this way.
    """
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = 0
    while first < len(lines) and not lines[first].strip():
        first += 1
    while first < len(lines) and (match := _CELL_MAGIC.fullmatch(lines[first])):
        writes_module = match[1] in ("writefile", "file") and match[2].strip(" '\"").endswith(".py")
        if match[1] not in KEPT_BODIES and not writes_module:
            return ""
        first += 1
    above, lines = lines[:first], lines[first:]
    margin = _margin(lines[0]) if lines else ""  # IPython accepts a cell that is indented as a whole
    position = _Position()
    kept = [""] * len(above)
    dropping = False
    for line in (line.removeprefix(margin) for line in lines):
        if dropping or (position.starts_statement and _LINE_MAGIC.match(line)):
            kept.append("" if dropping else _margin(line) + "pass")
            dropping = line.endswith("\\")
        else:
            kept.append(line)
            position.advance(line)
    return "\n".join(kept)


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


class _Position:
    """The lexical state at the start of a line: inside a string, inside brackets, or after a backslash."""

    def __init__(self) -> None:
        self._quote = ""
        self._depth = 0
        self._continued = False

    @property
    def starts_statement(self) -> bool:
        return not (self._quote or self._depth or self._continued)

    def advance(self, line: str) -> None:
        """Update the state to the end of ``line``, which has no newline."""
        escaped = False
        for match in _MARK.finditer(f"{line}\n"):
            mark = match[0]
            if mark[0] == "\\":
                escaped = mark == "\\\n"
            elif self._quote:
                if mark == self._quote or (len(self._quote) == 1 and mark == self._quote * 3):
                    self._quote = ""
            elif mark == "#":
                break
            elif mark[0] in "'\"":
                self._quote = mark
            else:
                self._depth = max(0, self._depth + (1 if mark in "([{" else -1))
        self._continued = escaped
        if len(self._quote) == 1 and not escaped:
            self._quote = ""  # only a triple-quoted string can go on in the next line

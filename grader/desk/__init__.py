"""The student's own desk.

Public tests beside the student's code give no points. Here are the loop around ``xorcise check``, the plugin behind a
test button, the checks of notebooks, pictures of one's own results, and what is handed in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.desk.in_notebook import Fault, Shown


def check(what: str | None = None, *, lang: str | None = None) -> Shown | Fault:
    """Check what a notebook has defined against the public tests of an exercise.

    Args:
        what: the exercise (``"losses"``, ``"02"``), or one function of it (``"mean_squared_error"``). Without it, the
            exercise of the folder that the notebook runs in.
        lang: ``"en"`` or ``"zh-CN"``; by default the system's language.

    Returns:
        What was found, or a line that says why nothing was checked: there is no such exercise or function here. A
        notebook shows either as HTML below the cell whose last line this is; ``print`` shows text.

    Example::

        from grader import desk
        desk.check("losses")
    """
    from grader.desk.in_notebook import (
        check_cells,  # with NumPy and pytest, which other imports of this room do without
    )

    return check_cells(what, lang)

"""The gradebook: the record of everything that was handed in and graded, and the queue of what is left to grade.

One database, SQLite unless told otherwise. Nothing is ever replaced: a new submission, a new suite and a teacher's
override each add a row. Explanations alone are added to the tests of a grading, and no point or outcome changes with
them. What a student has now is the latest of their verdicts::

    entry       what a student handed in at one time
    submission  the files of one exercise in it, by digest        -> content
    grading     what one suite said of one digest of files: shared by all who handed in the same
    explained   gradings whose failures were gone over to explain them
    verdict     whose submission has which grading, since which run: the history, and what `xorcise diff` compares
    override    a teacher's word on the points of an exercise, a test or a line of the rubric
    comment     what a teacher says of somebody's work
    run         each `xorcise grade`
"""

from __future__ import annotations

from grader.gradebook.book import Gradebook
from grader.gradebook.intake import HandedIn
from grader.gradebook.key import Key

__all__ = ["Gradebook", "HandedIn", "Key"]

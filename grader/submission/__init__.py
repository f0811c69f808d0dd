"""A student's files: collected, bounded, hashed.

Nothing here runs, imports or unpacks to disk anything that a student wrote. Data flows one way::

    discover   folder of a class   ->  one Entry a student (``students`` names them, ``lookalikes`` compares names)
    intake     folder              ->  CollectedFiles: names and bytes within the bounds of ``bounds``
    archive    zip                 ->  the same
    notebook   .ipynb              ->  a module (``magics`` takes out what is not Python, ``reach`` what only runs)
    statement  one of a cell's     ->  the names that it sets and reads
    repeats    a cell's tree       ->  how much compiling it writes
    layout     CollectedFiles                ->  the files of each exercise
    collect    Entry               ->  Submission
    reader     the same, in a process that may die of it (``reader_process``); a class is read so

A student's fault never stops a class: it becomes ``Submission.problem``, a sentence for its owner. The caller's fault
is a ``UsageError``, and a machine that runs out of descriptors or memory a ``GraderError``.
"""

from __future__ import annotations

from grader.submission.collect import read_entry, read_folder
from grader.submission.discover import Entry, discover
from grader.submission.reader import Reader
from grader.submission.record import Submission

__all__ = ["Entry", "Reader", "Submission", "discover", "read_entry", "read_folder"]

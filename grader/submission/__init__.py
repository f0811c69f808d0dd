"""A student's files: collected, bounded, hashed.

Nothing here runs or imports anything that a student wrote. Only a class that was delivered as one archive is unpacked
to disk, and nothing in it is opened there but to read it. Data flows one way::

    unpack     class's .zip, .tar.gz -> class folder
    platforms  class folder        ->  Delivered: whose each file is, by a platform's ids, and when it was handed in
    delivery   Delivered           ->  one Entry a person, with versions
    discover   class folder        ->  Found: entries and strays (``people`` makes the names, ``lookalikes`` compares)
    times      Entry               ->  when each exercise was handed in (``modified``: by the files)
    intake     folder              ->  CollectedFiles: names and bytes within the limits of ``bounds``
    archive    .zip, .tar.gz       ->  CollectedFiles
    encoding   bytes of a source   ->  UTF-8
    outputs    .ipynb              ->  the same without outputs, where it is too large with them
    notebook   .ipynb              ->  a module (``magics`` removes IPython's commands, ``reach`` selects statements)
    cell_lines line of a module    ->  line of the notebook's cell that it was made from
    written    Python text         ->  which functions of an exercise are written
    statement  cell statement      ->  the names that it sets and reads
    repeats    syntax tree         ->  the size of the code that Python compiles from it
    layout     CollectedFiles      ->  the files of each exercise
    imports    Python text         ->  what it imports
    siblings   files of an exercise -> the files beside its folder that it uses
    collect    Entry               ->  Submission
    reader     Entry               ->  Submission, read in a separate process (``reader_process``)

A fault of a student never ends the run: it becomes ``Submission.problem``, a sentence for that student. A fault of the
caller raises ``UsageError``. A machine that runs out of descriptors or memory raises ``GraderError``.
"""

from __future__ import annotations

from grader.submission.collect import read_entry, read_folder, read_own
from grader.submission.discover import Entry, discover
from grader.submission.reader import Reader
from grader.submission.record import Submission

__all__ = ["Entry", "Reader", "Submission", "discover", "read_entry", "read_folder", "read_own"]

"""A class compared with itself, from its gradebook: code that is alike, and rare mistakes that are shared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.gradebook import Gradebook
from grader.gradebook.handed import handed_in
from grader.similarity.code import READ, alike, code_of
from grader.similarity.findings import Findings
from grader.similarity.given import given
from grader.similarity.mistakes import shared_mistakes, with_mistakes


def compare(book: Gradebook, catalogue: Catalogue, exercises: Sequence[Exercise]) -> Iterator[Findings]:
    """Yield what is alike, exercise by exercise.

    Args:
        book: the class's.
        catalogue: where the exercises' stubs and statements are.
        exercises: those to compare.
    """
    for exercise in exercises:
        with book.transaction() as connection:
            work = list(handed_in(connection, exercise.slug))
        sources = {one.student: code_of(one.files, exercise.filename) for one in work}
        usual = Counter(one.conditions for one in work).most_common(1)
        # who was graded with another suite or seed has other values for the same mistake
        verdicts = {one.student: one.tests for one in work if usual and one.conditions == usual[0][0]}
        mistakes = shared_mistakes(exercise.slug, verdicts)
        pairs, more = alike(exercise.slug, sources, given(catalogue, exercise))
        cut = tuple(student for student, source in sorted(sources.items()) if len(source) > READ)
        yield Findings(exercise.slug, len(work), tuple(with_mistakes(pairs, mistakes)), more, tuple(mistakes), cut)

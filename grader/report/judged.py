"""What a person judged, in words: lines of the rubric, and comments."""

from __future__ import annotations

from grader.language import Given, Message, _, labelled
from grader.result import Comment, RubricLine
from grader.text import LIMIT, number, one_line


def title_of(line: RubricLine) -> Message:
    """Return the title of a rubric's line in the languages that it has."""
    texts = {lang: one_line(text) for lang, text in line.title.items()}
    first = next(iter(texts.values()), line.key)
    return Given({"en": first} | texts)


def rubric_line(line: RubricLine) -> Message:
    """Return what a line of the rubric gave: its title, points and reason; or that nobody has judged it."""
    title, most = title_of(line), number(line.max_points)
    if line.points is None:
        return _("{title}: not judged yet, worth {most}", title=title, most=most)
    said = _("{title}: {points} of {most}", title=title, points=number(line.points), most=most)
    return labelled(said, one_line(line.reason)) if line.reason else said


def place_of(comment: Comment) -> Message:
    """Return a comment's label, with the line that it is about."""
    return _("Comment") if comment.line is None else _("Comment on line {line}", line=comment.line)


def placed(comment: Comment) -> Message:
    """Return a comment with its label, on one line."""
    return labelled(place_of(comment), one_line(comment.text, LIMIT))

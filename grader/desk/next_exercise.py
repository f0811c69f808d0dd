"""``xorcise next``: the exercise to do next, what it asks for, and where it lies."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import chain, repeat

from rich.text import Text

from grader.desk.asked import Asked, current, standing
from grader.desk.paths import shown_path
from grader.desk.progress import Progress
from grader.desk.state import Kind, State
from grader.desk.step import Step, step_of
from grader.desk.written import content_of, own_file
from grader.exercises.catalogue import Catalogue
from grader.language import _, told
from grader.language.command_line import width_of
from grader.result import text_in


def next_exercise(course: Catalogue) -> Asked | None:
    """Return the exercise where one stands if it is not done, else the first of the course that is not.

    ``None`` where all are done.
    """
    here = standing()
    if here is not None and not Progress.of(here.catalogue).state_of(here.exercise).is_done:
        return here
    return current(course)


def description(found: Asked, lang: str) -> Text:
    """Return what an exercise is about: its title, its statement, the student's file, its functions, the next step."""
    course, exercise = found.catalogue, found.exercise
    state = Progress.of(course).state_of(exercise)
    statement, file = course.statement(exercise, lang), own_file(course, exercise) or course.work_file(exercise)
    facts = [
        *([(_("statement"), shown_path(statement))] if statement is not None else []),
        (_("your file"), shown_path(file)),
        *zip(chain([_("it asks for")], repeat("")), signatures(found), strict=False),
    ]
    labelled = [(told(label, lang), fact) for label, fact in facts]
    width = max(width_of(label) for label, _fact in labelled)
    stands = standing()
    here = stands.exercise if stands is not None else None
    step = step_of(exercise, state, here)
    if state.kind is Kind.UNTOUCHED:
        step = Step(step_of(exercise, State(Kind.BEGUN), here).command, _("when the first function is written"))
    text = Text().append(f"{exercise.slug} · {text_in(exercise.title, lang)}", "bold")
    text.append(f"  {state.words.told(lang)}\n\n")
    for label, fact in labelled:
        text.append(label + " " * (width - width_of(label)), "dim").append(f"  {fact}\n")
    return text.append("\n").append(step.line(lang))


def signatures(found: Asked) -> Iterator[str]:
    """Yield each entry point as it is called: ``softmax(x)``. What is not in the stub is told by its name alone."""
    course, exercise = found.catalogue, found.exercise
    content = content_of(course.given_stub(exercise)) or content_of(own_file(course, exercise)) or b""
    try:
        defined = {getattr(node, "name", ""): node for node in ast.parse(content).body}
    except (SyntaxError, ValueError, RecursionError):
        defined = {}
    for name in exercise.entry_points:
        yield f"{name}{_arguments(defined.get(name))}"


def _arguments(node: ast.stmt | None) -> str:
    """Return the arguments of a function, or of making an object of a class, in brackets."""
    if isinstance(node, ast.ClassDef):
        made = (n for n in node.body if isinstance(n, ast.FunctionDef) and n.name == "__init__")
        node = next(made, None)
        if node is not None:
            node.args.args = node.args.args[1:]  # without self
    return f"({ast.unparse(node.args)})" if isinstance(node, ast.FunctionDef) else ""

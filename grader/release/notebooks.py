"""The notebook of an exercise: its statement, a cell for each function, and check cells with the public tests.

It is made of the files that there are anyway: ``README.md`` or ``README.zh-CN.md``, the stub, and the public suite. A
folder holds the notebook, the pictures of its statement, and ``tests/`` with an Otter test file for each public test.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.exercises.body import DOCSTRING, Body, Item, read_body
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.files import write_bytes, write_text

if TYPE_CHECKING:
    from nbformat import NotebookNode

GIVEN = {"student", "rng", "seed"}
"""What a test may ask for in a notebook."""

SETUP = "import otter\n\ngrader = otter.Notebook()"

LAST = {
    "en": "## How to run it\n\nA check cell runs a public test on the functions as they are in this notebook; the cell"
    " below runs all of them. Save the notebook and hand it in: hidden tests, which ask for more, decide the points.",
    "zh-CN": "## 如何运行\n\n每个检查单元用一项公开测试检查本笔记本中的函数；下面的单元运行全部公开测试。"
    "保存笔记本后提交：分数由要求更多的隐藏测试决定。",
}
"""In the place of the statement's own section, which is about a module in a file."""

TEST_FILE = '''\
"""{title}"""

{imports}
from grader.desk.notebook import public_test
{given}
OK_FORMAT = False
name = {name}


@public_test(name={said}, points=0)
{test}'''

_HEADING = re.compile(r"(#{1,6}) ")

_NAMED = re.compile(r"`(\w+)")

_PICTURE = re.compile(r"!\[[^]]*\]\(([\w./-]+)\)")

_FENCE = re.compile(r"\s*(```|~~~)")

_COMMAND = re.compile(r"^    xorcise ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PublicTest:
    """A public test that can be run in a notebook.

    Attributes:
        name: what a check cell calls it.
        title: what it asks for, by language.
        text: its source.
        about: the entry points that it calls.
    """

    name: str
    title: dict[str, str]
    text: str
    about: frozenset[str]


def write_notebook(catalogue: Catalogue, exercise: Exercise, folder: Path, lang: str) -> Path:
    """Write the notebook and what belongs to it into ``folder``; return the notebook's path."""
    body, tests = read_tests(catalogue, exercise)
    book = notebook_of(catalogue, exercise, tests, lang)
    path = folder / f"{exercise.module}.ipynb"
    write_text(path, nbformat.writes(book) + "\n")
    for test in tests:
        write_text(folder / "tests" / f"{test.name}.py", otter_test_file(body, test, lang))
    for cell in book.cells:
        for name in _PICTURE.findall(cell.source) if cell.cell_type == "markdown" else ():
            picture = catalogue.statement_dir(exercise) / name
            if picture.is_file():
                write_bytes(folder / name, picture.read_bytes())
    return path


def notebook_of(catalogue: Catalogue, exercise: Exercise, tests: Sequence[PublicTest], lang: str) -> NotebookNode:
    """Return the notebook of an exercise, with the statement in ``lang``."""
    cells: list[NotebookNode] = []
    for code, text in _cells(catalogue, exercise, tests, lang):
        name = f"{exercise.module}-{len(cells):02}".replace("_", "-")  # else it would be another in each file
        cells.append(new_code_cell(text, id=name) if code else new_markdown_cell(text, id=name))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})


def read_tests(catalogue: Catalogue, exercise: Exercise) -> tuple[Body, tuple[PublicTest, ...]]:
    """Return the public suite and those of its tests that need nothing but the submission and chance."""
    path = catalogue.public_suite(exercise)
    body = read_body(path.read_text(encoding="utf-8"), path.name)
    helpers = {i.node.name: i.node for i in body.items if isinstance(i.node, ast.FunctionDef)}
    tests = []
    for name, node in helpers.items():
        item = next(i for i in body.items if i.node is node)
        asked = {a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
        if name.startswith("test_") and asked <= GIVEN:
            paragraphs = [" ".join(p.split()) for p in (ast.get_docstring(node) or name).split("\n\n")]
            title = {"en": paragraphs[0], "zh-CN": paragraphs[min(1, len(paragraphs) - 1)]}
            about = _called(node, helpers) & frozenset(exercise.entry_points)
            tests.append(PublicTest(name.removeprefix("test_"), title, body.text(item), about))
    return body, tuple(tests)


def otter_test_file(body: Body, test: PublicTest, lang: str) -> str:
    """Return the Otter test file of one public test: what the suite has beside its tests, and that test."""
    keep = [i for i in body.items if DOCSTRING not in i.names and not _is_test(i)]
    given = "".join(_spaced(body, [i for i in keep if not i.imports])).strip()
    title = test.title.get(lang) or test.title["en"]
    return TEST_FILE.format(
        title=title.replace("\\", "\\\\").replace('"', "'"),
        imports="".join(_spaced(body, [i for i in keep if i.imports])).strip(),
        given=f"\n{given}\n" if given else "",
        name=json.dumps(test.name),
        said=json.dumps(title, ensure_ascii=False),
        test=test.text,
    )


def _spaced(body: Body, items: Iterable[Item]) -> Iterator[str]:
    """Yield statements with as many blank lines before each as there were."""
    end = 0
    for item in items:
        above = "".join(body.lines[end : item.start])
        yield "\n" * min(len(above) - len(above.lstrip("\n")) if not above.strip() else 2, 2)
        yield body.text(item)
        end = item.stop


def _is_test(item: Item) -> bool:
    return isinstance(item.node, ast.FunctionDef) and item.node.name.startswith("test_")


def _called(node: ast.AST, helpers: dict[str, ast.FunctionDef], seen: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return names that a test asks ``student`` for, also by way of the suite's own functions."""
    found = set()
    for inner in ast.walk(node):
        match inner:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="student"), attr="new"), args=[ast.Constant(value=str(name)), *_]
            ):
                found.add(name)
            case ast.Attribute(value=ast.Name(id="student"), attr=name):
                found.add(name)
            case ast.Name(id=name) if name in helpers and name not in seen:
                found |= _called(helpers[name], helpers, seen | {name})
    return frozenset(found)


def _cells(
    catalogue: Catalogue, exercise: Exercise, tests: Sequence[PublicTest], lang: str
) -> Iterator[tuple[bool, str]]:
    """Yield whether it is code, and the text, of each cell."""
    stub = read_body(catalogue.stub(exercise).read_text(encoding="utf-8"), exercise.filename)
    code = _by_definition(stub)
    preamble = code.pop("", "")
    waiting = list(tests)
    written: set[str] = set()

    def cell_of(name: str) -> Iterator[tuple[bool, str]]:
        yield True, code.pop(name)
        written.add(name)
        for test in [t for t in waiting if t.about and t.about <= written]:
            waiting.remove(test)
            yield True, f'grader.check("{test.name}")'

    current, depth = "", 0
    for number, section in enumerate(_sections(statement(catalogue, exercise, lang))):
        heading = section.partition("\n")[0]
        level = len(heading) - len(heading.lstrip("#"))
        found = _NAMED.search(heading)
        named = found[1] if found and found[1] in code else ""
        if current and (named or level < depth):
            yield from cell_of(current)
            current = ""
        if _COMMAND.search(section) and level == 2:  # how to run a module in a file
            continue
        yield False, section.strip()
        if number == 0:
            yield True, SETUP
            if preamble:
                yield True, preamble
        if named:
            current, depth = named, level
    for name in ([current] if current else []) + [n for n in code if n != current]:
        yield from cell_of(name)
    yield from ((True, f'grader.check("{test.name}")') for test in waiting)
    yield False, LAST[lang]
    yield True, "grader.check_all()"


def statement(catalogue: Catalogue, exercise: Exercise, lang: str) -> str:
    """Return the statement in ``lang``."""
    name = "README.zh-CN.md" if lang == "zh-CN" else "README.md"
    return (catalogue.statement_dir(exercise) / name).read_text(encoding="utf-8")


def _by_definition(stub: Body) -> dict[str, str]:
    """Return the stub's source by what it defines; what stands before the first definition by an empty text.

    What stands between two definitions goes with the second, what stands behind the last with the last.
    """
    code: dict[str, str] = {}
    loose = ""
    last = ""
    for item in stub.items:
        if DOCSTRING in item.names:
            continue
        if not item.defines:
            loose += stub.text(item)
            continue
        if not last:
            code[""] = loose.strip()
            loose = ""
        assert isinstance(item.node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        last = item.node.name
        code[last] = f"{loose}{stub.text(item)}".strip()
        loose = ""
    code[last] = f"{code.get(last, '')}\n{loose}".strip()
    return code


def _sections(text: str) -> Iterator[str]:
    """Yield a statement's sections, each with its heading."""
    lines: list[str] = []
    fenced = False
    for line in text.splitlines():
        fenced ^= _FENCE.match(line) is not None
        if _HEADING.match(line) and not fenced and lines:
            yield "\n".join(lines)
            lines = []
        lines.append(line)
    yield "\n".join(lines)

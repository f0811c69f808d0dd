"""The process in which a picture is made: ``run`` starts it, in the folder of the student's file.

It leaves a picture or an answer in the folder that it is given. Standard output is standard error here, for the real
one belongs to the command. Standard input is a lifeline: when it closes, the process notes where the student's code
stands, and ends.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import sys
import threading
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click

from grader.desk.plots.run import ANSWER, PICTURE, Request
from grader.errors import XorciseError
from grader.files import write_bytes, write_text
from grader.language import Message, _, labelled, speak, spoken, to_plain
from grader.pictures.given import Given, NotWritten, Own, Wrong, unwritten
from grader.text import one_line, printable

OURS = (str(Path(__file__).resolve().parents[2]) + os.sep, "<frozen importlib")
"""What the files of frames begin with that a student is not shown: this package's, and Python's own for an import."""

DONE, FAILED = 0, 1


class Child:
    """One picture.

    Args:
        scratch: the folder for the picture or the answer.
        request: what is asked for.
    """

    def __init__(self, scratch: Path, request: Request) -> None:
        self.scratch = scratch
        self.request = request

    def make(self) -> int:
        """Make the picture, or say why there is none; return the exit code."""
        try:
            picture = self._picture()
        except NotImplementedError as error:
            places = [self._place(frame, line) for frame, line in traceback.walk_tb(error.__traceback__)]
            if isinstance(error, NotWritten) or places[-1] is not None:
                return self.answer(unwritten=unwritten(error))
            return self._raised(error)  # a library's, such as that of a Keras layer without a method
        except Wrong as error:
            return self.answer(wrong=to_plain(error.args[0]))
        except XorciseError as error:
            return self.answer(usage=to_plain(error.line))
        except SystemExit as error:
            return self.answer(wrong=to_plain(self._exited(error)))
        except BaseException as error:  # noqa: BLE001 - whatever the student's code raises
            return self._raised(error)
        write_bytes(self.scratch / PICTURE, picture)
        return DONE

    def _picture(self) -> bytes:
        # slow imports, after the lifeline is watched
        from grader.guest.guest import load_module, reseed
        from grader.pictures.make import png_of, results_of

        folder = Path(self.request.folder)
        if self.request.libraries:
            note(_("starting TensorFlow, which takes a few seconds"))
        import_quietly(self.request.libraries)
        module = load_module(folder, folder, self.request.module)
        reseed(self.request.seed)
        given = Given(self.request.seed, self.request.epochs, self.request.mnist, note)
        results = results_of(self.request.name, Own(module), given)
        return png_of(self.request.name, results, self.request.lang, note)

    def _raised(self, error: BaseException) -> int:
        """Print the student's part of a traceback; where there is none, answer with the exception in one line."""
        said = traceback.TracebackException.from_exception(error)
        if not (self._is_own(error) or isinstance(error, SyntaxError)):
            text = one_line(str(error)) or type(error).__name__
            if isinstance(error, TypeError):  # most often the call itself: another number of arguments
                return self.answer(
                    wrong=to_plain(_("{error}: does it take the arguments that the statement names?", error=text))
                )
            return self.answer(wrong=to_plain(labelled(type(error).__name__, text)))
        _without_ours(said)
        sys.stdout.flush()
        click.echo(printable("".join(said.format()), 100_000), err=True, nl=False)
        return self.answer(raised=type(error).__name__)

    def _is_own(self, error: BaseException) -> bool:
        return any(self._place(frame, line) for frame, line in traceback.walk_tb(error.__traceback__))

    def _exited(self, error: SystemExit) -> Message:
        places = [self._place(frame, line) for frame, line in traceback.walk_tb(error.__traceback__)]
        own = [place for place in places if place is not None]
        if not own:
            return _("your code called exit()")
        file, line = own[-1]
        return _("your code called exit() at line {line} of {file}", line=line, file=file)

    def answer(self, **said: Any) -> int:
        """Leave an answer and return the exit code that goes with it."""
        write_text(self.scratch / ANSWER, json.dumps(said))
        return FAILED

    def watch(self, lifeline: int, main: int) -> NoReturn:
        """Wait until the lifeline closes, note where the main thread stands, and end the process."""
        while os.read(lifeline, 1):
            pass
        place = None
        frame = sys._current_frames().get(main)
        while frame is not None and place is None:
            place = self._place(frame, frame.f_lineno)
            frame = frame.f_back
        if place is not None:
            self.answer(file=place[0], line=place[1])
        os._exit(FAILED)

    def _place(self, frame: FrameType, line: int) -> tuple[str, int] | None:
        """Return the file and line of a frame, if it is one of the student's."""
        path = Path(frame.f_code.co_filename)
        if not path.is_relative_to(self.request.folder):
            return None
        return path.relative_to(self.request.folder).as_posix(), line


def _without_ours(said: traceback.TracebackException) -> None:
    """Take our own frames, and those of Python's import, out of a traceback and out of those that led to it."""
    for one in (said, said.__cause__, said.__context__):
        if one is None:
            continue
        one.stack[:] = [f for f in one.stack if not f.filename.startswith(OURS)]
        if one is not said:
            _without_ours(one)


def import_quietly(libraries: Sequence[str]) -> None:
    """Import libraries that print about graphics cards while they are imported, whatever they are asked.

    A library that is missing is left to the student's own import, whose traceback says so.
    """
    shown = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        for name in libraries:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
    finally:
        os.dup2(shown, 2)
        os.close(shown)
        os.close(nowhere)


def note(said: Message) -> None:
    """Tell a person something, on standard error."""
    click.echo(f"xorcise: {spoken(said)}", err=True)


def main() -> NoReturn:
    """Make the picture that the arguments ask for, and end without waiting for threads of the student's."""
    scratch, request = Path(sys.argv[1]), Request(**json.loads(sys.argv[2]))
    lifeline = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)  # a student's input() finds the end of a file
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a sign shows another
    speak(request.lang)
    child = Child(scratch, request)
    watch = threading.Thread(target=child.watch, args=(lifeline, threading.get_ident()), daemon=True)
    watch.start()
    code = child.make()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()

"""The way in. A class that was asked for in these very words, and that nothing happened to, is told at once.

The library that reads the command line takes a fifth of the time of such an answer, and would read the same out of the
same words. Whatever is not in the words of the last run, word for word, goes its way.
"""

from __future__ import annotations

import gc
import io
import sys


def main() -> None:
    """Answer from what was noted, or run the command."""
    for stream in (sys.stdout, sys.stderr):  # a terminal that lacks a sign shows another, and not a traceback
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    gc.disable()  # importing makes no garbage, and looking for it takes a tenth of the time
    looked = False
    if sys.argv[1:2] == ["grade"]:
        from grader.commands.unchanged import said_before

        try:
            printed = said_before(sys.argv[1:])
            looked = printed is not None
            if printed:
                tell(printed)
                return
        except KeyboardInterrupt:
            sys.stderr.write("xorcise: interrupted\n")
            sys.exit(130)
        except BrokenPipeError:  # the reader of our output has gone
            sys.stderr.close()
            sys.exit(1)
    gc.enable()
    from grader.cli import main as command

    command(looked=looked)


def tell(text: str) -> None:
    """Print ``text`` as the command line does, whose library is needed only where a terminal lacks a sign."""
    try:
        text.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        import click

        click.echo(text, nl=False, color=True)
    else:
        sys.stdout.write(text)
        sys.stdout.flush()

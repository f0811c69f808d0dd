"""Collect the sentences that people read from the code, and renew the files of their translations.

``make messages`` runs it. Afterwards look for empty ``msgstr`` in ``grader/locale/``: tests refuse them.

    python -m tools.messages            renew the files
    python -m tools.messages --check    say what has no translation, and exit with 1 where a file would change
"""

from __future__ import annotations

import argparse
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from grader.language.translations import LOCALE, translations_file
from tools import suite_texts

PACKAGE = LOCALE.parent

SOURCES = [("suites/**", "ignore"), ("**.py", "python"), ("report/templates/**.j2", "jinja2")]
"""Where sentences stand. A suite's own have files of their own: ``tools.suite_texts``."""

KEYWORDS = {"_": None, "ngettext": (1, 2)}

HEADER = """\
# Simplified Chinese for Xorcise. The English sentences are collected from the code: `make messages`.
"""


def collected() -> Catalog:
    """Return every sentence of the package, with the files that it stands in."""
    found = Catalog()
    for filename, _, message, comments, context in extract_from_dir(
        PACKAGE, SOURCES, keywords=KEYWORDS, comment_tags=["translators:"], strip_comment_tags=True
    ):
        found.add(message, None, [(f"grader/{Path(filename).as_posix()}", 0)], auto_comments=comments, context=context)
    return found


def translated(lang: str) -> Catalog:
    """Return the translations of a language as they are."""
    path = translations_file(lang)
    with BytesIO(path.read_bytes() if path.is_file() else b"") as file:
        return read_po(file, locale=lang.replace("-", "_"))


def renewed(lang: str) -> str:
    """Return the file of a language's translations with today's sentences: new ones are empty, old ones are dropped."""
    old, new = translated(lang), collected()
    made = Catalog(locale=lang.replace("-", "_"), header_comment=HEADER.strip())
    for message in sorted(new, key=_place):
        if message.id:
            known = old.get(message.id)
            made.add(
                message.id,
                known.string if known else None,
                sorted(set(message.locations)),
                auto_comments=message.auto_comments,
                user_comments=known.user_comments if known else (),
            )
    out = BytesIO()
    write_po(out, made, width=120, include_lineno=False, omit_header=True)
    return f"{HEADER}{_header(made)}\n{out.getvalue().decode()}"


def _place(message: Message) -> tuple[str, str]:
    return min(message.locations, default=("", 0))[0], ""


def _header(catalogue: Catalog) -> str:
    """Return what gettext must know. Babel's own header has the time in it, which would change with every run."""
    fields = {
        "Project-Id-Version": "xorcise",
        "Language": str(catalogue.locale_identifier),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": catalogue.plural_forms,
    }
    lines = "".join(f'"{name}: {value}\\n"\n' for name, value in fields.items())
    return f'msgid ""\nmsgstr ""\n{lines}'


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing")
    asked = parser.parse_args()
    lang = "zh-CN"
    path, text = translations_file(lang), renewed(lang)
    empty = [m.id for m in read_po(BytesIO(text.encode())) if m.id and not all(_strings(m))]
    empty += suite_texts.without_translation(lang)
    for msgid in empty:
        sys.stdout.write(f"no translation: {msgid}\n")
    if asked.check:
        wanted = {path: text, **suite_texts.renewed(lang)}
        return int(bool(empty) or any(not p.is_file() or p.read_text(encoding="utf-8") != t for p, t in wanted.items()))
    for place, new in {path: text, **suite_texts.renewed(lang)}.items():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(new, encoding="utf-8")
    return 0


def _strings(message: Message) -> tuple[object, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


if __name__ == "__main__":
    sys.exit(main())

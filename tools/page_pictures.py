"""Takes pictures of the HTML pages of a sample class, which nobody has to grade for it.

    python -m tools.page_pictures FOLDER                            all pages, in both languages and both schemes
    python -m tools.page_pictures FOLDER --kind class --lang en     of the class page, in English
    python -m tools.page_pictures FOLDER --students 300             of a larger class
    python -m tools.page_pictures FOLDER --whole                    of a page from its head to its foot

    python -m tools.page_pictures --docs                            those that the docs show, into docs/images/

A picture is called ``KIND[.phone][.dark].LANG.png``. Needs Debian's ``chromium``, and a font with Chinese letters:
``make setup`` installs both.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path

from grader.language import LANGUAGES
from tools.pages.browser import DESK, PHONE, Browser, picture
from tools.pages.sample import sample_class
from tools.pages.written import Pages

KINDS: Mapping[str, Callable[[Pages, str], Path]] = {
    "class": Pages.class_page,
    "feedback": lambda pages, lang: pages.feedback(pages.made.everything, lang),
    "student": lambda pages, lang: pages.about(pages.made.everything, lang),
    "similar": Pages.similar,
}

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"

SIZES = {"": DESK, ".phone": PHONE}

SCHEMES = {"": False, ".dark": True}


def main(words: list[str] | None = None) -> None:
    """Run the command."""
    asked = argparse.ArgumentParser(description="Takes pictures of the HTML pages of a sample class.")
    asked.add_argument("folder", type=Path, nargs="?", default=IMAGES, help="where to write them (docs/images)")
    asked.add_argument("--docs", action="store_true", help="those that the docs show, whatever else is asked for")
    asked.add_argument("--kind", choices=KINDS, action="append", help="of which pages; by default of all")
    asked.add_argument("--lang", choices=LANGUAGES, action="append", help="in which languages; by default in all")
    asked.add_argument("--students", type=int, default=30, help="the size of the class (12 at least; 30)")
    asked.add_argument("--seed", type=int, default=0, help="of the draw of the class (0)")
    asked.add_argument("--whole", action="store_true", help="the whole page, not only what fills the window")
    asked.add_argument("--hostile", action="store_true", help="with students whose names try to be more than text")
    given = asked.parse_args(words)
    if given.docs:
        given.kind, given.lang, given.students = ["class", "student", "feedback"], None, 300
    given.folder.mkdir(parents=True, exist_ok=True)
    made = sample_class(given.students, given.seed, hostile_names=given.hostile)
    with tempfile.TemporaryDirectory() as folder, Browser() as browser:
        pages = Pages(made, Path(folder))
        for kind, lang in product(given.kind or KINDS, given.lang or LANGUAGES):
            page = KINDS[kind](pages, lang)
            for (size, pixels), (scheme, dark) in product(SIZES.items(), SCHEMES.items()):
                if given.docs and (size or scheme):
                    continue
                target = given.folder / f"{kind}{size}{scheme}.{lang}.png"
                with browser.opened(page, lang=lang, dark=dark, size=pixels) as seen:
                    picture(seen.page, target, whole=given.whole)
                print(f"{target.name}  {target.stat().st_size / 1000:.0f} kB")  # noqa: T201 - a script


if __name__ == "__main__":
    main()

"""A browser, and pages of a sample class to open in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tools.pages.browser import Browser, program
from tools.pages.sample import sample_class, thinned
from tools.pages.written import Pages

Opened = Callable[..., AbstractContextManager[Page]]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium. In continuous integration it has to be there.

    Of the package, not of the session: while Playwright runs, no other test of this process can run an event loop.
    """
    if program() is None:
        assert not os.environ.get("SKIPPED_TESTS"), "Chromium is missing: `make setup` as root installs it"
        pytest.skip("chromium is not installed")
    with Browser() as browser:
        yield browser


@pytest.fixture
def opened(browser: Browser) -> Opened:
    """Return a function that opens a file for a ``with``, at whose end the page must have made no trouble.

    Its arguments are those of ``Browser.opened``; it gives Playwright's page.
    """

    @contextmanager
    def look(path: Path, **options: object) -> Iterator[Page]:
        with browser.opened(path, **options) as seen:  # type: ignore[arg-type]
            yield seen.page
            assert not seen.troubles

    return look


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The pages of a class of twelve."""
    return Pages(sample_class(12), tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="session")
def few(pages: Pages, tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """Those of five of them, with few tests: they have one of everything, and axe-core is sooner through with them."""
    return Pages(thinned(pages.made), tmp_path_factory.mktemp("few"))


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Pages]:
    """Return a function that makes the pages of a class of any size."""
    return cache(lambda students: Pages(sample_class(students), tmp_path_factory.mktemp(f"class-{students}")))

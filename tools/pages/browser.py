"""Debian's Chromium, driven by Playwright: it opens a page's file and notes everything that a page of ours must not do.

    with Browser() as browser, browser.opened(path, lang="zh-CN", dark=True) as seen:
        seen.page.screenshot(path="class.png")
        assert not seen.troubles

Playwright brings no browser here, and downloads none: ``make setup`` installs Debian's where it may.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

from PIL import Image
from playwright.sync_api import ConsoleMessage, Dialog, Page, sync_playwright

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
"""Root, as in a CI's container, may not start Chromium's own sandbox; pages are opened offline instead."""

DESK, PHONE = (1280, 900), (390, 844)
"""Widths and heights of a page, in pixels."""

PATIENCE_MS = 60_000
"""Longest wait for anything: the largest page takes seconds; a busy machine more."""

COLOURS = 128
"""Of a picture: some twenty of the page's own, and the shades at the edges of letters."""

OURS = ("file:", "data:", "blob:", "about:")
"""What a page may ask for: itself, and what it holds."""


def program() -> str | None:
    """Return the path of Chromium; ``None`` where there is none."""
    return shutil.which("chromium")


@dataclass
class Seen:
    """One open page and what it did.

    Attributes:
        page: Playwright's.
        console: what was written to the console, with its level.
        errors: exceptions that nothing of the page's caught.
        requests: every address that was asked for, the page's own first.
        dialogs: texts of dialogs. They are closed at once.
    """

    page: Page
    console: list[tuple[str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    @property
    def troubles(self) -> list[str]:
        """What the page did that no page of ours may do, one line each."""
        own, *others = self.requests
        asked = [url for url in others if not url.startswith(OURS) or (url.startswith("file:") and url != own)]
        return [
            *(f"console: {level}: {text}" for level, text in self.console if level in ("error", "warning")),
            *(f"exception: {text}" for text in self.errors),
            *(f"request: {url[:200]}" for url in asked),
            *(f"dialog: {text}" for text in self.dialogs),
        ]

    def _note_console(self, message: ConsoleMessage) -> None:
        self.console.append((message.type, message.text))

    def _close_dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


def picture(page: Page, target: Path, *, whole: bool = False) -> None:
    """Write a picture of the page, of few colours: a third of what the browser writes, and no eye sees it.

    Args:
        page: the page.
        target: the PNG.
        whole: whether to take all of it, not only what fills the window.
    """
    with Image.open(io.BytesIO(page.screenshot(full_page=whole))) as taken:
        few = taken.convert("RGB").quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(target, "PNG", optimize=True)


class Browser:
    """A running Chromium without a window. Only the thread that starts it may use it.

    Raises:
        FileNotFoundError: on entering, where there is no Chromium.
    """

    def __enter__(self) -> Self:
        found = program()
        if found is None:
            raise FileNotFoundError("chromium is not installed: `make setup` as root installs it")
        self._playwright = sync_playwright().start()
        try:
            self._chromium = self._playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        except BaseException:
            self._playwright.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._chromium.close()
        self._playwright.stop()

    @contextmanager
    def opened(
        self,
        path: Path,
        *,
        lang: str = "en",
        dark: bool = False,
        size: tuple[int, int] = DESK,
        media: Literal["screen", "print"] = "screen",
        scripts: bool = True,
    ) -> Iterator[Seen]:
        """Open a file, offline and as somebody who was never here before, and wait until it is loaded.

        Args:
            path: the file.
            lang: the language that the browser says its reader has.
            dark: whether the reader prefers dark colours.
            size: of the page that is seen, in pixels.
            media: ``print`` shows the page as it is printed.
            scripts: whether the page's own scripts run. What a test asks of the page runs anyway.
        """
        context = self._chromium.new_context(
            locale=lang,
            color_scheme="dark" if dark else "light",
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=scripts,
            offline=True,
            reduced_motion="reduce",
        )
        try:
            context.set_default_timeout(PATIENCE_MS)
            page = context.new_page()
            page.emulate_media(media=media)
            seen = Seen(page)
            page.on("console", seen._note_console)
            page.on("pageerror", lambda error: seen.errors.append(str(error)))
            page.on("request", lambda request: seen.requests.append(request.url))
            page.on("dialog", seen._close_dialog)
            page.goto(path.resolve().as_uri(), wait_until="load", timeout=PATIENCE_MS)
            yield seen
        finally:
            context.close()

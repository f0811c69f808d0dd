"""Fonts for Chinese labels, and curves that are smoothed."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure

from grader.language import Message, _
from grader.pictures import canvas
from grader.pictures.canvas import Say, png, smooth


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Fonts are looked for anew, before and after."""
    canvas.chinese_font.cache_clear()
    yield
    canvas.chinese_font.cache_clear()


def labelled(results: list[str], say: Say) -> Figure:
    """Draw nothing but a label."""
    figure = canvas.new_figure(2)
    results.append(say(_("loss")))
    figure.subplots().set_xlabel(results[-1])
    return figure


def test_without_a_chinese_font_labels_are_english_and_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Boxes in the place of characters would say nothing."""
    monkeypatch.setattr(canvas, "chinese_font", lambda: None)
    notes: list[Message] = []
    labels: list[str] = []
    assert png(labelled, labels, "zh-CN", notes.append)
    assert labels == ["loss"]
    assert notes == ["no font with Chinese characters was found: the labels are English"]


def test_english_needs_no_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """None is looked for, and nothing is told."""
    monkeypatch.setattr(canvas, "chinese_font", lambda: pytest.fail("a font was looked for"))
    assert png(labelled, [], "en", lambda note: pytest.fail(str(note)))


def test_with_a_chinese_font_labels_are_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """The font stands second: Latin letters look the same in both languages."""
    labels: list[str] = []
    families: list[Any] = []

    def draw(results: list[str], say: Say) -> Figure:
        families.extend(mpl.rcParams["font.family"])
        results.append(say(_("loss")))
        return canvas.new_figure(2)

    monkeypatch.setattr(canvas, "chinese_font", lambda: "Some Font")
    assert png(draw, labels, "zh-CN", lambda note: pytest.fail(str(note)))
    assert (labels, families) == (["\u635f\u5931"], ["DejaVu Sans", "Some Font"])


def test_a_font_counts_only_if_it_has_the_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    """DejaVu by the name of a Chinese font is none; what cannot be read is none either."""
    path = font_manager.findfont("DejaVu Sans")
    listed = [SimpleNamespace(name="SimHei", fname=path), SimpleNamespace(name="SimSun", fname="/nowhere/simsun.ttc")]
    monkeypatch.setattr(font_manager, "fontManager", SimpleNamespace(ttflist=listed))
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [path, "/nowhere/wqy-microhei.ttc"])
    assert canvas.chinese_font() is None


def test_a_font_that_matplotlib_has_not_listed_yet_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that was installed after the list was made: it is found by its file's name, and added."""
    path = font_manager.findfont("DejaVu Sans")
    monkeypatch.setattr(canvas, "CHINESE", "ab")
    monkeypatch.setattr(canvas, "FAMILIES", ())
    monkeypatch.setattr(canvas, "FILES", ("dejavu",))
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [path])
    assert canvas.chinese_font() == "DejaVu Sans"


@pytest.mark.parametrize("font", [None, "DejaVu Sans Mono"])
def test_chinese_in_a_students_own_figure_gets_the_font(font: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a second one, and in no other text; without a font there are boxes, and no warning."""
    monkeypatch.setattr(canvas, "chinese_font", lambda: font)
    figure = Figure()
    ax = figure.subplots()
    ax.set_title("\u635f\u5931")
    ax.set_xlabel("epoch")
    assert canvas.own_figure(figure, "plot_history").shape == (960, 1280, 4)
    before = ax.xaxis.label.get_fontfamily()
    assert ax.title.get_fontfamily() == [*before, *([font] if font else [])]


def test_a_smooth_curve_is_a_mean_that_lags_behind_nothing() -> None:
    """A straight line stays where it is, but for its ends; a constant stays everywhere."""
    line = np.arange(20.0)
    np.testing.assert_allclose(smooth(line, 5)[2:-2], line[2:-2])
    assert smooth(line, 5)[0] == 1.0
    np.testing.assert_allclose(smooth(np.full(7, 0.1), 50), 0.1)

"""Size, colours and fonts of all pictures, and the bytes of a PNG.

Nothing here touches pyplot or leaves a setting behind: the student's own code may be using both.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from cycler import cycler
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.image import imread
from matplotlib.text import Text
from numpy.typing import NDArray
from PIL import Image

from grader.language import Message, _, told
from grader.pictures.checks import Floats, wrong

Say = Callable[[str], str]
"""Tells a text in the language of the picture."""

Pixels = NDArray[np.float32]

BLUE, ORANGE, GREEN, PINK, SKY, GREY = "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#808080"
"""Colours that readers who cannot tell red from green can tell apart (Okabe and Ito)."""

WIDTH = 12.0
"""Inches."""


@dataclass(frozen=True, slots=True)
class Paper:
    """How large a picture is.

    Attributes:
        dpi: pixels an inch.
        colours: how many different ones it has at most; ``None`` for any number.
    """

    dpi: int
    colours: int | None = None


SCREEN = Paper(100)
"""1200 pixels wide, which a notebook's screen shows whole."""

PAGE = Paper(72, 128)
"""For a page that holds seven of them: 864 pixels wide, a quarter more than its column, so that letters stay sharp.
Lines and letters need a dozen colours, smooth edges and planes the rest. So a picture takes 14 to 38 kB."""

MARGIN = 0.1
"""Inches around each panel."""

OWN_DPI = 200
"""Of a figure that the student's code made: twice what is shown of it, so that its letters stay sharp."""

STYLE: dict[Any, Any] = {
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.prop_cycle": cycler(color=[BLUE, ORANGE, GREEN, PINK, SKY]),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": 12,
    "axes.unicode_minus": False,  # the hyphen is in every font
    "font.size": 11,
    "grid.alpha": 0.3,
    "legend.frameon": False,
    "lines.linewidth": 2.0,
    "text.parse_math": False,  # what the student's functions return may hold dollar signs
}

CHINESE = "\u5b66\u4e60\u7387\u635f\u5931\u51c6\u786e\u8bad\u7ec3\u7684"
"""Characters that the labels have. A font without them shows boxes."""

FAMILIES = (
    *("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC", "PingFang SC", "Microsoft YaHei"),
    *("WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Hiragino Sans GB", "Heiti SC", "STHeiti", "SimHei", "DengXian"),
    *("Noto Sans CJK JP", "Noto Sans CJK TC", "Noto Sans CJK HK", "Noto Sans CJK KR", "Heiti TC", "Arial Unicode MS"),
    *("Droid Sans Fallback", "Sarasa Gothic SC", "Unifont", "Noto Serif CJK SC", "Noto Serif CJK JP", "Songti SC"),
    *("SimSun", "AR PL UMing CN", "AR PL UKai CN", "Microsoft JhengHei", "Source Han Serif SC"),
)
"""Fonts with Chinese characters on Linux, macOS and Windows, the most readable first. Of a collection of fonts
matplotlib may know the first one only, which is often the Japanese one. It has all the characters."""

FILES = (
    "cjk",
    "hansans",
    "hanserif",
    "wqy",
    "wenquanyi",
    "yahei",
    "pingfang",
    "simhei",
    "simsun",
    "heiti",
    "droidsansf",
)
"""What their files are called, for fonts that were installed after matplotlib made its list."""


def png(
    draw: Callable[[Any, Say], Figure],
    results: Any,
    lang: str,
    note: Callable[[Message], None],
    paper: Paper = SCREEN,
) -> bytes:
    """Return a picture as a PNG.

    Args:
        draw: makes a figure of results.
        results: what it takes.
        lang: the language of the labels. Where no font has its characters they are English.
        note: is told so.
        paper: how large it is.
    """
    family = ["DejaVu Sans"]
    if lang != "en":
        found = chinese_font()
        if found is None:
            note(_("no font with Chinese characters was found: the labels are English"))
            lang = "en"
        else:
            family.append(found)  # the second of a list is asked for what the first does not have
    with settings(family):
        figure = draw(results, lambda text: told(text, lang))
        made = io.BytesIO()
        figure.savefig(made, format="png", dpi=paper.dpi, metadata={"Software": None})
    return made.getvalue() if paper.colours is None else _with_fewer_colours(made, paper.colours)


def _with_fewer_colours(made: io.BytesIO, colours: int) -> bytes:
    smaller = io.BytesIO()
    with Image.open(made) as image:
        flat = image.convert("RGB").quantize(colours, dither=Image.Dither.NONE)  # dots would make the file larger
        flat.save(smaller, format="png", optimize=True)
    return smaller.getvalue()


@contextlib.contextmanager
def settings(family: list[str]) -> Iterator[None]:
    """Use our style, whatever the student's code has set; its settings come back afterwards."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(STYLE | {"font.family": family})
        yield


@cache
def chinese_font() -> str | None:
    """Return the name of an installed font with Chinese characters, or ``None``."""
    known = {font.name: font.fname for font in font_manager.fontManager.ttflist}
    for name in FAMILIES:
        if name in known and _has_chinese(known[name]):
            return name
    for path in sorted(font_manager.findSystemFonts()):
        if any(part in Path(path).stem.lower().replace("-", "") for part in FILES) and _has_chinese(path):
            with contextlib.suppress(RuntimeError, OSError):
                font_manager.fontManager.addfont(path)
                return str(font_manager.FontProperties(fname=path).get_name())
    return None


def _has_chinese(path: str) -> bool:
    try:
        font = FT2Font(path)
    except (RuntimeError, OSError):
        return False
    return all(font.get_char_index(ord(character)) for character in CHINESE)


def new_figure(height: float) -> Figure:
    """Return an empty figure, as wide as all pictures; ``height`` is in inches."""
    figure = Figure(figsize=(WIDTH, height))
    figure.set_layout_engine("constrained", w_pad=MARGIN, h_pad=MARGIN)
    return figure


def smooth(values: Floats, width: int) -> Floats:
    """Return the mean of ``width`` values around each; near the ends, of as many as there are."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    at = np.arange(len(values))
    starts = np.maximum(at - width // 2, 0)
    ends = np.minimum(at + width - width // 2, len(values))
    return np.asarray((total[ends] - total[starts]) / (ends - starts))


def own_figure(figure: Any, function: str) -> Pixels:
    """Return a figure that the student's code made as an image, (height, width, 4), 0 to 1.

    Its Chinese titles and labels get a font that has them, where one is installed.

    Raises:
        Wrong: it is no figure of matplotlib's.
    """
    if not isinstance(figure, Figure):
        raise wrong(function, figure, _("a matplotlib Figure"))
    chinese = [text for text in figure.findobj(Text) if isinstance(text, Text) and not text.get_text().isascii()]
    if chinese and (found := chinese_font()):
        for text in chinese:
            text.set_fontfamily([*text.get_fontfamily(), found])
    made = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")  # a character that no font has is a box, as seen
        figure.savefig(made, format="png", dpi=OWN_DPI)
    made.seek(0)
    return np.asarray(imread(made, format="png"), dtype=np.float32)


def show_pixels(ax: Axes, pixels: Pixels, title: str) -> None:
    """Show an image in a frame."""
    ax.imshow(pixels, interpolation="lanczos", aspect="equal")
    ax.grid(visible=False)
    ax.set(xticks=[], yticks=[])
    ax.set_title(title)
    for spine in ax.spines.values():
        spine.set(visible=True, color=GREY, linewidth=0.8)

"""A white sheet measured in pixels, the typeface that is written on it, and its colours."""

from __future__ import annotations

import unicodedata
from io import BytesIO
from typing import Any

from bot.charts.fitting import NAMELESS, one_line

WIDTH = 1080
"""Pixels from left to right, as on most phones."""
MARGIN = 48
ROOM = WIDTH - 2 * MARGIN
TITLE, TEXT = 44, 34
"""Pixels that the two sizes of type stand high."""
LEADING = 1.3

# Blue, vermilion and green of Okabe and Ito, which colour-blind people tell apart, and darker
# ones for text.
BLUE, VERMILION, GREEN = "#0072B2", "#D55E00", "#009E73"
DARK = {BLUE: "#005A8C", VERMILION: "#A84300", GREEN: "#00694D"}
INK, GREY, PALE = "#222222", "#6B6B6B", "#E6E6E6"

# Dots per inch at which a point is a pixel: one unit for everything.
_DPI = 72
_COLOURS = 64
_BOX = "\N{WHITE SQUARE}"


class Typeface:
    """The regular or bold typeface at a size in pixels: what it can draw, and how wide that is."""

    def __init__(self, size: int, *, bold: bool = False) -> None:
        from matplotlib import get_data_path
        from matplotlib.font_manager import FontProperties, get_font
        from matplotlib.textpath import TextToPath

        # By its file, which comes with matplotlib: a search could find another one elsewhere.
        file = f"{get_data_path()}/fonts/ttf/DejaVuSans{'-Bold' if bold else ''}.ttf"
        self.properties = FontProperties(fname=file, size=size)
        self._glyphs = frozenset(get_font(file).get_charmap())
        self._measure = TextToPath().get_text_width_height_descent

    def title(self, title: str) -> str:
        """The title on one line: a box for letters that cannot be drawn, and no emoji."""
        drawn = "".join(char if self._draws(char) else _stand_in(char) for char in one_line(title))
        return " ".join(drawn.split()) or NAMELESS

    def width(self, text: str) -> float:
        """Pixels that the text takes from left to right."""
        width: float = self._measure(text, self.properties, False)[0]
        return width

    def _draws(self, char: str) -> bool:
        # Words that run from right to left would come out backwards.
        return ord(char) in self._glyphs and unicodedata.bidirectional(char) not in ("R", "AL")


class Paper:
    """A figure with coordinates in pixels from its upper left corner."""

    def __init__(self, height: int) -> None:
        # Never pyplot, which keeps every figure and belongs to one thread.
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self.height = height
        self._figure = Figure(figsize=(WIDTH / _DPI, height / _DPI), dpi=_DPI, facecolor="white")
        self._canvas = FigureCanvasAgg(self._figure)

    def axes(self, left: float, top: float, width: float, height: float) -> Any:
        """Axes whose frame lies at these pixels."""
        corner = (left / WIDTH, 1 - (top + height) / self.height)
        size = (width / WIDTH, height / self.height)
        return self._figure.add_axes((*corner, *size), facecolor="white")

    def write(
        self, x: float, top: float, text: str, face: Typeface, colour: str, align: str = "left"
    ) -> None:
        """Write one line of plain text, whose dollar signs are no formula."""
        self._figure.text(
            x / WIDTH,
            1 - top / self.height,
            text,
            fontproperties=face.properties,
            color=colour,
            horizontalalignment=align,
            verticalalignment="top",
            parse_math=False,
        )

    def png(self) -> bytes:
        """The sheet as a PNG file of few colours, which says neither when nor how it was made."""
        from PIL import Image

        self._canvas.draw()
        size = (WIDTH, self.height)
        pixels = Image.frombuffer("RGBA", size, self._canvas.buffer_rgba(), "raw", "RGBA", 0, 1)
        file = BytesIO()
        pixels.convert("RGB").quantize(_COLOURS, Image.Quantize.MAXCOVERAGE).save(file, "PNG")
        return file.getvalue()


def _stand_in(char: str) -> str:
    """What is drawn for a character that cannot be: a box, nothing for marks, a gap for emoji."""
    kind = unicodedata.category(char)[0]
    return _BOX if kind in "LN" else "" if kind in "MC" else " "

"""Progress as a picture, as a sketch in characters and as a sentence, over plain data."""

from bot.charts.picture import picture
from bot.charts.progress import ProgressLine
from bot.charts.sketch import bar, sketch
from bot.charts.wording import described

__all__ = ["ProgressLine", "bar", "described", "picture", "sketch"]

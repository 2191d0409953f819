"""Parse messages line by line, and measure understanding on labelled ones; knows no model."""

from bot.evaluation.lines import BadLine, parse_lines
from bot.evaluation.report import Report, evaluated

__all__ = ["BadLine", "Report", "evaluated", "parse_lines"]

"""Checks of what trainers write: knowledge and training data, with file and place."""

from bot.checks.coverage import carried_by, tick_list
from bot.checks.data import data_problems
from bot.checks.knowledge import knowledge_problems
from bot.checks.originality import remember_sources

__all__ = ["carried_by", "data_problems", "knowledge_problems", "remember_sources", "tick_list"]

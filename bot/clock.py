"""The time: aware, in UTC, from one place."""

from __future__ import annotations

from datetime import datetime, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def now() -> datetime:
    """The present moment, aware and in UTC."""
    return datetime.now(timezone.utc)


def zone(name: str) -> ZoneInfo | None:
    """The time zone of that IANA name ("Asia/Manila"), or None where there is none such."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None

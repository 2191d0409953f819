"""The time is aware and in UTC, and a zone is one that there is."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import clock

CHECK = settings(max_examples=200, deadline=None, derandomize=True, database=None)


def test_the_present_moment_is_aware_and_in_utc():
    before = datetime.now(timezone.utc)
    now = clock.now()
    assert now.utcoffset() == timedelta(0)
    assert before <= now <= datetime.now(timezone.utc)


@pytest.mark.parametrize("name", ["Asia/Manila", "America/New_York", "UTC", "Etc/GMT-8"])
def test_a_zone_is_found_by_its_name(name):
    assert clock.zone(name).key == name


@pytest.mark.parametrize(
    "name",
    ["", "Manila", "Asia", "Asia/", "../Asia/Manila", "/etc/passwd", "\0", "x" * 5000, "Ünï/Cøde"],
)
def test_what_is_no_zone_is_none(name):
    assert clock.zone(name) is None


@CHECK
@given(st.text(max_size=50))
def test_any_name_can_be_looked_up(name):
    found = clock.zone(name)
    assert found is None or found.key == name

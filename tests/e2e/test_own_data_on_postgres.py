"""A whole coach on PostgreSQL: nothing of a person is left in any table after the deletion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.rasa.processes import running_coach
from bot.settings import Settings
from bot.store.session import Sessions
from tests.helpers.channel import body
from tests.helpers.own_coach import apart
from tests.helpers.own_data import delete, leave_traces, new_canary
from tests.helpers.people import remembered
from tests.helpers.stores import contents, fresh_database, sessions_of
from tests.helpers.talk import Person

pytestmark = pytest.mark.slow


@pytest.fixture
def settings(trained: Settings, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a coach on a PostgreSQL database without any table yet."""
    with fresh_database("postgresql", tmp_path, migrated=False) as url:
        yield replace(apart(trained, tmp_path), database_url=url)


def tables_with(sessions: Sessions, text: str) -> set[str]:
    """The tables that hold the text anywhere."""
    return {name for name, rows in contents(sessions).items() if text in repr(rows)}


def test_nothing_is_left_of_one_and_everything_of_another(settings: Settings) -> None:
    url = settings.database_url
    canaries = [new_canary() for _ in range(2)]
    with running_coach(settings) as coach, sessions_of(url) as sessions:
        ana, ben = (Person(coach, role="agent", sender=remembered(url)) for _ in range(2))
        for person, canary in zip((ana, ben), canaries, strict=True):
            leave_traces(person, canary)
        everywhere = {"events", "goals", "goal_updates"}
        assert tables_with(sessions, canaries[0]) == everywhere, "or the search finds nothing"

        yes = delete(ana)

        assert tables_with(sessions, canaries[0]) == set()
        assert tables_with(sessions, ana.sender) == {"deletions"}, "what is left is the receipt"
        assert tables_with(sessions, canaries[1]) == everywhere
        assert ana.post(yes).status_code == 200, "the receipt can be had again"
        assert ana.post(body(ana)).status_code == 410
        logs = (settings.data_dir / "logs").glob("*")
        assert all(canaries[0] not in log.read_text(encoding="utf-8") for log in logs)

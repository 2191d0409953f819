"""A coach for each module, to be broken, which gives up on a turn after two seconds."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.helpers.failing import TURN_SECONDS
from tests.helpers.own_coach import OwnCoach, apart, own_coach
from tests.helpers.processes import said


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for the database; a small disk of its own where we may mount one."""
    folder = tmp_path_factory.mktemp("disk")
    mounted = False
    if os.geteuid() == 0 and shutil.which("mount"):
        mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    yield folder
    if mounted:
        subprocess.run(["umount", "-l", str(folder)], check=False)


@pytest.fixture(scope="module")
def own(
    trained: Settings, disk: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OwnCoach]:
    """A coach of this module's own, which gives up on a turn after two seconds."""
    settings = apart(trained, tmp_path_factory.mktemp("own"))
    settings = replace(settings, database_url=f"sqlite:///{disk / 'conversations.db'}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COACH_TURN_SECONDS", str(TURN_SECONDS))
        with own_coach(settings) as running:
            yield running


@pytest.fixture(autouse=True)
def _show_logs(request: pytest.FixtureRequest) -> Iterator[None]:
    """What the coach's processes said, in the report of a test that failed."""
    yield
    if "own" in request.fixturenames:
        print(said(request.getfixturevalue("own").settings.data_dir))  # noqa: T201

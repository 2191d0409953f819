"""supervisord's configuration: what supervisor itself makes of it, and what it must not hold."""

from __future__ import annotations

import dataclasses
import sys

import pytest
from supervisor.options import ServerOptions
from supervisor.process import RestartUnconditionally

from bot.settings import Settings
from bot.supervision import config
from bot.supervision.programs import Program

PROGRAMS = [
    Program("actions", "actions.server", "COACH_ACTIONS_PORT", 5055, "/health"),
    Program("rasa", "bot.rasa.server", "COACH_RASA_PORT", 5005, "/webhooks/coach/"),
]


@pytest.fixture
def settings(tmp_path):
    """Settings with secrets, and with a data folder that supervisor could misread."""
    folder = tmp_path / "Ana's 100% #1 ;%(here)s"
    return dataclasses.replace(
        Settings.from_env({"COACH_DATA_DIR": str(folder)}),
        channel_token="hush-1",
        telegram_token="hush-2",
        database_url="postgresql://u:hush-3@db/c",
    )


@pytest.fixture
def read(settings, monkeypatch):
    """The options that supervisor reads from the file."""
    for name, value in config.environment(settings).items():
        monkeypatch.setenv(name, value)
    file = config.write(settings, PROGRAMS)
    config.log_of(settings, "actions")
    options = ServerOptions()
    options.realize(["--configuration", str(file)], doc="")
    return options


def test_each_program_is_started_by_this_python_and_always_again(read):
    programs = [group.process_configs[0] for group in sorted(read.process_group_configs)]
    assert [program.name for program in programs] == ["actions", "rasa"]
    for program, wanted in zip(programs, PROGRAMS, strict=True):
        assert program.command == f"{sys.executable} -m {wanted.module}"
        assert program.autorestart is RestartUnconditionally
        assert program.startretries >= 10
        assert program.redirect_stderr
        assert program.environment == {}


def test_logs_lie_in_the_data_folder_and_do_not_grow_for_ever(read, settings):
    logs = settings.data_dir / "logs"
    programs = [group.process_configs[0] for group in sorted(read.process_group_configs)]
    assert [program.stdout_logfile for program in programs] == [
        str(logs / "actions.log"),
        str(logs / "rasa.log"),
    ]
    assert all(program.stdout_logfile_maxbytes for program in programs)
    assert read.logfile == str(logs / "supervisord.log")
    assert read.logfile_maxbytes


def test_nobody_else_can_give_orders(read):
    assert read.nodaemon
    assert read.server_configs == []


def test_a_python_with_a_blank_in_its_path_is_found(settings, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/home/ana b/bin/python")
    assert config.environment(settings)["SUPERVISED_PYTHON"] == "'/home/ana b/bin/python'"


def test_the_file_holds_no_secret_and_is_its_owner_s_alone(settings):
    file = config.write(settings, PROGRAMS)
    assert file == settings.data_dir / "run" / "supervisord.conf"
    assert file.stat().st_mode & 0o777 == 0o600
    assert "hush" not in file.read_text()
    assert str(settings.data_dir) not in file.read_text()


def test_the_file_of_an_earlier_run_is_replaced(settings):
    config.write(settings, PROGRAMS)
    assert "[program:rasa]" not in config.write(settings, PROGRAMS[:1]).read_text()

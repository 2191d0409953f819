"""The configuration of supervisord; its keys: https://supervisord.org/configuration.html."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.private_files import private_file, private_folder
from bot.settings import Settings
from bot.store.new_file import new_file
from bot.supervision.programs import Program

STOP_SECONDS = 15
"""How long a program may take to end what it is doing before it is killed."""

# No path is written here: supervisor would take "%", " #" and " ;" in one for its own. No secret
# either: the programs inherit the environment. And no server: nobody but us gives it orders.
_SUPERVISORD = """\
[supervisord]
nodaemon = true
silent = true
pidfile = %(here)s/supervisord.pid
logfile = %(here)s/../logs/supervisord.log
logfile_maxbytes = 1MB
logfile_backups = 1
"""
# A start counts as a good one after startsecs. Who dies earlier is started again after 1, 2, 3 …
# seconds: over three minutes until it is given up, enough for a database to come back.
_PROGRAM = """
[program:{name}]
command = %(ENV_SUPERVISED_PYTHON)s -m {module}
priority = {priority}
autorestart = true
startsecs = 60
startretries = 20
stopwaitsecs = {stop_seconds}
killasgroup = true
redirect_stderr = true
stdout_logfile = %(ENV_SUPERVISED_LOGS)s/{name}.log
stdout_logfile_maxbytes = 5MB
stdout_logfile_backups = 2
"""


def text(programs: Sequence[Program]) -> str:
    """supervisord.conf for these programs; the last is the first to be stopped."""
    return _SUPERVISORD + "".join(
        _PROGRAM.format(
            name=program.name,
            module=program.module,
            priority=number,
            stop_seconds=STOP_SECONDS,
        )
        for number, program in enumerate(programs, start=1)
    )


def environment(settings: Settings) -> dict[str, str]:
    """What the configuration takes from supervisord's environment."""
    return {
        "SUPERVISED_PYTHON": shlex.quote(sys.executable),
        # Of this one supervisor expands what has come out of the expansion.
        "SUPERVISED_LOGS": str(settings.data_dir / "logs").replace("%", "%%"),
    }


def write(settings: Settings, programs: Sequence[Program]) -> Path:
    """Write it into the data folder, for its owner alone; OSError where that cannot be done."""
    file = run_folder(settings) / "supervisord.conf"
    with new_file(file, force=True) as out:
        out.write(text(programs).encode())
    return file


def run_folder(settings: Settings) -> Path:
    """The folder of what belongs to one run."""
    return private_folder(settings.data_dir / "run")


def log_of(settings: Settings, program: str) -> Path:
    """The log that the configuration above names for a program."""
    return private_file(settings.data_dir / "logs" / f"{program}.log")

"""`.env` fills in what the environment does not set."""

from __future__ import annotations

import os
from unittest import mock

import pytest

from bot.cli import env_file
from bot.settings import SettingsError


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Writes the .env of a house and takes it in; the environment is put back afterwards."""
    monkeypatch.setattr(env_file, "ROOT", tmp_path)

    def write(content, **environ):
        (tmp_path / ".env").write_bytes(content)
        os.environ.update(environ)
        env_file.load_env_file()

    with mock.patch.dict(os.environ):
        del os.environ["COACH_ENV_FILE"]
        yield write


def test_what_the_file_says_is_taken(written):
    content = (
        b"# a comment\nTELEGRAM_BOT_TOKEN=1:a-b_c\nexport COACH_COMPANY='Acme & S\xc3\xb6hne'\n"
    )
    written(content + b'COACH_CHANNEL_TOKEN="a#b"\n')
    assert os.environ["TELEGRAM_BOT_TOKEN"] == "1:a-b_c"
    assert os.environ["COACH_COMPANY"] == "Acme & Söhne"
    assert os.environ["COACH_CHANNEL_TOKEN"] == "a#b"


def test_the_environment_counts_more(written):
    written(b"TELEGRAM_BOT_TOKEN=of-the-file", TELEGRAM_BOT_TOKEN="of-the-environment")
    assert os.environ["TELEGRAM_BOT_TOKEN"] == "of-the-environment"


def test_nothing_in_a_password_is_replaced(written):
    written(b"COACH_DATABASE_URL=postgresql://u:a${HOME}$b@db/c")
    assert os.environ["COACH_DATABASE_URL"] == "postgresql://u:a${HOME}$b@db/c"


def test_another_file_may_be_named_and_none(written, tmp_path):
    other = tmp_path / "other"
    other.write_text("COACH_ACCESS=open")
    written(b"COACH_COMPANY=Acme", COACH_ENV_FILE=str(other))
    assert os.environ["COACH_ACCESS"] == "open"
    written(b"COACH_COMPANY=Acme", COACH_ENV_FILE=os.devnull)
    assert "COACH_COMPANY" not in os.environ


def test_a_file_that_is_no_text_is_named(written, tmp_path):
    with pytest.raises(SettingsError, match=r"\.env cannot be read"):
        written(b"COACH_COMPANY=\xff\xfe\n")

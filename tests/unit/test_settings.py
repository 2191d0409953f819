"""The environment is read once, and a value that cannot be used is named."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import pytest
import sqlalchemy as sa

from bot.settings import ROOT, Settings, SettingsError


def test_an_empty_environment_is_enough():
    settings = Settings.from_env({})
    assert settings.root == ROOT
    assert (settings.root / "config.yml").is_file()
    assert settings.data_dir == ROOT / ".coach"
    assert settings.database_url == f"sqlite:///{ROOT / '.coach' / 'conversations.db'}"
    assert settings.channel_token == ""
    assert settings.weights_dir is None
    assert settings.model_hub is None
    assert settings.retention_days == 180
    # Port 0 is any free one.
    assert (settings.rasa_port, settings.actions_port, settings.telegram_port) == (0, 0, 0)
    assert (settings.telegram_token, settings.telegram_api_url) == ("", "")
    assert settings.burst_seconds == 2
    assert (settings.access, settings.company) == ("open", "")


def test_every_variable_arrives_in_its_field():
    settings = Settings.from_env(
        {
            "COACH_DATA_DIR": "/srv/coach",
            "COACH_DATABASE_URL": "postgresql://coach@db/coach",
            "COACH_RASA_PORT": "5005",
            "COACH_ACTIONS_PORT": "5055",
            "COACH_ACTIONS_URL": "http://127.0.0.1:5055/webhook",
            "COACH_CHANNEL_TOKEN": "tok",
            "COACH_TURN_SECONDS": "7",
            "COACH_WEIGHTS_DIR": "/srv/weights",
            "COACH_MODEL_HUB": "https://hub.example",
            "COACH_ENCODER_THREADS": "4",
            "COACH_RETENTION_DAYS": "30",
            "COACH_TIME_ZONE": "Asia/Manila",
            "TELEGRAM_BOT_TOKEN": "1:tok",
            "TELEGRAM_API_URL": "http://127.0.0.1:8081",
            "COACH_TELEGRAM_PORT": "8443",
            "COACH_BURST_SECONDS": "3",
            "COACH_ACCESS": "closed",
            "COACH_COMPANY": "Acme",
            "SOMETHING_ELSE": "x",
        }
    )
    assert settings == Settings(
        root=ROOT,
        data_dir=Path("/srv/coach"),
        database_url="postgresql://coach@db/coach",
        rasa_port=5005,
        actions_port=5055,
        actions_url="http://127.0.0.1:5055/webhook",
        channel_token="tok",
        turn_seconds=7.0,
        weights_dir=Path("/srv/weights"),
        model_hub="https://hub.example",
        encoder_threads=4,
        retention_days=30,
        time_zone="Asia/Manila",
        telegram_token="1:tok",
        telegram_api_url="http://127.0.0.1:8081",
        telegram_port=8443,
        burst_seconds=3.0,
        access="closed",
        company="Acme",
    )


def test_the_environment_is_read_where_none_is_given(monkeypatch):
    monkeypatch.setenv("COACH_RASA_PORT", "6001")
    assert Settings.from_env().rasa_port == 6001


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COACH_RASA_PORT", "http"),
        ("COACH_RASA_PORT", "-1"),
        ("COACH_RASA_PORT", "65536"),
        ("COACH_RASA_PORT", "9" * 5000),
        ("COACH_RASA_PORT", "٥٠٠٥"),
        ("COACH_ACTIONS_PORT", "80.5"),
        ("COACH_ACTIONS_PORT", "65536"),
        ("COACH_ACTIONS_PORT", "5 055"),
        ("COACH_ACTIONS_PORT", "²"),
        ("COACH_TELEGRAM_PORT", "65536"),
        ("COACH_BURST_SECONDS", "-1"),
        ("COACH_BURST_SECONDS", "11"),
        ("COACH_BURST_SECONDS", "1.5"),
        ("COACH_TURN_SECONDS", "0"),
        ("COACH_TURN_SECONDS", "601"),
        ("COACH_TURN_SECONDS", "nan"),
        ("COACH_ENCODER_THREADS", "0"),
        ("COACH_ENCODER_THREADS", "65"),
        ("COACH_ENCODER_THREADS", "٠"),
        ("COACH_RETENTION_DAYS", "-1"),
        ("COACH_RETENTION_DAYS", "36501"),
        ("COACH_RETENTION_DAYS", "180 days"),
    ],
)
def test_a_number_that_cannot_be_used_is_named_with_its_limits(name, value):
    limits = rf"^{name} must be a whole number from \d+ to \d+"
    with pytest.raises(SettingsError, match=limits) as refused:
        Settings.from_env({name: value})
    assert len(str(refused.value)) < 120


@pytest.mark.parametrize(
    ("name", "field", "lowest", "highest"),
    [
        ("COACH_RASA_PORT", "rasa_port", 0, 65535),
        ("COACH_TELEGRAM_PORT", "telegram_port", 0, 65535),
        ("COACH_BURST_SECONDS", "burst_seconds", 0, 10),
        ("COACH_TURN_SECONDS", "turn_seconds", 1, 600),
        ("COACH_ENCODER_THREADS", "encoder_threads", 1, 64),
        ("COACH_RETENTION_DAYS", "retention_days", 0, 36_500),
    ],
)
def test_the_limits_themselves_can_be_used(name, field, lowest, highest):
    for value in (lowest, highest):
        assert getattr(Settings.from_env({name: f" {value} "}), field) == value


@pytest.mark.parametrize(
    "name",
    [
        "COACH_RASA_PORT",
        "COACH_DATA_DIR",
        "COACH_MODEL_HUB",
        "COACH_WEIGHTS_DIR",
        "COACH_RETENTION_DAYS",
        "COACH_TIME_ZONE",
        "TELEGRAM_BOT_TOKEN",
        "TELEGRAM_API_URL",
        "COACH_TELEGRAM_PORT",
        "COACH_BURST_SECONDS",
        "COACH_ACCESS",
        "COACH_COMPANY",
    ],
)
def test_a_variable_that_is_set_to_nothing_counts_as_unset(name):
    assert Settings.from_env({name: ""}) == Settings.from_env({})


@pytest.mark.parametrize("name", ["Asia/Manila", " Asia/Kolkata ", "UTC", "America/New_York"])
def test_a_time_zone_is_taken_by_its_name(name):
    assert Settings.from_env({"COACH_TIME_ZONE": name}).time_zone == name.strip()


@pytest.mark.parametrize(
    "name", ["Manila", "GMT+8 or so", "../etc/passwd", "Asia", "\0", "x" * 999]
)
def test_a_time_zone_that_there_is_not_is_named(name):
    with pytest.raises(SettingsError, match=r"^COACH_TIME_ZONE must be a time zone") as refused:
        Settings.from_env({"COACH_TIME_ZONE": name})
    assert len(str(refused.value)) < 120


def test_without_a_time_zone_the_machine_s_own_is_taken(monkeypatch):
    monkeypatch.setattr("bot.settings.get_localzone_name", lambda: "Asia/Tokyo")
    assert Settings.from_env({}).time_zone == "Asia/Tokyo"


@pytest.mark.parametrize("error", [ZoneInfoNotFoundError, OSError, ValueError])
def test_a_machine_that_knows_no_zone_of_its_own_counts_in_utc(monkeypatch, error):
    def unknown():
        raise error

    monkeypatch.setattr("bot.settings.get_localzone_name", unknown)
    assert Settings.from_env({}).time_zone == "UTC"


def test_ports_that_are_the_same_are_both_named():
    same = {"COACH_RASA_PORT": "5005", "COACH_ACTIONS_PORT": "5005"}
    with pytest.raises(SettingsError, match=r"^COACH_RASA_PORT and COACH_ACTIONS_PORT .* 5005\.$"):
        Settings.from_env(same)
    # Any free port is another one for each.
    Settings.from_env({"COACH_RASA_PORT": "0", "COACH_ACTIONS_PORT": "0"})


@pytest.mark.parametrize("first", ["COACH_RASA_PORT", "COACH_ACTIONS_PORT"])
def test_the_telegram_gateway_has_a_port_of_its_own(first):
    with pytest.raises(SettingsError, match=rf"^{first} and COACH_TELEGRAM_PORT .* 5005\.$"):
        Settings.from_env({first: "5005", "COACH_TELEGRAM_PORT": "5005"})


@pytest.mark.parametrize(
    ("company", "access", "expected"),
    [
        ("", "", "open"),
        ("Acme", "", "closed"),
        ("  ", "", "open"),
        ("Acme", "open", "open"),
        ("", " closed ", "closed"),
    ],
)
def test_a_company_closes_the_door_unless_it_is_said_to_be_open(company, access, expected):
    settings = Settings.from_env({"COACH_COMPANY": company, "COACH_ACCESS": access})
    assert settings.access == expected


@pytest.mark.parametrize("value", ["Open", "everybody", "true", "x" * 999])
def test_an_access_that_there_is_not_is_named(value):
    with pytest.raises(SettingsError, match=r"^COACH_ACCESS must be open or closed") as refused:
        Settings.from_env({"COACH_ACCESS": value})
    assert len(str(refused.value)) < 120


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (" https://bots.example.com/ ", "https://bots.example.com"),
        ("http://[::1]:8081/api", "http://[::1]:8081/api"),
    ],
)
def test_an_address_of_the_bot_api_is_taken_without_its_last_slash(value, expected):
    assert Settings.from_env({"TELEGRAM_API_URL": value}).telegram_api_url == expected


@pytest.mark.parametrize(
    "value",
    ["bots.example.com", "ftp://x", "https://", "http://x:99999", "http://[", "1:secret-token"],
)
def test_an_address_that_is_none_is_named_and_not_shown(value):
    with pytest.raises(SettingsError, match=r"^TELEGRAM_API_URL must be an address") as refused:
        Settings.from_env({"TELEGRAM_API_URL": value})
    assert value not in str(refused.value).replace("https://api.example.com", "")


@pytest.mark.parametrize("name", ["COACH_DATA_DIR", "COACH_WEIGHTS_DIR"])
def test_a_folder_at_the_home_of_nobody_is_named(name):
    with pytest.raises(SettingsError, match=rf"^{name} .*'~nosuchuser/x'\.$"):
        Settings.from_env({name: "~nosuchuser/x"})


def test_folders_may_begin_at_home_and_are_absolute(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert Settings.from_env({"COACH_DATA_DIR": "~/coach"}).data_dir == tmp_path / "coach"
    assert Settings.from_env({"COACH_WEIGHTS_DIR": "~/w"}).weights_dir == tmp_path / "w"
    assert Settings.from_env({"COACH_DATA_DIR": "here"}).data_dir == tmp_path / "here"
    assert Settings.from_env({"COACH_WEIGHTS_DIR": "w"}).weights_dir == tmp_path / "w"


def test_the_database_lies_in_the_data_folder_unless_one_is_named():
    assert Settings.from_env({"COACH_DATA_DIR": "/srv/c"}).database_url == (
        "sqlite:////srv/c/conversations.db"
    )


@pytest.mark.parametrize(
    "name", ["Ana's Büro 100% #1?", "a?mode=memory", "%3f?", "a%20b", "@a:b&c=d+e;f", "🙂 \\"]
)
def test_the_database_is_found_whatever_the_data_folder_is_called(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    url = Settings.from_env({"COACH_DATA_DIR": str(folder)}).database_url
    engine = sa.create_engine(sa.engine.make_url(url))
    with engine.connect() as connection:
        connection.execute(sa.text("CREATE TABLE talk (id INTEGER)"))
    engine.dispose()
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == [folder / "conversations.db"]


class Watched(dict):
    """An environment that remembers which variables were asked for."""

    def __init__(self):
        super().__init__()
        self.asked = set()

    def get(self, name, default=None):
        self.asked.add(name)
        return super().get(name, default)


def test_the_example_lists_every_variable_and_no_other():
    environment = Watched()
    Settings.from_env(environment)
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    listed = re.findall(r"^# ((?:COACH|TELEGRAM)_\w+)=", example, re.MULTILINE)
    assert sorted(listed) == sorted(environment.asked)


def test_secrets_do_not_show():
    settings = Settings.from_env(
        {
            "COACH_CHANNEL_TOKEN": "hush-1",
            "COACH_DATABASE_URL": "postgresql://u:hush-2@db/c",
            "TELEGRAM_BOT_TOKEN": "hush-3",
        }
    )
    assert "hush" not in repr(settings)
    assert "hush" not in str(settings)


def test_settings_do_not_change():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings.from_env({}).rasa_port = 1


def test_what_is_derived_lies_below_its_folder():
    settings = Settings.from_env({"COACH_DATA_DIR": "/srv/c"})
    assert settings.cache_dir == Path("/srv/c/cache")
    assert settings.models_dir == ROOT / "models"
    assert settings.knowledge_dir == ROOT / "knowledge"

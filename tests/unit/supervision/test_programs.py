"""The programs of the coach, their ports, and what has to be there before any is started."""

from __future__ import annotations

import socket

import pytest

from bot.rasa.starting import StartError
from bot.settings import Settings
from bot.supervision.programs import environment_of, programs_of

TOKEN = {"TELEGRAM_BOT_TOKEN": "1:hush"}


def test_action_server_rasa_and_gateway_each_have_a_port_that_is_free():
    programs = programs_of(Settings.from_env(TOKEN))
    assert [program.name for program in programs] == ["actions", "rasa", "telegram"]
    ports = {program.port for program in programs}
    assert len(ports) == 3
    assert 0 not in ports
    assert all(program.url == f"http://127.0.0.1:{program.port}" for program in programs)


def test_without_a_token_it_is_said_how_to_get_one_and_that_the_chat_needs_none():
    settings = Settings.from_env({})
    with pytest.raises(StartError) as refused:
        programs_of(settings)
    message = str(refused.value)
    assert len(message.splitlines()) == 1
    for word in ("TELEGRAM_BOT_TOKEN", "@BotFather", str(settings.root / ".env"), "make chat"):
        assert word in message


@pytest.mark.parametrize(
    "variable", ["COACH_ACTIONS_PORT", "COACH_RASA_PORT", "COACH_TELEGRAM_PORT"]
)
def test_a_port_that_is_taken_is_named_with_its_variable(variable):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = Settings.from_env({**TOKEN, variable: str(port)})
        with pytest.raises(StartError, match=rf"^Port {port} cannot be used .* set {variable} "):
            programs_of(settings)


def test_each_program_learns_all_ports_and_the_channel_s_token():
    settings = Settings.from_env(TOKEN)
    programs = programs_of(settings)
    environ = environment_of(settings, programs)
    told = Settings.from_env(environ)
    ports = [told.actions_port, told.rasa_port, told.telegram_port]
    assert ports == [program.port for program in programs]
    assert told.actions_url == f"{programs[0].url}/webhook"
    assert len(told.channel_token) >= 20
    assert told.channel_token != environment_of(settings, programs)["COACH_CHANNEL_TOKEN"]


def test_a_channel_token_of_the_settings_is_used():
    settings = Settings.from_env({**TOKEN, "COACH_CHANNEL_TOKEN": "chosen"})
    environ = environment_of(settings, programs_of(settings))
    assert environ["COACH_CHANNEL_TOKEN"] == "chosen"

"""What a person writes is stored with the conversation, and leaves no trace anywhere else."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.settings import Settings
from tests.helpers.conversations import bytes_of, turns
from tests.helpers.own_coach import OwnCoach, apart, listener, own_coach
from tests.helpers.people import remembered
from tests.helpers.processes import run_coach
from tests.helpers.talk import Person

CANARY = "quokkafeather"
# One for each way through the coach, so that the report says which way it leaked.
CANARIES = {
    kind: f"{CANARY}{n:02}"
    for n, kind in enumerate(
        (
            "answered",
            "follow-up",
            "clarify",
            "out of scope",
            "safety",
            "small talk",
            "role",
            "feedback",
            "command",
            "masked",
            "odd characters",
            "goal",
            "note",
            "action server down",
            "action server hangs",
            "locked database",
        )
    )
}
# What never becomes a turn: refused at the door, or answered by the channel itself.
REFUSED = {kind: f"{CANARY}{n}" for n, kind in enumerate(("too long", "body", "payload"), 50)}


@dataclass(frozen=True)
class Traces:
    """Everything that the processes left behind, after they ended."""

    database: Path
    sender: str
    token: str
    home: Path
    data: Path


@pytest.fixture(scope="module")
def traces(trained: Settings, tmp_path_factory: pytest.TempPathFactory) -> Traces:
    """A coach with a home of its own, after a conversation full of canaries."""
    home, data = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            patch.setenv(name, str(home))
        patch.setenv("COACH_TURN_SECONDS", "2")
        with own_coach(apart(trained, data)) as own:
            person = own.person()
            person.sender = remembered(own.settings.database_url)
            _talk(person)
            _plan(person)
            _fail(own, person)
            _be_refused(person)
            found = Traces(own.database, person.sender, own.running.token, home, data)
    return found


def _talk(person: Person) -> None:
    said = {
        "answered": "i keep getting told my tone is rude on calls, {}",
        "follow-up": "why? {}",
        "clarify": "having some trouble with my team lately {}",
        "out of scope": "whats the capital of {}",
        "safety": "i want to kill myself {}",
        "small talk": "hello there {}",
        "role": "i am a team leader now {}",
        "feedback": "that's not it {}",
        "command": "/restart {}",
        "masked": "my tone is rude, i am {}@example.com and {}",
        "odd characters": "i sound rude {} \x1b[31m {{}} %s \ud83d😭",
    }
    for kind, frame in said.items():
        text = frame.replace("{}", CANARIES[kind]).encode("utf-8", "replace").decode()
        replies = person.say(text)
        assert replies
        assert CANARY not in str(replies), "nothing that was written is echoed"


def _plan(person: Person) -> None:
    """A goal and a note on it, which are echoed: they are shown again at any time."""
    title = f"get to zero {CANARIES['goal']} calls"
    answers = {"title": title, "measure": "count them", "target_date": "in 6 weeks"}
    [asked] = person.say("new goal")
    while asked["custom"]["event"] == "asked":
        [asked] = person.say(answers.get(asked["custom"]["field"], "listen to one call"))
    person.say("update goal 1")
    [noted] = person.say(f"talked to my lead about {CANARIES['note']}")
    assert noted["custom"]["event"] == "progressed"


def _fail(own: OwnCoach, person: Person) -> None:
    question = "my tone is rude on calls {}"
    with own.without_actions() as port:
        down = person.say(question.replace("{}", CANARIES["action server down"]))
        with listener(port, None):
            hangs = person.say(question.replace("{}", CANARIES["action server hangs"]))
    with closing(sqlite3.connect(own.database, isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        locked = person.say(question.replace("{}", CANARIES["locked database"]))
        db.execute("ROLLBACK")
    for replies in (down, hangs, locked):
        assert replies[0]["custom"]["kind"] == "error"
        assert CANARY not in str(replies)


def _be_refused(person: Person) -> None:
    person.say((REFUSED["too long"] + " is rude ") * 400)
    start = {"sender": person.sender, "message_id": uuid.uuid4().hex}
    secret = REFUSED["body"]
    for body in (
        {**start, "message": secret, secret: secret},
        {**start, "message": secret, "metadata": {"role": secret}},
        {**start, "message": {"text": secret}},
        {**start, "sender": f"{secret} {secret}", "message": secret},
        {**start, "message_id": f"{secret}!", "message": secret},
    ):
        assert person.post(body).status_code == 400
    assert person.post({**start, "message": secret}, token=secret).status_code == 401
    headers = {"Authorization": f"Bearer {person.coach.token}", "X-Name": secret}
    bad = f'{{"message": "{secret}'.encode()
    url = person.coach.url
    assert httpx.post(url, content=bad, headers=headers).status_code == 400
    assert httpx.post(f"{url}/{secret}?q={secret}", content=bad).status_code == 404
    assert httpx.get(f"{url}?q={secret}").status_code == 405
    payload = f'/ask{{"topic": "{REFUSED["payload"]}"}}'
    assert person.post({**start, "payload": payload}).status_code == 200


def found_in(folder: Path, canary: str, *, besides: Path) -> list[str]:
    """Files below a folder that hold a canary; the database's own are left out."""
    return [
        f"{path.relative_to(folder)}: {line.strip()[:120]!r}"
        for path in folder.rglob("*")
        if path.is_file() and "cache" not in path.relative_to(folder).parts
        if not path.name.startswith(besides.name)
        for line in path.read_bytes().splitlines()
        if canary.encode() in line
    ]


@pytest.mark.parametrize("kind", [*CANARIES, *REFUSED])
def test_nothing_is_logged(traces: Traces, kind: str) -> None:
    canary = (CANARIES | REFUSED)[kind]
    assert (traces.data / "logs").is_dir()
    assert found_in(traces.data, canary, besides=traces.database) == []


@pytest.mark.parametrize("kind", [*CANARIES, *REFUSED])
def test_nothing_is_left_in_home_or_temporary_files(traces: Traces, kind: str) -> None:
    assert found_in(traces.home, (CANARIES | REFUSED)[kind], besides=traces.database) == []


NOT_STORED = {"action server hangs", "locked database"}


@pytest.mark.parametrize("kind", [kind for kind in CANARIES if kind not in NOT_STORED])
def test_the_conversation_is_stored(traces: Traces, kind: str) -> None:
    texts = [text for text, _ in turns(traces.database, traces.sender)]
    assert any(CANARIES[kind] in text for text in texts)


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_refused_is_not_stored(traces: Traces, kind: str) -> None:
    assert REFUSED[kind].encode() not in bytes_of(traces.database)


def test_the_logs_say_that_turns_failed(traces: Traces) -> None:
    log = (traces.data / "logs" / "bot.rasa.server.log").read_text(encoding="utf-8")
    assert "Traceback" not in log
    for what in ("ended without a reply", "failed: TimeoutError", "not saved: OperationalError"):
        assert what in log


def test_the_channels_token_is_in_no_file(traces: Traces) -> None:
    """It is handed to the children in their environment alone."""
    for folder in (traces.data, traces.home):
        assert found_in(folder, traces.token, besides=traces.database) == []
    assert traces.token.encode() not in bytes_of(traces.database)


@pytest.mark.slow
@pytest.mark.parametrize("options", [(), ("--json",)], ids=["text", "json"])
def test_the_terminal_chat_leaves_nothing_behind(
    trained: Settings, tmp_path: Path, options: tuple[str, ...]
) -> None:
    home, data = tmp_path / "home", tmp_path / "data"
    home.mkdir()
    data.mkdir()
    settings = apart(trained, data)
    lines = [f"my tone is rude on calls {CANARY}", f"more {CANARY}", f'{{"payload": "/{CANARY}"}}']
    lines += [f'{{"{CANARY}": 1}}', f"/restart {CANARY}", f"{CANARY} " * 2000]
    done = run_coach(
        "chat",
        "--user",
        CANARY,
        *options,
        data_dir=data,
        stdin="\n".join([*lines, ""]),
        env={"HOME": str(home), "TMPDIR": str(home)},
    )
    assert done.returncode == 0, done.stderr
    assert CANARY not in done.stderr
    assert CANARY not in done.stdout
    database = settings.data_dir / "conversations.db"
    assert found_in(data, CANARY, besides=database) == []
    assert found_in(home, CANARY, besides=database) == []
    assert CANARY.encode() in bytes_of(database)


@pytest.mark.slow
def test_a_persons_name_is_stored_nowhere(trained: Settings, tmp_path: Path) -> None:
    settings = apart(trained, tmp_path)
    done = run_coach("chat", "--user", CANARY, data_dir=tmp_path, stdin="hello\n")
    assert done.returncode == 0, done.stderr
    assert CANARY.encode() not in bytes_of(settings.data_dir / "conversations.db")
    assert found_in(tmp_path, CANARY, besides=tmp_path / "conversations.db") == []

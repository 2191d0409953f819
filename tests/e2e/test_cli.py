"""`coach …` as a person or a program runs it: real processes, their output and exit status."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge import load_knowledge
from bot.settings import Settings
from tests.helpers.conversations import turns
from tests.helpers.own_coach import apart
from tests.helpers.processes import ROOT, copy_house, run_coach

RUDE = "i keep getting told my tone is rude on calls"


@pytest.fixture
def data(trained: Settings, tmp_path: Path) -> Path:
    """A data folder for `coach …`, with the encoder in its cache."""
    return apart(trained, tmp_path).data_dir


def senders(data: Path) -> dict[str, list[str]]:
    """What each sender wrote."""
    database = data / "conversations.db"
    with closing(sqlite3.connect(database)) as db:
        names = [name for (name,) in db.execute("SELECT DISTINCT sender_id FROM events")]
    return {name: [text for text, _ in turns(database, name)] for name in names}


def json_turns(written: str, data: Path, *options: str) -> list[list[dict[str, Any]]]:
    """The replies to each line that was written to `coach chat --json`."""
    done = run_coach("chat", "--json", *options, data_dir=data, stdin=written)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return [json.loads(line)["replies"] for line in done.stdout.splitlines()]


# coach chat


def test_a_piped_chat_writes_a_block_each(data: Path) -> None:
    lines = [RUDE, "", "more", "   ", "thanks 🙏", "/quit", "no newline at the end"]
    done = run_coach("chat", "--role", "agent", data_dir=data, stdin="\n".join(lines))
    assert done.returncode == 0, done.stderr
    assert done.stderr == "", "nothing to say where nothing had to be trained"
    assert done.stdout.endswith("\n\n")
    blocks = done.stdout.removesuffix("\n\n").split("\n\n")
    assert len(blocks) == 5, "one block for each line that is not blank"
    assert all(block.strip() and not block.startswith("\n") for block in blocks)
    assert "1. " in blocks[0]
    assert "[1] More" in blocks[0]
    assert "**" not in done.stdout
    assert "\x1b" not in done.stdout
    assert "\r" not in done.stdout


@pytest.mark.slow
def test_a_typed_number_or_title_presses_a_button_and_odd_lines_end_nothing(data: Path) -> None:
    lines = [RUDE.encode(), b"1", b"related", b"2", b"\xff\xfe rude", b"x" * 300_000]
    done = run_coach("chat", "--role", "agent", data_dir=data, stdin=b"\r\n".join(lines))
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    first, more, related, other, _, long = done.stdout.removesuffix("\n\n").split("\n\n")
    assert "Clear communication" in first
    assert "Clear communication" in more
    assert more != first
    assert "None of these" in related
    assert "[1] More" in other
    assert "Clear communication" not in other
    assert "100,000" in long


@pytest.mark.slow
def test_an_empty_input_is_no_conversation(data: Path) -> None:
    done = run_coach("chat", data_dir=data, stdin="")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_json_writes_a_line_a_turn(data: Path) -> None:
    lines = [RUDE, "", '{"message": "more"}', "thanks"]
    answers = json_turns("\n".join(lines) + "\n", data, "--role", "agent")
    assert len(answers) == len(lines)
    assert [replies[0]["custom"]["kind"] for replies in answers] == [
        "guidance",
        "error",
        "guidance",
        "smalltalk",
    ]
    for replies in answers:
        for reply in replies:
            assert set(reply) - {"image", "document"} == {"text", "buttons", "custom"}
    asked = [reply["custom"].get("event") == "consent_asked" for r in answers for reply in r]
    assert asked == [False, True, False, False, False], "once, below the first answer"
    assert all(reply["custom"]["kind"] != "role" for replies in answers for reply in replies)


@pytest.mark.slow
def test_json_presses_a_button(data: Path) -> None:
    [[first, *_]] = json_turns(f"{RUDE}\n", data, "--role", "agent")
    payload = next(b["payload"] for b in first["buttons"] if b["title"] == "More")
    pressed, refused = json_turns(
        f'{json.dumps({"payload": payload})}\n{{"payload": "/restart"}}\n', data
    )
    assert pressed[0]["custom"]["kind"] == "guidance"
    assert pressed[0]["text"] != first["text"]
    assert refused[0]["custom"]["kind"] == "error"


@pytest.mark.slow
def test_json_that_is_none_is_said_and_the_chat_goes_on(data: Path) -> None:
    bad = ['{"payload": ', '{"payload": 5}', '{"text": "hi"}', "{}", '{"payload": ""}']
    bad += ['{"message": "hi", "payload": "/ask"}', "{" * 5000]
    answers = json_turns("\n".join([*bad, RUDE]) + "\n", data, "--role", "agent")
    assert len(answers) == len(bad) + 1
    for [reply] in answers[:-1]:
        assert reply["custom"]["kind"] == "error"
        assert reply["text"].endswith(".")
    assert answers[-1][0]["custom"]["kind"] == "guidance"
    assert list(senders(data).values()) == [[RUDE]]


@pytest.mark.parametrize(
    ("role", "asks"),
    [("agent", False), ("manager", False), (None, True)],
)
@pytest.mark.slow
def test_the_role_option_spares_the_question(data: Path, role: str | None, asks: bool) -> None:
    options = ("--role", role) if role else ()
    [replies] = json_turns("work is all i do, i have no life left\n", data, *options)
    kinds = [reply["custom"]["kind"] for reply in replies]
    assert kinds[0] == "guidance", "the first question is answered first"
    assert replies[0]["custom"]["topic"] == "work_life_balance"
    assert ("role" in kinds) == asks
    if role:
        assert replies[0]["custom"]["audience"] == role


def test_an_unknown_role_is_refused_before_anything_starts(data: Path) -> None:
    done = run_coach("chat", "--role", "boss", data_dir=data, stdin="hi\n")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "agent, manager, executive" in done.stderr
    assert not (data / "conversations.db").exists()


@pytest.mark.slow
def test_the_user_option_keeps_people_apart(data: Path) -> None:
    json_turns(f"{RUDE}\n", data, "--user", "ana", "--role", "agent")
    [bens] = json_turns("more\n", data, "--user", "ben")
    assert bens[0]["custom"]["kind"] == "help", "nothing is on Ben's table"
    [anas] = json_turns("more\n", data, "--user", "ana")
    assert anas[0]["custom"]["topic"] == "communication"
    [again] = json_turns("i am stressed, i never have time for my kids\n", data, "--user", "ana")
    assert all(reply["custom"]["kind"] != "role" for reply in again), "the role is remembered"
    assert sorted(map(len, senders(data).values())) == [1, 3]
    assert not any("ana" in name or "ben" in name for name in senders(data))


# coach parse

TEXTS = [
    RUDE,
    "",
    "my agents wait for me to approve everything",
    "whats the capital of australia",
    "i want to kill myself",
    "hello 👋",
    "/restart",
    "x" * 20_000,
    "im a team leader and i got 10 agents, i check every single chat",
    "line\nbreak and \u2028 separator",
    "كيف حالك",
    "having some trouble with my team lately",
] * 2


@pytest.fixture(scope="module")
def parsed(trained: Settings, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What `coach parse` writes for TEXTS."""
    folder = apart(trained, tmp_path_factory.mktemp("parse")).data_dir
    stdin = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in TEXTS)
    done = run_coach("parse", data_dir=folder, stdin=stdin)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_parse_keeps_the_order(parsed: list[dict[str, Any]]) -> None:
    assert [line["text"] for line in parsed] == TEXTS


def test_parse_writes_the_contracts_fields(parsed: list[dict[str, Any]]) -> None:
    topics = set(load_knowledge(ROOT / "knowledge").topics)
    for line in parsed:
        assert {"text", "decision", "intent", "confidence", "topics", "entities"} <= set(line)
        assert line["decision"] in {"answer", "clarify", "out_of_scope", "safety", "command"}
        assert 0 <= line["confidence"] <= 1
        assert len(line["topics"]) >= 5
        ids = [topic["id"] for topic in line["topics"]]
        assert set(ids) <= topics
        assert len(ids) == len(set(ids))
        confidences = [topic["confidence"] for topic in line["topics"]]
        assert confidences == sorted(confidences, reverse=True)
        assert all(0 <= confidence <= 1 for confidence in confidences)
        assert isinstance(line["entities"], dict)
        expected = {"answer": "ask", "out_of_scope": "out_of_scope", "safety": "safety"}
        assert line["intent"] == expected.get(line["decision"], line["intent"])


def test_parse_decides_as_the_coach_does(parsed: list[dict[str, Any]]) -> None:
    by_text = {line["text"]: line for line in parsed}
    assert by_text[RUDE]["decision"] == "answer"
    assert by_text[RUDE]["topics"][0]["id"] == "communication"
    assert by_text[TEXTS[2]]["topics"][0]["id"] == "micromanagement"
    assert by_text[TEXTS[3]]["decision"] == "out_of_scope"
    assert by_text[TEXTS[4]]["decision"] == "safety"
    assert by_text[TEXTS[5]]["decision"] == "command"
    assert by_text[TEXTS[5]]["intent"] == "greet"
    assert by_text["/restart"]["decision"] == "out_of_scope"
    assert by_text[""]["decision"] == "out_of_scope"
    assert by_text[TEXTS[8]]["entities"]["role"] == "manager"
    assert by_text[TEXTS[11]]["decision"] == "clarify"


def test_parse_is_the_same_for_the_same_text(parsed: list[dict[str, Any]]) -> None:
    half = len(TEXTS) // 2
    assert parsed[:half] == parsed[half:]


@pytest.mark.parametrize(
    "bad",
    [
        "no json",
        pytest.param('{"text": 5}', marks=pytest.mark.slow),
        pytest.param('["hi"]', marks=pytest.mark.slow),
    ],
)
def test_a_bad_line_is_one_clear_line(data: Path, bad: str) -> None:
    stdin = f'{{"text": "hello"}}\n{bad}\n{{"text": "more"}}\n'
    done = run_coach("parse", data_dir=data, stdin=stdin)
    assert done.returncode == 1
    [before] = done.stdout.splitlines()
    assert json.loads(before)["text"] == "hello"
    [line] = [line for line in done.stderr.splitlines() if line.startswith("coach: ")]
    assert "line 2" in line
    assert done.stderr.endswith(f"{line}\n")
    assert "Traceback" not in done.stderr


def test_parse_of_nothing_writes_nothing(data: Path) -> None:
    done = run_coach("parse", data_dir=data, stdin="\n\n")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "", "where nothing has to be trained, there is nothing to say"


# coach train


def test_training_again_does_nothing(trained: Settings, data: Path) -> None:
    run_coach("train", data_dir=data)
    models = {path: path.stat().st_mtime_ns for path in trained.models_dir.iterdir()}
    started = time.monotonic()
    done = run_coach("train", data_dir=data)
    assert time.monotonic() - started < 4, "nothing that takes time is even imported"
    assert done.returncode == 0
    assert done.stdout == ""
    assert "Train" not in done.stderr
    stamp = json.loads((trained.models_dir / "current.json").read_text())
    assert stamp["model"] in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert models == {path: path.stat().st_mtime_ns for path in trained.models_dir.iterdir()}


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_change_of_the_data_trains_again(trained: Settings, tmp_path: Path) -> None:
    house = copy_house(tmp_path / "house")
    folder = tmp_path / "data"
    folder.mkdir()
    data = apart(trained, folder).data_dir
    before = [path.name for path in (house / "models").glob("*.tar.gz")]
    topic = house / "data" / "nlu" / "topics" / "communication.yml"
    topic.write_text(topic.read_text() + "\n", encoding="utf-8")
    done = run_coach("train", data_dir=data, root=house, timeout=800)
    assert done.returncode == 0, done.stderr
    assert "Train" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) < 15, "progress, not noise"
    after = [path.name for path in (house / "models").glob("*.tar.gz")]
    assert len(after) == 1, "the old model is gone"
    assert after != before


@pytest.mark.slow
def test_training_data_that_cannot_be_used_is_said(trained: Settings, tmp_path: Path) -> None:
    house = copy_house(tmp_path / "house")
    folder = tmp_path / "data"
    folder.mkdir()
    data = apart(trained, folder).data_dir
    (house / "data" / "nlu" / "topics" / "communication.yml").write_text("nlu: [\n")
    done = run_coach("train", data_dir=data, root=house)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "communication.yml" in done.stderr.splitlines()[-1]


@pytest.mark.slow
def test_a_configuration_that_cannot_be_used_is_said(trained: Settings, tmp_path: Path) -> None:
    house = copy_house(tmp_path / "house")
    folder = tmp_path / "data"
    folder.mkdir()
    data = apart(trained, folder).data_dir
    config = house / "config.yml"
    config.write_text(config.read_text().replace("all-mpnet-base-v2", "no-such-encoder"))
    done = run_coach("train", data_dir=data, root=house)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "no-such-encoder" in done.stderr.splitlines()[-1]


# coach knowledge check, coach data check


def test_the_knowledge_is_in_order(tmp_path: Path) -> None:
    done = run_coach("knowledge", "check", data_dir=tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_training_data_is_in_order(data: Path) -> None:
    done = run_coach("data", "check", data_dir=data)
    assert done.returncode == 0, done.stderr


def test_the_knowledge_check_names_every_problem(tmp_path: Path) -> None:
    house = copy_house(tmp_path / "house")
    topics = house / "knowledge" / "topics"
    communication = topics / "communication.yml"
    text = communication.read_text(encoding="utf-8")
    communication.write_text(f"colour: red\n{text}", encoding="utf-8")
    (topics / "overpromising.yml").write_text("id: something_else\n", encoding="utf-8")
    (topics / "broken.yml").write_text("id: [", encoding="utf-8")
    shutil.move(house / "knowledge" / "contacts.yml", tmp_path)
    done = run_coach("knowledge", "check", data_dir=tmp_path, root=house)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for named in ("communication.yml", "colour", "overpromising.yml", "broken.yml", "contacts"):
        assert named in done.stderr, done.stderr
    assert "problems found" in done.stderr.splitlines()[-1]


# Everything else


@pytest.mark.parametrize(
    "arguments",
    [("chat", "--colour"), ("parse", "--fast"), ("dance",), ("knowledge", "dance"), ("evaluate",)],
    ids=" ".join,
)
def test_what_is_no_command_is_said(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run_coach(*arguments, data_dir=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "Usage" in done.stderr


@pytest.mark.parametrize("arguments", [("--help",), ("chat", "--help"), ("knowledge", "--help")])
def test_help_is_quick_and_names_what_there_is(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run_coach(*arguments, data_dir=tmp_path)
    assert done.returncode == 0
    wanted = {"chat": "--json", "knowledge": "check"}.get(arguments[0], "parse")
    assert wanted in done.stdout


@pytest.mark.slow
def test_evaluate_measures_and_fails_below_a_floor(data: Path) -> None:
    file = data / "lines.jsonl"
    lines = [{"text": RUDE, "topic": "communication"}, {"text": "hello", "intent": "greet"}]
    lines.append({"text": "my agents wait for me to approve everything", "topic": "communication"})
    file.write_text("\n".join(map(json.dumps, lines)))
    done = run_coach("evaluate", str(file), "--min-top1", "0.9", data_dir=data)
    assert done.returncode == 1
    assert "0.5" in done.stdout
    assert "micromanagement" in done.stdout
    assert "top1" in done.stderr
    assert "Traceback" not in done.stderr


def test_evaluate_names_a_file_that_is_missing(data: Path) -> None:
    done = run_coach("evaluate", str(data / "nowhere.jsonl"), data_dir=data)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "nowhere.jsonl" in done.stderr.splitlines()[-1]

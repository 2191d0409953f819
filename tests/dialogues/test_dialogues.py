"""Scripted dialogues, run against the real coach; the format is in tests/dialogues/README.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.rasa.processes import Running
from bot.settings import Settings
from tests.helpers.people import remembered
from tests.helpers.talk import Person, Reply, end_session

FOLDER = Path(__file__).parent
DONE = ("no more", "whole card", "that's all", "that was all", "nothing more")


def dialogues() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yml")):
        for script in YAML(typ="safe").load(path.read_text(encoding="utf-8")):
            yield pytest.param(script, id=f"{path.stem}: {script['name']}")


@pytest.mark.parametrize("script", dialogues())
def test_dialogue(
    script: dict[str, Any], coach: Running, coach_settings: Settings, database: Path
) -> None:
    person = Person(coach, role=script.get("role"))
    if script.get("remembered"):
        person.sender = remembered(coach_settings.database_url)
    before = ""
    told: list[str] = []
    for turn in script["turns"]:
        if turn.get("wait_session"):
            end_session(database, person.sender)
            continue
        replies = person.say(turn["say"]) if "say" in turn else person.press(turn["press"])
        text = "\n".join(reply["text"] for reply in replies)
        said = turn.get("say", f"[{turn.get('press')}]")
        told.append(f"> {said[:200]}\n" + "\n".join(map(_shown, replies)))
        problems = list(_problems(turn.get("expect", {}), replies, text, before))
        assert not problems, "\n".join([*problems, "", *told])
        before = text


def _shown(reply: Reply) -> str:
    titles = " ".join(f"[{button['title']}]" for button in reply["buttons"])
    return f"  {reply['custom']}\n  {reply['text']}\n  {titles}"


def _problems(
    expect: dict[str, Any], replies: list[Reply], text: str, before: str
) -> Iterator[str]:
    customs = [reply["custom"] for reply in replies]
    kinds = [custom["kind"] for custom in customs]
    if not replies:
        yield "no reply at all"
        return
    if "kind" in expect and kinds[0] not in _listed(expect["kind"]):
        yield f"kind {kinds[0]!r}, not {expect['kind']!r}"
    for key in ("topic", "audience", "category", "event"):
        if key in expect:
            found = next((custom[key] for custom in customs if key in custom), None)
            if found not in _listed(expect[key]):
                yield f"{key} {found!r}, not {expect[key]!r}"
    yield from (
        f"no {k!r} among {kinds}" for k in expect.get("kinds_include", []) if k not in kinds
    )
    yield from (f"{k!r} among {kinds}" for k in expect.get("kinds_exclude", []) if k in kinds)
    titles = [button["title"].lower() for reply in replies for button in reply["buttons"]]
    for wanted in expect.get("buttons_include", []):
        if not any(title.startswith(wanted.lower()) for title in titles):
            yield f"no button {wanted!r} among {titles}"
    for unwanted in expect.get("buttons_exclude", []):
        if any(title.startswith(unwanted.lower()) for title in titles):
            yield f"button {unwanted!r} among {titles}"
    listed = [topic for custom in customs for topic in custom.get("topics", [])]
    yield from (
        f"{t!r} not in {listed}" for t in expect.get("topics_include", []) if t not in listed
    )
    for part in expect.get("text_has", []):
        if part.lower() not in text.lower():
            yield f"text lacks {part!r}"
    for part in expect.get("text_lacks", []):
        if part.lower() in text.lower():
            yield f"text has {part!r}"
    if expect.get("different_from_previous") and text == before:
        yield "the same text as the turn before"
    if len(replies[0]["text"]) > expect.get("max_chars", 10_000):
        yield f"{len(replies[0]['text'])} characters"
    if expect.get("says_done") and not any(sign in text.lower() for sign in DONE):
        yield "does not say that it is done"


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]

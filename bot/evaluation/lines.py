"""JSON lines in: a text to parse, or a text with what it should be taken for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

_WANTED = ("topic", "intent", "not")


class BadLine(ValueError):
    """A line that cannot be used; the message says which, and why."""


@dataclass(frozen=True)
class Labelled:
    """A text and what it should be taken for: a topic, an intent, or anything but `unlike`.

    `topics` holds the topic and those that would be right as well, `label` the finer one below
    the intent where it is given, `entities` the values by name where they are to be compared.
    """

    text: str
    topics: tuple[str, ...] = ()
    intent: str | None = None
    label: str | None = None
    unlike: str | None = None
    entities: Mapping[str, str] | None = None


def parse_lines(stdin: Iterable[str], parse: Callable[[str], dict[str, Any]]) -> Iterator[str]:
    """A JSON line for each line {"text": …}, as soon as it was read; BadLine stops at a bad one."""
    for number, line in _numbered(stdin):
        yield json.dumps(parse(_text(f"line {number}", _object(f"line {number}", line))))


def read_labelled(file: Path) -> list[Labelled]:
    """Every line of a file of labelled texts; BadLine where one is unusable, or none is there."""
    found = []
    for number, raw in enumerate(file.read_bytes().split(b"\n"), 1):
        place = f"{file}:{number}"
        try:
            line = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise BadLine(f"{place}: is not UTF-8") from None
        if line.strip():
            found.append(_labelled(place, _object(place, line)))
    if not found:
        raise BadLine(f"{file}: holds no line")
    return found


def _numbered(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Lines that are not empty, with their number."""
    source = iter(lines)
    for number in count(1):
        try:
            line = next(source)
        except StopIteration:
            return
        except UnicodeDecodeError:
            # The stream decodes a block at a time: the bytes may be some lines further on.
            raise BadLine(f"line {number}, or one soon after it, is not UTF-8") from None
        line = line.removeprefix("\ufeff") if number == 1 else line
        if line.strip():
            yield number, line


def _object(place: str, line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__
        raise BadLine(f"{place}: is not JSON ({reason})") from None
    if not isinstance(value, dict):
        raise BadLine(f'{place}: is not an object such as {{"text": "…"}}')
    return value


def _text(place: str, value: dict[str, Any]) -> str:
    if "text" not in value:
        raise BadLine(f'{place}: has no "text"')
    return _string(place, value, "text")


def _string(place: str, value: dict[str, Any], key: str) -> str:
    if not isinstance(value[key], str):
        raise BadLine(f'{place}: its "{key}" is not a string')
    return str(value[key])


def _labelled(place: str, value: dict[str, Any]) -> Labelled:
    text = _text(place, value)
    given = [key for key in _WANTED if key in value]
    if len(given) != 1:
        raise BadLine(f'{place}: needs one of "topic", "intent" and "not", and has {len(given)}')
    wanted = _string(place, value, given[0])
    if given[0] == "topic":
        also = value.get("also", [])
        if not isinstance(also, list) or not all(isinstance(topic, str) for topic in also):
            raise BadLine(f'{place}: its "also" is not a list of topics')
        return Labelled(text, topics=(wanted, *also))
    if given[0] == "intent":
        label = _string(place, value, "label") if "label" in value else None
        return Labelled(text, intent=wanted, label=label, entities=_entities(place, value))
    return Labelled(text, unlike=wanted)


def _entities(place: str, value: dict[str, Any]) -> dict[str, str] | None:
    """The wanted values by name; None where the line does not speak of entities."""
    entities = value.get("entities")
    if entities is None:
        return None
    if not isinstance(entities, dict) or not all(isinstance(v, str) for v in entities.values()):
        raise BadLine(f'{place}: its "entities" are not an object of strings')
    return entities

"""Load the knowledge base from its folder.

Every problem is collected with its file and key, so that a trainer can mend all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.knowledge.schema import (
    Bridge,
    Contact,
    Document,
    Knowledge,
    Section,
    Topic,
    keyed_lines_of,
)

_Model = TypeVar("_Model", bound=BaseModel)


class KnowledgeError(Exception):
    """The knowledge base cannot be used; `problems` has a line for each, with file and key."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


def load_knowledge(folder: Path) -> Knowledge:
    """Read and check every file below `folder`; raises KnowledgeError with all that is wrong."""
    return _Loader(folder).load()


class _Loader:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # Links are compared with files: a topic whose own file has an error is still a topic.
        self._topic_names = sorted(path.stem for path in (folder / "topics").glob("*.yml"))
        self._problems: list[str] = []

    def load(self) -> Knowledge:
        documents = self._read_list("sources.yml", Document)
        sources_hold = not self._problems
        bridges = self._read_list("bridges.yml", Bridge)
        contacts = self._read_list("contacts.yml", Contact)
        topics = self._read_topics()
        self._refuse_twice("sources.yml", _all_source_ids(documents))
        self._refuse_twice("bridges.yml", [b.id for b in bridges])
        self._refuse_twice("contacts.yml", [c.id for c in contacts])
        knowledge = Knowledge(
            topics={topic.id: topic for topic in topics},
            documents=tuple(documents),
            bridges={bridge.id: bridge for bridge in bridges},
            contacts=tuple(contacts),
            sections=_by_reference(documents),
        )
        for topic in topics:
            self._check_related(topic)
            # One slip in sources.yml would otherwise be reported again for each line that cites it.
            if sources_hold:
                self._check_tips(topic, knowledge)
        for bridge in bridges:
            self._check_bridge(bridge)
        if self._problems:
            raise KnowledgeError(self._problems)
        return knowledge

    def _say(self, file: str, key: str, problem: str) -> None:
        self._problems.append(f"{self._folder.name}/{file}: {key}: {problem}")

    def _read(self, file: str) -> Any:
        """The YAML of a file, or None after a problem; the library refuses a key given twice."""
        try:
            value = YAML(typ="safe").load((self._folder / file).read_text(encoding="utf-8"))
        except FileNotFoundError:
            self._say(file, "file", "is missing; restore it from the repository")
        except UnicodeDecodeError:
            self._say(file, "file", "is not UTF-8; save it in that encoding")
        except OSError as error:
            self._say(file, "file", f"cannot be read ({type(error).__name__})")
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            problem = " ".join(str(error.problem or error.context).split())
            self._say(file, f"line {mark.line + 1}" if mark else "file", problem)
        except YAMLError as error:
            self._say(file, "file", f"is not YAML ({' '.join(str(error).split())})")
        else:
            if value is None:
                self._say(file, "file", "is empty")
            return value
        return None

    def _validated(self, file: str, key: str, model: type[_Model], value: Any) -> _Model | None:
        if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
            self._say(file, key or "file", "must be names with their values")
            return None
        try:
            return model.parse_obj(value)
        except ValidationError as error:
            for item in error.errors():
                parts = [*key.split(), *_key_parts(item["loc"])]
                self._say(file, ".".join(parts) or "file", item["msg"])
            return None

    def _read_list(self, file: str, model: type[_Model]) -> list[_Model]:
        value = self._read(file)
        if value is None:
            return []
        if not isinstance(value, list):
            self._say(file, "file", "must be a list")
            return []
        checked = (self._validated(file, str(n), model, item) for n, item in enumerate(value))
        return [item for item in checked if item is not None]

    def _read_topics(self) -> list[Topic]:
        if not self._topic_names:
            self._say("topics", "folder", "holds no topic; restore it from the repository")
        topics = []
        for name in self._topic_names:
            file = f"topics/{name}.yml"
            value = self._read(file)
            topic = None if value is None else self._validated(file, "", Topic, value)
            if topic and topic.id != name:
                self._say(file, "id", f"{topic.id!r} must be the file's name")
            elif topic:
                topics.append(topic)
        return topics

    def _refuse_twice(self, file: str, ids: list[str]) -> None:
        for name in sorted({name for name in ids if ids.count(name) > 1}):
            self._say(file, "id", f"{name!r} is given twice")

    def _check_related(self, topic: Topic) -> None:
        for audience, card in topic.cards.items():
            for other in card.related:
                key = f"cards.{audience}.related"
                if other == topic.id:
                    self._say(_file(topic), key, "a topic cannot be related to itself")
                elif other not in self._topic_names:
                    self._say(_file(topic), key, f"there is no topic {other!r}")

    def _check_tips(self, topic: Topic, knowledge: Knowledge) -> None:
        for audience, card in topic.cards.items():
            for key, line in keyed_lines_of(card):
                for tip in line.tips:
                    if tip not in knowledge.sections:
                        place = f"cards.{audience}.{key}.tips"
                        self._say(_file(topic), place, f"sources.yml has no {tip!r}")

    def _check_bridge(self, bridge: Bridge) -> None:
        if bridge.id in self._topic_names:
            self._say("bridges.yml", bridge.id, "is also the id of a topic")
        for topic in bridge.topics:
            if topic not in self._topic_names:
                self._say("bridges.yml", f"{bridge.id}.topics", f"there is no topic {topic!r}")


def _file(topic: Topic) -> str:
    return f"topics/{topic.id}.yml"


def _key_parts(location: tuple[int | str, ...]) -> list[str]:
    """The key as it stands in the file: without the names of our classes that pydantic puts in."""
    ours = ("AdviceCard", "FactCard", "__key__", "__root__")
    return [str(part) for part in location if part not in ours]


def _all_source_ids(documents: list[Document]) -> list[str]:
    sections = [section for document in documents for section in document.sections]
    tips = [tip.id for section in sections for tip in section.tips]
    return [document.id for document in documents] + [section.id for section in sections] + tips


def _by_reference(documents: list[Document]) -> dict[str, tuple[Document, Section]]:
    """Where each section id and tip id leads."""
    return {
        reference: (document, section)
        for document in documents
        for section in document.sections
        for reference in (section.id, *(tip.id for tip in section.tips))
    }

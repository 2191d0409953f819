"""Read the training examples with the file and line of each, and see that they are well formed."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_ANNOTATION = re.compile(r"\[(?P<text>[^][]+)\](?P<entity>\{[^{}]*\})")
_KEYS = {"entity", "value", "role", "group"}


@dataclass(frozen=True)
class Example:
    """One labelled text without its annotations; `place` is `data/nlu/goals.yml:12`."""

    place: str
    label: str
    text: str


class ExampleReader:
    """Reads every file below data/nlu; `problems` has a line for all that cannot be read."""

    def __init__(self, root: Path, entities: Collection[str]) -> None:
        self._root = root
        self._entities = entities
        self.problems: list[str] = []

    def read(self) -> list[Example]:
        """All examples, in the order of files and lines."""
        files = sorted((self._root / "data/nlu").rglob("*.yml"))
        return [example for path in files for example in self._file(path)]

    def _file(self, path: Path) -> Iterator[Example]:
        file = path.relative_to(self._root).as_posix()
        try:
            # Nodes and not values: only they know on which line they stand.
            top = YAML(typ="safe").compose(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            self.problems.append(f"{file}: is not UTF-8; save it in that encoding")
            return
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = f":{mark.line + 1}" if mark else ""
            self.problems.append(f"{file}{line}: {error.problem or error.context}")
            return
        except YAMLError as error:
            self.problems.append(f"{file}: is not YAML ({' '.join(str(error).split())})")
            return
        items = _fields(top).get("nlu")
        if not isinstance(items, SequenceNode):
            self.problems.append(f"{file}: has no list under nlu")
            return
        for item in items.value:
            yield from self._item(file, item)

    def _item(self, file: str, item: Node) -> Iterator[Example]:
        """The examples of one intent; synonyms, lookups and the like have none."""
        fields = _fields(item)
        intent, examples = fields.get("intent"), fields.get("examples")
        if not isinstance(intent, ScalarNode):
            return
        if not isinstance(examples, ScalarNode) or examples.style != "|":
            place = f"{file}:{intent.start_mark.line + 1}"
            self.problems.append(f"{place}: {intent.value} needs “examples: |” and lines below it")
            return
        first = examples.start_mark.line + 2
        for number, line in enumerate(examples.value.split("\n"), first):
            if line.strip():
                yield from self._line(f"{file}:{number}", str(intent.value), line)

    def _line(self, place: str, label: str, line: str) -> Iterator[Example]:
        text = _ANNOTATION.sub(lambda match: match["text"], line.removeprefix("- ")).strip()
        if not line.startswith("- ") or not text:
            self.problems.append(f"{place}: an example begins with “- ” and a text follows")
            return
        for match in _ANNOTATION.finditer(line):
            if problem := self._annotation_problem(match["entity"]):
                self.problems.append(f"{place}: {match.group()}: {problem}")
        if re.search(r"[][{}]", text):
            self.problems.append(
                f"{place}: a bracket is left over; an annotation looks like"
                ' [team leader]{"entity": "role", "value": "manager"}'
            )
        yield Example(place, label, text)

    def _annotation_problem(self, annotation: str) -> str:
        """What is wrong with the part in braces, or ""."""
        try:
            fields = json.loads(annotation)
        except ValueError as error:
            return f"is not JSON ({error})"
        if extra := sorted(set(fields) - _KEYS):
            return f"{extra[0]!r} is not one of {', '.join(sorted(_KEYS))}"
        entity = fields.get("entity")
        if entity not in self._entities:
            return f"domain.yml has no entity {entity!r}" if entity else "names no entity"
        return ""


def _fields(node: Node | None) -> dict[str, Node]:
    """The fields of a mapping by name; none where the node is something else."""
    if not isinstance(node, MappingNode):
        return {}
    return {str(key.value): value for key, value in node.value}

"""A project to be broken: files written, examples made up, knowledge changed."""

from __future__ import annotations

import hashlib

from ruamel.yaml import YAML

COMMUNICATION = "topics/communication.yml"


def add(settings, content, file="data/nlu/extra.yml"):
    path = settings.root / file
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def block(label, *examples):
    lines = "".join(f"    - {example}\n" for example in examples)
    return f'version: "3.1"\nnlu:\n- intent: {label}\n  examples: |\n{lines}'


def twenty(word):
    """Twenty examples that are like no other word's."""
    digests = (hashlib.sha256(f"{word} {n}".encode()).hexdigest() for n in range(20))
    return [f"{digest[:12]} {digest[12:24]}" for digest in digests]


def change(settings, file, mutate):
    """Load a knowledge file, let `mutate` change its value in place, and write it back."""
    path = settings.knowledge_dir / file
    yaml = YAML(typ="safe")
    value = yaml.load(path)
    mutate(value)
    yaml.dump(value, path)

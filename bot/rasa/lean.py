"""Import Rasa without TensorFlow, which our pipeline does not use.

Rasa 3.6 imports TensorFlow wherever a policy or a trainer might want it; that costs seven of twelve
seconds at every start and 450 MB. A stand-in that only has names is enough for components that
never call it, and for those alone it is put in place.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

_NEED_NONE = {"RulePolicy", "MemoizationPolicy", "AugmentedMemoizationPolicy"}
_REPLACED = {"tensorflow", "tensorflow_addons", "tensorflow_text", "tensorflow_hub", "keras"}


def import_lean(config_file: Path) -> bool:
    """Put the stand-in in place if config.yml names only components that need no TensorFlow."""
    if "tensorflow" in sys.modules or not _lean(config_file):
        return False
    sys.meta_path.insert(0, _Finder())
    return True


def _lean(config_file: Path) -> bool:
    try:
        config = YAML(typ="safe").load(config_file.read_text(encoding="utf-8"))
    except (OSError, ValueError, YAMLError):
        # Rasa reads it next and says what is wrong with it.
        return False
    return isinstance(config, dict) and all(
        map(_needs_none, (config.get("pipeline"), config.get("policies")))
    )


def _needs_none(part: object) -> bool:
    """Whether no component needs it; for a part that is left out Rasa takes some that do."""
    return isinstance(part, list) and all(
        isinstance(item, dict) and _is_known(str(item.get("name"))) for item in part
    )


def _is_known(component: str) -> bool:
    return component.startswith("bot.") or component in _NEED_NONE


class _Name(type):
    """A class whose every attribute is such a class: good for base classes and annotations."""

    def __getattr__(cls, name: str) -> Any:
        return _named(name)


def _named(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return _Name(name, (), {"__init__": _ignore, "__call__": _decorate})


def _ignore(*_: Any, **__: Any) -> None:
    return None


def _decorate(_: Any, *args: Any, **__: Any) -> Any:
    """As a decorator, hands back what it decorates."""
    return args[0] if args else None


class _Module(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        return _named(name)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, name: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name.partition(".")[0] in _REPLACED:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        module.__path__ = []

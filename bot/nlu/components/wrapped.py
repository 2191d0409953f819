"""What Rasa's cache has to know of the classes that a component wraps."""

from __future__ import annotations

import hashlib
import inspect
from types import ModuleType


def source_fingerprint(*modules: ModuleType) -> str:
    """Changes with the source of any of the modules; Rasa hashes only the component's own."""
    sources = "\0".join(inspect.getsource(module) for module in modules)
    return hashlib.sha256(sources.encode()).hexdigest()

"""`pydl4j.nd` for what lies below it."""

from __future__ import annotations

import sys
from types import ModuleType


def namespace() -> ModuleType:
    """`pydl4j.nd` itself: it is imported whenever anything in it is."""
    return sys.modules["pydl4j.nd"]

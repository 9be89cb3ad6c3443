"""Functions of arrays compiled, differentiated, mapped and controlled."""

from __future__ import annotations

from pydl4j.nd.transforms._control import cond, while_loop
from pydl4j.nd.transforms._tree import flatten, unflatten

__all__ = ["cond", "flatten", "unflatten", "while_loop"]

"""Arrays, traced values, and what makes and holds them."""

from __future__ import annotations

from pydl4j.nd.arrays._array import Array
from pydl4j.nd.arrays._trace import Trace, Traced

__all__ = ["Array", "Trace", "Traced"]

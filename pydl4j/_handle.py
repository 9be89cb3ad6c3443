"""A Java object that Python holds."""

from __future__ import annotations

from collections.abc import Callable

from pydl4j import _jvm


class Handle:
    """Owns the object behind a number of ``org.pydl4j.bridge.Handles``; closes it with the last reference, or earlier.

    Parameters
    ----------
    number : int
        What the Java side returned.
    """

    __slots__ = ("__weakref__", "_open", "number")

    def __init__(self, number: int) -> None:
        self.number = int(number)
        self._open = True

    @property
    def closed(self) -> bool:
        """Whether the Java object is gone."""
        return not self._open

    def close(self, *, _release: Callable[..., None] = _jvm.release) -> None:
        """Closes the Java object; does nothing the second time."""
        if self._open:
            self._open = False
            _release("Handles", "close", self.number)

    def __del__(self) -> None:
        self.close()

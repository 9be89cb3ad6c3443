"""A Java object that Python holds."""

from __future__ import annotations

import weakref

from pydl4j import _jvm


class Handle:
    """Owns the object behind a number of ``org.pydl4j.bridge.Handles``; closes it with the last reference, or earlier.

    Parameters
    ----------
    number : int
        What the Java side returned.
    """

    __slots__ = ("__weakref__", "_finalizer", "number")

    def __init__(self, number: int) -> None:
        self.number = int(number)
        self._finalizer = weakref.finalize(self, _jvm.release, "Handles", "close", self.number)
        self._finalizer.atexit = False  # the JVM frees everything at its end

    @property
    def closed(self) -> bool:
        """Whether the Java object is gone."""
        return not self._finalizer.alive

    def close(self) -> None:
        """Closes the Java object; does nothing the second time."""
        self._finalizer()

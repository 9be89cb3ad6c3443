"""A Java object that Python holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from pydl4j import _jvm


class Handle:
    """Owns the object behind a number of ``org.pydl4j.bridge.Handles``; closes it with the last reference, or earlier.

    Parameters
    ----------
    number : int
        What the Java side returned.
    kind : str
        What errors call the object.
    """

    __slots__ = ("__weakref__", "_kind", "_open", "number")
    number: int

    def __init__(self, number: int, kind: str = "object") -> None:
        self.number = int(number)
        self._kind = kind
        self._open = True

    def __getattr__(self, name: str) -> NoReturn:
        """Only for the number of an object that is gone; others are found without it."""
        if name == "number":
            raise RuntimeError(
                f"[closed] the {self._kind} was closed: got a call after close(); expected one before. Make or load it "
                "again, or close it later."
            )
        raise AttributeError(f"[handle] has no {name!r}")

    @property
    def closed(self) -> bool:
        """Whether the Java object is gone."""
        return not self._open

    def close(self, *, _release: Callable[..., None] = _jvm.release) -> None:
        """Closes the Java object; does nothing the second time."""
        if self._open:
            self._open = False
            number = self.number
            del self.number
            _release("Handles", "close", number)

    def __reduce__(self) -> NoReturn:
        """Refused: the number means nothing in another process, and a second owner would close the object twice."""
        raise TypeError(
            "[pickle] it lives in the JVM of this process: got a pickle or a copy of what holds a Java object; "
            "expected arrays, networks, graphs, evaluations or values. Save it to a file and load that, or "
            "make it there."
        )

    def __del__(self) -> None:
        self.close()

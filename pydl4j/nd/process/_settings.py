"""What holds for all arrays and plans of this process."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pydl4j import _jvm

__all__ = [
    "Backend",
    "Library",
    "backends",
    "get_threads",
    "nan_check",
    "set_threads",
]


class Setting:
    """A setting that was changed: stays so, or ends with the ``with`` block that it opens."""

    def __init__(self, method: tuple[str, str], before: object) -> None:
        self._method = method
        self._before = before

    def __enter__(self) -> None:
        return None

    def __exit__(self, *error: object) -> None:
        _jvm.call(*self._method, self._before)


def nan_check(on: bool = True) -> Setting:
    """Searches what every step of every plan writes for numbers that are not finite, and names the first one.

    A NaN is always an error. An infinity is one only where the step's inputs had none, so masks of -inf pass. A
    training step that fails leaves parameters and updater as they were. Runs take two to three times as long.

    Parameters
    ----------
    on : bool, default True
        Whether to search from now on.

    Returns
    -------
    Setting
        May open a ``with`` block, at whose end the setting is what it was.

    Raises
    ------
    FloatingPointError
        Not here but by the runs that follow: names node, layer, op, shapes, how many numbers, where, and the ranges of
        the inputs.

    Examples
    --------
    >>> from pydl4j import nd
    >>> with nd.nan_check():
    ...     total = nd.ones(3) + 1
    """
    return Setting(("LocalPlans", "nanCheck"), bool(_jvm.call("LocalPlans", "nanCheck", bool(on))))


def set_threads(count: int) -> Setting:
    """Sets how many threads runs use where a network, model or function was not told otherwise.

    ``pydl4j.jvm.options(threads=...)`` and the environment's ``PYDL4J_THREADS`` set it before the start.

    Parameters
    ----------
    count : int
        From 1; best the number of cores, which is the default.

    Returns
    -------
    Setting
        May open a ``with`` block, at whose end the number is what it was.

    Examples
    --------
    >>> from pydl4j import nd
    >>> with nd.set_threads(1):
    ...     nd.get_threads()
    1
    """
    if isinstance(count, bool) or not isinstance(count, int):
        raise TypeError(f"[threads] got a {type(count).__name__}; expected a whole number from 1.")
    bounded = max(min(count, 2**31 - 1), -(2**31))
    return Setting(("LocalPlans", "setThreads"), int(_jvm.call("LocalPlans", "setThreads", bounded)))


def get_threads() -> int:
    """Threads that runs use where nothing else is said."""
    return int(_jvm.call("LocalPlans", "threads"))


@dataclass(frozen=True)
class Library:
    """A library that a backend computes with.

    Parameters
    ----------
    name, version : str
        As the library says them.
    simd : str
        The instruction set that it uses; empty where it has none.
    threads : str
        Whose threads it runs on.
    """

    name: str
    version: str
    simd: str
    threads: str


@dataclass(frozen=True)
class Backend:
    """What computes, and where.

    Parameters
    ----------
    name : str
        Short name.
    device : str
        Where its memory is.
    selected : bool
        Whether this process computes with it where no device is named.
    libraries : tuple of Library
        What it computes with.
    """

    name: str
    device: str
    selected: bool
    libraries: tuple[Library, ...]


def backends() -> tuple[Backend, ...]:
    """The backends of this process with their libraries, the selected one first.

    Examples
    --------
    >>> from pydl4j import nd
    >>> [b.name for b in nd.backends() if b.selected]
    ['cpu']
    """
    told = json.loads(_jvm.call("LocalPlans", "backends"))
    return tuple(
        Backend(b["name"], b["device"], b["selected"], tuple(Library(**library) for library in b["libraries"]))
        for b in told
    )

"""Off-heap memory: scopes that free arrays together, what is in use and by whom, and the limit."""

from __future__ import annotations

import json
import threading
import weakref
from dataclasses import dataclass

from pydl4j import _jvm
from pydl4j.nd.arrays._trace import caller
from pydl4j.nd.core import _held
from pydl4j.nd.core._held import Held, Memory
from pydl4j.nd.process._settings import Setting

__all__ = ["Arena", "Holder", "MemoryStats", "arena", "memory_stats", "set_memory_limit", "track_memory"]

_here = threading.local()
_lock = threading.Lock()
_open_arenas = 0
_places: weakref.WeakKeyDictionary[Memory, str] = weakref.WeakKeyDictionary()


# ---- arenas --------------------------------------------------------------------------------------------------------


class Arena:
    """Closes at its end what its thread made within its ``with`` block; see `arena`."""

    def __init__(self) -> None:
        self._arrays: dict[int, weakref.ref[Held]] = {}

    def __enter__(self) -> Arena:
        global _open_arenas
        with _lock:
            if not _open_arenas:
                _held.watchers.append(_noted)
            _open_arenas += 1
        _stack().append(self)
        return self

    def __exit__(self, *error: object) -> None:
        global _open_arenas
        _stack().remove(self)
        with _lock:
            _open_arenas -= 1
            if not _open_arenas:
                _held.watchers.remove(_noted)
        for reference in list(self._arrays.values()):
            made = reference()
            if made is not None:
                made.close()
        self._arrays.clear()

    def _add(self, made: Held) -> None:
        key, arrays = id(made), self._arrays
        arrays[key] = weakref.ref(made, lambda gone: arrays.pop(key, None) if arrays.get(key) is gone else None)


def arena() -> Arena:
    """Frees all arrays that this thread makes within its ``with`` block, at the block's end.

    Arrays taken out by ``a.detach()`` stay. Those freed are closed: their use is an error. NumPy's views of them stay
    valid, and keep their memory.

    Examples
    --------
    >>> from pydl4j import nd
    >>> with nd.arena():
    ...     a = nd.ones(3)
    ...     b = (a + 1).detach()
    >>> a.closed, b.tolist()
    (True, [2.0, 2.0, 2.0])
    """
    return Arena()


def detach(made: Held) -> None:
    """Takes an array out of the arenas of this thread."""
    for at in _stack():
        at._arrays.pop(id(made), None)


def _stack() -> list[Arena]:
    try:
        stack: list[Arena] = _here.stack
    except AttributeError:
        stack = _here.stack = []
    return stack


def _noted(made: Held) -> None:
    stack = _stack()
    if stack:
        stack[-1]._add(made)


# ---- reports -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Holder:
    """An array that holds memory.

    Parameters
    ----------
    nbytes : int
        Bytes of its elements.
    dtype : str
        Element type.
    shape : tuple of int
        Size of each axis.
    made_at : str
        File and line that made it, where `track_memory` was on; else empty.
    """

    nbytes: int
    dtype: str
    shape: tuple[int, ...]
    made_at: str


@dataclass(frozen=True)
class MemoryStats:
    """Off-heap memory of this process, in bytes.

    Parameters
    ----------
    in_use, peak : int
        Held by arrays, networks and plans, now and at most so far.
    kept : int
        Free blocks that the pool keeps for the next arrays.
    limit : int
        What may be in use: the limit that was set, else what the machine or container leaves beside the JVM's heap.
    arrays : int
        How many arrays Python holds.
    largest : tuple of Holder
        The largest of these, the largest first.
    """

    in_use: int
    peak: int
    kept: int
    limit: int
    arrays: int
    largest: tuple[Holder, ...]


def memory_stats(*, largest: int = 10) -> MemoryStats:
    """What is in use off the Java heap, and by whom.

    Parameters
    ----------
    largest : int, default 10
        How many arrays to name.

    Examples
    --------
    >>> from pydl4j import nd
    >>> a = nd.zeros((1000, 1000))
    >>> nd.memory_stats(largest=1).largest[0].shape
    (1000, 1000)
    """
    _jvm.release_now()
    told = json.loads(_jvm.call("LocalMemory", "stats", int(largest)))
    made_at = {memory.number: place for memory, place in list(_places.items())}
    holders = (Holder(h["bytes"], h["type"], tuple(h["shape"]), made_at.get(h["handle"], "")) for h in told["largest"])
    return MemoryStats(told["inUse"], told["peak"], told["kept"], told["limit"], told["arrays"], tuple(holders))


def track_memory(on: bool = True) -> _Tracking:
    """Notes for every new array which line made it, for `memory_stats`; an array costs about a microsecond more.

    Returns
    -------
    object
        May open a ``with`` block, at whose end the setting is what it was.

    Examples
    --------
    >>> from pydl4j import nd
    >>> with nd.track_memory():
    ...     a = nd.zeros(10**6)
    >>> place = nd.memory_stats(largest=1).largest[0].made_at  # such as "train.py:12"
    """
    was = _located in _held.watchers
    if on and not was:
        _held.watchers.append(_located)
    elif was and not on:
        _held.watchers.remove(_located)
    return _Tracking(was)


class _Tracking:
    def __init__(self, was: bool) -> None:
        self._was = was

    def __enter__(self) -> None:
        return None

    def __exit__(self, *error: object) -> None:
        track_memory(self._was)


def _located(made: Held) -> None:
    if made._memory is not None:
        _places[made._memory] = caller().rstrip("/")


def set_memory_limit(limit: int | str | None) -> Setting:
    """Sets how much memory arrays, networks and plans may hold off the Java heap; what is in use stays.

    ``pydl4j.jvm.options(memory_limit=...)`` sets it before the start.

    Parameters
    ----------
    limit : int, str or None
        Bytes, or text such as ``"512m"`` and ``"4g"``; None or 0 for the default: the memory
        of the machine or container, without the JVM's heap and a reserve.

    Returns
    -------
    Setting
        May open a ``with`` block, at whose end the limit is what it was.

    Raises
    ------
    MemoryError
        Not here but by what then needs more: names the limit, what is in use, and the largest holders.

    Examples
    --------
    >>> from pydl4j import nd
    >>> with nd.set_memory_limit("2g"):
    ...     nd.memory_stats().limit == 2 * 2**30
    True
    """
    if isinstance(limit, bool) or not isinstance(limit, (int, str, type(None))):
        raise TypeError(f"[memory limit] got a {type(limit).__name__}; expected bytes, text such as '4g', or None.")
    return Setting(("LocalMemory", "setLimit"), str(_jvm.call("LocalMemory", "setLimit", str(limit or 0))))

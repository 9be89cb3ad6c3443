"""The JVM's handlers of SIGSEGV, SIGBUS, SIGFPE and SIGILL stay in place when Python's `faulthandler` comes or goes.

HotSpot uses these signals itself, for safepoints, null checks and divisions, so each must reach it first:
`faulthandler` would end the process at the next one. A fault that is none of the JVM's own still reaches both: HotSpot
writes its ``hs_err`` file and aborts, and at SIGABRT `faulthandler` prints Python's stacks.
"""

from __future__ import annotations

import ctypes
import faulthandler
import functools
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_POSIX = hasattr(signal, "SIGBUS")
_SIGNALS = [int(getattr(signal, name)) for name in ("SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL") if _POSIX]
_ACTION_BYTES = 512  # more than any platform's struct sigaction
_ADDRESS_BYTES = ctypes.sizeof(ctypes.c_void_p)  # of the handler, which comes first in it


@contextmanager
def start_of_jvm() -> Iterator[None]:
    """Around the JVM's start: its handlers come in, and stay when `faulthandler` is switched on or off afterwards.

    HotSpot passes faults of others on to the handlers that it found. `faulthandler`'s would print and end the process
    before there is an ``hs_err`` file, so they are taken away first.
    """
    found = _actions()
    theirs = _handler(_action(signal.SIGABRT)) if _POSIX and faulthandler.is_enabled() else None
    for number, action in found.items():
        if _handler(action) == theirs:
            _act(number, bytes(_ACTION_BYTES))  # SIG_DFL, no flags
    try:
        yield
    except BaseException:
        _put_back(found)
        raise
    for name in ("enable", "disable"):
        setattr(faulthandler, name, _keeping_handlers(getattr(faulthandler, name)))


def _keeping_handlers(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def kept(*args: Any, **kwargs: Any) -> Any:
        found = _actions()
        try:
            return function(*args, **kwargs)
        finally:
            _put_back(found)

    return kept


def _actions() -> dict[int, bytes]:
    return {number: _action(number) for number in _SIGNALS}


def _put_back(actions: dict[int, bytes]) -> None:
    for number, action in actions.items():
        _act(number, action)


def _action(number: int) -> bytes:
    """What the process does at a signal, as the C library describes it."""
    action = ctypes.create_string_buffer(_ACTION_BYTES)
    ctypes.pythonapi.sigaction(int(number), None, action)  # keeps the interpreter's lock: no other thread comes between
    return action.raw


def _act(number: int, action: bytes) -> None:
    ctypes.pythonapi.sigaction(number, action, None)


def _handler(action: bytes) -> bytes:
    return action[:_ADDRESS_BYTES]

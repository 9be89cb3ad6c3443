"""Where arrays lie."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pydl4j import _jvm

__all__ = ["Device", "device", "devices"]


@dataclass(frozen=True)
class Device:
    """Where arrays lie and programs run.

    Parameters
    ----------
    name : str
        ``"cpu"`` is main memory.
    index : int
        Which device of that name.
    """

    name: str
    index: int = 0

    def __str__(self) -> str:
        return f"{self.name}:{self.index}"


MAIN = Device("cpu")


def devices() -> tuple[Device, ...]:
    """The devices of this process, main memory first.

    Examples
    --------
    >>> from pydl4j import nd
    >>> str(nd.devices()[0])
    'cpu:0'
    """
    told = [b["device"] for b in json.loads(_jvm.call("LocalPlans", "backends")) if not b["isHost"]]
    return (MAIN, *(_parsed(text) for text in told))


def device(which: Device | str) -> Device:
    """The device of that name, such as ``"cpu"`` or ``"cuda:0"``.

    Raises
    ------
    ValueError
        Where this process has no such device; the error lists those that it has.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.device("cpu")
    Device(name='cpu', index=0)
    """
    if which is MAIN:
        return MAIN
    wanted = which if isinstance(which, Device) else _parsed(str(which))
    known = devices()
    if wanted not in known:
        raise ValueError(
            f"[device] there is no such device: got {str(which)!r}; expected one of {', '.join(map(str, known))}. "
            "Install its backend, or choose one of these."
        )
    return wanted


def _parsed(text: str) -> Device:
    name, _, index = text.partition(":")
    return Device(name, int(index)) if index.isdigit() else Device(name if not index else text)

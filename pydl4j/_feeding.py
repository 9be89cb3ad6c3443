"""Minibatches of a Python iterator, pushed into a short queue while Java trains."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from pydl4j import _jvm
from pydl4j._batch import Batch, DataSet, minibatches
from pydl4j._handle import Handle
from pydl4j.nd.core import Described

_PUSH_MS = 50


class _Signature(Protocol):
    """What makes a batch of a minibatch."""

    def batch(self, data: DataSet, *, where: str) -> Batch: ...


def fed(source: Iterable[Any], epochs: int, signature: _Signature) -> tuple[Handle, Callable[[], bool]]:
    """A queue in Java, and what pushes one minibatch into it: waits a slice for room, and is False after the last."""
    queue = Handle(_jvm.call("LocalTraining", "pushed"))
    batches = _passes(source, epochs, signature)
    waiting: list[Described] = []

    def feed() -> bool:
        if not waiting:
            item = next(batches, None)
            if item is None:
                return False
            waiting.append(item)
        if _jvm.call("LocalTraining", "push", queue.number, waiting[0], _PUSH_MS):
            waiting.clear()
        return True

    return queue, feed


def _passes(source: Iterable[Any], epochs: int, signature: _Signature) -> Iterator[Described]:
    """All minibatches as Java reads them, an empty list after each epoch."""
    for epoch in range(epochs):
        empty = True
        for item in minibatches(source, where="fit"):
            empty = False
            yield signature.batch(item, where="fit").described()
        if empty:
            hint = (
                "It was used up by the first epoch: give a list or an iterable that can be passed over again."
                if epoch
                else "Check the data, and that the iterator was not used up before."
            )
            raise ValueError(
                f"[fit] the iterator is empty in epoch {epoch}: got no minibatch; expected at least one. {hint}"
            )
        yield Described()

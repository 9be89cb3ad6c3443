"""The network as it lies in Java."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydl4j import _batch, _jvm
from pydl4j._fit import Trainable
from pydl4j._handle import Handle
from pydl4j.nn._parts import Part
from pydl4j.nn.listeners import TrainingListener


class JavaNetwork(Trainable):
    """What all roles of a network share: its handle, and what it reads and gives."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._contents: Mapping[str, Part] = {}
        self._listeners: tuple[TrainingListener, ...] = ()
        about = json.loads(self._call("describe"))
        self._dtype: str = about["dataType"]
        self._inputs: list[str] = about["inputs"]
        self._outputs: list[str] = about["outputs"]
        self._indices: list[bool] = about["indices"]
        types = zip(self._inputs, about["inputTypes"], self._indices, strict=True)
        inputs = [self._slot(name, dtype, ids=ids) for name, dtype, ids in types]
        outputs = [_batch.Slot(n, self._dtype, dims=d) for n, d in zip(self._outputs, about["outputDims"], strict=True)]
        self._signature = _batch.Signature(inputs, outputs, self._dtype)
        self._plain = about["outputTypes"] == [self._dtype]  # one output in the network's type
        self._reads = "int64" if self._indices[0] else str(about["inputTypes"][0])  # what the first input is fed

    def _slot(self, name: str, dtype: str, *, ids: bool) -> _batch.Slot:
        """Whole numbers stay whole; Java refuses fractions where it reads them."""
        own = dtype in ("float32", "float64", "float16")
        return _batch.Slot(name, dtype if own else self._dtype, ids or not own)

    def _call(self, method: str, *args: Any) -> Any:
        return _jvm.call("LocalNn", method, self._handle.number, *args)

    def _about(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self._call("describe"))
        return told

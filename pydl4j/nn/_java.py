"""The network as it lies in Java."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydl4j import _batch, _jvm
from pydl4j._fit import Trainable
from pydl4j._handle import Handle
from pydl4j.nn._classes import Label, OutputClasses
from pydl4j.nn._parts import Part
from pydl4j.nn.listeners import TrainingListener

PIPELINE = "pipeline.json"  # its entry in files


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
        described = zip(self._outputs, about["outputDims"], about["regressions"], strict=True)
        self._classes = {
            n: OutputClasses(n, dims, regression=values, learned=self._tell_classes) for n, dims, values in described
        }
        named = json.loads(self._call("classNames"))
        for output, classes in self._classes.items():
            classes.from_json(named.get(output))
        outputs = [
            _batch.Slot(n, self._dtype, dims=d, classes=self._classes[n])
            for n, d in zip(self._outputs, about["outputDims"], strict=True)
        ]
        self._signature = _batch.Signature(inputs, outputs, self._dtype)
        self._plain = about["outputTypes"] == [self._dtype]  # one output in the network's type
        self._reads = "int64" if self._indices[0] else str(about["inputTypes"][0])  # what the first input is fed

    def _slot(self, name: str, dtype: str, *, ids: bool) -> _batch.Slot:
        """Whole numbers stay whole; Java refuses fractions where it reads them."""
        own = dtype in ("float32", "float64", "float16")
        return _batch.Slot(name, dtype if own else self._dtype, ids or not own)

    def _call(self, method: str, *args: Any) -> Any:
        return _jvm.call("LocalNn", method, self._handle.number, *args)

    def _tell_classes(self) -> None:
        told = {output: classes.to_json() for output, classes in self._classes.items() if classes.labels}
        self._call("setClassNames", json.dumps(told))

    @property
    def class_names(self) -> Any:
        """What the classes of the output are called, a list in the order of its numbers; a dict of them by output.

        A fit to labels that are text, booleans or of a category learns them; a data set of datavec has them. They may
        be set, which a network needs that is fitted to minibatches of labels by name. Saved with the network.
        """
        named = {output: list(classes.labels) for output, classes in self._classes.items()}
        return next(iter(named.values())) if len(named) == 1 else named

    @class_names.setter
    def class_names(self, names: Sequence[Label] | Mapping[str, Sequence[Label]]) -> None:
        given = names if isinstance(names, Mapping) else {self._outputs[0]: names}
        unknown = [output for output in given if output not in self._classes]
        if unknown or (len(self._outputs) > 1 and not isinstance(names, Mapping)):
            raise ValueError(
                f"[class_names] got {unknown or 'one list'} for the outputs {', '.join(self._outputs)}; expected a "
                "dict of lists by output."
            )
        for output, of in given.items():
            self._classes[output].name(of)
        self._tell_classes()

    def _about(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self._call("describe"))
        return told

"""The graph as it lies in Java, and the variables that stand for it here."""

from __future__ import annotations

import json
from typing import Any

from numpy.typing import ArrayLike

from pydl4j import _jvm
from pydl4j._fit import Trainable
from pydl4j._handle import Handle
from pydl4j.nd import Array
from pydl4j.nd.core import described, held, received
from pydl4j.samediff._training import TrainingConfig
from pydl4j.samediff._variable import Variable


class JavaGraph(Trainable):
    """What all roles of a graph share: its handle, the variables that are known, the configuration of training."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._config: TrainingConfig | None = None
        self._known: dict[str, Variable] = {}
        self._unused: dict[str, int] = {}
        self._refresh()

    def _call(self, method: str, *args: Any) -> Any:
        return _jvm.call("LocalSameDiff", method, self._handle.number, *args)

    def _described(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self._call("describe"))
        return told

    def _refresh(self) -> None:
        """Takes the variables as Java has them; those known keep their identity."""
        for v in self._described()["variables"]:
            self._take(v)

    def _take(self, told: dict[str, Any]) -> None:
        if told["name"] not in self._known:
            graph: Any = self
            self._known[told["name"]] = Variable(graph, told["name"], told["kind"], told["dtype"], told["shape"])

    def _new(self, name: str) -> Variable:
        """The variable of that name, which Java may have made just now."""
        if name not in self._known:
            self._take(json.loads(self._call("describeVariable", name)))
        return self._known[name]

    def _free(self, stem: str) -> str:
        """A name that no variable has."""
        n = self._unused.get(stem, 0)
        while f"{stem}_{n}" in self._known:
            n += 1
        self._unused[stem] = n
        return f"{stem}_{n}"

    def get_variable(self, name: str) -> Variable:
        """The variable of that name."""
        if name not in self._known:
            raise ValueError(f"[samediff] unknown variable: got {name!r}; expected one of {', '.join(self._known)}.")
        return self._known[name]

    def variables(self) -> list[Variable]:
        """All variables, in the order of their making."""
        return list(self._known.values())

    @property
    def loss_variables(self) -> list[str]:
        """What training minimizes the sum of."""
        names: list[str] = self._described()["lossVariables"]
        return names

    def get_array(self, name: str) -> Array:
        """A copy of the content of a variable or constant."""
        return received(self._call("array", name))[0]

    def set_array(self, name: str, values: ArrayLike | Array) -> None:
        """Copies new content into a variable or constant."""
        given = held(values, dtype=self.get_variable(name).dtype)
        self._call("setArray", name, described(given))


def cast(values: Any, dtype: Any) -> Array:
    """The values in that type."""
    given = held(values)
    return given if given.dtype == dtype else given.astype(dtype)

"""What networks have learned."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from pydl4j import _batch
from pydl4j.nd import Array
from pydl4j.nd.core import described, received
from pydl4j.nn._java import JavaNetwork


class Parameters(JavaNetwork):
    """Parameters by name or as one vector, and how far training is."""

    def params(self) -> Array:
        """A copy of all parameters as one vector, in DL4J's order."""
        return received(self._call("params"))[0]

    def set_params(self, flat: ArrayLike | Array) -> None:
        """Takes all parameters from one vector."""
        self._call("setParams", described(self._finite(flat, where="set_params", name="flat")))

    def _finite(self, values: Any, *, where: str, name: str) -> np.ndarray:
        given = _batch.numbers(values, where=where, name=name).astype(self._dtype, copy=False)
        if not np.isfinite(given).all():
            raise ValueError(f"[{where}] {name} holds NaN or infinities: expected finite numbers.")
        return given

    def param_table(self) -> dict[str, Array]:
        """Copies of the parameters by name ("layer0_W"), in order."""
        return {name: self.get_param(name) for name in json.loads(self._call("paramNames"))}

    def get_param(self, name: str) -> Array:
        """A copy of one parameter."""
        return received(self._call("param", name))[0]

    def set_param(self, name: str, value: ArrayLike | Array) -> None:
        """Takes one parameter."""
        self._call("setParam", name, described(self._finite(value, where="set_param", name=name)))

    def num_params(self) -> int:
        """How many parameters there are."""
        return int(self._about()["params"])

    @property
    def iteration_count(self) -> int:
        """Minibatches trained on in the network's whole life."""
        return int(self._about()["iterations"])

    @property
    def epoch_count(self) -> int:
        """Epochs trained in the network's whole life."""
        return int(self._about()["epochs"])

"""The graph is asked: outputs, gradients, and whether they are right."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from pydl4j.nd import Array
from pydl4j.nd.core import described, received
from pydl4j.samediff._java import JavaGraph, cast
from pydl4j.samediff._variable import Variable


class Queries(JavaGraph):
    """What a graph computes."""

    def output(self, placeholders: Mapping[str, ArrayLike | Array], *names: str | Variable) -> dict[str, Array]:
        """Computes variables; dropout keeps everything.

        Parameters
        ----------
        placeholders : mapping of str to array_like
            Those that the variables depend on; they are cast to the placeholder's type.
        *names : str or Variable
            What is wanted.

        Returns
        -------
        dict of str to Array
            In the order of the names.
        """
        wanted = [x.name if isinstance(x, Variable) else x for x in names]
        given, described = self._given(placeholders, "output")
        made = self._call("output", given, described, json.dumps(wanted))
        return dict(zip(wanted, received(made), strict=True))

    def batch_output(self) -> BatchOutput:
        """A query that is put together step by step. DL4J: batchOutput."""
        return BatchOutput(self)

    def calculate_gradients(
        self, placeholders: Mapping[str, ArrayLike | Array], *names: str | Variable
    ) -> dict[str, Array]:
        """The gradients of the loss with respect to variables or placeholders; of all trained variables by default."""
        wanted = [x.name if isinstance(x, Variable) else x for x in names]
        wanted = wanted or [v.name for v in self._known.values() if v.kind == "VARIABLE"]
        given, described = self._given(placeholders, "calculate_gradients")
        made = self._call("gradients", given, described, json.dumps(wanted))
        return dict(zip(wanted, received(made), strict=True))

    def _gradients_of(
        self, of: str, placeholders: Mapping[str, Any], wrt: Sequence[str], seed: Any, training: bool
    ) -> dict[str, Array]:
        """The gradients of a variable that the seed reaches."""
        names, arrays = self._given(placeholders, "gradients", cast(seed, self.get_variable(of).dtype))
        made = self._call("gradientsOf", names, arrays, json.dumps(list(wrt)), of, training)
        return dict(zip(wrt, received(made), strict=True))

    def _given(self, placeholders: Mapping[str, Any], where: str, *more: Array) -> tuple[str, list[int]]:
        arrays = []
        for name, values in placeholders.items():
            v = self.get_variable(name)
            if v.kind != "PLACEHOLDER":
                raise ValueError(f"[{where}] {name} is no placeholder: got a {v.kind}. Use set_array for its content.")
            arrays.append(cast(values, v.dtype))
        return json.dumps(list(placeholders)), described(*arrays, *more)

    def check_gradients(
        self, placeholders: Mapping[str, Any], *, per_variable: int = 10, step: float = 1e-5, tolerance: float = 1e-5
    ) -> float:
        """Compares gradients with central differences of the loss; for graphs in float64.

        Parameters
        ----------
        placeholders : mapping of str to array_like
            What the loss is computed for.
        per_variable : int
            Elements that are checked of each trained variable, evenly chosen.
        step : float
            Half the distance of the two losses.
        tolerance : float
            Largest relative error allowed.

        Returns
        -------
        float
            The largest relative error.

        Raises
        ------
        ArithmeticError
            When an error exceeds the tolerance; names the variable and the element.
        """
        gradients = self.calculate_gradients(placeholders)
        worst = 0.0
        for name, gradient in gradients.items():
            start = np.array(self.get_array(name))
            for flat in np.unique(np.linspace(0, start.size - 1, per_variable).astype(int)):
                ends: list[float] = []
                for sign in (1, -1):
                    moved = start.copy()
                    moved.flat[flat] += sign * step
                    self.set_array(name, moved)
                    ends.append(sum(float(np.sum(a)) for a in self.output(placeholders, *self.loss_variables).values()))
                self.set_array(name, start)
                expected, got = (ends[0] - ends[1]) / (2 * step), float(np.asarray(gradient).flat[flat])
                error = abs(got - expected) / max(1e-4, abs(got) + abs(expected))
                worst = max(worst, error)
                if not error <= tolerance:
                    at = tuple(int(k) for k in np.unravel_index(flat, start.shape))
                    raise ArithmeticError(
                        f"[check_gradients] {name}{list(at)}: got {got}; expected {expected} by central differences "
                        f"(relative error {error:.2g} > {tolerance:.2g})."
                    )
        return worst


class BatchOutput:
    """A query of a `SameDiff` graph, put together step by step. DL4J: BatchOutputConfig."""

    def __init__(self, graph: Queries) -> None:
        self._graph = graph
        self._placeholders: dict[str, Any] = {}
        self._names: list[str] = []

    def input(self, name: str | Variable, values: ArrayLike | Array) -> BatchOutput:
        """Gives a placeholder."""
        self._placeholders[name.name if isinstance(name, Variable) else name] = values
        return self

    def output(self, *names: str | Variable) -> BatchOutput:
        """Asks for variables."""
        self._names += [x.name if isinstance(x, Variable) else x for x in names]
        return self

    def exec(self) -> dict[str, Array]:
        """Computes them."""
        return self._graph.output(self._placeholders, *self._names)

    def exec_single(self) -> Array:
        """Computes the only one."""
        (made,) = self.exec().values()
        return made

"""The one way to call an op: on arrays it runs, on traced values it becomes a node."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from pydl4j import _jvm
from pydl4j.nd import _array
from pydl4j.nd._operators import Operators

_NUMBERS = (bool, int, float, np.generic)


def apply(op: str, attributes: dict[str, Any], inputs: Sequence[ArrayLike | Operators | None]) -> list[Any]:
    """Applies one op, as the functions of `pydl4j.nd.ops` do.

    Parameters
    ----------
    op : str
        ONNX name, or ``pydl4j.`` and the name of one of ours.
    attributes : dict
        Attributes and constant lists (axes, a shape) by name; those that are None are left out.
    inputs : sequence of array_like or None
        In the order of the declaration; None for an optional one that is not given. Inputs of mixed types are cast to
        a common one; Python's and NumPy's plain numbers take the type of the arrays beside them.

    Returns
    -------
    list of Array
        The outputs; traced values where an input is one.
    """
    for x in inputs:
        if isinstance(x, Operators) and x._trace is not None:
            return x._trace.call(op, attributes, inputs)
    given = [None if x is None else _array.asarray(x) for x in inputs]
    weak = [i for i, x in enumerate(inputs) if isinstance(x, _NUMBERS)]
    return _array.received(_jvm.call("LocalNd", "apply", op, text(attributes), _array.described(*given), weak))


def one(op: str, x: Any) -> Any:
    """The output of an op of one input without attributes."""
    return apply(op, {}, (x,))[0]


def cast(x: Any, dtype: Any) -> Any:
    """x in another element type."""
    return apply("Cast", {"to": _array.number(dtype)}, (x,))[0]


def text(attributes: dict[str, Any]) -> str:
    """Attributes as the bridge reads them."""
    if not attributes:
        return "{}"
    return json.dumps({name: value for name, value in attributes.items() if value is not None}, default=_array.plain)

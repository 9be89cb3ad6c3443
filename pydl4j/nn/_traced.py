"""Layers and losses that are Python functions: traced into the network's graph, so that no Python is needed later."""

from __future__ import annotations

import functools
import inspect
import json
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from pydl4j import _jvm
from pydl4j._generated.layers import DenseLayer, Layer
from pydl4j._record import snake
from pydl4j.nd.arrays import Trace, Traced
from pydl4j.nd.core import described, dtype_number

_SETTINGS = {snake(name): name for name in DenseLayer._shared}


class Parameters:
    """What a traced layer learns and remembers; names are unique in the layer.

    In the network a parameter is named by path: ``w`` of ``layer0`` is ``layer0/w``.
    """

    def __init__(self, trace: Trace, dtype: str) -> None:
        self._trace = trace
        self._dtype = dtype
        self._leaves: list[dict[str, Any]] = []
        self._states: set[str] = set()
        self._updates: dict[str, Any] = {}
        self._drawn = 0

    def weight(self, name: str, shape: Sequence[int], init: str | float = "xavier") -> Traced:
        """A trained array.

        Parameters
        ----------
        name : str
            Its name in the layer.
        shape : sequence of int
            Known sizes; of the input's, those of features are.
        init : str or float
            A weight init by name (of a matrix the first axis is the fan in), or the number that it starts with.
        """
        return self._leaf(name, "VARIABLE", shape, init)

    def bias(self, name: str, shape: Sequence[int], init: str | float = 0.0) -> Traced:
        """A trained array that starts with a number. Arrays of fewer than two axes have the settings of biases."""
        return self._leaf(name, "VARIABLE", shape, init)

    def state(self, name: str, shape: Sequence[int], init: float = 0.0) -> Traced:
        """An array that training changes without gradients, by `update`: a moving average."""
        made = self._leaf(name, "STATE", shape, init)
        self._states.add(name)
        return made

    def update(self, name: str, value: Any) -> None:
        """What a state holds after a step of training."""
        if name not in self._states:
            raise ValueError(
                f"[nn.layer] update of {name!r}: got no such state; expected one of {sorted(self._states)}."
            )
        self._updates[name] = value

    def dropout(self, x: Any, retain: float) -> Traced:
        """x with elements dropped while training, with the probability 1 - retain, and the others scaled up."""
        self._drawn += 1
        zero = self._trace.value(np.zeros((), np.int64))  # the network's seed and step take its place
        attributes = {"retain": float(retain), "node": self._drawn}
        return self._trace.call("pydl4j.Dropout", attributes, (x, zero, zero))[0]

    def _leaf(self, name: str, kind: str, shape: Sequence[int], init: str | float) -> Traced:
        taken = name in ("x", *(leaf["name"] for leaf in self._leaves)) or name.startswith(("#", "captured"))
        if not name or taken:
            raise ValueError(
                f"[nn.layer] parameter {name!r}: expected a new name that does not begin with '#' or 'captured'."
            )
        if not all(type(d) is int and d > 0 for d in shape):
            raise ValueError(
                f"[nn.layer] parameter {name!r}: got the shape {tuple(shape)}; expected known sizes > 0. "
                "Sizes of the batch and of time are open while a layer is traced."
            )
        named = isinstance(init, str)
        start = {"init": init if named else None, "value": 0.0 if named else float(init)}
        self._leaves.append(
            {"name": name, "kind": kind, "dtype": self._dtype, "shape": [int(d) for d in shape], "start": start}
        )
        return self._trace.input(name, dtype_number(self._dtype), list(shape))


class TracedLayer(Layer):
    """A layer that a Python function computes; `layer` makes it."""

    __slots__ = ("_arguments", "_function")
    _shared = DenseLayer._shared

    def __init__(self, function: Callable[..., Any], arguments: dict[str, Any], settings: dict[str, Any]) -> None:
        super().__init__(**settings)
        object.__setattr__(self, "_function", function)
        object.__setattr__(self, "_arguments", arguments)

    def traced(self, before: dict[str, Any], floats: str) -> dict[str, Any]:
        """The layer as Java reads it, for an input of that type.

        Parameters
        ----------
        before : dict
            Of the input: ``dims``, -1 where open, and ``dtype``, None for the network's.
        floats : str
            The network's type.
        """
        with Trace(open_sizes=True) as trace:
            dtype = before["dtype"] or floats
            x = trace.input("x", dtype_number(dtype), before["dims"])
            parameters = Parameters(trace, floats)
            y = self._function(x, parameters, **self._arguments)
            leaves = [_placeholder("x", dtype, before["dims"]), *parameters._leaves]
            body = _body(trace, [trace.value(y)], leaves, parameters._updates)
        return {"@type": "GraphLayer", "body": body}

    def to_dict(self) -> dict[str, Any]:
        """Raises: the layer is traced for what it reads."""
        raise TypeError(
            f"[{self._function.__name__}] is traced where it stands: got it inside another layer; expected it in a "
            "list of layers or in a graph."
        )

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, TracedLayer)
            and self._function is other._function
            and self._arguments == other._arguments
            and self._fields == other._fields
        )

    def __hash__(self) -> int:
        return hash((self._function, repr(self._arguments)))

    def __reduce__(self) -> Any:
        return TracedLayer, (self._function, self._arguments, self._fields)

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={value!r}" for name, value in self._arguments.items())
        return f"{self._function.__name__}({given})"


def layer(function: Callable[..., Any]) -> Callable[..., TracedLayer]:
    """Makes a layer of a function of arrays.

    The function is traced once, when a network is configured: sizes of features are known, those of the batch and of
    time are open. What it computed is part of the network, which trains, saves, exports to ONNX, runs on Spark and
    serves in Java without the function, and without Python.

    Parameters
    ----------
    function : callable
        Of the input as the layer before gives it ([N, size], [N, size, T], [N, C, H, W]), of `Parameters`, and of
        keyword arguments of its own. It returns one array, rows first.

    Returns
    -------
    callable
        Of the function's keyword arguments and the settings that any layer may have (``name``, ``updater``, ``l2``,
        ``drop_out``, ``trainable``, ...); it makes a layer for lists and graphs.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd, nn
    >>> @nn.layer
    ... def gated(x, p, *, units):
    ...     w, v = (p.weight(name, (x.shape[-1], units)) for name in ("w", "v"))
    ...     return nd.tanh(x @ w) * nd.sigmoid(x @ v + p.bias("b", (units,)))
    >>> net = nn.MultiLayerNetwork([gated(units=5), nn.OutputLayer(3)], input_type=nn.InputType.feed_forward(4)).init()
    >>> list(net.param_table())
    ['layer0/w', 'layer0/v', 'layer0/b', 'layer1_W', 'layer1_b']
    >>> np.asarray(net.output(np.zeros((2, 4)))).shape
    (2, 3)
    """
    own = inspect.signature(function).parameters

    @functools.wraps(function)
    def make(**arguments: Any) -> TracedLayer:
        unknown = [name for name in arguments if name not in own and name not in _SETTINGS]
        if unknown:
            raise TypeError(
                f"[{function.__name__}] unknown argument: got {unknown[0]!r}; expected one of "
                f"{', '.join([*list(own)[2:], *_SETTINGS])}."
            )
        given = {name: value for name, value in arguments.items() if name in own}
        settings = {_SETTINGS[name]: value for name, value in arguments.items() if name not in own}
        return TracedLayer(function, given, settings)

    return make


def traced_loss(function: Callable[[Any, Any], Any], outputs: int, floats: str) -> dict[str, Any]:
    """A function of (y_true, y_pred) as a loss that Java reads.

    Parameters
    ----------
    function : callable
        Of labels and activated outputs, both [rows, outputs]; class indices come one-hot. It gives a number per row, an
        array per row whose mean counts, or one number for all rows, which cannot be weighted.
    outputs : int
        How many outputs the layer has, -1 where that is unknown.
    floats : str
        Their type.
    """
    dims = [-1, outputs]
    with Trace(open_sizes=True) as trace:
        y_true, y_pred = (trace.input(name, dtype_number(floats), dims) for name in ("y_true", "y_pred"))
        made = trace.value(function(y_true, y_pred))
        leaves = [_placeholder(name, floats, dims) for name in ("y_true", "y_pred")]
        return {"@type": "GraphLoss", "body": _body(trace, [made], leaves, {})}


def traced_metric(function: Callable[[Any, Any], Any], outputs: int, floats: str) -> dict[str, Any]:
    """A function of (y_true, y_pred) as a metric that Java reads; arguments as of `traced_loss`."""
    name = getattr(function, "__name__", type(function).__name__)
    return {"name": name, "body": traced_loss(function, outputs, floats)["body"]}


def _placeholder(name: str, dtype: str, dims: Sequence[int]) -> dict[str, Any]:
    return {"name": name, "kind": "PLACEHOLDER", "dtype": dtype, "shape": list(dims)}


def _body(trace: Trace, outputs: list[Traced], leaves: list[dict[str, Any]], updates: dict[str, Any]) -> Any:
    graph = trace.body([*outputs, *(trace.value(value) for value in updates.values())])
    held = list(trace.captured)
    constants = [
        {"name": f"captured{i}", "kind": "CONSTANT", "dtype": str(a.dtype), "shape": list(a.shape)}
        for i, a in enumerate(held)
    ]
    by_name = {leaf["name"]: leaf for leaf in [*leaves, *constants]}
    told = json.dumps([by_name[name] for name in trace.inputs])
    return json.loads(
        _jvm.call("LocalParts", "traced", graph.number, told, described(*held), json.dumps(list(updates)))
    )

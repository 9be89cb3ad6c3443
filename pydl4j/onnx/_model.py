"""An ONNX model that runs on our engine."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from pydl4j import _jvm
from pydl4j._explanation import Explanation
from pydl4j._handle import Handle
from pydl4j.nd import Array, asarray
from pydl4j.nd._held import described, received


class Tensor(NamedTuple):
    """An input or output of a model.

    Attributes
    ----------
    name : str
        Its name in the file.
    dtype : str
        NumPy's name of the element type.
    shape : tuple of int or None
        None where the size may differ from call to call.
    """

    name: str
    dtype: str
    shape: tuple[int | None, ...]


class Model:
    """A loaded ONNX model; `load` makes it. Safe to call from many threads.

    Attributes
    ----------
    inputs, outputs : tuple of Tensor
        What the model takes and gives, in order.
    """

    def __init__(self, handle: Handle, path: str, threads: int) -> None:
        self._handle = handle
        self._path = path
        self._threads = threads
        self._gradients: dict[tuple[str, ...], Handle] = {}
        told = json.loads(_jvm.call("LocalOnnx", "describe", handle.number))
        self.inputs = tuple(_tensor(t) for t in told["inputs"])
        self.outputs = tuple(_tensor(t) for t in told["outputs"])

    def __call__(self, *inputs: ArrayLike | Array) -> Array:
        """The first output.

        Parameters
        ----------
        *inputs : array_like
            One per input of the model, in order; Python and NumPy numbers are cast to its type.

        Returns
        -------
        Array
            ``np.asarray`` of it copies nothing.
        """
        return next(iter(self.run(dict(zip((t.name for t in self.inputs), inputs, strict=False))).values()))

    def run(self, inputs: Mapping[str, ArrayLike | Array]) -> dict[str, Array]:
        """All outputs by name.

        Parameters
        ----------
        inputs : mapping of str to array_like
            One per input of the model.

        Returns
        -------
        dict of str to Array
            The outputs, in order.

        Raises
        ------
        ValueError
            When an input is missing, unknown, or of a shape that the model does not take.
        """
        names = [t.name for t in self.inputs]
        if set(names) != set(inputs):
            raise ValueError(f"[onnx] wrong inputs: got {sorted(inputs)}; expected {sorted(names)}. Give each once.")
        given = [asarray(inputs[t.name], dtype=t.dtype) for t in self.inputs]
        out = received(_jvm.call("LocalPlans", "run", self._handle.number, described(*given)))
        return dict(zip((t.name for t in self.outputs), out, strict=True))

    def explain(self, inputs: Mapping[str, ArrayLike | Array | tuple[int, ...]]) -> Explanation:
        """What the plan for these inputs consists of: steps, implementations, layouts, fused nodes, memory.

        Parameters
        ----------
        inputs : mapping of str to array_like or tuple of int
            One per input of the model: an array, or its shape.
        """
        shapes = {name: given if isinstance(given, tuple) else np.shape(given) for name, given in inputs.items()}
        dims = json.dumps({name: [int(d) for d in shape] for name, shape in shapes.items()})
        return Explanation.of(_jvm.call("LocalPlans", "explain", self._handle.number, dims))

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the float initializers in the file: what `gradients` may be asked for, beside inputs."""
        return tuple(str(name) for name in _jvm.call("LocalOnnx", "parameters", self._path))

    def gradients(
        self,
        inputs: Mapping[str, ArrayLike | Array],
        *,
        wrt: Sequence[str] | None = None,
        output: str | None = None,
        seed: ArrayLike | Array | None = None,
    ) -> dict[str, Array]:
        """Gradients of an output with respect to initializers and inputs.

        Parameters
        ----------
        inputs : mapping of str to array_like
            One per input of the model.
        wrt : sequence of str, optional
            Names of initializers and inputs; all `parameters` when absent.
        output : str, optional
            The output to differentiate; the first when absent.
        seed : array_like, optional
            The gradient of a loss with respect to that output; ones when absent, so that the loss is its sum.

        Returns
        -------
        dict of str to Array
            One per name, each of the shape of what it belongs to.
        """
        name = self.outputs[0].name if output is None else output
        chosen = list(self.parameters if wrt is None else wrt)
        key = (name, *chosen)
        if key not in self._gradients:
            made = _jvm.call("LocalOnnx", "differentiate", self._path, name, chosen, self._threads)
            self._gradients[key] = Handle(made)
        if seed is None:
            seed = np.ones(np.shape(np.asarray(self.run(inputs)[name])), "float32")
        dtype = next(t.dtype for t in self.outputs if t.name == name)
        given = [asarray(inputs[t.name], dtype=t.dtype) for t in self.inputs] + [asarray(seed, dtype=dtype)]
        out = received(_jvm.call("LocalOnnx", "gradients", self._gradients[key].number, described(*given)))
        return dict(zip(chosen, out, strict=True))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the model again, in the opset that pydl4j writes; an existing file is replaced when all is written."""
        _jvm.call("LocalOnnx", "save", self._handle.number, _jvm.path(path))

    def dump(self) -> str:
        """The graph as text, one line per value and node."""
        return str(_jvm.call("LocalOnnx", "dump", self._handle.number))

    def close(self) -> None:
        """Frees the model; does nothing the second time."""
        self._handle.close()
        for handle in self._gradients.values():
            handle.close()

    def __enter__(self) -> Model:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Model(inputs={list(self.inputs)}, outputs={list(self.outputs)})"


def load(path: str | os.PathLike[str], *, threads: int = 0) -> Model:
    """Reads an ONNX file.

    Parameters
    ----------
    path : path
        A model of any opset up to 28; external data files are read from its folder.
    threads : int
        Threads that a run uses; 0 for all processors.

    Returns
    -------
    Model

    Raises
    ------
    ValueError
        When the file is damaged or no ONNX model.
    NotImplementedError
        When the model uses what we do not have; names the node.
    """
    where = _jvm.path(path)
    return Model(Handle(_jvm.call("LocalOnnx", "load", where, threads)), where, threads)


def _tensor(told: dict[str, object]) -> Tensor:
    shape = tuple(None if d == -1 else d for d in told["shape"])  # type: ignore[attr-defined]
    return Tensor(str(told["name"]), str(told["dtype"]), shape)

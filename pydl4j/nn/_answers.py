"""What networks answer."""

from __future__ import annotations

import json
from ctypes import addressof, c_char
from typing import Any, NamedTuple

import numpy as np

from pydl4j import _batch, _jvm
from pydl4j._handle import Handle
from pydl4j.nd import Array
from pydl4j.nd.core import over, received
from pydl4j.nn._classes import OutputClasses
from pydl4j.nn._java import JavaNetwork

_ONNX = {"float64": 11, "float32": 1, "int64": 7}  # what crosses the border as numbers alone
_DIMS = 4
_PADDING = (0,) * _DIMS
_SHAPES = 4096  # small: more than there are plans


class _Seen(NamedTuple):
    """A shape that the network has answered: the answer's shape, and both as ``outputInto`` takes them."""

    output: tuple[int, ...]
    ranks: int
    dims: tuple[int, ...]

    @classmethod
    def of(cls, x: tuple[int, ...], y: tuple[int, ...]) -> _Seen:
        return cls(y, len(x) + 10 * len(y), (*x, *_PADDING[len(x) :], *y, *_PADDING[len(y) :]))


class Answers(JavaNetwork):
    """Outputs, classes and activations; safe to ask for from many threads, but for recurrent steps."""

    def __init__(self, handle: Handle) -> None:
        super().__init__(handle)
        self._types = {np.dtype(self._reads): _ONNX[self._reads]} if self._reads in _ONNX else {}
        self._shapes: dict[tuple[int, ...], _Seen] = {}

    def output(self, x: Any, *, features_mask: Any = None, threads: int = 0) -> Any:
        """The numbers that the network gives, what Keras calls predict; safe to call from many threads.

        `predict` tells classes by name, `predict_proba` gives their probabilities.

        Parameters
        ----------
        x : array_like
            Features as in `fit`; a list of arrays, or a dict by name, for a graph with several inputs.
        features_mask : array_like, or a list or dict by name, optional
            [N, T], 1 where a time step is present.
        threads : int, default 0
            Threads that compute; 0 takes all of `set_threads` for a call that runs alone, and one for each of several.

        Returns
        -------
        Array
            [N, classes] or [N, classes, T]; ``np.asarray`` of it is zero-copy. A list for several outputs.
        """
        if features_mask is None:
            seen = x._np if type(x) is Array else x
            shape = self._shapes.get(seen.shape) if type(seen) is np.ndarray and seen.flags.c_contiguous else None
            if shape is not None:
                if self._indices[0] and seen.dtype not in self._types:
                    seen = self._signature.inputs[0].numbers(seen, where="output", name="x")
                if seen.dtype in self._types:
                    return self._output_again(seen, shape, threads)
        batch = self._features(x, features_mask, where="output")
        out = received(self._call("output", batch.described(), threads))
        first = batch.features[0]
        again = self._plain and len(self._inputs) == 1 and first.mask is None and first.width == 0
        seen = first.values[0]
        if again and seen is not None and seen.dtype in self._types and 0 < seen.ndim <= _DIMS >= out[0].ndim:
            if len(self._shapes) >= _SHAPES:
                self._shapes.clear()
            self._shapes[seen.shape] = _Seen.of(seen.shape, out[0].shape)
        return self._answer(out)

    def _answer(self, out: list[Any]) -> Any:
        """One for each output, the only one alone."""
        return out[0] if len(self._outputs) == 1 else out

    def _features(self, x: Any, mask: Any = None, *, where: str) -> _batch.Batch:
        given = x if isinstance(x, _batch.DataSet) else _batch.DataSet(x, None, mask)
        if given.labels is not None:
            given = _batch.DataSet(given.features, None, given.features_mask)
        return self._signature.batch(given, where=where, labelled=False)

    def _output_again(self, x: np.ndarray, shape: _Seen, threads: int) -> Array:
        """The output for a shape seen before: into memory of NumPy's, with numbers alone over the border."""
        y = np.empty(shape.output, self._dtype)
        _jvm.call(
            "LocalNn", "outputInto", self._handle.number, _address(x), _address(y), shape.ranks,
            self._types[x.dtype], threads, *shape.dims,
        )  # fmt: skip
        return over(y)

    def predict(self, x: Any, *, features_mask: Any = None) -> Any:
        """The class of each row, by name where classes have names; of an output of values, the values.

        A class is the place of the largest number, or whether the only one is at least 0.5. What Keras calls predict is
        `output`.

        Parameters
        ----------
        x, features_mask
            As in `output`.

        Returns
        -------
        np.ndarray
            Labels [N] or [N, T]: text, numbers or booleans as the network was fitted to, else class indices in int64.
            Values as `output` gives them. A list for several outputs.
        """
        outputs = zip(self._outputs, self._all_outputs(x, features_mask, where="predict"), strict=True)
        return self._answer([self._told(y, self._classes[name]) for name, y in outputs])

    @staticmethod
    def _told(y: np.ndarray, classes: OutputClasses) -> np.ndarray:
        if classes.regression:
            return y
        best = y[:, 0] >= 0.5 if y.shape[1] == 1 else y.argmax(axis=1)
        return classes.named(best.astype(np.int64))

    def predict_proba(self, x: Any, *, features_mask: Any = None) -> Any:
        """How probable each class is, in the order of `class_names`.

        Parameters
        ----------
        x, features_mask
            As in `output`.

        Returns
        -------
        np.ndarray
            [N, classes] or [N, classes, T]; of a single output p the columns 1 - p and p. A list for several outputs.

        Raises
        ------
        ValueError
            Where an output gives values.
        """
        values = [name for name in self._outputs if self._classes[name].regression]
        if values:
            raise ValueError(
                f"[predict_proba] {values[0]!r} gives values: got a loss of values; expected an output of classes. "
                "Take predict, or output."
            )
        outputs = self._all_outputs(x, features_mask, where="predict_proba")
        return self._answer([np.concatenate([1 - y, y], axis=1) if y.shape[1] == 1 else y for y in outputs])

    def _all_outputs(self, x: Any, mask: Any, *, where: str) -> list[np.ndarray]:
        batch = self._features(x, mask, where=where)
        return [np.asarray(y) for y in received(self._call("output", batch.described(), 0))]

    def feed_forward(self, x: Any) -> dict[str, Array]:
        """The activations of the inputs and of every layer by name."""
        names = json.loads(self._call("activationNames"))
        given = self._features(x, where="feed_forward").described()
        return dict(zip(names, received(self._call("activations", given)), strict=True))

    def rnn_time_step(self, x: Any) -> Any:
        """The output for the next steps of sequences whose earlier steps were given by calls before."""
        return self._answer(received(self._call("rnnTimeStep", self._features(x, where="rnn_time_step").described())))

    def rnn_get_previous_state(self, layer: str | int) -> dict[str, Array]:
        """What a recurrent layer remembers of the steps given so far.

        Parameters
        ----------
        layer : str or int
            Its name, or its number in a stack.

        Returns
        -------
        dict of str to Array
            [N, n_out] by name: ``h``, and ``c`` of LSTM; empty before the first step.
        """
        name = layer if isinstance(layer, str) else f"layer{layer}"
        state = received(self._call("rnnPreviousState", name))
        return dict(zip(("c", "h") if len(state) > 1 else ("h",), state, strict=False))

    def rnn_clear_previous_state(self) -> None:
        """Forgets the steps given so far."""
        self._call("rnnClearPreviousState")


def _address(x: np.ndarray) -> int:
    """Where a dense array's memory begins; the buffer tells it in a quarter of the array interface's time."""
    try:
        return addressof(c_char.from_buffer(x))  # type: ignore[arg-type, unused-ignore] # stubs for Python < 3.12
    except (TypeError, ValueError, BufferError):  # read-only, empty, or of a type without a buffer
        return int(x.__array_interface__["data"][0])

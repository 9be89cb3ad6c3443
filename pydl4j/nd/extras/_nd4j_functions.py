"""ND4J's names of the Nd4j factory and of Transforms as functions; those that trace take traced values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from pydl4j.nd import linalg
from pydl4j.nd.arrays import _creation
from pydl4j.nd.core import _apply
from pydl4j.nd.core._apply import operand
from pydl4j.nd.core._held import Operand, held
from pydl4j.nd.core._wide import wide
from pydl4j.nd.functions import _manipulation
from pydl4j.nd.functions._gathering import take, take_along_axis
from pydl4j.nd.functions._sorting import argsort

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

__all__ = [
    "all_cosine_similarities", "all_euclidean_distances", "all_hamming_distances", "all_jaccard_distances",
    "all_manhattan_distances", "append", "append_bias", "average_and_propagate", "cosine_distance", "cosine_sim",
    "create", "create_uninitialized", "elu", "euclidean_distance", "gemm", "hamming_distance", "hard_sigmoid",
    "hard_tanh", "is_max", "jaccard_distance", "leaky_relu", "manhattan_distance", "mpow",
    "normalize_zero_mean_and_unit_variance", "pile", "prepend", "pull_rows", "relu", "relu6", "reverse", "scalar",
    "soft_plus", "softsign", "sort_columns", "sort_rows", "sort_with_indices", "stabilize", "tear", "tensor_mmul",
    "to_flattened", "unit_vec", "value_array_of",
]  # fmt: skip

_Given = ArrayLike | Operand


def _one(op: str, x: _Given, **attributes: Any) -> Array:
    return _apply.apply(op, attributes, [x])[0]


# ---- making and putting together -------------------------------------------------------------------------------------


def scalar(value: Any, dtype: Any = None) -> Array:
    """An array of shape () with that value. ND4J: Nd4j.scalar."""
    return _creation.asarray(value, dtype=dtype)


def create(*values_or_shape: Any, dtype: Any = None) -> Array:
    """An array of the values of a sequence or array, or zeros of a shape given as ints. ND4J: Nd4j.create."""
    if len(values_or_shape) == 1 and not isinstance(values_or_shape[0], (int, np.integer)):
        return _creation.array(values_or_shape[0], dtype=dtype)
    return _creation.zeros(values_or_shape, dtype=dtype)


def create_uninitialized(*shape: int, dtype: Any = None) -> Array:
    """An array of undefined content. ND4J: Nd4j.createUninitialized."""
    return _creation.empty(shape, dtype=dtype)


def value_array_of(shape: int | Sequence[int], value: float, dtype: Any = None) -> Array:
    """An array with every element set to the value. ND4J: Nd4j.valueArrayOf."""
    return _creation.full(shape, value, dtype=dtype)


def pile(*arrays: _Given) -> Array:
    """Arrays of one shape along a new first axis. ND4J: Nd4j.pile."""
    return _manipulation.stack(arrays)


def tear(x: Any, *axes: int) -> list[Array]:
    """The parts of x that span the axes, views; all of them. ND4J: Nd4j.tear."""
    x = held(x)
    return [x.tensor_along_dimension(k, *axes) for k in range(x.tensors_along_dimension(*axes))]


def pull_rows(x: _Given, axis: int, rows: Sequence[int]) -> Array:
    """The vectors along an axis of a matrix, picked by their numbers. ND4J: Nd4j.pullRows."""
    return _apply.apply("Gather", {"axis": 1 - axis % 2}, [x, np.asarray(rows, np.int64)])[0]


def append(x: _Given, amount: int, value: float, axis: int = -1) -> Array:
    """x with so many values after its end along an axis. ND4J: Nd4j.append."""
    return _padded(x, 0, amount, value, axis)


def prepend(x: _Given, amount: int, value: float, axis: int = -1) -> Array:
    """x with so many values before its start along an axis. ND4J: Nd4j.prepend."""
    return _padded(x, amount, 0, value, axis)


def _padded(x: _Given, before: int, after: int, value: float, axis: int) -> Array:
    x = operand(x)
    fill = _apply.cast(np.float64(value), x.dtype)
    return _apply.apply("Pad", {"pads": [before, after], "axes": [axis % x.ndim]}, [x, fill])[0]


def append_bias(*rows: _Given) -> Array:
    """Matrices [n, k] of one k, below each other, with a column of ones. ND4J: Nd4j.appendBias."""
    return append(_apply.apply("Concat", {"axis": 0}, list(rows))[0], 1, 1.0, 1)


def to_flattened(*arrays: _Given, order: Literal["c", "f"] = "c") -> Array:
    """All elements of arrays as one vector, row by row or column by column. ND4J: Nd4j.toFlattened."""
    parts = [(operand(x) if order == "c" else operand(x).transpose()).reshape(-1) for x in arrays]
    return _apply.apply("Concat", {"axis": 0}, parts)[0]


def average_and_propagate(arrays: Sequence[Any]) -> Array:
    """The mean of arrays of one shape, which is also written into each of them. ND4J: Nd4j.averageAndPropagate."""
    mean = pile(*arrays).mean(0)
    for x in arrays:
        x[...] = mean
    return mean


def reverse(x: _Given) -> Array:
    """The elements in the opposite order, under the same shape. ND4J: Nd4j.reverse."""
    x = operand(x)
    return x.reshape(-1)[::-1].reshape(x.shape)


def sort_with_indices(x: _Given, axis: int = -1, ascending: bool = True) -> tuple[Array, Array]:
    """Where the sorted elements along an axis come from, and the elements. ND4J: Nd4j.sortWithIndices."""
    x = operand(x)
    order = argsort(x, axis=axis, descending=not ascending)
    return order, take_along_axis(x, order, axis=axis)


def sort_rows(x: _Given, column: int, ascending: bool = True) -> Array:
    """The rows of a matrix, sorted by a column. ND4J: Nd4j.sortRows."""
    x = operand(x)
    return take(x, argsort(x[:, column], descending=not ascending), axis=0)


def sort_columns(x: _Given, row: int, ascending: bool = True) -> Array:
    """The columns of a matrix, sorted by a row. ND4J: Nd4j.sortColumns."""
    x = operand(x)
    return take(x, argsort(x[row], descending=not ascending), axis=1)


def gemm(
    a: _Given,
    b: _Given,
    c: _Given | None = None,
    *,
    transpose_a: bool = False,
    transpose_b: bool = False,
    alpha: float = 1.0,
    beta: float = 1.0,
) -> Array:
    """alpha a b + beta c of matrices, a and b transposed where told. ND4J: Nd4j.gemm."""
    attributes = {"transA": int(transpose_a), "transB": int(transpose_b), "alpha": float(alpha), "beta": float(beta)}
    return _apply.apply("Gemm", attributes, [a, b, c])[0]


def tensor_mmul(a: _Given, b: _Given, axes: Sequence[Sequence[int]]) -> Array:
    """The sum of products over pairs of axes. ND4J: Nd4j.tensorMmul."""
    return linalg.tensordot(a, b, axes=axes)


# ---- Transforms: element by element ----------------------------------------------------------------------------------


def relu(x: _Given) -> Array:
    """max(x, 0)."""
    return _one("Relu", x)


def relu6(x: _Given) -> Array:
    """min(max(x, 0), 6)."""
    return _apply.apply("Clip", {}, [x, 0.0, 6.0])[0]


def leaky_relu(x: _Given, alpha: float = 0.01) -> Array:
    """x, times alpha where it is negative."""
    return _one("LeakyRelu", x, alpha=float(alpha))


def elu(x: _Given, alpha: float = 1.0) -> Array:
    """x, and alpha (exp(x) - 1) where it is negative."""
    return _one("Elu", x, alpha=float(alpha))


def hard_tanh(x: _Given) -> Array:
    """x cut to -1 and 1."""
    return _apply.apply("Clip", {}, [x, -1.0, 1.0])[0]


def hard_sigmoid(x: _Given) -> Array:
    """0.2 x + 0.5 cut to 0 and 1."""
    return _one("HardSigmoid", x)


def soft_plus(x: _Given) -> Array:
    """log(1 + exp(x))."""
    return _one("Softplus", x)


def softsign(x: _Given) -> Array:
    """x / (1 + |x|)."""
    return _one("Softsign", x)


def stabilize(x: _Given, k: float = 1.0) -> Array:
    """x cut to where exp(k x) neither overflows nor vanishes: log(2^127) / k either way, as ND4J does."""
    limit = 127 * math.log(2) / k
    return _apply.apply("Clip", {}, [x, -limit, limit])[0]


def is_max(x: _Given, axis: int | None = None) -> Array:
    """1 at the first largest element of all, or along an axis, else 0, in the type of x."""
    x = operand(x)
    flat = x.reshape(-1) if axis is None else x
    along = 0 if axis is None else axis % x.ndim
    hot = _apply.apply("OneHot", {"axis": along, "depth": [flat.shape[along]]}, [flat.argmax(along), [0, 1]])[0]
    return _apply.cast(hot, x.dtype).reshape(x.shape)


def mpow(x: _Given, n: int) -> Array:
    """The n-th power of a square matrix."""
    return linalg.matrix_power(x, n)


@wide
def unit_vec(x: _Given) -> Array:
    """x / norm2(x); zeros stay zeros."""
    x = operand(x)
    norm = _apply.one("Sqrt", (x * x).sum())
    return x / _apply.apply("Where", {}, [norm > 0, norm, 1.0])[0]


@wide
def normalize_zero_mean_and_unit_variance(x: _Given) -> Array:
    """Each column of a matrix less its mean, over its standard deviation."""
    x = operand(x)
    return (x - x.mean(0, keepdims=True)) / (x.std(0, correction=1, keepdims=True) + 1e-12)


# ---- Transforms: distances -------------------------------------------------------------------------------------------


@wide
def cosine_sim(x: _Given, y: _Given) -> Array:
    """The cosine between two arrays as vectors: x . y / (|x| |y|)."""
    x, y = operand(x), operand(y)
    return (x * y).sum() / _apply.one("Sqrt", (x * x).sum() * (y * y).sum())


@wide
def cosine_distance(x: _Given, y: _Given) -> Array:
    """1 - `cosine_sim`."""
    return 1 - cosine_sim(x, y)


@wide
def euclidean_distance(x: _Given, y: _Given) -> Array:
    """Root of the sum of squared differences."""
    difference = operand(x) - operand(y)
    return _apply.one("Sqrt", (difference * difference).sum())


@wide
def manhattan_distance(x: _Given, y: _Given) -> Array:
    """Sum of the magnitudes of the differences."""
    return abs(operand(x) - operand(y)).sum()


def hamming_distance(x: _Given, y: _Given) -> Array:
    """Share of elements that differ."""
    return (operand(x) != operand(y)).mean()


@wide
def jaccard_distance(x: _Given, y: _Given) -> Array:
    """1 - sum(min(x, y)) / sum(max(x, y)) of numbers >= 0."""
    return 1 - _apply.apply("Min", {}, [x, y])[0].sum() / _apply.apply("Max", {}, [x, y])[0].sum()


@wide
def all_euclidean_distances(x: _Given, y: _Given) -> Array:
    """`euclidean_distance` of each row of x [m, k] and each of y [n, k]: [m, n]."""
    difference = _pairs(x) - _one("Unsqueeze", y, axes=[0])
    return _apply.one("Sqrt", (difference * difference).sum(2))


@wide
def all_manhattan_distances(x: _Given, y: _Given) -> Array:
    """`manhattan_distance` of each row of x [m, k] and each of y [n, k]: [m, n]."""
    return abs(_pairs(x) - _one("Unsqueeze", y, axes=[0])).sum(2)


def all_hamming_distances(x: _Given, y: _Given) -> Array:
    """`hamming_distance` of each row of x [m, k] and each of y [n, k]: [m, n]."""
    return (_pairs(x) != _one("Unsqueeze", y, axes=[0])).mean(2)


@wide
def all_jaccard_distances(x: _Given, y: _Given) -> Array:
    """`jaccard_distance` of each row of x [m, k] and each of y [n, k]: [m, n]."""
    pair = [_pairs(x), _one("Unsqueeze", y, axes=[0])]
    return 1 - _apply.apply("Min", {}, pair)[0].sum(2) / _apply.apply("Max", {}, pair)[0].sum(2)


@wide
def all_cosine_similarities(x: _Given, y: _Given) -> Array:
    """`cosine_sim` of each row of x [m, k] and each of y [n, k]: [m, n]."""
    x, y = operand(x), operand(y)
    norms = (x * x).sum(1, keepdims=True) * (y * y).sum(1).reshape(1, -1)
    return _apply.binary("MatMul", x, y.transpose()) / _apply.one("Sqrt", norms)


def _pairs(x: _Given) -> Array:
    return _one("Unsqueeze", x, axes=[1])

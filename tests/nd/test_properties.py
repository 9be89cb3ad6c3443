"""nd computes what NumPy does: any shape (empty, 0-d), any strides, NaN, infinities, overflow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pydl4j import nd

FLOATS = ("float32", "float64")
WHOLE = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
SHAPES = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5)
RELAXED = settings(max_examples=40, deadline=None, derandomize=True)
TOLERANCE = {"float32": 2e-5, "float64": 1e-12}


@st.composite
def laid_out(draw: Any, dtypes: tuple[str, ...] = FLOATS + WHOLE, shapes: Any = SHAPES, **limits: Any) -> np.ndarray:
    """An array whose axes are permuted, reversed and stepped through."""
    dtype = draw(st.sampled_from(dtypes))
    limits["allow_subnormal"] = False  # kernels take them for 0
    elements = hnp.from_dtype(np.dtype(dtype), **(limits if dtype in FLOATS else {}))
    a = draw(hnp.arrays(dtype, draw(shapes), elements=elements))
    a = a.transpose(draw(st.permutations(range(a.ndim))))
    steps = [draw(st.sampled_from([1, 1, -1, 2, -2])) for _ in range(a.ndim)]
    return a[(..., *(slice(None, None, step) for step in steps))]


def same(got: Any, expected: Any, *, tolerance: float | None = None) -> None:
    """Equal type, shape and values; NaN equals NaN."""
    got, expected = np.asarray(got), np.asarray(expected)
    assert (got.dtype, got.shape) == (expected.dtype, expected.shape)
    limit = TOLERANCE.get(str(expected.dtype), 0) if tolerance is None else tolerance
    np.testing.assert_allclose(got, expected, rtol=limit, atol=limit)


@pytest.mark.parametrize("name", ["abs", "negative", "square", "sign", "floor", "ceil", "trunc", "round", "positive"])
@RELAXED
@given(x=laid_out())
def test_functions_of_every_type(name: str, x: np.ndarray) -> None:
    with np.errstate(all="ignore"):
        same(getattr(nd, name)(nd.asarray(x)), getattr(np, name)(x), tolerance=0)


ALIKE = ("exp", "expm1", "log", "log1p", "log2", "log10", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh")
FLOATING = {name: name for name in ALIKE} | {
    "acos": "arccos", "asin": "arcsin", "atan": "arctan", "acosh": "arccosh", "asinh": "arcsinh", "atanh": "arctanh",
    "reciprocal": "reciprocal",
}  # fmt: skip


@pytest.mark.parametrize("name", FLOATING)
@RELAXED
@given(x=laid_out(FLOATS, min_value=-80, max_value=80) | laid_out(FLOATS))
def test_functions_of_floats(name: str, x: np.ndarray) -> None:
    if name in ("sin", "cos", "tan"):
        with np.errstate(invalid="ignore"):
            x = np.fmod(
                x, 80
            )  # what is left of larger angles says more of the argument's last bit than of the function
    with np.errstate(all="ignore"):
        expected = np.asarray(getattr(np, FLOATING[name])(x.astype("float64"))).astype(x.dtype)
    expected = np.where(np.abs(expected) < np.finfo(x.dtype).tiny, 0, expected).astype(x.dtype)
    same(getattr(nd, name)(nd.asarray(x)), expected)


BINARY = ("add", "subtract", "multiply", "maximum", "minimum", "equal", "not_equal", "less", "less_equal", "greater")


@st.composite
def pairs(draw: Any, groups: tuple[tuple[str, ...], ...], **limits: Any) -> tuple[np.ndarray, np.ndarray]:
    """Two arrays that broadcast, of types of one kind."""
    kind = draw(st.sampled_from(groups))
    shapes = draw(hnp.mutually_broadcastable_shapes(num_shapes=2, min_dims=0, max_dims=3, min_side=0, max_side=4))
    x, y = (draw(laid_out(kind, st.just(shape), **limits)) for shape in shapes.input_shapes)
    try:
        np.broadcast_shapes(x.shape, y.shape)
    except ValueError:  # steps of 2 made them differ
        y = y.reshape(-1)[:1].reshape(()) if y.size else np.zeros((), y.dtype)
    return x, y


@pytest.mark.parametrize("name", BINARY)
@RELAXED
@given(xy=pairs((FLOATS, WHOLE[:4], WHOLE[4:])))
def test_pairs_broadcast_and_promote(name: str, xy: tuple[np.ndarray, np.ndarray]) -> None:
    x, y = xy
    with np.errstate(all="ignore"):
        same(getattr(nd, name)(nd.asarray(x), nd.asarray(y)), getattr(np, name)(x, y), tolerance=0)


@pytest.mark.parametrize("name", ["floor_divide", "remainder"])
@RELAXED
@given(xy=pairs((WHOLE[:4], WHOLE[4:])))
def test_whole_numbers_divide_downwards(name: str, xy: tuple[np.ndarray, np.ndarray]) -> None:
    x, y = xy
    with np.errstate(all="ignore"):
        same(getattr(nd, name)(nd.asarray(x), nd.asarray(y)), getattr(np, name)(x, y))


@pytest.mark.parametrize("name", ["sum", "prod", "max", "min", "mean", "all", "any"])
@RELAXED
@given(data=st.data(), x=laid_out((*FLOATS, "int32", "int64", "uint8"), min_value=-4, max_value=4))
def test_reductions_over_any_axes(name: str, data: st.DataObject, x: np.ndarray) -> None:
    axes = data.draw(st.none() | st.sets(st.integers(-x.ndim, x.ndim - 1)).map(tuple) if x.ndim else st.none())
    if axes is not None and len({axis % x.ndim for axis in axes}) < len(axes):
        axes = None
    keepdims = data.draw(st.booleans())
    if name in ("max", "min", "mean") and not x.size:
        return
    whole = x.dtype.kind in "iu"
    if name == "mean" and whole:
        x = x.astype("float32")
    expected = getattr(np, name)(x, axis=axes, keepdims=keepdims)
    if name in ("sum", "prod") and whole:
        expected = expected.astype("uint64" if x.dtype.kind == "u" else "int64")
    same(getattr(nd, name)(nd.asarray(x), axis=axes, keepdims=keepdims), expected)


SHAPING: dict[str, Callable[[Any, Any], Any]] = {
    "transpose": lambda xp, x: x.T,
    "reshape": lambda xp, x: xp.reshape(x, (-1,)),
    "flip": lambda xp, x: xp.flip(x),
    "roll": lambda xp, x: xp.roll(x, 2),
    "concat": lambda xp, x: xp.concat([x, x], axis=-1) if x.ndim else x,
    "stack": lambda xp, x: xp.stack([x, x], axis=0),
    "expand": lambda xp, x: xp.expand_dims(x, axis=0),
    "tile": lambda xp, x: xp.tile(x, (2, 1)),
    "repeat": lambda xp, x: xp.repeat(x, 2, axis=0) if x.ndim else x,
    "broadcast": lambda xp, x: xp.broadcast_to(x, (2, *x.shape)),
    "every other": lambda xp, x: x[..., ::-2] if x.ndim else x,
}


@pytest.mark.parametrize("name", SHAPING)
@RELAXED
@given(x=laid_out())
def test_shapes_move_elements(name: str, x: np.ndarray) -> None:
    move = SHAPING[name]
    if name in ("reshape",) and not x.size:
        return
    same(move(nd, nd.asarray(x)), move(np, x), tolerance=0)


@RELAXED
@given(data=st.data(), x=laid_out(shapes=hnp.array_shapes(min_dims=1, max_dims=3, min_side=1, max_side=5)))
def test_indices_choose_and_assign(data: st.DataObject, x: np.ndarray) -> None:
    if not x.size:
        return
    index = data.draw(
        hnp.basic_indices(x.shape, allow_newaxis=True)
        | hnp.integer_array_indices(x.shape)
        | hnp.arrays(bool, x.shape)
        | hnp.arrays(bool, x.shape[:1])
    )
    a = nd.array(x)
    same(a[index], x[index], tolerance=0)
    changed = x.copy()
    changed[index] = 1
    a[index] = 1
    same(a, changed, tolerance=0)


@pytest.mark.parametrize("name", ["sort", "argsort", "cumulative_sum", "unique_values"])
@RELAXED
@given(x=laid_out(shapes=hnp.array_shapes(min_dims=1, max_dims=2, max_side=40), min_value=-9, max_value=9))
def test_orders_and_sums_along_the_last_axis(name: str, x: np.ndarray) -> None:
    if name == "unique_values":
        same(nd.unique_values(nd.asarray(x)), np.unique(x), tolerance=0)
    elif name == "cumulative_sum":
        whole = {"i": "int64", "u": "uint64"}.get(x.dtype.kind)
        same(nd.cumulative_sum(nd.asarray(x), axis=-1), np.cumsum(x, axis=-1, dtype=whole))
    else:
        expected = np.sort(x, axis=-1) if name == "sort" else np.argsort(x, axis=-1, stable=True)
        same(getattr(nd, name)(nd.asarray(x), axis=-1), expected, tolerance=0)


@RELAXED
@given(x=laid_out())
def test_numpy_and_nd_share_memory(x: np.ndarray) -> None:
    seen = nd.asarray(x)
    back = np.asarray(seen)
    same(back, x, tolerance=0)
    assert back.strides == x.strides or x.size < 2
    assert np.shares_memory(back, x) or not x.size

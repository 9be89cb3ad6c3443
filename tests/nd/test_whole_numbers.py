"""Integers are exact in all 64 bits, also beyond 2^53, which no float64 holds: as NumPy's, eagerly and compiled."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from pydl4j import nd

EDGE = 2**53 + 1
SIGNED = np.array([EDGE, -EDGE, 2**62 + 3, -(2**63), 2**63 - 1, 2**63 - 2, 7, 0, -1, EDGE + 2], np.int64)
UNSIGNED = np.array([EDGE, 2**64 - 1, 2**63 + 5, 2**63, 2**63 - 1, 2**64 - 2, 7, 0, 1, EDGE + 2], np.uint64)
ARRAYS = {"int64": SIGNED, "uint64": UNSIGNED}
SCALARS = {
    "int64": (EDGE, 2**60 + 1, 2**63 - 1, -(2**63), -EDGE),
    "uint64": (EDGE, 2**60 + 1, 2**63 - 1, 2**64 - 1, 2**63 + 1),
}
PAIRS = (
    "add", "subtract", "multiply", "maximum", "minimum", "bitwise_and", "bitwise_or", "bitwise_xor", "equal",
    "not_equal", "less", "less_equal", "greater", "greater_equal", "floor_divide", "remainder",
)  # fmt: skip
ALONE = (
    "abs", "square", "sign", "positive", "max", "min", "sum", "prod", "argmax", "argmin", "sort", "cumsum", "cumprod",
    "flip", "diff", "any", "all",
)  # fmt: skip
ALONG = ("sum", "prod", "max", "min", "argmax", "argmin", "cumsum", "cumprod", "sort", "diff", "flip")
OPERATORS = ("add", "sub", "mul", "eq", "ne", "lt", "le", "gt", "ge", "and_", "or_", "xor", "floordiv", "mod")


@pytest.fixture(autouse=True)
def _quiet() -> Any:
    with np.errstate(all="ignore"):
        yield


def same(got: Any, expected: np.ndarray | np.generic) -> None:
    got, expected = np.asarray(got), np.asarray(expected)
    assert got.dtype == expected.dtype
    np.testing.assert_array_equal(got, expected)


def roads(function: Callable[..., Any], *given: np.ndarray) -> list[Any]:
    """The function of arrays, run eagerly and in a compiled graph."""
    arrays = [nd.asarray(a) for a in given]
    return [function(*arrays), nd.jit(function)(*arrays)]


@pytest.mark.parametrize("kind", ARRAYS)
@pytest.mark.parametrize("name", PAIRS)
def test_pairs(name: str, kind: str) -> None:
    x = ARRAYS[kind]
    y = np.roll(x, 3)
    if name in ("floor_divide", "remainder"):
        y = np.where((y == 0) | (y == x.dtype.type(-1 if kind == "int64" else 0)), x.dtype.type(3), y)
    for got in roads(getattr(nd, name), x, y):
        same(got, getattr(np, name)(x, y))


@pytest.mark.parametrize("kind", ARRAYS)
@pytest.mark.parametrize("name", ALONE)
def test_one_array(name: str, kind: str) -> None:
    x = ARRAYS[kind]
    for got in roads(getattr(nd, name), x):
        same(got, getattr(np, name)(x))


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("kind", ARRAYS)
@pytest.mark.parametrize("name", ALONG)
def test_along_axes_and_through_views(name: str, kind: str, axis: int) -> None:
    x = ARRAYS[kind].reshape(2, 5)
    for view in (lambda a: a, lambda a: a.T, lambda a: a[::-1, ::2], lambda a: a[:, 1:1]):
        if view(x).size == 0 and name in ("max", "min", "argmax", "argmin"):
            continue
        same(getattr(nd, name)(view(nd.asarray(x)), axis=axis), getattr(np, name)(view(x), axis=axis))


@pytest.mark.parametrize("kind", ARRAYS)
@pytest.mark.parametrize("name", OPERATORS)
def test_pythons_numbers_keep_their_digits(name: str, kind: str) -> None:
    x, op = ARRAYS[kind], getattr(operator, name)
    for k in SCALARS[kind]:
        number = x.dtype.type(k)
        for got in roads(lambda a, k=k, op=op: op(a, k), x):
            same(got, op(x, number))
        if name not in ("floordiv", "mod"):
            for got in roads(lambda a, k=k, op=op: op(k, a), x):
                same(got, op(number, x))


@pytest.mark.parametrize("kind", ARRAYS)
def test_numbers_that_functions_are_given(kind: str) -> None:
    x = ARRAYS[kind]
    a = nd.asarray(x)
    for k in SCALARS[kind]:
        n = x.dtype.type(k)
        low, high = sorted((5, k))
        same(nd.full((3,), k, dtype=kind), np.full(3, k, kind))
        same(nd.full_like(a, k), np.full_like(x, k))
        same(nd.asarray([k], dtype=kind), np.array([k], kind))
        same(nd.where(a > 5, a, k), np.where(x > 5, x, n))
        same(nd.maximum(a, k), np.maximum(x, n))
        same(nd.clip(a, low, high), np.clip(x, x.dtype.type(low), x.dtype.type(high)))
        same(nd.pad(a, (1, 2), constant_values=k), np.pad(x, (1, 2), constant_values=n))
        same(nd.isin(a, nd.asarray(np.array([k], kind))), np.isin(x, np.array([k], kind)))
        b, y = nd.asarray(x.copy()), x.copy()
        b[2] = y[2] = k
        b += k
        y += n
        b.addi(k)
        same(b, y + n)
        one = nd.asarray(np.array([k], kind))
        assert one.item() == k == int(one[0])
        assert one.tolist() == [k]


@pytest.mark.parametrize("kind", ARRAYS)
def test_products_order_and_places(kind: str) -> None:
    x = ARRAYS[kind]
    m, a = x.reshape(2, 5), nd.asarray(x)
    b = nd.asarray(m)
    same(b @ b.T, m @ m.T)
    same(nd.tensordot(b, b.T, axes=1), np.tensordot(m, m.T, axes=1))
    same(nd.ops.einsum(b, b, equation="ij,kj->ik"), np.einsum("ij,kj->ik", m, m))
    same(nd.searchsorted(nd.asarray(np.sort(x)), a), np.searchsorted(np.sort(x), x))
    same(nd.take(a, nd.asarray(np.array([3, 1]))), x[[3, 1]])
    same(nd.unique_values(nd.concat([a, a])), np.unique(x))
    same(nd.repeat(a, 2), np.repeat(x, 2))
    same(a[::-2] + a[::2], x[::-2] + x[::2])
    for to in ("float32", "float64", "int32", "uint32", "int8", "uint8", "int64", "uint64", "bool"):
        same(a.astype(to), x.astype(to))


def test_ranges() -> None:
    for given in ((EDGE - 2, EDGE + 6), (2**62, 2**62 + 9, 3), (-(2**62), -(2**62) - 9, -3)):
        same(nd.arange(*given), np.arange(*given))
    assert nd.arange(-(2**62), 2**62 + 5, 2**61).tolist() == list(range(-(2**62), 2**62 + 5, 2**61))


NARROW = np.array([1, 250], np.uint8)


@pytest.mark.parametrize(
    "call",
    [
        lambda a: a + 300, lambda a: a - 1000, lambda a: a + (-1), lambda a: nd.maximum(a, 300),
        lambda a: nd.where(a > 3, a, 300), lambda a: a.addi(300), lambda a: nd.full_like(a, 300),
        lambda a: a.astype("int64") + 2**63, lambda a: a.astype("int32") * 2**60,
        lambda a: nd.jit(lambda x: x + 300)(a),
    ],
)  # fmt: skip
def test_numbers_that_the_type_does_not_hold_are_refused_as_numpy_does(call: Callable[[Any], Any]) -> None:
    with pytest.raises(OverflowError, match="out of"):
        call(nd.asarray(NARROW))


@pytest.mark.parametrize("k", [300, -1, 256, 255, 0, 2**63, -(2**63)])
@pytest.mark.parametrize("name", ["eq", "ne", "lt", "le", "gt", "ge"])
def test_comparisons_with_such_numbers_tell_the_truth(name: str, k: int) -> None:
    op = getattr(operator, name)
    for x in (NARROW, NARROW.astype("int32"), SIGNED):
        for got in (op(nd.asarray(x), k), nd.jit(lambda a: op(a, k))(nd.asarray(x))):
            same(got, op(x, k))


def test_bounds_beyond_the_type_bound_nothing() -> None:
    same(nd.clip(nd.asarray(NARROW), -5, 300), NARROW)
    same(nd.clip(nd.asarray(NARROW), 2, 300), np.clip(NARROW, 2, 255))

"""Indexing gives what NumPy gives: reading, writing, of arrays and of traced values."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pydl4j import nd

X = np.arange(2 * 3 * 4 * 5, dtype=np.float32).reshape(2, 3, 4, 5)
M = X[:, :, 0, 0] % 40 > 10
BASIC: list[Any] = [
    0,
    -1,
    slice(None, None, -2),
    (1, ..., 2),
    (None, 1, slice(3, 0, -1)),
    (..., None),
    (slice(5, 9),),
    (0, 1, 2, 3),
]
ADVANCED: list[Any] = [
    [0, 1, -1],
    np.array([[0, 1], [1, 0]]),
    (slice(None), [2, 0], slice(1, 3)),
    ([0, 1], [2, 0]),
    (slice(None), [0, 2], [1, 3]),
    ([0, 1], slice(None), [1, 3]),
    ([[0], [1]], slice(None), slice(None), [1, 3, 4]),
    (0, slice(None), [1, 3]),
    (slice(None), 1, [1, 3]),
    (slice(None), [0, 2], None, [1, 3]),
    (..., [4, 0], None),
    (slice(None, None, -1), [2, 2, 1], ..., 0),
    X > 30,
    M,
    (slice(None), X[0, :, :, 0] % 2 == 1),
    (M[:, 0], ..., [0, 1]),
    (M[:, 0] | True, [0, 2]),
    (np.array(True), 0),
    np.array(False),
    True,
    (slice(None), [], 1),
    (np.array(1), slice(None), np.array([2, 0], np.int16)),
    np.array([1, 0], np.uint8),
    np.zeros((0, 3), bool),
    (slice(None), [-1, -3], slice(None, None, 2), [[0], [4]]),
]  # fmt: skip


@pytest.mark.parametrize("index", BASIC + ADVANCED, ids=str)
def test_an_index_reads_what_numpy_reads(index: Any) -> None:
    got = nd.asarray(X)[index]
    want = X[index]
    assert got.shape == want.shape
    assert got.dtype == want.dtype
    np.testing.assert_array_equal(np.asarray(got), want)


@pytest.mark.parametrize("index", BASIC + ADVANCED, ids=str)
def test_an_index_of_a_traced_value_reads_the_same(index: Any) -> None:
    got = nd.jit(lambda x: x[index] * 1)(nd.asarray(X))
    np.testing.assert_array_equal(np.asarray(got), X[index])


def test_traced_indices_and_masks_run_between_regions() -> None:
    f = nd.jit(lambda x, i, j: (x[x > i.sum()] * 2, x[i, j], x[:, j, :, i]))
    i, j = np.array([0, 1]), np.array([2, 1])
    for got, want in zip(f(X, i, j), (X[X > 1] * 2, X[i, j], X[:, j, :, i]), strict=True):
        np.testing.assert_array_equal(np.asarray(got), want)


@pytest.mark.parametrize("index", BASIC + ADVANCED, ids=str)
@pytest.mark.parametrize("base", [lambda: X.copy(), lambda: X.copy()[:, ::-1].transpose(0, 1, 3, 2).swapaxes(2, 3)])
def test_an_index_writes_what_numpy_writes(index: Any, base: Any) -> None:
    shape = X[index].shape
    for value in (
        -3,
        np.float64(2.5),
        np.random.default_rng(0).normal(size=shape),
        np.arange(5) if shape[-1:] == (5,) else 7,
    ):
        want = base()
        got = nd.asarray(base())
        want[index] = value
        got[index] = value
        np.testing.assert_array_equal(np.asarray(got), want)


@pytest.mark.parametrize("dtype", ["float64", "float16", "int8", "uint16", "int32", "uint64", "bool", "bfloat16"])
def test_every_type_is_read_and_written(dtype: str) -> None:
    a = nd.array(np.arange(12).reshape(3, 4) % 7, dtype=dtype)
    plain = np.asarray(a).copy()
    a[a > 3] = 1
    plain[plain > 3] = 1
    a[[0, 2], [1, 1]] = nd.array([1, 0], dtype=dtype)
    plain[[0, 2], [1, 1]] = [1, 0]
    a[1:, ::-2] = a[:2, ::2]
    plain[1:, ::-2] = plain[:2, ::2].copy()
    np.testing.assert_array_equal(np.asarray(a), plain)
    np.testing.assert_array_equal(np.asarray(a[plain == 1]), plain[plain == 1])


def test_a_basic_slice_stays_a_view_and_an_element_too() -> None:
    a = nd.zeros((3, 4))
    part, one = a[1:, ::2], a[0, 0]
    part[...] = 2
    one[...] = 5
    assert np.asarray(a).sum() == 2 * 4 + 5


def test_in_place_forms_write_back_and_the_last_of_equal_indices_stays() -> None:
    a = nd.zeros(5)
    a[[1, 1, 3]] += 1
    a[a == 0] -= 2
    a[1:3] *= 3
    np.testing.assert_array_equal(np.asarray(a), [-2, 3, -6, 1, -2])
    a[[0, 0]] = nd.asarray([7.0, 8.0])
    assert float(a[0]) == 8


def test_writing_from_the_same_memory_reads_it_first() -> None:
    a = nd.array(np.arange(6))
    a[1:] = a[:-1]
    a[[0, 1, 2]] = a[::-1][:3]
    np.testing.assert_array_equal(np.asarray(a), [4, 3, 2, 2, 3, 4])


@pytest.mark.parametrize(("index", "words"), [
    (3, ("3", "axis 0", "size 3")), ([0, 5], ("5", "axis 0", "size 3")),
    ((slice(None), [0], [9]), ("9", "axis 2", "size 2")), (([0, -4],), ("-4", "axis 0")), ((0, 0, 0, 0), ("too many",)),
    (1.5, ("float",)), ([0.5], ("float64",)), ("a", ("whole numbers",)),
    (np.ones(4, bool), ("4 truth values", "axis 0 of size 3")),
])  # fmt: skip
def test_a_bad_index_is_named(index: Any, words: tuple[str, ...]) -> None:
    a = nd.zeros((3, 4, 2))
    with pytest.raises(IndexError) as read:
        a[index]
    with pytest.raises(IndexError):
        a[index] = 1
    assert all(word in str(read.value) for word in words), read.value
    assert not np.asarray(a).any()


def test_a_value_that_does_not_fit_is_named() -> None:
    a = nd.zeros((3, 4))
    for index in (slice(1), [0, 2], np.ones((3, 4), bool)):
        with pytest.raises(ValueError, match=r"value does not fit: got shape \(3,\)"):
            a[index] = [1, 2, 3]


def test_gradients_go_through_indices_and_masks() -> None:
    x = np.arange(12, dtype=np.float32).reshape(3, 4)
    rows, columns = np.array([0, 2, 0]), np.array([1, 1, 1])
    np.testing.assert_array_equal(nd.grad(lambda v: v[rows, columns].sum())(x), [[0, 2, 0, 0], [0] * 4, [0, 1, 0, 0]])
    np.testing.assert_array_equal(nd.grad(lambda v: (v[v > 6] ** 2).sum())(x), np.where(x > 6, 2 * x, 0))

"""Sorting, searching, sets, cumulative functions, quantiles and counts give what NumPy gives."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from pydl4j import nd
from pydl4j.nd import boolean_indexing as bi
from pydl4j.nd import conditions as cond

RANDOM = np.random.default_rng(7)
F = RANDOM.normal(size=(4, 5, 6)).astype(np.float32)
I = RANDOM.integers(0, 6, (3, 40))  # noqa: E741
N = np.where(RANDOM.random((5, 8)) < 0.3, np.nan, RANDOM.normal(size=(5, 8)))
N[2] = np.nan
EMPTY = np.zeros((3, 0))


def check(got: Any, want: Any, *, exact: bool = True) -> None:
    got, want = np.asarray(got), np.asarray(want)
    assert got.shape == want.shape
    if exact:
        np.testing.assert_array_equal(got, want)
    else:
        np.testing.assert_allclose(got, want, rtol=2e-6, atol=1e-6)


SAME: dict[str, tuple[Callable[[Any, Any], Any], tuple[np.ndarray, ...]]] = {
    "sort": (lambda xp, x: xp.sort(x), (F, I, EMPTY, N)),
    "sort of axis 0": (lambda xp, x: xp.sort(x, axis=0), (F, I, N)),
    "sort of all": (lambda xp, x: xp.sort(x, axis=None), (F, EMPTY)),
    "argsort": (lambda xp, x: xp.argsort(x, stable=True), (F, I, N)),
    "argsort of axis 1": (lambda xp, x: xp.argsort(x, axis=1, stable=True), (F, I)),
    "lexsort": (lambda xp, x: xp.lexsort((x[0], x[1], x[2])), (I,)),
    "take": (lambda xp, x: xp.take(x, np.array([[0, -1], [2, 1]]), axis=1), (F, I)),
    "take flat": (lambda xp, x: xp.take(x, np.array([7, -3])), (F, I)),
    "take_along_axis": (lambda xp, x: xp.take_along_axis(x, np.array([[0, -1], [2, 1], [1, 1]]), axis=1), (I,)),
    "count_nonzero": (lambda xp, x: xp.count_nonzero(x), (F, I, EMPTY, I > 2)),
    "count_nonzero of axis": (lambda xp, x: xp.count_nonzero(x, axis=1, keepdims=True), (F, I)),
    "argwhere": (lambda xp, x: xp.argwhere(x), (I, I > 2, EMPTY)),
    "flatnonzero": (lambda xp, x: xp.flatnonzero(x), (I, F > 0)),
    "argmax": (lambda xp, x: xp.argmax(x, axis=1, keepdims=True), (F, I)),
    "unique_values": (lambda xp, x: np.unique(x) if xp is np else xp.unique_values(x), (F, I, EMPTY, I > 2)),
    "union1d": (lambda xp, x: xp.union1d(x, np.array([3, 11, -2])), (I, EMPTY)),
    "intersect1d": (lambda xp, x: xp.intersect1d(x, np.array([3, 11, 2, 2])), (I, EMPTY)),
    "setdiff1d": (lambda xp, x: xp.setdiff1d(x, np.array([3, 11, 2, 2])), (I, EMPTY)),
    "setxor1d": (lambda xp, x: xp.setxor1d(x, np.array([3, 11, 2, 2])), (I, EMPTY)),
    "isin": (lambda xp, x: xp.isin(x, np.array([3, 5, 1])), (I, F)),
    "isin inverted": (lambda xp, x: xp.isin(x, np.array([], int), invert=True), (I, EMPTY)),
    "cummax": (lambda xp, x: np.maximum.accumulate(x, 1) if xp is np else xp.cummax(x, 1), (F, I, N)),
    "cummin": (lambda xp, x: np.minimum.accumulate(x, 0) if xp is np else xp.cummin(x, 0), (F, I, N)),
    "diff": (lambda xp, x: xp.diff(x, n=2, axis=1), (F, I, EMPTY)),
    "diff with ends": (lambda xp, x: xp.diff(x, axis=0, prepend=x[:1], append=x[2:3]), (F, I)),
    "diff of truth": (lambda xp, x: xp.diff(x > 2), (I,)),
    "ediff1d": (lambda xp, x: xp.ediff1d(x, to_begin=np.array([9, 8], x.dtype), to_end=np.array([7], x.dtype)), (F, I)),
    "bincount": (lambda xp, x: xp.bincount(x.reshape(-1), minlength=9), (I,)),
    "digitize": (lambda xp, x: xp.digitize(x, np.array([1, 3, 4])), (I,)),
    "digitize down": (lambda xp, x: xp.digitize(x, np.array([4, 3, 1]), right=True), (I,)),
    "nanargmax": (lambda xp, x: xp.nanargmax(x[:2], axis=1), (N,)),
}
CLOSE: dict[str, tuple[Callable[[Any, Any], Any], tuple[np.ndarray, ...]]] = {
    "cumsum": (lambda xp, x: xp.cumsum(x, axis=1), (F, I, EMPTY)),
    "cumprod": (lambda xp, x: xp.cumprod(x, axis=0), (F, I)),
    "cumulative_sum": (lambda xp, x: xp.cumulative_sum(x, axis=-1, include_initial=True), (F, I, I.astype(np.int8))),
    "cumulative_prod": (lambda xp, x: xp.cumulative_prod(x[0], axis=0, include_initial=True), (F, N[:2])),
    "trapezoid": (lambda xp, x: xp.trapezoid(x, np.arange(x.shape[1]) ** 2.0, axis=1), (F,)),
    "median": (lambda xp, x: xp.median(x, axis=1), (F, N)),
    "median of all": (lambda xp, x: xp.median(x, keepdims=True), (F, I)),
    "quantile": (lambda xp, x: xp.quantile(x, np.array([[0.1, 0.77], [1, 0]]), axis=(0, 2)), (F,)),
    "percentile": (lambda xp, x: xp.percentile(x, 37, axis=0, keepdims=True), (F, I)),
    "nanquantile": (lambda xp, x: xp.nanquantile(x, np.array([0.3, 0.9]), axis=1), (N,)),
    "nanmedian": (lambda xp, x: xp.nanmedian(x, axis=0), (N,)),
    "nansum": (lambda xp, x: xp.nansum(x, axis=1), (N, I)),
    "nanprod": (lambda xp, x: xp.nanprod(x, axis=0), (N,)),
    "nanmax": (lambda xp, x: xp.nanmax(x, axis=1), (N, I)),
    "nanmin": (lambda xp, x: xp.nanmin(x), (N,)),
    "nanmean": (lambda xp, x: xp.nanmean(x, axis=1, keepdims=True), (N,)),
    "nanstd": (lambda xp, x: xp.nanstd(x, axis=0), (N,)),
    "nancumsum": (lambda xp, x: xp.nancumsum(x, 1), (N,)),
}


@pytest.mark.parametrize("name", [*SAME, *CLOSE])
def test_functions_give_what_numpys_do(name: str) -> None:
    f, arrays = (SAME | CLOSE)[name]
    for x in arrays:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            check(f(nd, nd.asarray(x)), f(np, x), exact=name in SAME)


@pytest.mark.parametrize(
    "name", ["sort", "argsort", "take_along_axis", "cumsum", "diff", "quantile", "isin", "flatnonzero"]
)
def test_functions_are_traced_as_well(name: str) -> None:
    f, arrays = (SAME | CLOSE)[name]
    check(nd.jit(lambda x: f(nd, x) * 1)(nd.asarray(arrays[0])), f(np, arrays[0]) * 1, exact=False)


DTYPES = [
    "float64",
    "float32",
    "float16",
    "int64",
    "int32",
    "int16",
    "int8",
    "uint64",
    "uint32",
    "uint16",
    "uint8",
    "bool",
]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n", [0, 1, 50, 3000, 100_000])
def test_sorting_orders_every_type_and_length(dtype: str, n: int) -> None:
    x = RANDOM.integers(-(2**62), 2**62, n).astype(dtype) if dtype[0] in "iu" else RANDOM.normal(size=n).astype(dtype)
    if dtype[0] == "f":
        x[::7], x[3::11], x[5::13] = np.nan, -0.0, np.inf
        x[::5] = 0.0
    a = nd.asarray(x)
    order = np.argsort(x, stable=True)
    check(nd.sort(a), np.sort(x))
    check(nd.argsort(a), order)
    numbers = x[~np.isnan(x.astype(np.float64))]
    check(nd.sort(a, descending=True)[: len(numbers)], np.sort(numbers)[::-1])
    down = np.asarray(nd.argsort(a, descending=True))
    same = x[down][1:] == x[down][:-1]
    assert sorted(down.tolist()) == list(range(n))
    assert (np.diff(down)[same] > 0).all()
    check(nd.searchsorted(nd.sort(a), a[:100], side="right"), np.searchsorted(np.sort(x), x[:100], side="right"))


def test_bfloat16_is_sorted_and_largest_elements_come_in_order() -> None:
    x = nd.array(F, dtype="bfloat16")
    check(nd.sort(x, axis=1), np.sort(np.asarray(x), axis=1))
    values, indices = nd.topk(nd.asarray(I), 4, axis=1)
    order = np.argsort(-I, axis=1, stable=True)[:, :4]
    check(indices, order)
    check(values, np.take_along_axis(I, order, 1))
    check(nd.topk(nd.asarray(F), 2, axis=0, largest=False)[0], np.sort(F, axis=0)[:2])


def test_sets_tell_where_elements_come_from() -> None:
    for x in (I, F, EMPTY, np.array([1.0, np.nan, 1, np.nan])):
        got = nd.unique_all(nd.asarray(x))
        want = np.unique(x, return_index=True, return_inverse=True, return_counts=True, equal_nan=False)
        for a, b in zip(got, (*want[:2], want[2].reshape(x.shape), want[3]), strict=True):
            check(a, b)
        check(nd.unique_inverse(nd.asarray(x)).inverse_indices, want[2].reshape(x.shape))
        check(nd.unique_counts(nd.asarray(x)).counts, want[3])


def test_sets_of_complex_numbers_and_least_whole_numbers() -> None:
    x = np.array([1 + 2j, 3, 1 - 1j, 3, 1 + 2j], np.complex64)
    values, inverse = nd.unique_inverse(nd.asarray(x))
    check(values, [1 - 1j, 1 + 2j, 3])
    check(inverse, [1, 2, 0, 2, 1])
    for dtype in (np.uint8, np.int64, np.uint64):
        big = np.array([[2, 1, 1], [np.iinfo(dtype).max, 5, np.iinfo(dtype).max - 1]], dtype)
        check(nd.argmin(nd.asarray(big), axis=1), [1, 1])
        check(nd.argmax(nd.asarray(big), axis=1), [0, 0])


def test_isin_and_searchsorted_take_plain_numbers() -> None:
    check(nd.isin(nd.asarray(I), 3), I == 3)
    assert bool(nd.isin(3, nd.asarray(I)))
    assert int(nd.searchsorted(nd.asarray([1.0, 2.0, 3.0]), 2.5)) == 2
    check(nd.searchsorted(nd.asarray([3, 1, 2]), nd.asarray([2, 4]), sorter=nd.asarray([1, 2, 0])), [1, 3])


@pytest.mark.parametrize("method", ["linear", "lower", "higher", "nearest", "midpoint"])
def test_quantiles_know_numpys_methods(method: str) -> None:
    for q in (0.0, 0.25, 0.5, 0.9, 1.0):
        check(
            nd.quantile(nd.asarray(F), q, axis=2, method=method), np.quantile(F, q, axis=2, method=method), exact=False
        )


@pytest.mark.parametrize(
    "options", [{}, {"bins": 7, "range": (-1.0, 1.5)}, {"bins": np.array([-3, -0.5, 0, 2.0])}, {"density": True}]
)
def test_histograms_count_as_numpys(options: dict[str, Any]) -> None:
    for x in (F, I, np.full(3, 2.0)):
        for got, want in zip(nd.histogram(nd.asarray(x), **options), np.histogram(x, **options), strict=True):
            check(got, want, exact=False)
    w = RANDOM.random(F.shape).astype(np.float32)
    check(nd.histogram(nd.asarray(F), 5, weights=w)[0], np.histogram(F, 5, weights=w)[0], exact=False)
    check(nd.bincount(nd.asarray(I[0]), w.reshape(-1)[:40]), np.bincount(I[0], w.reshape(-1)[:40]), exact=False)


def test_elements_are_put_where_they_are_taken() -> None:
    a, b = nd.array(I), I.copy()
    nd.put(a, np.array([3, -1, 50]), np.array([9, 8]))
    np.put(b, np.array([3, -1, 50]), np.array([9, 8]))
    nd.put_along_axis(a, np.array([[1], [2], [0]]), 77, axis=1)
    np.put_along_axis(b, np.array([[1], [2], [0]]), 77, axis=1)
    check(a, b)
    nd.put(a[:, ::-2], np.array([0, 21]), 5)
    assert (np.asarray(a)[0, -1], np.asarray(a)[1, -3]) == (5, 5)
    check(nd.gather_nd(F, np.array([[0, 1], [3, 4]])), F[[0, 3], [1, 4]])
    check(nd.scatter_nd(np.zeros(4), np.array([[1], [1]]), np.array([2.0, 3]), reduction="add"), [0, 5, 0, 0])
    check(nd.scatter_along_axis(np.zeros((2, 3)), np.array([[2], [0]]), 4.0, axis=1), [[0, 0, 4], [4, 0, 0]])


def test_gradients_go_through_sorts_and_cumulative_functions() -> None:
    x = np.array([3.0, 1.0, 2.0], np.float32)
    w = np.array([1.0, 10.0, 100.0], np.float32)
    check(nd.grad(lambda v: (nd.sort(v) * w).sum())(x), [100, 1, 10])
    check(nd.grad(lambda v: (nd.cumsum(v) * w).sum())(x), [111, 110, 100])
    check(nd.grad(lambda v: (nd.cummax(v) * w).sum())(x), [111, 0, 0])
    check(nd.grad(lambda v: (nd.cumprod(v) * w).sum())(x), [1 + 10 + 200, 30 + 600, 300], exact=False)
    check(nd.grad(lambda v: nd.median(v))(x), [0, 0, 1])


def test_conditions_choose_and_replace() -> None:
    a = nd.asarray(np.array([[0.0, -2.0], [3.0, np.nan]], np.float32))
    check(cond.not_finite()(a), [[False, False], [False, True]])
    check((cond.abs_greater_than(1) & ~cond.less_than(0) | cond.eps_equals(1e-7))(a), [[True, False], [True, False]])
    assert not bool(bi.and_(a, cond.greater_than(-1)))
    check(bi.or_(a, cond.is_nan(), axis=1), [False, True])
    check(bi.choose_from(a, cond.less_than_or_equal(0)), [0, -2])
    assert int(bi.first_index(a, cond.not_equals(0))) == 1
    assert int(bi.last_index(a, cond.is_infinite())) == -1
    check(bi.last_index(a, cond.less_than(5), axis=1), [1, 0])
    check(bi.apply_mask(a, [[1, 1], [1, 0]]), [[0, -2], [3, 0]])
    bi.replace_where(a, 7.0, cond.is_nan())
    bi.assign_if(a, nd.asarray(np.array([[5.0, 5], [1, 1]], np.float32)), cond.greater_than(2))
    check(a, [[5, 5], [3, 7]])


@pytest.mark.parametrize(("call", "words"), [
    (lambda: nd.take_along_axis(F, I, axis=0), "equal ranks"),
    (lambda: nd.take(F, [9], axis=1), "got 9 for axis 1 of size 5"),
    (lambda: nd.quantile(F, 1.5), "from 0 to 1"),
    (lambda: nd.quantile(F, 0.5, method="best"), "linear, lower"),
    (lambda: nd.bincount(np.array([-1])), "from 0"),
    (lambda: nd.nonzero(nd.asarray(3)), "at least one axis"),
    (lambda: nd.sort(F, axis=3), "axis 3"),
    (lambda: nd.searchsorted(F, 1.0), "a vector"),
    (lambda: nd.cumulative_sum(F), "no axis"),
    (lambda: nd.histogram(F, np.array([2, 1])), "ascending"),
    (lambda: nd.topk(I, 41), "0 to 40"),
])  # fmt: skip
def test_bad_calls_say_what_they_got(call: Callable[[], Any], words: str) -> None:
    with pytest.raises((ValueError, IndexError), match=words):
        call()

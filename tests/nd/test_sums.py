"""Sums of many small floats: 16-bit ones do not overflow on the way, long ones of float32 do not stand still."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from pydl4j import nd
from pydl4j.nd.core import _apply

ROWS = np.asarray(np.random.default_rng(0).random((6000, 40)) * 20, np.float32)
NARROW = {"float16": 3e-3, "bfloat16": 2e-2}
N = 8_000_000
TENTH = np.float64(np.float32(0.1))


def narrow(x: np.ndarray, dtype: str) -> tuple[Any, np.ndarray]:
    """The array in 16 bits, and what these hold in float64."""
    a = nd.asarray(x.astype(np.float32)).astype(dtype)
    return a, np.asarray(a.astype("float64"))


def near(got: Any, expected: Any, tolerance: float) -> None:
    np.testing.assert_allclose(np.asarray(got.astype("float64")), expected, rtol=tolerance, atol=tolerance / 100)


@pytest.mark.parametrize("axis", [None, 0, 1])
@pytest.mark.parametrize("name", ["mean", "var", "std", "nanmean", "nanvar", "nanstd", "median"])
@pytest.mark.parametrize("dtype", NARROW)
def test_statistics_of_16_bits(dtype: str, name: str, axis: int | None) -> None:
    a, x = narrow(ROWS, dtype)
    got = getattr(nd, name)(a, axis=axis)
    assert str(got.dtype) == dtype
    near(got, getattr(np, name)(x, axis=axis), NARROW[dtype])


@pytest.mark.parametrize("dtype", NARROW)
def test_sums_norms_and_products_of_16_bits(dtype: str) -> None:
    tolerance = NARROW[dtype]
    a, x = narrow(ROWS, dtype)
    b, y = narrow(ROWS[:600] / 100, dtype)
    for axis in (None, 0, 1):
        near(nd.sum(b, axis=axis), y.sum(axis), tolerance)
        near(nd.nansum(b, axis=axis), y.sum(axis), tolerance)
        near(
            nd.linalg.vector_norm(a, axis=axis), np.linalg.norm(x.ravel() if axis is None else x, axis=axis), tolerance
        )
        near(a.norm2(axis), np.sqrt((x * x).sum(axis)), tolerance)
    near(nd.linalg.matrix_norm(a), np.linalg.norm(x), tolerance)
    near(nd.cumulative_sum(b[:, 0]), np.cumsum(y[:, 0]), tolerance)
    near(b[:, 0] @ b[:, 1], y[:, 0] @ y[:, 1], tolerance)
    near(nd.softmax(a, axis=0), np.exp(x - x.max(0)) / np.exp(x - x.max(0)).sum(0), 2 * tolerance)
    near(nd.cov(a.T), np.cov(x.T), 10 * tolerance)
    near(nd.corrcoef(a[:, :3].T), np.corrcoef(x[:, :3].T), 5 * tolerance)
    near(nd.average(a, axis=0, weights=a), np.average(x, axis=0, weights=x), tolerance)
    assert nd.mean(nd.full((100_000,), 2.0, dtype=dtype)).item() == 2
    assert nd.nanmean(nd.full((100_000,), 2.0, dtype=dtype)).item() == 2
    gradient = nd.grad(lambda z: nd.nanmean(z))(a)
    assert str(gradient.dtype) == dtype


LONG: dict[str, tuple[Callable[[Any], Any], Any]] = {
    "sum": (nd.sum, N * TENTH),
    "mean": (nd.mean, TENTH),
    "norm": (nd.linalg.vector_norm, np.sqrt(N) * TENTH),
    "dot": (lambda a: a @ a, N * TENTH**2),
    "einsum": (lambda a: nd.ops.einsum(a, a, equation="i,i->"), N * TENTH**2),
    "columns": (lambda a: nd.sum(a.reshape(-1, 2), axis=0), np.full(2, N / 2) * TENTH),
    "rows": (lambda a: nd.sum(a.reshape(2, -1), axis=1), np.full(2, N / 2) * TENTH),
    "both ends": (lambda a: nd.sum(a.reshape(2, -1, 4), axis=(0, 2)), np.full(N // 8, 8) * TENTH),
    "the middle": (lambda a: nd.sum(a.reshape(2, -1, 4), axis=1), np.full((2, 4), N / 8) * TENTH),
    "every other": (lambda a: nd.sum(a[::2]), N / 2 * TENTH),
    "Gram": (lambda a: a.reshape(-1, 2).T @ a.reshape(-1, 2), np.full((2, 2), N / 2) * TENTH**2),
    "matrix times vector": (lambda a: a.reshape(2, -1) @ a[: N // 2], np.full(2, N / 2) * TENTH**2),
    "vector times matrix": (lambda a: a[: N // 2] @ a.reshape(-1, 2), np.full(2, N / 2) * TENTH**2),
    "cumulative": (lambda a: nd.cumulative_sum(a)[-1], N * TENTH),
    "cumulative columns": (lambda a: nd.cumulative_sum(a.reshape(-1, 2), axis=0)[-1], np.full(2, N / 2) * TENTH),
    "softmax": (lambda a: nd.sum(nd.softmax(a, axis=0)), 1),
    "squared error": (
        lambda a: _apply.apply("pydl4j.MeanSquaredError", {}, [a, nd.zeros(a.shape)])[0],
        TENTH**2,
    ),
}


@pytest.mark.parametrize("name", LONG)
def test_long_float32(name: str) -> None:
    function, expected = LONG[name]
    got = function(nd.full((N,), 0.1, dtype="float32"))
    np.testing.assert_allclose(np.asarray(got), expected, rtol=128 * 2**-24)  # blocks of 128 are added up in float32

"""Linear algebra equals NumPy's where NumPy's answer is the only one, and defines itself elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from pydl4j import nd
from pydl4j.nd import linalg

RANDOM = np.random.default_rng(3)
SQUARE = RANDOM.standard_normal((2, 4, 4)) + 4 * np.eye(4)
TALL = RANDOM.standard_normal((3, 6, 4))
WIDE = TALL.swapaxes(-1, -2).copy()
SYMMETRIC = SQUARE + SQUARE.swapaxes(-1, -2)


def near(got: object, wanted: object, tolerance: float = 1e-10) -> None:
    assert_allclose(np.asarray(got), wanted, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("name", ["inv", "det", "trace", "eigvalsh", "svdvals", "pinv", "matrix_rank", "diagonal"])
def test_functions_of_one_matrix_equal_numpys(name: str) -> None:
    x = SYMMETRIC if name == "eigvalsh" else SQUARE
    near(getattr(linalg, name)(nd.array(x)), getattr(np.linalg, name)(x))


@pytest.mark.parametrize("x", [TALL, WIDE, SQUARE, TALL.astype("float32")], ids=["tall", "wide", "square", "float32"])
def test_factors_multiply_to_the_matrix(x: np.ndarray) -> None:
    tolerance = 1e-10 if x.dtype == np.float64 else 1e-5
    for mode in ("reduced", "complete"):
        q, r = linalg.qr(nd.array(x), mode=mode)
        near(q @ r, x, tolerance)
        near(q.mT @ q, np.broadcast_to(np.eye(q.shape[-1]), (len(x), q.shape[-1], q.shape[-1])), tolerance)
        assert r.shape == np.linalg.qr(x, mode=mode).R.shape
    for full in (True, False):
        u, s, vh = linalg.svd(nd.array(x), full_matrices=full)
        k = s.shape[-1]
        near((u[..., :k] * s[:, None, :]) @ vh[..., :k, :], x, tolerance)
        assert (u.shape, vh.shape) == tuple(a.shape for a in np.linalg.svd(x, full_matrices=full)[::2])
        near(s, np.linalg.svd(x, compute_uv=False), tolerance)


def test_eigenvectors_and_cholesky_factors_give_back_the_matrix() -> None:
    w, v = linalg.eigh(nd.array(SYMMETRIC))
    near((v * w[:, None, :]) @ v.mT, SYMMETRIC)
    spd = SQUARE @ SQUARE.swapaxes(-1, -2)
    near(linalg.cholesky(nd.array(spd)), np.linalg.cholesky(spd))
    near(linalg.cholesky(nd.array(spd), upper=True), np.linalg.cholesky(spd, upper=True))


def test_systems_broadcast_and_take_vectors() -> None:
    b = RANDOM.standard_normal((4, 3))
    near(linalg.solve(nd.array(SQUARE), nd.array(b)), np.linalg.solve(SQUARE, b))
    near(linalg.solve(nd.array(SQUARE), nd.array(b[:, 0])), np.linalg.solve(SQUARE, b[:, :1])[..., 0])
    near(linalg.lstsq(nd.array(TALL[0]), nd.array(np.arange(6.0))).x, np.linalg.lstsq(TALL[0], np.arange(6.0))[0])
    sign, log = linalg.slogdet(nd.array(-SQUARE[:, :3, :3]))
    near(sign, np.linalg.slogdet(-SQUARE[:, :3, :3])[0])
    near(log, np.linalg.slogdet(-SQUARE[:, :3, :3])[1])


@pytest.mark.parametrize("ord", ["fro", "nuc", 1, -1, 2, -2, np.inf, -np.inf])
@pytest.mark.parametrize("keepdims", [True, False])
def test_matrix_norms_equal_numpys(ord: object, keepdims: bool) -> None:
    near(
        linalg.matrix_norm(nd.array(TALL), ord=ord, keepdims=keepdims),
        np.linalg.matrix_norm(TALL, ord=ord, keepdims=keepdims),
    )


@pytest.mark.parametrize("ord", [0, 1, 2, 3.5, np.inf, -np.inf])
def test_vector_norms_equal_numpys(ord: float) -> None:
    near(linalg.vector_norm(nd.array(TALL), axis=-1, ord=ord), np.linalg.vector_norm(TALL, axis=-1, ord=ord))
    near(linalg.vector_norm(nd.array(TALL), ord=ord), np.linalg.vector_norm(TALL, ord=ord))


def test_products_equal_numpys() -> None:
    a, b = RANDOM.standard_normal((2, 3, 4, 5)), RANDOM.standard_normal((4, 5, 6))
    near(linalg.tensordot(nd.array(a), nd.array(b)), np.tensordot(a, b))
    near(linalg.tensordot(nd.array(a), nd.array(b), axes=((3, 2), (1, 0))), np.tensordot(a, b, axes=((3, 2), (1, 0))))
    near(linalg.outer(nd.array(a[0, 0, 0]), nd.array(b[0, 0])), np.outer(a[0, 0, 0], b[0, 0]))
    near(linalg.vecdot(nd.array(a), nd.array(a[0]), axis=-1), (a * a[0]).sum(-1))
    near(linalg.cross(nd.array(a[..., :3]), nd.array(a[..., 2:])), np.cross(a[..., :3], a[..., 2:]))
    near(linalg.diagonal(nd.array(TALL), offset=-2), np.linalg.diagonal(TALL, offset=-2))
    for n in (0, 1, 5, -2):
        near(linalg.matrix_power(nd.array(SQUARE), n), np.linalg.matrix_power(SQUARE, n), 1e-7)


def test_gradients_run_through_factorizations() -> None:
    x = SQUARE[0]

    def loss(m: nd.Array) -> nd.Array:
        return linalg.slogdet(m)[1] + linalg.vector_norm(linalg.inv(m)) + linalg.svdvals(m).sum()

    gradient = np.asarray(nd.grad(loss)(nd.array(x)))
    h = 1e-6
    for i in (0, 2):
        for k in (1, 3):
            step = np.zeros_like(x)
            step[i, k] = h
            change = (float(loss(nd.array(x + step))) - float(loss(nd.array(x - step)))) / (2 * h)
            assert abs(change - gradient[i, k]) < 1e-6


def test_what_cannot_be_computed_says_so() -> None:
    singular = np.stack([np.eye(3), np.zeros((3, 3))])
    with pytest.raises(linalg.LinAlgError, match="matrix 1 of the batch is singular"):
        linalg.inv(nd.array(singular))
    with pytest.raises(linalg.LinAlgError, match="matrix 0 of the batch is not positive definite"):
        linalg.cholesky(nd.array(-np.eye(2)))
    with pytest.raises(ValueError, match="square"):
        linalg.det(nd.array(TALL))
    with pytest.raises(linalg.LinAlgError, match="two axes"):
        linalg.inv(nd.array([1.0, 2.0]))
    with pytest.raises(ValueError, match="unknown mode"):
        linalg.qr(nd.array(TALL), mode="r")

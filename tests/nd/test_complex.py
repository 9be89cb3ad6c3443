"""Complex numbers: their types, what moves them, their arithmetic and functions, against NumPy."""

import operator

import numpy as np
import pytest

from pydl4j import nd
from pydl4j.nd.core import _apply

RNG = np.random.default_rng(5)


def numbers(*shape, dtype="complex64"):
    return (RNG.normal(size=shape) + 1j * RNG.normal(size=shape)).astype(dtype)


@pytest.mark.parametrize("dtype", ["complex64", "complex128"])
def test_arrays_hold_complex_numbers(dtype):
    x = numbers(3, 4, dtype=dtype)
    a = nd.array(x)
    assert a.dtype == np.dtype(dtype)
    assert np.array_equal(np.asarray(a), x)
    assert a.tolist() == x.tolist()
    assert nd.array(x[0, 0]).item() == x[0, 0].item()


@pytest.mark.parametrize("dtype", ["complex64", "complex128"])
def test_ops_that_move_elements_move_complex_ones(dtype):
    x, y = numbers(3, 40, dtype=dtype), numbers(3, 40, dtype=dtype)
    a, b = nd.array(x), nd.array(y)
    assert np.array_equal(np.asarray(nd.permute_dims(a, (1, 0)) + 0), x.T)
    assert np.array_equal(np.asarray(nd.concat([a, b], axis=1)), np.concatenate([x, y], 1))
    assert np.array_equal(np.asarray(nd.take(a, nd.array([2, 0]), axis=0)), x[[2, 0]])
    assert np.array_equal(np.asarray(nd.where(nd.array(x.real > 0), a, b)), np.where(x.real > 0, x, y))
    assert np.array_equal(np.asarray(nd.broadcast_to(a[:, :1], (3, 7))), np.broadcast_to(x[:, :1], (3, 7)))
    assert np.array_equal(np.asarray(nd.ops.trilu(a, upper=1)), np.triu(x))


def test_types_promote_to_complex():
    c64, c128, f64 = nd.array(np.complex64(1j)), nd.array(np.complex128(1j)), nd.array(np.float64(2))
    i64, f32 = nd.array(np.int64(3)), nd.array(np.float32(2))
    assert (c64 + i64).dtype == np.complex64
    assert (c64 + f32).dtype == np.complex64
    assert (c64 + f64).dtype == np.complex128
    assert (c64 + c128).dtype == np.complex128
    assert [(x + 1j).dtype for x in (f32, f64, c64)] == [np.complex64, np.complex128, np.complex64]
    assert (c64 + 2.5).dtype == np.complex64
    assert (i64 + 1j).item() == 3 + 1j


def test_what_has_no_order_or_loses_a_part_is_refused():
    a = nd.array(numbers(3))
    for refused in (nd.floor, nd.erf, nd.max, lambda x: x > x, lambda x: nd.maximum(x, x)):
        with pytest.raises(ValueError, match=r"of type complex64 .*expected one of"):
            refused(a)
    with pytest.raises(ValueError, match="complex numbers to float32"):
        a.astype("float32")


@pytest.mark.parametrize("dtype", ["complex64", "complex128"])
@pytest.mark.parametrize(
    "name",
    ["Exp", "Log", "Sqrt", "Reciprocal", "Sin", "Cos", "Tan", "Sinh", "Cosh", "Tanh", "Asin", "Acos", "Atan", "Asinh",
     "Acosh", "Atanh", "Sign", "Round", "Abs", "Neg", "pydl4j.Expm1", "pydl4j.Log1p", "pydl4j.Log2", "pydl4j.Log10",
     "pydl4j.Square", "pydl4j.Conj", "pydl4j.Real", "pydl4j.Imag", "pydl4j.Angle"],
)  # fmt: skip
def test_functions_are_those_of_numpy(name, dtype):
    x = numbers(7, 9, dtype=dtype)
    short = name.split(".")[-1].lower()
    names = {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "asinh": "arcsinh", "acosh": "arccosh",
             "atanh": "arctanh", "neg": "negative"}  # fmt: skip
    want = getattr(np, names.get(short, short))(x)
    got = np.asarray(_apply.one(name, nd.array(x)))
    assert got.dtype == want.dtype
    assert np.allclose(got, want, rtol=1e-5 if dtype == "complex64" else 1e-12)


def test_arithmetic_broadcasts_complex_numbers():
    x, y = numbers(4, 1, 5, dtype="complex128"), numbers(3, 1, dtype="complex128")
    a, b = nd.array(x), nd.array(y)
    for f in (operator.add, operator.sub, operator.mul, operator.truediv, operator.pow):
        assert np.allclose(np.asarray(f(a, b)), f(x, y), rtol=1e-12)
    assert np.array_equal(np.asarray(a == a + 0), np.full(x.shape, True))
    assert np.allclose(np.asarray(2j * a / 3 - a), 2j * x / 3 - x)


@pytest.mark.parametrize("axis", [None, 0, (0, 2)])
def test_reductions_of_complex_numbers(axis):
    x = numbers(3, 4, 5, dtype="complex128")
    a = nd.array(x)
    assert np.allclose(np.asarray(nd.sum(a, axis=axis)), x.sum(axis))
    assert np.allclose(np.asarray(nd.mean(a, axis=axis, keepdims=True)), x.mean(axis, keepdims=True))
    assert np.allclose(np.asarray(nd.prod(a, axis=axis)), x.prod(axis))


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_cumulative_sums_and_products_of_complex_numbers(axis):
    x = numbers(3, 4, 7, dtype="complex128")
    assert np.allclose(np.asarray(nd.cumulative_sum(nd.array(x), axis=axis)), x.cumsum(axis))
    assert np.allclose(np.asarray(nd.cumulative_prod(nd.array(x), axis=axis)), x.cumprod(axis))


def test_gradients_flow_through_complex_values():
    x = np.asarray(RNG.normal(size=(6, 2)))

    def loss(v):
        z = _apply.one("pydl4j.ViewAsComplex", v)
        return nd.abs(nd.sin(z) * nd.exp(z) / (z * z + 2)).sum()

    gradient = np.asarray(nd.grad(loss)(nd.array(x)))
    step = np.zeros_like(x)
    step[2, 1] = 1e-6
    difference = (loss(nd.array(x + step)) - loss(nd.array(x - step))).item() / 2e-6
    assert abs(difference - gradient[2, 1]) < 1e-6


def test_traced_functions_take_complex_numbers():
    x = numbers(5, dtype="complex64")
    got = nd.jit(lambda v: nd.exp(v * 2j) + 1)(nd.array(x))
    assert got.dtype == np.complex64
    assert np.allclose(np.asarray(got), np.exp(x * 2j) + 1, rtol=1e-5)


@pytest.mark.parametrize("dtype", ["complex64", "complex128"])
@pytest.mark.parametrize("batch", [(), (3,)])
def test_linear_algebra_of_complex_matrices(batch, dtype):
    x, y = numbers(*batch, 5, 5, dtype=dtype), numbers(*batch, 5, 2, dtype=dtype)
    a, b, lin = nd.array(x), nd.array(y), nd.linalg
    tolerance = {"atol": 2e-4 if dtype == "complex64" else 1e-10}

    def close(got, want):
        assert np.allclose(np.asarray(got), want, **tolerance)

    close(a @ b, x @ y)
    close(lin.inv(a) @ a, np.broadcast_to(np.eye(5), x.shape))
    close(a @ lin.solve(a, b), y)
    close(lin.det(a), np.linalg.det(x))
    sign, log = lin.slogdet(a)
    close(sign * nd.exp(log), np.linalg.det(x))
    for q, r in (lin.qr(a), lin.qr(b), lin.qr(b, mode="complete")):
        close(q @ r, x if r.shape[-1] == 5 else y)
        assert (np.diagonal(np.asarray(r), axis1=-2, axis2=-1).real >= 0).all()
    u, s, vh = lin.svd(b, full_matrices=False)
    close((u * s[..., None, :]) @ vh, y)
    positive = x @ np.conj(np.swapaxes(x, -1, -2)) + np.eye(5).astype(dtype)
    low = np.asarray(lin.cholesky(nd.array(positive)))
    close(low @ np.conj(np.swapaxes(low, -1, -2)), positive)
    w, v = lin.eigh(nd.array(positive))
    assert w.dtype == x.real.dtype
    close(nd.array(positive) @ v, np.asarray(v) * np.asarray(w)[..., None, :])
    w, v = lin.eig(a)
    close(a @ v, np.asarray(v) * np.asarray(w)[..., None, :])
    close(lin.pinv(b) @ b, np.broadcast_to(np.eye(2), (*batch, 2, 2)))
    close(lin.vecdot(b, b, axis=-2), np.sum(np.conj(y) * y, -2))
    close(lin.matrix_norm(a), np.linalg.norm(x, axis=(-2, -1)))


def test_complex_matrices_may_be_empty():
    empty = nd.zeros((2, 0, 0), dtype="complex64")
    assert nd.linalg.inv(empty).shape == (2, 0, 0)
    assert nd.linalg.det(empty).tolist() == [1, 1]
    assert nd.linalg.eigvals(empty).shape == (2, 0)


def test_eigenvalues_of_real_matrices_are_complex():
    x = np.array([[0.0, -1.0], [1.0, 0.0]])
    values = sorted(nd.linalg.eigvals(nd.array(x)).tolist(), key=lambda v: v.imag)
    assert np.allclose(values, [-1j, 1j])

"""Generated op functions compute as NumPy does."""

from __future__ import annotations

import numpy as np
import pytest

from pydl4j import nd
from pydl4j.nd.core import _apply

X = np.random.default_rng(0).normal(size=(3, 4)).astype(np.float32)


def test_ops_compute_as_numpy_does() -> None:
    exp = np.exp(X - X.max(1, keepdims=True))
    expected = {
        "softmax": (nd.ops.softmax(X, axis=1), exp / exp.sum(1, keepdims=True)),
        "reduce_sum": (nd.ops.reduce_sum(X, [0], keepdims=0), X.sum(0)),
        "transpose": (nd.ops.transpose(X, perm=[1, 0]), X.T),
        "concat": (nd.ops.concat(X, X, axis=1), np.concatenate([X, X], 1)),
        "gemm": (nd.ops.gemm(X, X, trans_b=1), X @ X.T),
        "reshape": (nd.ops.reshape(X, [2, 6]), X.reshape(2, 6)),
        "clip": (nd.ops.clip(X, np.float32(-0.5), np.float32(0.5)), X.clip(-0.5, 0.5)),
    }
    for name, (got, wanted) in expected.items():
        np.testing.assert_allclose(np.asarray(got), wanted, rtol=1e-5, atol=1e-6, err_msg=name)


def test_operators_are_ops() -> None:
    a = nd.asarray(X)
    np.testing.assert_allclose(np.asarray((2 * a - 1) / 4 + a), (2 * X - 1) / 4 + X, rtol=1e-6)
    np.testing.assert_allclose(np.asarray(-a @ X.T), -X @ X.T, rtol=1e-5)


def test_operators_keep_the_dtype_beside_python_numbers() -> None:
    assert (nd.ones(3, dtype="float32") * 2.5).dtype == np.float32


def test_attributes_that_do_not_fit_raise() -> None:
    with pytest.raises(ValueError, match="axis"):
        nd.ops.softmax(X, axis=7)


def test_an_op_writes_into_an_array_that_is_its_operand_too() -> None:
    whole = nd.array(np.arange(6, dtype=np.float32).reshape(2, 3))
    part = whole[:, ::2]
    _apply.into(part, "Add", {}, [part, part[::-1]])
    assert whole.tolist() == [[3.0, 1.0, 7.0], [3.0, 4.0, 7.0]]
    with pytest.raises(ValueError, match=r"in place: got a result float32.*int64"):
        _apply.into(nd.array(np.arange(3)), "Add", {}, [nd.array(np.arange(3)), 1.5])

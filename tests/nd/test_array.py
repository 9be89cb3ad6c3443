"""Arrays that Java and NumPy share."""

from __future__ import annotations

import gc

import numpy as np
import pytest

from pydl4j import _jvm, nd

DTYPES = ["float64", "float32", "float16", "int64", "int32", "int16", "int8", "uint64", "uint32", "uint16", "uint8"]


def test_numpy_sees_the_memory_of_a_java_array_without_a_copy():
    a = nd.zeros((2, 3))
    np.asarray(a)[1, 2] = 7
    assert a[1, 2] == 7
    assert np.shares_memory(np.asarray(a), np.asarray(a))


def test_java_sees_the_memory_of_a_numpy_array_without_a_copy():
    x = np.arange(6, dtype=np.float32).reshape(2, 3)
    a = nd.asarray(x)
    x[0, 0] = 100
    assert np.asarray(a + 0)[0, 0] == 100


@pytest.mark.parametrize("dtype", [*DTYPES, "bool"])
def test_every_dtype_survives_the_way_through_java(dtype):
    x = np.array([[0, 1], [2, 3]]).astype(dtype)
    out = nd.array(x)
    assert out.dtype == np.dtype(dtype)
    np.testing.assert_array_equal(np.asarray(out), x)


def test_bfloat16_reads_as_float32_rounded_to_nearest():
    a = nd.array([1.0, 2.5, 3.1415927], dtype="bfloat16")
    assert a.dtype == "bfloat16"
    np.testing.assert_array_equal(np.asarray(a), np.array([1.0, 2.5, 3.140625], np.float32))


def test_strided_numpy_arrays_compute_like_numpy():
    x = np.arange(24, dtype=np.float64).reshape(4, 6)
    a, b = x[::2, 1::2], x[:3, 1::-1]
    np.testing.assert_allclose(np.asarray(nd.asarray(a) @ nd.asarray(b)), a @ b)


def test_memory_is_freed_when_the_last_view_goes():
    gc.collect()
    before = _jvm.call("Handles", "count")
    a = nd.ones(10)
    view = np.asarray(a)
    a.close()
    assert view.sum() == 10
    assert _jvm.call("Handles", "count") == before + 1
    del view, a
    gc.collect()
    assert _jvm.call("Handles", "count") == before


def test_a_closed_array_says_so():
    a = nd.ones(3)
    a.close()
    with pytest.raises(ValueError, match=r"\[array\] is closed"):
        np.asarray(a)


def test_shapes_that_do_not_fit_raise_a_clear_error():
    with pytest.raises(ValueError, match=r"\[MatMul.*\] got inner sizes 2 and 5"):
        nd.ones((3, 2)) @ nd.ones((5, 5))


def test_unsupported_dtypes_raise_a_clear_error():
    with pytest.raises(TypeError, match=r"\[array\] unsupported dtype: got datetime64"):
        nd.asarray(np.array(["2020-01-01"], dtype="datetime64[D]"))


def test_dlpack_gives_the_same_memory():
    a = nd.ones(4)
    assert np.shares_memory(np.from_dlpack(a), np.asarray(a))


def test_numpy_functions_see_the_view():
    a = nd.array([[1.0, 2.0], [3.0, 4.0]])
    assert np.sum(a) == 10
    assert np.concatenate([a, np.zeros((1, 2))]).shape == (3, 2)
    assert float(np.exp(a)[0, 0]) == pytest.approx(np.exp(1.0), rel=1e-6)


def test_arrays_of_no_axes_in_bfloat16_keep_their_memory():
    arrays = [nd.asarray(np.float32(v), dtype="bfloat16") for v in range(50)]
    np.testing.assert_array_equal(np.asarray(nd.stack([a + 0 for a in arrays])), np.arange(50))
    assert all(isinstance(a._view, np.ndarray) for a in arrays)

"""Arrays among NumPy, DLPack, Arrow, SciPy, pickle and Python's own protocols."""

from __future__ import annotations

import copy
import gc
import operator
import pickle
import sys

import numpy as np
import pytest

from pydl4j import nd
from pydl4j.nd.interop import _dlpack

DTYPES = ["float64", "float32", "float16", "int64", "int32", "int16", "int8", "uint64", "uint32", "uint16", "uint8"]
LAYOUTS = {
    "dense": lambda x: x,
    "reversed": lambda x: x[::-1, ::-1],
    "stepped": lambda x: x[::2, 1::3],
    "transposed": lambda x: x.T,
    "broadcast": lambda x: np.broadcast_to(x[0], (5, x.shape[1])),
    "empty": lambda x: x[:0],
    "scalar": lambda x: x[1, 1, ...],
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_numpy_arrays_of_any_strides_are_shared_and_come_back_shared(layout):
    x = LAYOUTS[layout](np.arange(24, dtype=np.float32).reshape(4, 6))
    a = nd.asarray(x)
    assert a.shape == x.shape
    assert np.shares_memory(np.asarray(a), x) or not x.size
    assert np.asarray(a).strides == x.strides
    np.testing.assert_array_equal(np.asarray(a + 1), x + 1)


def test_what_cannot_be_shared_is_copied():
    swapped = np.arange(3, dtype=">i4")
    shifted = np.frombuffer(bytes(13), np.uint8)[1:].view(np.float32)
    fields = np.zeros(3, [("a", np.int8), ("b", np.float32)])["b"]  # 5 bytes apart
    for x in (swapped, shifted, fields):
        a = nd.asarray(x)
        assert not np.shares_memory(np.asarray(a), x)
        np.testing.assert_array_equal(np.asarray(a + 0), x)


def test_read_only_memory_is_read_but_never_written():
    x = np.arange(3.0)
    x.flags.writeable = False
    a = nd.asarray(x)
    assert (a * 2).tolist() == [0, 2, 4]
    with pytest.raises(ValueError, match="read-only"):
        a[0] = 1


def test_numpys_functions_compute_by_ours_where_there_is_one():
    a, x = nd.array(np.array([[1.0, 2.0], [3.0, 4.0]], np.float32)), np.full((2, 2), 2, np.float32)
    for made, expected in [
        (np.exp(a), np.exp(np.asarray(a))),
        (np.add(x, a), x + np.asarray(a)),
        (x - a, x - np.asarray(a)),
        (np.float32(3) * a, 3 * np.asarray(a)),
        (np.sum(a, 0), [4, 6]),
        (np.mean(a, axis=1, keepdims=True), [[1.5], [3.5]]),
        (np.var(a, ddof=1), np.var(np.asarray(a), ddof=1)),
        (np.concatenate([a, x], axis=1), np.concatenate([np.asarray(a), x], axis=1)),
        (np.where(a > 2, a, x), np.where(np.asarray(a) > 2, np.asarray(a), x)),
        (np.linalg.det(a), -2.0),
        (np.transpose(a), np.asarray(a).T),
        (np.matmul(x, a), x @ np.asarray(a)),
    ]:
        assert isinstance(made, nd.Array), made
        np.testing.assert_allclose(np.asarray(made), expected, rtol=1e-6)


def test_numpys_functions_that_we_lack_see_the_view_and_give_numpys_arrays():
    a = nd.array(np.array([3, 1, 2], np.float32))
    assert type(np.add.reduce(a)) is np.float32
    assert type(np.nanmedian(a)) is np.float32
    assert isinstance(np.add(a, a, where=[True, False, True], out=np.zeros(3, np.float32)), np.ndarray)


def test_numpys_arrays_take_ours_in_place():
    x = np.ones(3, np.float32)
    same = x
    x += nd.array([1.0, 2.0, 3.0])
    assert x is same
    assert x.tolist() == [2, 3, 4]
    a = nd.zeros(3)
    assert np.add(x, 1, out=a) is a
    assert a.tolist() == [3, 4, 5]


# ---- DLPack --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [*DTYPES, "bool", "complex64", "complex128"])
@pytest.mark.parametrize("versions", [{}, {"max_version": (1, 0)}])
def test_dlpack_goes_both_ways_without_a_copy(dtype, versions):
    class Given:
        def __init__(self, a):
            self.a = a

        def __dlpack_device__(self):
            return self.a.__dlpack_device__()

        def __dlpack__(self, **ignored):
            return self.a.__dlpack__(**versions)

    before = len(_dlpack._lent)
    a = nd.array(np.arange(24).reshape(4, 6).astype(dtype))
    back = nd.from_dlpack(Given(a))
    assert np.shares_memory(np.asarray(back), np.asarray(a))
    assert (back.dtype, back.shape) == (a.dtype, a.shape)
    theirs = np.from_dlpack(Given(a))
    np.testing.assert_array_equal(theirs, np.asarray(a))
    address = np.asarray(a).__array_interface__["data"][0]
    del a
    gc.collect()
    assert np.asarray(back).__array_interface__["data"][0] == address
    del back, theirs
    gc.collect()
    assert len(_dlpack._lent) == before


def test_dlpack_shares_bfloat16_and_steps_and_returns_capsules_that_nobody_took():
    a = nd.array([1.0, 2.0, 3.0], dtype="bfloat16")
    b = nd.from_dlpack(a)
    assert b.dtype == "bfloat16"
    assert np.shares_memory(a._np, b._np)
    steps = np.arange(12.0)[::-2]
    assert nd.from_dlpack(steps).tolist() == steps.tolist()
    before = len(_dlpack._lent)
    capsule = a.__dlpack__()
    assert len(_dlpack._lent) == before + 1
    del capsule
    assert len(_dlpack._lent) == before
    copied = nd.from_dlpack(steps, copy=True)
    assert not np.shares_memory(np.asarray(copied), steps)


def test_dlpack_says_read_only_and_refuses_streams_and_other_devices():
    x = np.arange(3.0)
    x.flags.writeable = False
    a = nd.asarray(x)
    assert not np.asarray(nd.from_dlpack(a)).flags.writeable
    with pytest.raises(BufferError, match="read-only"):
        a.__dlpack__()
    with pytest.raises(BufferError, match="stream"):
        a.__dlpack__(stream=1)
    with pytest.raises(BufferError, match="device"):
        a.__dlpack__(dl_device=(2, 0))


# ---- Python --------------------------------------------------------------------------------------------------------


def test_pickles_keep_elements_type_and_shape_and_may_leave_them_out_of_band():
    for a in (nd.array([[1, 2], [3, 4]]), nd.array([1.5], dtype="bfloat16"), nd.zeros((0, 3)), nd.array(1j)):
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            back = pickle.loads(pickle.dumps(a, protocol))
            assert (back.dtype, back.shape, back.tolist()) == (a.dtype, a.shape, a.tolist())
            assert back._np.flags.writeable
    a, buffers = nd.array(np.arange(1000.0)), []
    small = pickle.dumps(a, 5, buffer_callback=buffers.append)
    assert len(small) < 200
    assert np.shares_memory(np.asarray(pickle.loads(small, buffers=buffers)), np.asarray(a))


def test_copies_are_dense_and_apart():
    a = nd.asarray(np.arange(6.0).reshape(2, 3).T)
    for b in (a.copy(), copy.copy(a), copy.deepcopy([a])[0]):
        b[0, 0] = 9
        assert a[0, 0] == 0
        assert np.asarray(b).flags.c_contiguous


def test_single_elements_are_pythons_numbers_and_others_are_refused():
    assert operator.index(nd.array(3)) == 3
    assert int(nd.array(2.75)) == 2
    assert float(nd.array(2.5)) == 2.5
    assert complex(nd.array(2.5)) == 2.5
    assert not nd.array(0)
    for x in (
        np.float32(0.1),
        np.float64(1e300),
        np.int8(-3),
        np.uint64(2**64 - 1),
        np.bool_(True),
        np.complex64(1 + 2j),
    ):
        found = nd.array(x).item()
        assert (found, type(found)) == (x.item(), type(x.item()))
    for convert, wrong in [(operator.index, nd.array(1.0)), (operator.index, nd.array([1])), (float, nd.ones(2))]:
        with pytest.raises(TypeError, match="expected one"):
            convert(wrong)
    with pytest.raises(ValueError, match="any"):
        bool(nd.ones(2))
    with pytest.raises(TypeError, match="unhashable"):
        hash(nd.ones(2))
    with pytest.raises(TypeError, match="without axes"):
        len(nd.array(1))
    assert 2 in nd.array([1, 2])
    assert 5 not in nd.array([1, 2])


@pytest.mark.skipif(sys.version_info < (3, 12), reason="classes offer buffers from Python 3.12")
def test_memoryviews_share_the_memory():
    a = nd.zeros(3)
    memoryview(a).cast("B").cast("f")[1] = 5
    assert a.tolist() == [0, 5, 0]


def test_printed_forms_are_numpys_and_name_unusual_types():
    x = np.arange(6, dtype=np.float32).reshape(2, 3)
    assert str(nd.array(x)) == str(x)
    assert repr(nd.array(x)) == repr(x).replace(", dtype=float32", "")
    assert repr(nd.array(x.astype(np.float64))) == repr(x.astype(np.float64))[:-1] + ", dtype=float64)"
    assert repr(nd.array([1, 2])) == "array([1, 2])"
    assert repr(nd.array([1.5, 2], dtype="bfloat16")) == "array([1.5, 2. ], dtype=bfloat16)"
    assert repr(nd.zeros((0, 3))) == "array([], shape=(0, 3))"
    huge = nd.asarray(np.broadcast_to(np.float32(0), (10**6, 10**6)))
    assert str(huge).count("0.") == 36
    with nd.printoptions(precision=2, threshold=4, edgeitems=1):
        assert str(nd.array([1 / 3] * 5)) == "[0.33 ... 0.33]"
        assert nd.get_printoptions()["precision"] == 2
    assert nd.get_printoptions()["precision"] == np.get_printoptions()["precision"]


def test_devices_are_listed_and_unknown_ones_refused():
    a = nd.ones(3)
    assert a.device == nd.devices()[0] == nd.device("cpu")
    assert a.to("cpu:0") is a
    with pytest.raises(ValueError, match=r"got 'cuda:7'; expected one of cpu:0"):
        a.to("cuda:7")


# ---- Arrow, SciPy --------------------------------------------------------------------------------------------------


def test_arrow_arrays_tensors_and_tables_become_arrays_and_back():
    pa = pytest.importorskip("pyarrow", reason="pyarrow is optional")
    numbers = pa.array([1.0, 2.0, 3.0])
    assert np.shares_memory(np.asarray(nd.from_arrow(numbers)), numbers.to_numpy())
    assert nd.asarray(pa.chunked_array([[1, 2], [3]])).tolist() == [1, 2, 3]
    assert nd.from_arrow(pa.array([True, False])).tolist() == [True, False]
    assert nd.from_arrow(pa.table({"a": [1, 2], "b": [3.0, 4.0]})).tolist() == [[1, 3], [2, 4]]
    x = np.arange(12.0).reshape(2, 3, 2)
    a = nd.asarray(x)
    assert np.shares_memory(np.asarray(nd.from_arrow(a.to_arrow())), x)
    assert nd.from_arrow(a.to_arrow()).shape == (2, 3, 2)
    assert pa.array(nd.array([1, 2])).to_pylist() == [1, 2]
    with pytest.raises(ValueError, match="nulls"):
        nd.from_arrow(pa.array([1, None]))
    with pytest.raises(TypeError, match="string"):
        nd.from_arrow(pa.array(["a"]))


def test_sparse_arrays_become_dense_unless_that_is_absurd():
    sparse = pytest.importorskip("scipy.sparse", reason="SciPy is optional")
    assert nd.asarray(sparse.eye_array(3).tocsr()).tolist() == np.eye(3).tolist()
    with pytest.raises(MemoryError, match=r"\(1000000, 1000000\)"):
        nd.asarray(sparse.eye_array(10**6).tocsr())

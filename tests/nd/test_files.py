"""Arrays in NumPy's files."""

from __future__ import annotations

import io
import resource
import struct
import zipfile

import numpy as np
import pytest

from pydl4j import nd
from tests.nd.mutants import npy_mutants


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "int64", "uint8", "bool", "complex64"])
def test_npy_files_are_numpys_both_ways(tmp_path, dtype):
    x = (np.arange(12).reshape(3, 4) % 5).astype(dtype)
    nd.save(tmp_path / "a.npy", nd.array(x))
    np.testing.assert_array_equal(np.load(tmp_path / "a.npy"), x)
    np.save(tmp_path / "b.npy", np.asfortranarray(x.astype(x.dtype.newbyteorder(">"))))
    for mmap in (False, True):
        back = nd.load(tmp_path / "b.npy", mmap=mmap)
        assert back.dtype == x.dtype
        np.testing.assert_array_equal(np.asarray(back), x)


def test_npz_files_hold_arrays_by_name(tmp_path):
    a, b = nd.array([1, 2]), nd.array([0.5], dtype="bfloat16")
    for write in (nd.savez, nd.savez_compressed):
        write(tmp_path / "c.npz", a, last=b)
        back = nd.load(tmp_path / "c.npz")
        assert list(back) == ["last", "arr_0"] or list(back) == ["arr_0", "last"]
        assert back["arr_0"].tolist() == [1, 2]
        assert back["last"].tolist() == [0.5]
        assert back["last"].dtype == np.float32


def test_mapped_files_are_read_only_and_compute(tmp_path):
    nd.save(tmp_path / "a.npy", nd.array(np.arange(1000.0)))
    a = nd.load(tmp_path / "a.npy", mmap=True)
    assert a.sum().item() == 499500
    with pytest.raises(ValueError, match="read-only"):
        a[0] = 1


def test_objects_and_other_formats_are_refused(tmp_path):
    np.save(tmp_path / "o.npy", np.array([{}], dtype=object), allow_pickle=True)
    for file in (tmp_path / "o.npy", io.BytesIO(b"PAR1"), io.BytesIO(b"")):
        with pytest.raises(ValueError):  # noqa: PT011
            nd.load(file)


def test_headers_that_claim_more_than_the_file_holds_allocate_nothing(tmp_path):
    for shape in ("(1<<40,)", "(250000000,)", "(-1,)", "(4294967296, 4294967296)"):
        text = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}\n"
        path = tmp_path / "a.npy"
        path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode() + bytes(16))
        with zipfile.ZipFile(tmp_path / "b.npz", "w") as members:
            members.writestr("a.npy", path.read_bytes())
        for file in (path, tmp_path / "b.npz", io.BytesIO(path.read_bytes())):
            with pytest.raises(ValueError, match=r"^\[load\] "):
                nd.load(file)
    with pytest.raises(FileNotFoundError):
        nd.load(tmp_path / "none.npy")


def test_mutants_of_arrays_files_load_or_raise_value_error():
    assert try_mutants(200, seed=7) > 10


def try_mutants(count: int, seed: int) -> int:
    """How many of so many mutants are arrays; all others must raise ValueError or OSError that says why."""
    loaded = 0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for how, content in npy_mutants(count, seed):
        try:
            nd.load(io.BytesIO(content))
            loaded += 1
        except BaseException as error:
            if not isinstance(error, ValueError | OSError | NotImplementedError) or not str(error):
                raise AssertionError(f"{how}: {error!r}") from error
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 << 10
    return loaded

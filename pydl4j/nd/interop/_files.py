"""Arrays in NumPy's files, ``.npy`` for one and ``.npz`` for several."""

from __future__ import annotations

import ast
import math
import os
import zipfile
from collections.abc import Mapping
from typing import IO, Any

import numpy as np
from numpy.typing import ArrayLike

from pydl4j.nd.core._held import Held, held

__all__ = ["load", "save", "savez", "savez_compressed"]

_File = str | os.PathLike[str] | IO[bytes]
_MOST_HEADER_BYTES = 10_000  # as NumPy's own limit for headers that are not trusted
_MOST_RATIO = 1032  # deflate cannot do better


def save(file: _File, x: ArrayLike | Held, /) -> None:
    """Writes an array as NumPy's ``.npy``. NumPy has no bfloat16, which is written as float32.

    Parameters
    ----------
    file : path or binary file
        A path gets the ending ``.npy`` where it has another.
    x : array_like
        What to write.

    Examples
    --------
    >>> import tempfile, os
    >>> from pydl4j import nd
    >>> path = os.path.join(tempfile.mkdtemp(), "a.npy")
    >>> nd.save(path, nd.ones(3))
    >>> nd.load(path).tolist()
    [1.0, 1.0, 1.0]
    """
    np.save(file, _plain(x), allow_pickle=False)


def savez(file: _File, /, *args: ArrayLike | Held, **kwargs: ArrayLike | Held) -> None:
    """Writes several arrays as NumPy's ``.npz``: the unnamed ones as ``arr_0``, ``arr_1`` and so on."""
    np.savez(file, *map(_plain, args), **_plains(kwargs))


def savez_compressed(file: _File, /, *args: ArrayLike | Held, **kwargs: ArrayLike | Held) -> None:
    """As `savez`, compressed."""
    np.savez_compressed(file, *map(_plain, args), **_plains(kwargs))


def load(file: _File, /, *, mmap: bool = False) -> Any:
    """Reads a file of `save`, `savez` or NumPy's functions of these names.

    Parameters
    ----------
    file : path or binary file
        ``.npy`` or ``.npz``, told apart by its content.
    mmap : bool, default False
        Reads an ``.npy`` on demand, where and when elements are used, instead of now; the array is read-only.

    Returns
    -------
    Array or dict of Array
        The dict by the arrays' names.

    Raises
    ------
    ValueError
        For Python objects in the file, which are never unpickled, for other formats, and for headers that claim more
        than the file holds, before anything is allocated for them.
    """
    try:
        if isinstance(file, str | os.PathLike):
            with open(file, "rb") as opened:
                _check(opened)
        else:
            _check(file)
        found = np.load(file, mmap_mode="r" if mmap else None, allow_pickle=False)
        if isinstance(found, np.lib.npyio.NpzFile):
            with found:
                return {name: held(found[name]) for name in found.files}
        return held(found)
    except (OSError, NotImplementedError):
        raise
    except Exception as error:  # NumPy, zipfile and zlib raise whatever their own parts do
        if str(error).startswith("[load]"):
            raise
        reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise ValueError(f"[load] not an array's file, or a damaged one: {reason}; expected .npy or .npz.") from error


def _check(file: IO[bytes]) -> None:
    """Raises ValueError where a file's headers claim more than it holds: NumPy allocates what they say."""
    if not file.seekable():
        return
    start = file.tell()
    try:
        if file.read(4) == b"PK\x03\x04":
            with zipfile.ZipFile(file) as members:
                _check_members(members)
        else:
            end = file.seek(0, os.SEEK_END)
            file.seek(start)
            _check_header(file, end - start)
    finally:
        file.seek(start)


def _check_members(members: zipfile.ZipFile) -> None:
    names = members.namelist()
    if len(set(names)) < len(names):
        raise ValueError(f"[load] two arrays have one name: got {names}; expected distinct ones.")
    for info in members.infolist():
        if info.file_size > _MOST_RATIO * (info.compress_size + 1):
            raise ValueError(
                f"[load] {info.filename!r} claims {info.file_size} bytes, of which {info.compress_size} are there."
            )
        with members.open(info) as member:
            _check_header(member, info.file_size)


def _check_header(file: IO[bytes], size: int) -> None:
    """Compares what the header at a file's position says with the bytes of the whole file."""
    magic = file.read(8)
    if len(magic) < 8 or magic[:6] != b"\x93NUMPY":
        raise ValueError(f"[load] not an array's file: got the first bytes {magic!r}; expected .npy or .npz.")
    width = 2 if magic[6] == 1 else 4
    length = int.from_bytes(file.read(width), "little")
    if length > _MOST_HEADER_BYTES:
        raise ValueError(
            f"[load] a damaged .npy: got a header of {length} bytes; expected at most {_MOST_HEADER_BYTES}."
        )
    header = ast.literal_eval(file.read(length).decode("utf-8" if magic[6] > 2 else "latin1"))
    shape, dtype = header["shape"], np.dtype(header["descr"])
    if not all(isinstance(n, int) and n >= 0 for n in shape):
        raise ValueError(f"[load] a damaged .npy: got shape {shape}; expected whole numbers from 0 on.")
    claimed = math.prod(shape) * dtype.itemsize
    held_bytes = size - 8 - width - length
    if not dtype.hasobject and claimed != held_bytes:
        raise ValueError(
            f"[load] a truncated or damaged .npy: got {held_bytes} bytes of elements; expected {claimed} for {dtype} "
            f"of shape {shape}."
        )


def _plains(named: Mapping[str, ArrayLike | Held]) -> dict[str, Any]:
    return {name: _plain(x) for name, x in named.items()}


def _plain(x: ArrayLike | Held) -> np.ndarray:
    return np.asarray(held(x))

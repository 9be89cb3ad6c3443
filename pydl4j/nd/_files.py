"""Arrays in NumPy's files, ``.npy`` for one and ``.npz`` for several."""

from __future__ import annotations

import os
from typing import IO, Any

import numpy as np
from numpy.typing import ArrayLike

from pydl4j.nd._held import Held, held

__all__ = ["load", "save", "savez", "savez_compressed"]

_File = str | os.PathLike[str] | IO[bytes]


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
    np.savez(file, *map(_plain, args), **{name: _plain(x) for name, x in kwargs.items()})


def savez_compressed(file: _File, /, *args: ArrayLike | Held, **kwargs: ArrayLike | Held) -> None:
    """As `savez`, compressed."""
    np.savez_compressed(file, *map(_plain, args), **{name: _plain(x) for name, x in kwargs.items()})


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
        For Python objects in the file, which are never unpickled, and for other formats.
    """
    try:
        found = np.load(file, mmap_mode="r" if mmap else None, allow_pickle=False)
    except EOFError as error:
        raise ValueError(f"[load] got an empty or truncated file: {error}; expected .npy or .npz.") from None
    if isinstance(found, np.lib.npyio.NpzFile):
        with found:
            return {name: held(found[name]) for name in found.files}
    return held(found)


def _plain(x: ArrayLike | Held) -> np.ndarray:
    return np.asarray(held(x))

"""The machine's memory bandwidth by a triad of our own in C++, for no engine's may be taken for the machine's limit."""

from __future__ import annotations

import ctypes
import subprocess
from pathlib import Path

import numpy as np

from tests.bench.exported import FOLDER
from tests.bench.worker import Run

_LINE = 64


def triad(shape: tuple[int, ...], threads: int) -> Run:
    """Compiles ``triad.cpp`` and gives its run over float32 arrays of that shape."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    library = (FOLDER / "libtriad.so").resolve()
    source = Path(__file__).with_name("triad.cpp")
    subprocess.run(["g++", "-O2", "-shared", "-fPIC", "-fopenmp", str(source), "-o", str(library)], check=True)
    run = ctypes.CDLL(str(library)).triad
    a, b, c = (_aligned(shape) for _ in range(3))
    given = [ctypes.c_void_p(x.ctypes.data) for x in (a, b, c)]
    arrays = (a, b, c)  # kept by the call
    return Run(lambda: run(*given, ctypes.c_long(arrays[0].size), threads))


def _aligned(shape: tuple[int, ...]) -> np.ndarray:
    size = int(np.prod(shape))
    block = np.ones(size + _LINE, np.float32)
    skipped = -block.ctypes.data % _LINE // block.itemsize
    return block[skipped : skipped + size]

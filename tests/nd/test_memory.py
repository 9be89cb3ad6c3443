"""Off-heap memory: freed at once, in arenas together, never past the limit, and its holders named."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from pydl4j import nd

MIB = 2**20


def test_an_array_out_of_scope_frees_its_memory_at_once():
    before = nd.memory_stats().in_use

    def grown() -> int:
        return round((nd.memory_stats().in_use - before) / MIB)  # ops may keep the numbers they were called with

    a = nd.zeros((8, MIB))
    assert grown() == 32
    view = np.asarray(a)[3:]
    part = a[2:4]
    del a
    assert grown() == 32  # the view and the part look at it
    del view
    assert part[0, :2].tolist() == [0, 0]
    del part
    assert grown() == 0


TEMPORARIES = """
import pydl4j
pydl4j.jvm.options(heap="64m", spark=False)
from pydl4j import nd

def work(n):
    for _ in range(n):
        (a + b) * 2
    with open("/proc/self/statm") as f:
        return nd.memory_stats().in_use, int(f.read().split()[1]) * 4096

a, b = nd.ones(1000), nd.ones(1000)
used, first = work(100_000)
used_then, last = work(200_000)
print(used_then - used, (last - first) / 400_000)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_many_temporaries_keep_memory_flat():
    done = subprocess.run([sys.executable, "-c", TEMPORARIES], capture_output=True, text=True, check=True)
    held, bytes_each = map(float, done.stdout.split())
    assert held == 0
    assert bytes_each < 60  # of 4,000 that an array has


def test_an_arena_closes_what_is_made_in_it_and_spares_what_is_detached():
    outside = nd.ones(3)
    before = nd.memory_stats().in_use
    with nd.arena():
        a = nd.zeros((MIB,))
        kept = (outside + 1).detach()
        part = a[1:3]
        look = np.asarray(a)[:2]
        with nd.arena():
            inner = a + 1
        assert inner.closed
        assert not a.closed
    assert a.closed
    assert part.closed
    for use in (lambda: a + 1, lambda: np.asarray(part), lambda: a.shape, lambda: a[0], lambda: nd.exp(a)):
        with pytest.raises(ValueError, match="closed"):
            use()
    assert look.tolist() == [0, 0]  # NumPy's view keeps the memory
    del look
    assert nd.memory_stats().in_use - before < MIB
    assert kept.tolist() == outside.tolist() or kept.tolist() == [2, 2, 2]


def test_statistics_name_the_largest_holders_and_where_they_were_made():
    with nd.track_memory():
        a = nd.zeros((3, MIB), dtype="float64")  # this line
    b = nd.zeros((2, MIB))
    told = nd.memory_stats(largest=2)
    first, second = told.largest
    assert (first.nbytes, first.dtype, first.shape) == (24 * MIB, "float64", a.shape)
    assert first.made_at.startswith("test_memory.py:")
    assert (second.shape, second.made_at) == (b.shape, "")
    assert told.in_use >= 32 * MIB
    assert told.peak >= told.in_use
    assert told.arrays >= 2


def test_memory_beyond_the_limit_raises_names_the_holders_and_the_process_goes_on():
    a = nd.zeros((5, MIB))
    before = nd.memory_stats().limit
    limit = nd.memory_stats().in_use + 8 * MIB
    with nd.set_memory_limit(limit):  # more than it in one piece, for what idle plans hold is given back first
        with pytest.raises(MemoryError, match=r"(?s)limit.*arrays of Python.*float32\[5, 1048576\]: 20.0 MiB"):
            nd.zeros((limit // (4 * MIB) + 1, MIB))
        with pytest.raises(MemoryError):
            nd.ops.expand(a[0, :1], shape=[limit // 4 + MIB])
        assert nd.zeros((MIB,)).sum().item() == 0
    assert nd.memory_stats().limit == before
    with pytest.raises(ValueError, match="limit"):
        nd.set_memory_limit("much")
    with pytest.raises(ValueError, match="limit"):
        nd.set_memory_limit(-1)


FORKED = """
import os, warnings
warnings.simplefilter("ignore")
from pydl4j import nd
a = nd.ones(3)
a + 1
if os.fork() == 0:
    for use in (lambda: a + 1, lambda: nd.zeros(2), lambda: nd.exp(a)):
        try:
            use()
        except RuntimeError as error:
            print(error, flush=True)
    del a
    os._exit(0)
os.wait()
print((a + 1).tolist())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="forks")
def test_arrays_of_another_process_are_refused_by_name():
    done = subprocess.run([sys.executable, "-c", FORKED], capture_output=True, text=True, check=True)
    assert done.stdout.count("a forked child cannot use its parent's JVM") == 3
    assert done.stdout.endswith("[2.0, 2.0, 2.0]\n")

"""The JVM below: its options, which are set before the first use, and what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydl4j import _jvm


def options(
    *,
    heap: str | None = None,
    memory_limit: str | None = None,
    threads: int | None = None,
    flags: Sequence[str] = (),
    spark: bool | None = None,
) -> None:
    """Chooses how the JVM starts; it starts at the first use of anything that needs it.

    Parameters
    ----------
    heap : str, optional
        Largest Java heap, for example ``"4g"``; Java's default is a quarter of the machine's memory. Arrays live off
        the heap.
    memory_limit : str, optional
        Largest off-heap memory of all arrays, for example ``"8g"``; no limit by default.
    threads : int, optional
        Threads that runs use where nothing else is said; all cores by default. See `pydl4j.nd.set_threads`.
    flags : sequence of str, optional
        Further flags of the JVM.
    spark : bool, optional
        False leaves Spark's jars off the class path, which starts 0.4 s faster; they are on it wherever PySpark is
        installed.

    Raises
    ------
    RuntimeError
        When the JVM runs already.

    Examples
    --------
    >>> import pydl4j
    >>> pydl4j.jvm.options(heap="1g")
    """
    if threads is not None and threads < 1:
        raise ValueError(f"[jvm options] threads: got {threads}; expected at least 1.")
    chosen = _jvm.Options(heap=heap, memory_limit=memory_limit, threads=threads, flags=tuple(flags), spark=spark)
    _jvm.configure(chosen)


def start() -> None:
    """Starts the JVM now instead of at the first use."""
    _jvm.start()


def started() -> bool:
    """Whether the JVM runs."""
    return _jvm.started()


def info() -> dict[str, Any]:
    """Java's home, heap and off-heap bytes with the tree of who holds them, and whether Spark's driver lives there.

    Returns
    -------
    dict
        ``java_home``, ``spark_in_process``, ``heapUsed``, ``heapMax``, ``offHeapUsed`` (bytes), ``offHeapTree`` (text).
    """
    return _jvm.info()


def spark_jars() -> str:
    """The jars that a Spark cluster needs, as the value of ``spark.jars``."""
    return ",".join([*_jvm.jars(), *_jvm.third_party_jars()])

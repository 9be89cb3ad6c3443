"""The JVM below: its options, which are set before the first use, and what it holds."""

from __future__ import annotations

import os
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
    jars: Sequence[str | os.PathLike[str]] = (),
) -> None:
    """Chooses how the JVM starts; it starts at the first use of anything that needs it.

    Parameters
    ----------
    heap : str, optional
        Largest Java heap, for example ``"4g"``; Java's default is a quarter of the machine's memory. Arrays live off
        the heap.
    memory_limit : str, optional
        Largest off-heap memory of all arrays, for example ``"8g"``; by default what the machine, or its
        container, leaves beside the heap.
    threads : int, optional
        Threads that runs use where nothing else is said; all cores by default. See `pydl4j.nd.set_threads`.
    flags : sequence of str, optional
        Further flags of the JVM.
    spark : bool, optional
        False leaves Spark's jars off the class path, which starts 0.4 s faster; they are on it wherever PySpark is
        installed.
    jars : sequence of str or path, optional
        Jars of your own. Their layers, losses, transforms and so on are classes of `pydl4j.nn`, `pydl4j.nn.losses`,
        `pydl4j.nn.activations` and `pydl4j.datavec` from then on, and go to Spark's executors with ours.

    Raises
    ------
    RuntimeError
        When the JVM runs already.
    FileNotFoundError
        Where a jar does not exist.

    Examples
    --------
    >>> import pydl4j
    >>> pydl4j.jvm.options(heap="1g")  # doctest: +SKIP
    """
    if threads is not None and threads < 1:
        raise ValueError(f"[jvm options] threads: got {threads}; expected at least 1.")
    if isinstance(jars, (str, os.PathLike)):
        raise TypeError(f"[jvm options] jars: got {jars!r}; expected a sequence of paths. Write jars=[{str(jars)!r}].")
    paths = tuple(os.path.abspath(jar) for jar in jars)
    for path in paths:
        if not os.path.exists(path):
            raise FileNotFoundError(f"[jvm options] no such jar: got {path}; expected a file.")
    _jvm.configure(
        _jvm.Options(heap=heap, memory_limit=memory_limit, threads=threads, flags=tuple(flags), spark=spark, jars=paths)
    )


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
    """The jars that a Spark cluster needs, those of `options` included, as the value of ``spark.jars``."""
    return ",".join([*_jvm.jars(), *_jvm.third_party_jars(), *_jvm.user_jars()])


def class_path() -> str:
    """The jars of pydl4j and what they need, for a Java process without Python.

    Examples
    --------
    >>> command = ["java", "-cp", class_path(), "org.pydl4j.serving.Main", "predict", "--model", "model.zip"]
    """
    return os.pathsep.join([*_jvm.jars(), *_jvm.third_party_jars()])

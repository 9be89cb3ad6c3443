"""A SparkSession whose driver lives in this process's JVM."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pydl4j import _jvm

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def session(
    master: str = "local[*]", *, app_name: str = "pydl4j", conf: Mapping[str, str] | None = None
) -> SparkSession:
    """The running SparkSession, or a new one in this process's JVM with pydl4j's jars on its executors.

    Parameters
    ----------
    master : str
        Spark's master URL: ``"local[2]"``, ``"local-cluster[2,1,1024]"``, ``"spark://..."``, ``"yarn"``.
    app_name : str
        The application's name.
    conf : mapping of str to str, optional
        Further Spark settings; they win over what this function sets.

    Returns
    -------
    pyspark.sql.SparkSession
        Stop it with ``.stop()`` when done.

    Raises
    ------
    JvmError
        When PySpark is not installed.
    """
    _jvm.spark_gateway()
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName(app_name)
    for key, value in {**_defaults(master), **(conf or {})}.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def _defaults(master: str) -> dict[str, str]:
    chosen = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.sql.shuffle.partitions": "8"}
    if master.startswith("local["):
        return chosen  # executors are this JVM: its class path has our jars already
    # A worker for each slot from the first round on: jobs wait for all executors, and a free one does not wait for data
    # that lies elsewhere.
    chosen |= {"spark.scheduler.minRegisteredResourcesRatio": "1.0", "spark.locality.wait": "0"}
    entries = [*_jvm.jars(), *_jvm.third_party_jars(), *_jvm.user_jars()]
    here = re.fullmatch(r"local-cluster\[\s*\d+\s*,\s*\d+\s*,\s*(\d+)\s*\]", master)
    if here:
        chosen["spark.executor.memory"] = f"{here[1]}m"  # Spark's default of 1g may exceed the worker
    if not all(Path(entry).is_file() for entry in entries):  # folders of classes, as PYDL4J_CLASSPATH may name
        chosen["spark.executor.extraClassPath"] = ":".join(entries)
    else:
        chosen["spark.jars"] = ",".join(f"local:{Path(entry).resolve()}" if here else entry for entry in entries)
    return chosen

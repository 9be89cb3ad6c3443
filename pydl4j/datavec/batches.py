"""Minibatches of records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any

from pydl4j import _jvm
from pydl4j._batch import DataSet, from_java
from pydl4j._handle import Handle

if TYPE_CHECKING:
    from pydl4j.datavec.pipeline import Pipeline, Records

CACHE_BYTES = 256 << 20


class RecordReaderDataSetIterator:
    """Minibatches, made in the background inside the JVM; a model's ``fit`` takes it without any copy to Python.

    Iterating over it in Python gives `DataSet`s, whose arrays are dicts by name where inputs or outputs have names;
    each ``for`` is an epoch. DL4J: RecordReaderDataSetIterator and RecordReaderMultiDataSetIterator.

    Parameters
    ----------
    records : Records
        What to read.
    batch_size : int
        Rows per batch; the last of an epoch may be smaller.
    shuffle : int, optional
        Seed of the order, another in every epoch; None: as read. Data of at most `cache_bytes` are shuffled as a whole,
        larger data within a moving window of that size.
    prefetch : int
        Batches made ahead.
    cache_bytes : int
        Rows are kept in memory between epochs when all of them fit in this.
    """

    def __init__(
        self,
        records: Records,
        batch_size: int = 32,
        *,
        shuffle: int | None = None,
        prefetch: int = 2,
        cache_bytes: int = CACHE_BYTES,
    ) -> None:
        told = json.dumps(
            {"batchSize": batch_size, "shuffleSeed": shuffle, "prefetch": prefetch, "cacheBytes": cache_bytes}
        )
        self.pipeline = records.pipeline
        self._given = (records, batch_size, shuffle, prefetch, cache_bytes)
        self.handle = Handle(_jvm.call("LocalDatavec", "batches", records.to_json(), told), "iterator")
        self._epoch = 0

    def __reduce__(self) -> Any:
        """Another process reads the records anew, from the first epoch on."""
        return _again, self._given

    @property
    def rows(self) -> int | None:
        """Rows of an epoch; None when unknown before the first."""
        n = int(_jvm.call("LocalDatavec", "rows", self.handle.number))
        return None if n < 0 else n

    @property
    def invalid_rows(self) -> tuple[int, list[dict[str, Any]]]:
        """How many rows of this epoch could not be used, and the first of them with origin and reason."""
        parsed = json.loads(_jvm.call("LocalDatavec", "invalidRows", self.handle.number))
        return parsed["invalidCount"], parsed["invalidRows"]

    def __iter__(self) -> Iterator[DataSet]:
        _jvm.call("LocalDatavec", "reset", self.handle.number, self._epoch)
        self._epoch += 1
        while True:
            given = _jvm.call("LocalDatavec", "next", self.handle.number)
            if not len(given):
                return
            yield named(self.pipeline, given)

    def reset(self) -> None:
        """Starts the next epoch."""
        _jvm.call("LocalDatavec", "reset", self.handle.number, self._epoch)
        self._epoch += 1

    def close(self) -> None:
        """Stops the background thread and frees its batches; those handed out stay valid."""
        self.handle.close()

    def __enter__(self) -> RecordReaderDataSetIterator:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _again(
    records: Records, batch_size: int, shuffle: int | None, prefetch: int, cache_bytes: int
) -> RecordReaderDataSetIterator:
    return records.batches(batch_size, shuffle=shuffle, prefetch=prefetch, cache_bytes=cache_bytes)


def named(pipeline: Pipeline, given: Any) -> DataSet:
    """What Java hands over of a pipeline, by the names of its inputs and outputs."""
    inputs, outputs = ([column.get("name") for column in pipeline.to_dict()[of]] for of in ("features", "labels"))
    return from_java(given, inputs=inputs, outputs=outputs)

"""All that turns files into a network's inputs, as one value."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any

from pydl4j import _jvm
from pydl4j._batch import DataSet, from_java
from pydl4j._handle import Handle
from pydl4j._record import Record, as_json, reading
from pydl4j.datavec import _json
from pydl4j.datavec.normalizers import Normalizer
from pydl4j.datavec.readers import CollectionRecordReader, RecordReader, uris
from pydl4j.datavec.schema import Schema
from pydl4j.datavec.transform import Executed, TransformProcess
from pydl4j.nd import Array
from pydl4j.nd._held import received

_CACHE_BYTES = 256 << 20


class Labels(Record):
    """Which columns are labels, and how they become arrays.

    Parameters
    ----------
    *columns : str
        One for classification.
    kind : {"one_hot", "index", "regression"}
        float32 [N, classes], int64 [N], or float32 [N, columns].
    classes : int
        0: the column's categories, or its greatest value + 1.
    """

    __slots__ = ()

    def __init__(self, *columns: str, kind: str = "one_hot", classes: int = 0) -> None:
        super().__init__(kind=kind, columns=list(columns), classes=classes)


class Sequences(Record):
    """Makes the records of each file the time steps of one sequence.

    Features are [N, size, T], labels [N, classes, T], [N, T] or [N, targets, T]; padded behind with 0 and masked where
    lengths differ. DL4J: SequenceRecordReaderDataSetIterator.

    Parameters
    ----------
    label_at : {"each_step", "last_step"}
        Whether each step has its label, or the last step's counts for the whole sequence.
    """

    __slots__ = ()

    def __init__(self, *, label_at: str = "each_step") -> None:
        super().__init__(labelAt=label_at)


class Pipeline(Record):
    """A reader, transforms, labels and a normalizer: no path in it.

    The same value reads local files, runs as Spark jobs, is saved in the model's zip and makes the inputs in serving.

    Parameters
    ----------
    reader : RecordReader
        How files become records.
    schema : Schema, optional
        Of the reader's records; not needed where `transform` is given.
    transform : TransformProcess, optional
        What is done to records.
    labels : str or Labels, optional
        A column of the final schema to classify (one-hot), or more exactly `Labels`; None: every column is a feature.
    sequences : Sequences, optional
        Files are sequences; None: each record is an example.
    normalizer : Normalizer, optional
        What is done to batches.

    Examples
    --------
    >>> from pydl4j.datavec import CSVRecordReader
    >>> schema = Schema.builder().add_column_double("size", "weight").add_column_integer("kind", min=0, max=2).build()
    >>> pipeline = Pipeline(CSVRecordReader(), schema=schema, labels="kind")
    >>> pipeline.features([{"size": 1.0, "weight": 2.0}]).tolist()
    [[1.0, 2.0]]
    """

    __slots__ = ()

    def __init__(
        self,
        reader: RecordReader | None = None,
        *,
        schema: Schema | None = None,
        transform: TransformProcess | None = None,
        labels: str | Labels | None = None,
        sequences: Sequences | None = None,
        normalizer: Normalizer | None = None,
    ) -> None:
        if (schema is None) == (transform is None):
            raise ValueError(
                "[pipeline] got both or none of schema and transform; expected one. Use schema=reader.schema(path), "
                "or a TransformProcess, which has its own schema."
            )
        super().__init__(
            reader=CollectionRecordReader() if reader is None else reader,
            transform=TransformProcess(schema) if transform is None else transform,
            labels=Labels(labels) if isinstance(labels, str) else labels,
            sequences=sequences,
            normalizer=normalizer,
        )

    def __getattr__(self, name: str) -> Any:
        optional = name in ("labels", "sequences", "normalizer")
        return None if optional and name not in self._fields else super().__getattr__(name)

    def to_json(self) -> str:
        """As Java reads it, and as it lies in a model's zip."""
        return json.dumps(self.to_dict())

    @staticmethod
    def from_json(text: str | dict[str, Any]) -> Pipeline:
        """The pipeline that JSON, as text or parsed, describes."""
        with reading("pipeline"):
            parsed = json.loads(text) if isinstance(text, str) else text
            given = parsed.get("labels") or {"kind": "NONE", "columns": []}
            labels = Labels(*given["columns"], kind=given["kind"].lower(), classes=given.get("classes", 0))
            return Pipeline(
                _json.value(parsed["reader"]),
                transform=TransformProcess.from_json(parsed["transform"]),
                labels=labels if labels.columns else None,
                sequences=Sequences(label_at=at["labelAt"].lower()) if (at := parsed.get("sequences")) else None,
                normalizer=_json.value(parsed.get("normalizer")),
            )

    def _described(self) -> dict[str, Any]:
        return json.loads(_jvm.call("LocalDatavec", "describe", self.to_json()))

    @property
    def output_schema(self) -> Schema:
        """Of transformed records."""
        return Schema.from_json(self._described()["outputSchema"])

    @property
    def feature_shape(self) -> tuple[int, ...]:
        """Of one row's features."""
        return tuple(self._described()["featureShape"])

    @property
    def class_names(self) -> list[str]:
        """Names of the classes; empty without classification."""
        return self._described()["classNames"]

    def read(self, *paths: str | os.PathLike[str], invalid: str = "fail") -> Records:
        """The records of files; nothing is read yet.

        Parameters
        ----------
        *paths : str or path
            Files, directories (all files below) and globs; on Spark of every file system that Hadoop knows.
        invalid : {"fail", "collect"}
            Whether the first row that can't be used raises, or such rows are counted and left out.
        """
        return Records(self, tuple(uris(paths)), invalid=invalid)

    def batches_of(
        self, rows: Iterable[Sequence[Any] | Mapping[str, Any]], batch_size: int = 32, *, shuffle: int | None = None
    ) -> RecordReaderDataSetIterator:
        """Minibatches of raw rows in memory."""
        given = json.dumps(as_json(list(rows)))
        options = _options(batch_size, shuffle, 2, _CACHE_BYTES)
        return RecordReaderDataSetIterator._of(
            self, _jvm.call("LocalDatavec", "batchesOf", self.to_json(), given, options, "fail")
        )

    def features(self, rows: Sequence[Sequence[Any] | Mapping[str, Any]]) -> Array:
        """A network's input for raw rows, transformed and normalized; labels may be absent.

        Parameters
        ----------
        rows : sequence of mapping or sequence
            By column name, or values in the order of the reader's schema; images as Base64 text of a file. With
            `sequences` they are the steps of one sequence.
        """
        return received(_jvm.call("LocalDatavec", "features", self.to_json(), json.dumps(as_json(list(rows)))))[0]

    def image_features(self, *paths: str | os.PathLike[str]) -> Array:
        """A network's input for image files."""
        return received(_jvm.call("LocalDatavec", "imageFeatures", self.to_json(), uris(paths)))[0]


@dataclass(frozen=True)
class Records:
    """The transformed records of files, or a random share of them; made by `Pipeline.read`."""

    pipeline: Pipeline
    uris: tuple[str, ...]
    share: tuple[int, float, float] | None = None
    invalid: str = "fail"

    def to_json(self) -> str:
        """As Java's ``Input`` reads it."""
        share = dict(zip(("seed", "from", "to"), self.share, strict=True)) if self.share else None
        return json.dumps(
            {"pipeline": self.pipeline.to_dict(), "uris": list(self.uris), "share": share, "invalid": self.invalid}
        )

    def split(self, fraction: float, *, seed: int = 0) -> tuple[Records, Records]:
        """Two disjoint random shares, for training and testing; the same rows at every reading and on Spark.

        Parameters
        ----------
        fraction : float
            About how much of the rows the first one gets, in (0, 1).
        seed : int
            Chooses the rows; a share that is split again keeps its own.
        """
        if not 0 < fraction < 1:
            raise ValueError(f"[split] got fraction {fraction}; expected more than 0 and less than 1.")
        seed, low, high = self.share or (seed, 0.0, 1.0)
        at = low + fraction * (high - low)
        return replace(self, share=(seed, low, at)), replace(self, share=(seed, at, high))

    def take(self, n: int) -> Executed:
        """The first n transformed rows."""
        return Executed.from_json(_jvm.call("LocalDatavec", "take", self.to_json(), n))

    def fit(self) -> Pipeline:
        """The pipeline with its normalizer fitted on these records."""
        return Pipeline.from_json(_jvm.run_long("LocalDatavec", "fit", self.to_json()))

    def batches(
        self, batch_size: int = 32, *, shuffle: int | None = None, prefetch: int = 2, cache_bytes: int = _CACHE_BYTES
    ) -> RecordReaderDataSetIterator:
        """Minibatches; see `RecordReaderDataSetIterator`."""
        return RecordReaderDataSetIterator(
            self, batch_size, shuffle=shuffle, prefetch=prefetch, cache_bytes=cache_bytes
        )


class RecordReaderDataSetIterator:
    """Minibatches, made in the background inside the JVM; a network's ``fit`` takes it without any copy to Python.

    Iterating over it in Python gives `DataSet`s; each ``for`` is an epoch. DL4J: RecordReaderDataSetIterator.

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
        cache_bytes: int = _CACHE_BYTES,
    ) -> None:
        options = _options(batch_size, shuffle, prefetch, cache_bytes)
        self.pipeline = records.pipeline
        self.handle = Handle(_jvm.call("LocalDatavec", "batches", records.to_json(), options))
        self._begun = False
        self._epoch = 0

    @classmethod
    def _of(cls, pipeline: Pipeline, number: int) -> RecordReaderDataSetIterator:
        made = cls.__new__(cls)
        made.pipeline, made.handle, made._begun, made._epoch = pipeline, Handle(number), False, 0
        return made

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
        if self._begun:
            self.reset()
        self._begun = True
        while True:
            given = _jvm.call("LocalDatavec", "next", self.handle.number)
            if not len(given):
                return
            yield from_java(given)

    def reset(self) -> None:
        """Starts the next epoch."""
        self._epoch += 1
        _jvm.call("LocalDatavec", "reset", self.handle.number, self._epoch)

    def close(self) -> None:
        """Stops the background thread and frees its batches; those handed out stay valid."""
        self.handle.close()

    def __enter__(self) -> RecordReaderDataSetIterator:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _options(batch_size: int, shuffle: int | None, prefetch: int, cache_bytes: int) -> str:
    return json.dumps(
        {"batchSize": batch_size, "shuffleSeed": shuffle, "prefetch": prefetch, "cacheBytes": cache_bytes}
    )

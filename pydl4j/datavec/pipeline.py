"""All that turns files into a network's inputs, as one value."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydl4j import _jvm
from pydl4j._record import Record, reading
from pydl4j.datavec import _json, tables
from pydl4j.datavec.batches import CACHE_BYTES, RecordReaderDataSetIterator, named
from pydl4j.datavec.columns import (
    Features,
    Labels,
    Sequences,
    by_name,
    features_from,
    features_of,
    labels_from,
    labels_of,
)
from pydl4j.datavec.normalizers import Normalizer
from pydl4j.datavec.readers import CollectionRecordReader, RecordReader, uris
from pydl4j.datavec.schema import Schema
from pydl4j.datavec.transform import Executed, TransformProcess
from pydl4j.nd import Array


class Pipeline(Record):
    """A reader, transforms, inputs, labels and a normalizer: no path in it.

    The same value reads local files, runs as Spark jobs, is saved in the model's zip and makes the inputs in serving.

    Parameters
    ----------
    reader : RecordReader
        How files become records.
    schema : Schema, optional
        Of the reader's records; not needed where `transform` is given.
    transform : TransformProcess, optional
        What is done to records.
    features : sequence of str, or a dict of them by input, optional
        Columns of the final schema; their values stand one after another in the model's input. Inputs whose columns are
        all whole numbers are int64, as ids of an embedding must be. None: all columns that are no labels go into the
        only input, and so they do for an input with no columns of its own.
    labels : str or Labels, or a dict of them by output, optional
        A column of the final schema to classify (one-hot), or more exactly `Labels`; None: there are no labels.
    sequences : Sequences, optional
        Files are sequences; None: each record is an example.
    normalizer : Normalizer, optional
        What is done to batches; of several inputs a `MultiNormalizerHybrid`.

    Examples
    --------
    >>> from pydl4j.datavec import CSVRecordReader
    >>> schema = Schema.builder().add_column_double("size", "weight").add_column_integer("kind", min=0, max=2).build()
    >>> pipeline = Pipeline(CSVRecordReader(), schema=schema, labels="kind")
    >>> pipeline.features([{"size": 1.0, "weight": 2.0}]).tolist()
    [[1.0, 2.0]]

    Two inputs and two outputs, by the names that a `ComputationGraph` gives them:

    >>> features = {"kind": ["kind"], "size": ["size"]}
    >>> labels = {"weight": Labels("weight", kind="regression"), "class": "kind"}
    >>> both = Pipeline(CSVRecordReader(), schema=schema, features=features, labels=labels)
    >>> {name: x.tolist() for name, x in both.features([{"size": 1.0, "kind": 2}]).items()}
    {'kind': [[2]], 'size': [[1.0]]}
    """

    __slots__ = ()

    def __init__(
        self,
        reader: RecordReader | None = None,
        *,
        schema: Schema | None = None,
        transform: TransformProcess | None = None,
        features: Sequence[str] | Mapping[str, Sequence[str]] | None = None,
        labels: str | Labels | Mapping[str, str | Labels] | None = None,
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
            transform=TransformProcess(schema) if schema is not None else transform,
            features=features_of(features),
            labels=labels_of(labels),
            sequences=sequences,
            normalizer=normalizer,
        )

    @staticmethod
    def builder(
        reader: RecordReader | None = None, *, schema: Schema | None = None, transform: TransformProcess | None = None
    ) -> PipelineBuilder:
        """Makes a pipeline input by input, output by output; parameters as of `Pipeline`."""
        return PipelineBuilder(reader, schema=schema, transform=transform)

    @staticmethod
    def from_table(
        table: Any,
        *,
        labels: str | Labels | Mapping[str, str | Labels] | None = None,
        features: Sequence[str] | Mapping[str, Sequence[str]] | None = None,
    ) -> Pipeline:
        """The pipeline that makes numbers of a table, fitted to it.

        Numbers are standardized, their gaps filled with the median; texts become one-hot, what is missing a category of
        its own; truths 0 or 1. A label that holds texts, truths or whole numbers from 0 is classified; others need
        ``Labels(..., kind="regression")``.

        Parameters
        ----------
        table : pandas.DataFrame, polars.DataFrame, pyarrow.Table or sequence of dicts
            Its rows; see `read_rows` and `features` for how they are used.
        labels, features
            As of `Pipeline`.

        Raises
        ------
        ValueError
            For no rows, columns that are not there, gaps in labels, or a column that is neither numbers, truths nor at
            most 100 different texts.

        Examples
        --------
        >>> table = [{"size": 1.0, "color": "red", "kind": "cat"}, {"size": 3.0, "color": None, "kind": "dog"}]
        >>> pipeline = Pipeline.from_table(table, labels="kind")
        >>> pipeline.class_names, pipeline.features(table).tolist()
        (['cat', 'dog'], [[-1.0, 1.0, 0.0], [1.0, 0.0, 1.0]])
        """
        inputs = features_of(features)
        named = [column for one in inputs for column in one.columns] if all(one.columns for one in inputs) else []
        columns, targets = tables.fitted(table, features=named, labels=labels_of(labels))
        steps = [step for one in columns for step in one.transforms]
        transform = TransformProcess(Schema([*(one.column for one in columns), *targets]), steps)
        made = {one.column.name: one.made for one in columns}
        split = [Features(*(part for column in one.columns for part in made[column]), name=one.name) for one in inputs]
        return Pipeline(transform=transform, features=features_from([one.to_dict() for one in split]), labels=labels)

    def __getattr__(self, name: str) -> Any:
        optional = name in ("sequences", "normalizer")
        return None if optional and name not in self._fields else super().__getattr__(name)

    def to_json(self) -> str:
        """As Java reads it, and as it lies in a model's zip."""
        return json.dumps(self.to_dict())

    @staticmethod
    def from_json(text: str | dict[str, Any]) -> Pipeline:
        """The pipeline that JSON, as text or parsed, describes."""
        with reading("pipeline"):
            parsed = json.loads(text) if isinstance(text, str) else text
            return Pipeline(
                _json.value(parsed["reader"]),
                transform=TransformProcess.from_json(parsed["transform"]),
                features=features_from(parsed.get("features") or []),
                labels=labels_from(parsed.get("labels") or []),
                sequences=Sequences(label_at=at["labelAt"].lower()) if (at := parsed.get("sequences")) else None,
                normalizer=_json.value(parsed.get("normalizer")),
            )

    def _described(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(_jvm.call("LocalDatavec", "describe", self.to_json()))
        return told

    @property
    def output_schema(self) -> Schema:
        """Of transformed records."""
        return Schema.from_json(self._described()["outputSchema"])

    @property
    def feature_shape(self) -> tuple[int, ...] | dict[str, tuple[int, ...]]:
        """Of one row's features; by name where inputs have names."""
        shapes: tuple[int, ...] | dict[str, tuple[int, ...]] = by_name(
            (x["name"], tuple(x["shape"])) for x in self._described()["inputs"]
        )
        return shapes

    @property
    def class_names(self) -> list[str] | dict[str, list[str]]:
        """Names of the classes, empty without classification; by name where outputs have names."""
        outputs = self._described()["outputs"]
        return by_name((y["name"], y["classNames"]) for y in outputs) if outputs else []

    def named_classes(self) -> dict[str | None, list[Any]]:
        """The classes of outputs whose labels are names, by output: categories, or False and True."""
        outputs = self._described()["outputs"]
        return {
            y["name"]: [name == "true" for name in y["classNames"]] if y["kind"] == "BOOLEAN" else y["classNames"]
            for y in outputs
            if y["classNames"] and y["kind"] != "INTEGER"
        }

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

    def read_rows(self, rows: Any, *, invalid: str = "fail") -> Records:
        """The records of raw rows in memory.

        Parameters
        ----------
        rows : iterable of mapping or sequence, or a table of pandas, Polars or Arrow
            By column name, or values in the order of the reader's schema. None, NaN and pandas' NA are missing values,
            times are milliseconds since 1970-01-01 UTC.
        invalid : {"fail", "collect"}
            As of `read`.
        """
        return Records(self, rows=self._rows(rows), invalid=invalid)

    def features(self, rows: Any) -> Array | dict[str, Array]:
        """A model's input for raw rows, transformed and normalized; by name where inputs have names.

        Parameters
        ----------
        rows : iterable of mapping or sequence, or a table of pandas, Polars or Arrow
            By column name, or values in the order of the reader's schema, labels may be absent; images as Base64 text
            of a file. With `sequences` they are the steps of one sequence.
        """
        given = _jvm.call("LocalDatavec", "features", self.to_json(), self._rows(rows))
        features: Array | dict[str, Array] = named(self, given).features
        return features

    def _rows(self, rows: Any) -> str:
        return tables.told(rows, self.transform.initial_schema.names)

    def image_features(self, *paths: str | os.PathLike[str]) -> Array | dict[str, Array]:
        """A model's input for image files, likewise."""
        given = _jvm.call("LocalDatavec", "imageFeatures", self.to_json(), uris(paths))
        features: Array | dict[str, Array] = named(self, given).features
        return features


class PipelineBuilder:
    """Makes a `Pipeline`; names are those of the model's inputs and outputs. Made by `Pipeline.builder`.

    DL4J: RecordReaderMultiDataSetIterator.Builder, whose columns are given by number.

    Examples
    --------
    >>> from pydl4j.datavec import CSVRecordReader
    >>> columns = Schema.builder().add_column_long("user").add_column_double("price", "stars")
    >>> schema = columns.add_column_categorical("kind", ["book", "film"]).build()
    >>> inputs = Pipeline.builder(CSVRecordReader(1), schema=schema).add_input("user", "user")
    >>> outputs = inputs.add_input("item", "price").add_output("stars", "stars")
    >>> pipeline = outputs.add_output_one_hot("kind", "kind").build()
    >>> pipeline.feature_shape, pipeline.class_names
    ({'user': (1,), 'item': (1,)}, {'stars': [], 'kind': ['book', 'film']})
    """

    def __init__(
        self, reader: RecordReader | None, *, schema: Schema | None = None, transform: TransformProcess | None = None
    ) -> None:
        self._begun = Pipeline(reader, schema=schema, transform=transform)._fields
        self._features: dict[str, Sequence[str]] = {}
        self._labels: dict[str, str | Labels] = {}
        self._beside: dict[str, Any] = {}

    def add_input(self, name: str, *columns: str) -> PipelineBuilder:
        """An input of columns, whose values stand one after another; without columns all that nothing else names."""
        return self._add(self._features, name, columns)

    def add_output(self, name: str, *columns: str | Labels) -> PipelineBuilder:
        """An output whose targets are the numbers of columns, float32 [N, columns]; or of any `Labels`."""
        if len(columns) == 1 and isinstance(columns[0], Labels):
            return self._add(self._labels, name, columns[0])
        return self._add(self._labels, name, Labels(*columns, kind="regression"))  # type: ignore[arg-type] # Java checks

    def add_output_one_hot(self, name: str, column: str, classes: int = 0) -> PipelineBuilder:
        """An output of classes, float32 [N, classes]; 0: the column's categories, or its greatest value + 1."""
        return self._add(self._labels, name, Labels(column, classes=classes))

    def sequences(self, of: Sequences) -> PipelineBuilder:
        """Files are sequences."""
        return self._add(self._beside, "sequences", of)

    def normalizer(self, of: Normalizer) -> PipelineBuilder:
        """What is done to batches."""
        return self._add(self._beside, "normalizer", of)

    def _add(self, to: dict[str, Any], name: str, of: Any) -> PipelineBuilder:
        if name in to:
            raise ValueError(f"[pipeline] {name!r} was given before; expected another name.")
        to[name] = of
        return self

    def build(self) -> Pipeline:
        """The pipeline."""
        begun = {name: self._begun[name] for name in ("reader", "transform")}
        return Pipeline(**begun, features=self._features, labels=self._labels, **self._beside)


@dataclass(frozen=True)
class Records:
    """The transformed records of files or of rows in memory, or a random share of them; made by `Pipeline.read`.

    Parameters
    ----------
    pipeline : Pipeline
        What reads and transforms them.
    uris : tuple of str
        Files, directories and globs.
    share : tuple of (int, float, float), optional
        Seed and borders of the share; None for all.
    invalid : {"fail", "collect"}
        What happens to rows that cannot be used.
    rows : str, optional
        Raw rows in memory, as JSON, instead of files.
    """

    pipeline: Pipeline
    uris: tuple[str, ...] = ()
    share: tuple[int, float, float] | None = None
    invalid: str = "fail"
    rows: str | None = field(default=None, kw_only=True, repr=False)

    def to_json(self) -> str:
        """As Java's ``Input`` reads it."""
        share = dict(zip(("seed", "from", "to"), self.share, strict=True)) if self.share else None
        return json.dumps(
            {
                "pipeline": self.pipeline.to_dict(),
                "uris": list(self.uris),
                "rows": self.rows,
                "share": share,
                "invalid": self.invalid,
            }
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

    def fit(self) -> Records:
        """The same records, the normalizer of their pipeline fitted on them.

        Examples
        --------
        >>> from pydl4j.datavec import NormalizerStandardize
        >>> schema = Schema.builder().add_column_double("size").build()
        >>> pipeline = Pipeline(schema=schema, normalizer=NormalizerStandardize())
        >>> train, test = pipeline.read_rows([[1.0], [2.0], [4.0], [8.0], [9.0]]).split(0.8, seed=1)
        >>> train = train.fit()
        >>> test = test.with_pipeline(train.pipeline)  # scaled as what is trained on
        >>> test.share == (1, 0.8, 1.0)
        True
        """
        return self.with_pipeline(Pipeline.from_json(_jvm.run_long("LocalDatavec", "fit", self.to_json())))

    def with_pipeline(self, pipeline: Pipeline) -> Records:
        """The same records, or the same share of them, through another pipeline."""
        return replace(self, pipeline=pipeline)

    def batches(
        self, batch_size: int = 32, *, shuffle: int | None = None, prefetch: int = 2, cache_bytes: int = CACHE_BYTES
    ) -> RecordReaderDataSetIterator:
        """Minibatches; see `RecordReaderDataSetIterator`."""
        return RecordReaderDataSetIterator(
            self, batch_size, shuffle=shuffle, prefetch=prefetch, cache_bytes=cache_bytes
        )

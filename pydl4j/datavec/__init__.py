"""DataVec: schemas, transforms, readers, normalizers and pipelines, running in the JVM, locally and on Spark.

Everything is a value that holds no data and no path; `Pipeline.read` names files, `Records.batches` reads them.
"""

from __future__ import annotations

from pydl4j import _variants
from pydl4j._generated.transforms import *  # noqa: F403 (one class per transform and condition)
from pydl4j._generated.transforms import __all__ as _transforms
from pydl4j.datavec.batches import RecordReaderDataSetIterator
from pydl4j.datavec.columns import Labels, Sequences
from pydl4j.datavec.normalizers import (
    ColumnNormalizer,
    ImagePreProcessingScaler,
    MultiNormalizerHybrid,
    Normalizer,
    NormalizerMinMaxScaler,
    NormalizerStandardize,
)
from pydl4j.datavec.pipeline import Pipeline, PipelineBuilder, Records
from pydl4j.datavec.readers import (
    CollectionRecordReader,
    CSVRecordReader,
    IDXRecordReader,
    ImageRecordReader,
    LineRecordReader,
    ParentPathLabel,
    PathLabel,
    PatternPathLabel,
    RecordReader,
)
from pydl4j.datavec.schema import Schema, SchemaBuilder
from pydl4j.datavec.transform import Executed, TransformProcess, TransformProcessBuilder

__all__ = [
    "CSVRecordReader",
    "CollectionRecordReader",
    "ColumnNormalizer",
    "Executed",
    "IDXRecordReader",
    "ImagePreProcessingScaler",
    "ImageRecordReader",
    "Labels",
    "LineRecordReader",
    "MultiNormalizerHybrid",
    "Normalizer",
    "NormalizerMinMaxScaler",
    "NormalizerStandardize",
    "ParentPathLabel",
    "PathLabel",
    "PatternPathLabel",
    "Pipeline",
    "PipelineBuilder",
    "RecordReader",
    "RecordReaderDataSetIterator",
    "Records",
    "Schema",
    "SchemaBuilder",
    "Sequences",
    "TransformProcess",
    "TransformProcessBuilder",
    *_transforms,
]

__getattr__ = _variants.exported(
    __name__, ["pydl4j._generated.transforms", "pydl4j.datavec.readers", "pydl4j.datavec.normalizers"]
)

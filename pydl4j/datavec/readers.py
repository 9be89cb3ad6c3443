"""How files become records: values without any path, so that they are saved with a model."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from pydl4j import _jvm
from pydl4j._record import Record
from pydl4j.datavec.schema import Schema


class RecordReader(Record):
    """What all readers share. DL4J: RecordReader."""

    __slots__ = ()

    def schema(self, *paths: str | os.PathLike[str], types: Mapping[str, str] | None = None) -> Schema:
        """The schema that files tell this reader.

        Parameters
        ----------
        *paths : str or path
            Files, directories (all files below) and globs.
        types : mapping of str to str, optional
            Types of columns of a CSV file, which are guessed from its first 1,000 rows otherwise: "integer", "long",
            "double", "float", "boolean", "string", "time", or "categorical", whose categories are all values in the
            files, sorted. A column of text is a label only as "categorical".

        Raises
        ------
        ValueError
            For an unknown column or type.
        """
        told = json.dumps({"types": {name: str(of).upper() for name, of in (types or {}).items()}})
        return Schema.from_json(_jvm.call("LocalDatavec", "inspect", json.dumps(self.to_dict()), uris(paths), told))


class CSVRecordReader(RecordReader):
    """Comma-separated values, RFC 4180, UTF-8, gzip or not.

    Empty cells are missing values (empty text in string columns); blank lines are not rows. DL4J: CSVRecordReader.

    Parameters
    ----------
    skip_lines : int
        Lines before the first row of each file, such as a header; the last one gives `schema` the names.
    delimiter, quote : str
        One character each.
    """

    __slots__ = ()

    def __init__(self, skip_lines: int = 0, *, delimiter: str = ",", quote: str = '"') -> None:
        super().__init__(skipLines=skip_lines, delimiter=delimiter, quote=quote)


class IDXRecordReader(RecordReader):
    """IDX files, the format of MNIST and Fashion-MNIST, gzip or not: an image column and, with labels, a label column.

    The first file of labels belongs to the first file of images, and so on. DL4J: MnistManager.

    Parameters
    ----------
    classes : int
        How many labels there are; a greater label is an invalid row.
    """

    __slots__ = ()

    def __init__(self, *, classes: int = 10) -> None:
        super().__init__(classes=classes)


class PathLabel(Record):
    """Which label a file's name tells. DL4J: PathLabelGenerator."""

    __slots__ = ()


class ParentPathLabel(PathLabel):
    """The name of the directory that holds the file. DL4J: ParentPathLabelGenerator."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__()


class PatternPathLabel(PathLabel):
    """The first group of a regular expression found in the path. DL4J: PatternPathLabelGenerator.

    Parameters
    ----------
    regex : str
        With one group.
    """

    __slots__ = ()

    def __init__(self, regex: str) -> None:
        super().__init__(regex=regex)


class ImageRecordReader(RecordReader):
    """PNG, JPEG and other image files: an image column of that size and, with `label`, a label column.

    Images of another size are resized; damaged files are invalid rows. DL4J: ImageRecordReader.

    Parameters
    ----------
    height, width : int
        Pixels.
    channels : {1, 3}
        Gray, or red, green, blue.
    label : PathLabel, optional
        What gives the label.
    max_pixels : int
        Files whose header says more, height x width, are invalid rows that are not decoded: a few kilobytes may claim
        any size. By default 8192 x 8192, which takes 192 MiB while it is decoded.
    """

    __slots__ = ()

    def __init__(
        self,
        height: int,
        width: int,
        channels: int = 3,
        *,
        label: PathLabel | None = None,
        max_pixels: int = 1 << 26,
    ) -> None:
        super().__init__(height=height, width=width, channels=channels, label=label, maxPixels=max_pixels)

    def to_dict(self) -> dict[str, Any]:
        """As Java reads it, where an absent label would mean the directory's name."""
        return {"label": None, **super().to_dict()}


class LineRecordReader(RecordReader):
    """Each line of text is a record with one string column "line". DL4J: LineRecordReader."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__()


class CollectionRecordReader(RecordReader):
    """Records given in memory; see `Pipeline.read_rows`. DL4J: CollectionRecordReader."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__()


def uris(paths: tuple[str | os.PathLike[str], ...]) -> list[str]:
    """Paths as Java takes them."""
    return [_jvm.path(path) for path in paths]

"""Which columns of records go into which input and output of a model, and how files become sequences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydl4j._record import Record


class Features(Record):
    """Which columns are the features of an input; none: all that neither another input nor an output names."""

    __slots__ = ()

    def __init__(self, *columns: str, name: str | None = None) -> None:
        super().__init__(name=name, columns=list(columns))


class Labels(Record):
    """Which columns are the labels of an output, and how they become arrays.

    Parameters
    ----------
    *columns : str
        One for classification.
    kind : {"one_hot", "index", "regression"}
        float32 [N, classes], int64 [N], or float32 [N, columns].
    classes : int
        0: the column's categories, or its greatest value + 1.
    name : str, optional
        Of the model's output; not needed for the only one, nor in a dict by name.
    """

    __slots__ = ()

    def __init__(self, *columns: str, kind: str = "one_hot", classes: int = 0, name: str | None = None) -> None:
        super().__init__(name=name, kind=kind, columns=list(columns), classes=classes)


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


def features_of(given: Sequence[str] | Mapping[str, Sequence[str]] | None) -> list[Features]:
    """The inputs that a pipeline is told to have; none for the only one of all columns."""
    if isinstance(given, Mapping):
        return [Features(*_columns(columns), name=name) for name, columns in given.items()]
    return [Features(*_columns(given))] if given else []


def _columns(given: Sequence[str]) -> Sequence[str]:
    if isinstance(given, str):
        raise TypeError(f"[pipeline] got the text {given!r} for the columns of an input; expected a list of names.")
    return given


def labels_of(given: str | Labels | Mapping[str, str | Labels] | None) -> list[Labels]:
    """The outputs that a pipeline is told to have."""
    if isinstance(given, Mapping):
        return [_labels(of, name) for name, of in given.items()]
    return [] if given is None else [Labels(given) if isinstance(given, str) else given]


def _labels(of: str | Labels, name: str) -> Labels:
    if isinstance(of, str):
        return Labels(of, name=name)
    return Labels(*of.columns, kind=of.kind, classes=of.classes, name=name)


def features_from(told: Sequence[Mapping[str, Any]]) -> Any:
    """What `features_of` takes, of JSON."""
    if len(told) == 1 and told[0].get("name") is None:
        return list(told[0].get("columns") or ()) or None
    return {x["name"]: list(x.get("columns") or ()) for x in told} or None


def labels_from(told: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> Any:
    """What `labels_of` takes, of JSON; also of that from when there was one output only."""
    if isinstance(told, Mapping):
        told = [told] if told.get("columns") else []
    of = [(y.get("name"), Labels(*y["columns"], kind=y["kind"].lower(), classes=y.get("classes", 0))) for y in told]
    return by_name(of) if of else None


def by_name(pairs: Iterable[tuple[str | None, Any]]) -> Any:
    """Values by the names of inputs or outputs, or the value of the only one, which has none."""
    of = list(pairs)
    return of[0][1] if len(of) == 1 and of[0][0] is None else dict(of)

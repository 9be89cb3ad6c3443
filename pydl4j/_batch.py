"""Rows of data on their way to Java: data sets as users give them, and the one batch that all of them become."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from pydl4j.nd import Array
from pydl4j.nd.core import Described, described, received

_PAIR, _TRIPLE = 2, 3


@dataclass(frozen=True)
class DataSet:
    """A minibatch or a whole set of examples. DL4J: DataSet; for several inputs or outputs MultiDataSet.

    Parameters
    ----------
    features : array_like, or a list or dict by name of them for several inputs
        [N, size], [N, C, H, W] or [N, size, T]; ids of embeddings as whole numbers; a sparse matrix of SciPy.
    labels : array_like, or a list or dict by name of them for several outputs, optional
        One-hot [N, classes] or [N, classes, T], class indices [N] or [N, T], or targets [N, size].
    features_mask, labels_mask : array_like, or a list or dict by name, optional
        [N, T], 1 where a time step is present or its label counts. One array counts for all inputs or outputs.
    sample_weight : array_like, or a list or dict by name, optional
        [N] or [N, T], what the loss of each row or step is multiplied with. One array counts for all outputs.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import DataSet
    >>> DataSet(np.zeros((4, 3)), labels=[0, 1, 1, 0]).num_examples()
    4
    """

    features: Any
    labels: Any = None
    features_mask: Any = None
    labels_mask: Any = None
    sample_weight: Any = field(default=None, kw_only=True)

    def num_examples(self) -> int:
        """N."""
        first = self.features
        if isinstance(first, Mapping):
            first = next(iter(first.values()))
        elif isinstance(first, (list, tuple)) and first and getattr(first[0], "ndim", 0) > 1:
            first = first[0]
        return first.shape[0] if hasattr(first, "shape") else len(first)


@dataclass(frozen=True)
class MultiDataSet(DataSet):
    """Examples of several inputs or outputs: lists of arrays in their order, or dicts by name. DL4J: MultiDataSet.

    Parameters are those of `DataSet`.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import MultiDataSet
    >>> MultiDataSet([np.zeros((4, 3)), np.zeros((4, 2))], [np.zeros((4, 1))]).num_examples()
    4
    """

    def num_examples(self) -> int:
        """N."""
        first = next(iter(self.features.values() if isinstance(self.features, Mapping) else self.features))
        return first.shape[0] if hasattr(first, "shape") else len(first)


class Classes(Protocol):
    """What an output's classes are called."""

    def numbers(self, values: Any, *, where: str, name: str) -> Any:
        """Labels as class indices where they are names; all else as it is."""


@dataclass(frozen=True)
class Slot:
    """An input or output of a model: what its arrays become at the edge.

    Parameters
    ----------
    name : str
        In errors, and to find a column by.
    dtype : dtype
        What numbers are converted to.
    ids : bool
        Whether whole numbers stay whole, as int64, to the last bit.
    dims : sequence of int, optional
        Of labels: whole numbers of another shape are class indices, and stay whole.
    classes : Classes, optional
        Of labels: what makes class indices of names.
    """

    name: str
    dtype: Any
    ids: bool = False
    dims: Sequence[int] | None = None
    classes: Classes | None = None

    def _keeps(self, x: np.ndarray) -> bool:
        if x.dtype.kind not in "iu":
            return False
        if self.dims is None:
            return self.ids
        return x.ndim != len(self.dims) or any(0 <= d != n for d, n in zip(self.dims, x.shape, strict=True))

    def numbers(self, values: Any, *, where: str, name: str) -> Any:
        """Values as an array of the slot's type, over the same memory where they are so already.

        Raises
        ------
        TypeError
            For what is not numbers.
        ValueError
            For rows of different lengths.
        """
        if self.classes is not None:
            values = self.classes.numbers(values, where=where, name=name)
        given = numbers(values, where=where, name=name)
        return given.astype(np.int64 if self._keeps(given) else self.dtype, copy=False)


def numbers(values: Any, *, where: str, name: str) -> np.ndarray:
    """Real numbers as an array."""
    try:
        given = np.asarray(values)
    except ValueError as error:
        raise ValueError(
            f"[{where}] {name} is ragged: got rows of different lengths; expected an array. "
            "Pad the rows and give a mask."
        ) from error
    if given.dtype == object:
        given = _of_objects(given)
    if given.dtype.kind not in "fiub":
        raise TypeError(
            f"[{where}] {name} is not numbers: got {_texts(values) or f'dtype {given.dtype}'}; expected float32 or "
            "other real numbers. Convert it with astype, or let a pydl4j.datavec.Pipeline make numbers of it."
        )
    return given


def _of_objects(given: np.ndarray) -> np.ndarray:
    """Numbers that came as Python's objects, as tables of several types of columns do; what is missing as NaN."""
    flat = [np.nan if v is None or type(v).__name__ == "NAType" else v for v in given.ravel().tolist()]
    if not all(isinstance(v, (int, float)) for v in flat):
        return given
    return np.array(flat, None if flat else np.float64).reshape(given.shape)


def _texts(values: Any) -> str:
    """The columns of a table that are no numbers, in words."""
    columns = getattr(values, "columns", None)
    if columns is None:
        return ""
    odd = [
        repr(name) for name, of in zip(columns, values.dtypes, strict=True) if getattr(of, "kind", "O") not in "fiub"
    ]
    return f"columns {', '.join(odd)} of other types" if odd else ""


@dataclass(frozen=True)
class Column:
    """An input or output of some rows, ready for Java: dense values, or offsets, columns and values of sparse rows."""

    values: tuple[Any, ...]
    width: int = 0
    mask: np.ndarray | None = None
    weights: np.ndarray | None = None
    name: str | None = None

    @property
    def rows(self) -> int:
        """N."""
        first = int(self.values[0].shape[0])
        return first - 1 if self.width else first


@dataclass(frozen=True)
class Batch:
    """What Java's Batch is made of."""

    features: list[Column]
    labels: list[Column] = field(default_factory=list)

    def described(self) -> Described:
        """As Java's ``Batches`` reads it."""
        out = Described((len(self.features), len(self.labels)))
        for column in [*self.features, *self.labels]:
            out.append(column.width)
            arrays = described(*column.values, column.mask, column.weights)
            out += arrays
            out.owners += arrays.owners
        return out


@dataclass(frozen=True)
class Signature:
    """What a model reads and gives: how data become its batch.

    Parameters
    ----------
    inputs, outputs : sequence of Slot
        In the model's order.
    dtype : str
        Of masks and weights.
    """

    inputs: Sequence[Slot]
    outputs: Sequence[Slot]
    dtype: str

    def batch(self, data: DataSet, *, where: str, labelled: bool = True) -> Batch:
        """The batch of a data set.

        Raises
        ------
        ValueError
            When arrays do not fit the inputs and outputs, or one another in rows, or labels are missing.
        TypeError
            For what is not numbers.
        """
        several = len(self.inputs) > 1 or len(self.outputs) > 1 or isinstance(data, MultiDataSet)
        xs = _columns(data.features, self.inputs, what="inputs", several=several)
        features = self._made(self.inputs, xs, data.features_mask, None, where=where, short="x", several=several)
        if data.labels is None and labelled:
            raise ValueError(f"[{where}] no labels: got y None; expected labels. Give them as y, or in the DataSet.")
        labels = []
        if data.labels is not None:
            ys = _columns(data.labels, self.outputs, what="outputs", several=several)
            given = (data.labels_mask, data.sample_weight)
            labels = self._made(self.outputs, ys, *given, where=where, short="y", several=several)
        made = Batch(features, labels)
        _same_rows([*features, *labels], [*self.inputs, *self.outputs], where=where, short=not several)
        return made

    def _made(
        self,
        slots: Sequence[Slot],
        values: list[Any],
        masks: Any,
        weights: Any,
        *,
        where: str,
        short: str,
        several: bool,
    ) -> list[Column]:
        names = [short if len(slots) == 1 else f"{short} of {slot.name}" for slot in slots]
        mask_name, weight_name = "features_mask" if short == "x" else "labels_mask", "sample_weight"
        ms = [self._beside(m, where=where, name=mask_name) for m in _beside(masks, slots, name=mask_name)]
        ws = [self._beside(w, where=where, name=weight_name) for w in _beside(weights, slots, name=weight_name)]
        return [
            _column(slot, value, m, w, where=where, name=name)
            for slot, value, m, w, name in zip(slots, values, ms, ws, names, strict=True)
        ]

    def _beside(self, values: Any, *, where: str, name: str) -> np.ndarray | None:
        return None if values is None else numbers(values, where=where, name=name).astype(self.dtype, copy=False)


def _column(slot: Slot, value: Any, mask: Any, weights: Any, *, where: str, name: str) -> Column:
    if hasattr(value, "tocsr"):  # SciPy's sparse matrices
        rows = value.tocsr()
        offsets, columns = (np.ascontiguousarray(a, dtype=np.int64) for a in (rows.indptr, rows.indices))
        values = None if slot.ids else slot.numbers(rows.data, where=where, name=name)
        return Column((offsets, columns, values), rows.shape[1], mask, weights)
    made = slot.numbers(value, where=where, name=name)
    if made.ndim == 0:
        raise ValueError(
            f"[{where}] {name} has no rows: got a single number; expected an array with one entry per example."
        )
    return Column((made,), 0, mask, weights)


def _same_rows(columns: list[Column], slots: list[Slot], *, where: str, short: bool) -> None:
    rows = columns[0].rows
    for i, column in enumerate(columns):
        shown = ("x", "y")[i] if short else slots[i].name
        beside = "features_mask" if i == 0 else "labels_mask"
        for name, n in (
            (shown, column.rows),
            (beside, _length(column.mask, rows)),
            ("sample_weight", _length(column.weights, rows)),
        ):
            if n != rows:
                raise ValueError(
                    f"[{where}] arrays differ in rows: got {'x' if short else slots[0].name} of {rows}, {name} of {n}; "
                    f"expected as many rows in all. Check how {name} was made."
                )


def _length(a: np.ndarray | None, rows: int) -> int:
    return rows if a is None else len(a) if a.ndim else -1


def _columns(values: Any, slots: Sequence[Slot], *, what: str, several: bool) -> list[Any]:
    """Arrays in the order of the slots."""
    names = [slot.name for slot in slots]
    by_column = len(names) > 1 and set(names) <= set(getattr(values, "columns", ()))
    if isinstance(values, Mapping) or by_column:
        missing = [name for name in names if name not in values]
        if missing:
            raise ValueError(
                f"[graph] no array for {missing[0]}: got {', '.join(map(str, values))}; expected one for each of "
                f"{', '.join(names)}. Give a dict by name."
            )
        return [values[name] for name in names]
    given = list(values) if _is_list(values, len(names), several=several) else [values]
    if len(given) != len(names):
        raise ValueError(
            f"[graph] got {len(given)} arrays for {len(names)} {what}; expected one for each of {', '.join(names)}. "
            "Give a list of arrays."
        )
    return given


def _is_list(values: Any, count: int, *, several: bool) -> bool:
    """Whether these are arrays, and not the rows of one."""
    if not isinstance(values, (list, tuple)):
        return False
    if count > 1:
        return True
    return several and len(values) == 1 and np.ndim(values[0]) > 0


def _beside(values: Any, slots: Sequence[Slot], *, name: str) -> list[Any]:
    """Masks or weights in the order of the slots: by name, one each, or one for all."""
    if isinstance(values, Mapping):
        unknown = [key for key in values if key not in {slot.name for slot in slots}]
        if unknown:
            raise ValueError(
                f"[{name}] got one for {unknown[0]!r}; expected names among {', '.join(s.name for s in slots)}."
            )
        return [values.get(slot.name) for slot in slots]
    one_each = isinstance(values, (list, tuple)) and any(v is None or hasattr(v, "shape") for v in values)
    if one_each and len(values) == len(slots):
        return list(values)
    return [values] * len(slots)


def data_set(x: Any, y: Any = None, sample_weight: Any = None) -> DataSet | None:
    """The data as one set, or None where it is an iterator of minibatches."""
    if isinstance(x, DataSet):
        return x
    if isinstance(x, tuple) and y is None and len(x) in (_PAIR, _TRIPLE):
        return _of_tuple(x)
    of_batches = isinstance(x, list) and y is None and bool(x) and isinstance(x[0], (DataSet, tuple))
    if hasattr(x, "shape") or isinstance(x, Mapping) or (isinstance(x, (list, tuple)) and not of_batches):
        return DataSet(x, y, sample_weight=sample_weight)
    return None


def _of_tuple(item: Sequence[Any]) -> DataSet:
    return DataSet(*item[:_PAIR], sample_weight=item[_PAIR] if len(item) == _TRIPLE else None)


def minibatches(source: Any, *, where: str) -> Iterator[DataSet]:
    """One pass over an iterable of (x, y), (x, y, sample_weight) or data sets.

    Raises
    ------
    TypeError
        When it gives something else.
    """
    for item in source:
        if isinstance(item, DataSet):
            yield item
        elif isinstance(item, (tuple, list)) and 1 <= len(item) <= _TRIPLE:
            yield _of_tuple(item)
        else:
            raise TypeError(
                f"[{where}] the iterator gives no minibatches: got a {type(item).__name__}; "
                "expected pairs (x, y) or DataSet. Yield one of them."
            )


def from_java(given: Any, *, inputs: Sequence[str | None], outputs: Sequence[str | None]) -> DataSet:
    """The data set of a batch that Java hands over, as its ``Batches`` writes it.

    Parameters
    ----------
    inputs, outputs : sequence of str or None
        Names of the columns; where they have names, arrays are dicts by name.
    """
    values = np.asarray(given).tolist()
    at = 2
    columns: list[list[Any]] = []
    for _ in range(values[0] + values[1]):
        width, at = values[at], at + 1
        arrays: list[Array | None] = []
        while len(arrays) < (3 if width == 0 else 5):
            if values[at] == 0:
                arrays.append(None)
                at += 1
                continue
            end = at + 4 + 2 * values[at + 3]
            arrays += received(values[at:end])
            at = end
        columns.append([arrays[0] if width == 0 else _scipy(width, *arrays[:3]), *arrays[-2:]])
    xs, ys = columns[: values[0]], columns[values[0] :]
    features, labels = _parts(xs, inputs), _parts(ys, outputs)
    kind = MultiDataSet if isinstance(features[0], dict) or isinstance(labels[0], dict) else DataSet
    return kind(features[0], labels[0], features[1], labels[1], sample_weight=labels[2])


def _parts(columns: list[list[Any]], names: Sequence[str | None]) -> list[Any]:
    """Values, masks and weights of columns: of the only one, or by name; None where none has any."""
    if not columns:
        return [None] * 3
    if not names or names[0] is None:
        return columns[0]
    found = [{name: c[i] for name, c in zip(names, columns, strict=True) if c[i] is not None} for i in range(3)]
    return [values or None for values in found]


def _scipy(width: int, offsets: Any, columns: Any, values: Any) -> Any:
    from scipy import sparse  # only where data are sparse

    ends, places = np.asarray(offsets), np.asarray(columns)
    numbers = np.ones(len(places), np.float32) if values is None else np.asarray(values)
    return sparse.csr_matrix((numbers, places, ends), shape=(len(ends) - 1, width))

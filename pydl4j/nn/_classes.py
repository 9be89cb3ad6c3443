"""What labels call the classes of an output: text, whole numbers, or yes and no."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from pydl4j import _nearest

Label = str | int | bool

_SHOWN = 8  # classes that an error lists


class OutputClasses:
    """The classes of one output: learned from the labels of the first fit, or named.

    Parameters
    ----------
    output : str
        The output's name.
    dims : sequence of int, optional
        Of its labels, [N, classes] or [N, classes, T]; -1 where open. None where they are not known.
    regression : bool
        Whether it gives values.
    learned : callable
        Called when the classes were learned from labels.
    """

    def __init__(
        self,
        output: str,
        dims: Sequence[int] | None,
        *,
        regression: bool = False,
        learned: Callable[[], None] = lambda: None,
    ) -> None:
        self.output = output
        self.regression = regression
        self.labels: tuple[Label, ...] = ()
        self._dims = dims
        self._learned = learned

    @property
    def count(self) -> int | None:
        """How many classes the output tells apart; None where that is not known."""
        known = self._dims is not None and len(self._dims) > 1 and self._dims[1] > 0
        return max(2, self._dims[1]) if known and self._dims is not None else None

    def name(self, labels: Sequence[Any]) -> None:
        """Names the classes, in the order of the output's numbers; no labels for none.

        Raises
        ------
        ValueError
            When there are others than the output tells apart, or two are alike.
        TypeError
            For labels that are neither text nor whole numbers nor yes and no.
        """
        given = tuple(_plain(label) for label in labels)
        if given:
            self._check(given, f"class_names of {self.output!r}")
        self.labels = given

    def _check(self, labels: tuple[Label, ...], what: str) -> None:
        if self.regression:
            raise ValueError(
                f"[{what}] the output gives values: got names of classes; expected numbers. "
                "Give the output layer a loss of classes, such as 'mcxent'."
            )
        kinds = {type(label) for label in labels}
        if len(kinds) != 1 or len(set(labels)) != len(labels):
            raise ValueError(f"[{what}] got {_listed(labels)}; expected labels of one kind, all different.")
        if self.count is not None and len(labels) != self.count:
            raise ValueError(
                f"[{what}] got {len(labels)} classes, {_listed(labels)}; expected {self.count}, one for each that "
                f"{self.output!r} tells apart. Give the output layer n_out={len(labels)}, or name all classes before "
                "fit: net.class_names = [...]."
            )

    def index(self, label: Any, *, where: str) -> int:
        """The place of a class; whole numbers are places where classes are called otherwise."""
        plain = _plain(label)
        if self.labels and type(plain) is type(self.labels[0]):
            return int(self._places([plain], where=where, row=None)[0])
        if isinstance(plain, str):
            raise ValueError(f"[{where}] {self._unknown_names(plain)}")
        return int(plain)

    def numbers(self, values: Any, *, where: str, name: str) -> Any:
        """Labels as class indices where they are names; all else as it is. A fit learns the names.

        Raises
        ------
        ValueError
            For a class that was not learned, or where a label is missing.
        """
        given = _Names.of(values, whole=bool(self.labels) and type(self.labels[0]) is int)
        if given is None or (given.boolean and self._are_numbers(given.places)):
            return values
        missing = np.flatnonzero(given.places.ravel() < 0)
        if len(missing):
            raise ValueError(
                f"[{where}] {name} has no label at row {int(missing[0])}, and in {len(missing)} in all: got a missing "
                "value; expected a class for each. Leave these rows out."
            )
        if not self.labels and given.boolean and where != "fit":
            return given.places
        if not self.labels:
            self._learn(given, where=where, name=name)
        used = np.unique(given.places)
        place_of = np.zeros(len(given.labels), np.int64)
        rows = [int(np.argmax(given.places.ravel() == u)) for u in used]
        place_of[used] = self._places([given.labels[u] for u in used], where=where, row=rows)
        return place_of[given.places]

    def _are_numbers(self, given: np.ndarray) -> bool:
        """Whether yes and no are the output's numbers themselves: values, one-hot classes, several decisions."""
        if self.regression or self._dims is None:
            return True
        return given.ndim == len(self._dims) and self._dims[1] != 1

    def _learn(self, given: _Names, *, where: str, name: str) -> None:
        if where != "fit":
            raise ValueError(f"[{where}] {name}: {self._unknown_names(given.labels[0])}")
        self._check(given.labels, f"{where}: {name}")
        self.labels = given.labels
        try:
            self._learned()
        except Exception:
            self.labels = ()
            raise

    def _unknown_names(self, label: Label) -> str:
        return (
            f"got the class {label!r}, but {self.output!r} knows no names of classes; expected class indices, or a "
            "network that was fitted to labels by name. Fit it so, or set net.class_names."
        )

    def _places(self, labels: Sequence[Label], *, where: str, row: Sequence[int] | None) -> np.ndarray:
        known = {label: i for i, label in enumerate(self.labels)}
        order = range(len(labels)) if row is None else np.argsort(row).tolist()
        for k in order:
            label = labels[k]
            if label not in known or type(label) is not type(self.labels[0]):
                at = "" if row is None else f" at row {row[k]}"
                hint = _nearest.question(str(label), map(str, self.labels))
                raise ValueError(
                    f"[{where}] a class that {self.output!r} has not learned: got {label!r}{at}; expected one of "
                    f"{_listed(self.labels)}.{hint}"
                )
        return np.array([known[label] for label in labels], np.int64)

    def named(self, classes: np.ndarray) -> np.ndarray:
        """Class indices as labels, where classes have names."""
        return np.array(self.labels)[classes] if self.labels else classes.astype(np.int64)

    def to_json(self) -> dict[str, Any] | None:
        """As Java's ``ClassNames`` reads it; None where there are none."""
        if not self.labels:
            return None
        kind = {str: "TEXT", int: "INTEGER", bool: "BOOLEAN"}[type(self.labels[0])]
        return {"kind": kind, "names": texts(self.labels)}

    def from_json(self, told: Mapping[str, Any] | None) -> None:
        """Takes what Java's ``ClassNames`` says."""
        self.labels = labels_of(told["kind"], told["names"]) if told else ()


def labels_of(kind: str, names: Sequence[str]) -> tuple[Label, ...]:
    """Labels of a kind of Java's ``ClassNames``."""
    if kind == "TEXT":
        return tuple(names)
    return tuple(int(name) if kind == "INTEGER" else name == "true" for name in names)


def texts(labels: Sequence[Label]) -> list[str]:
    """Labels as text, the same as Java writes."""
    return [str(label).lower() if isinstance(label, bool) else str(label) for label in labels]


class _Names(NamedTuple):
    """Labels that are names: all that there are, and the place of each row's among them, -1 where it is missing."""

    labels: tuple[Label, ...]
    places: np.ndarray
    boolean: bool = False

    @classmethod
    def of(cls, values: Any, *, whole: bool) -> _Names | None:
        """Of text, booleans and categories, and whole numbers where they are names; None for numbers."""
        if getattr(values, "ndim", 0) > 1 and hasattr(values, "iloc") and values.shape[1] == 1:
            values = values.iloc[:, 0]  # a table of one column
        categories = getattr(getattr(values, "dtype", None), "categories", None)
        if categories is not None:
            codes = values.cat.codes if hasattr(values, "cat") else values.codes
            return cls(tuple(_plain(label) for label in categories), np.asarray(codes))
        if hasattr(values, "tocsr"):
            return None
        try:
            given = np.asarray(values)
        except ValueError:  # ragged; the error is made where all arrays are
            return None
        if given.dtype == bool:
            return cls((False, True), given.astype(np.int64), boolean=True)
        if given.dtype.kind in "UT" or (whole and given.dtype.kind in "iu"):
            labels, places = np.unique(given, return_inverse=True)
            return cls(tuple(_plain(label) for label in labels), places.reshape(given.shape))
        return cls._of_objects(given) if given.dtype == object else None

    @classmethod
    def _of_objects(cls, given: np.ndarray) -> _Names | None:
        flat = given.ravel().tolist()
        kinds = {type(label) for label in flat}
        if not any(issubclass(kind, (str, bool, np.bool_)) for kind in kinds):
            return None
        present = [_plain(label) for label in flat if not _is_missing(label)]
        if all(isinstance(label, bool) for label in present):
            labels: list[Label] = [False, True]
        else:
            odd = [label for label in present if not isinstance(label, str)]
            if odd:
                raise TypeError(
                    f"[labels] kinds are mixed: got text and {odd[0]!r}; expected one kind. Convert them with "
                    "astype(str)."
                )
            labels = sorted(set(present))
        place = {label: i for i, label in enumerate(labels)}
        places = [-1 if _is_missing(label) else place[_plain(label)] for label in flat]
        boolean = all(isinstance(label, bool) for label in labels)
        return cls(tuple(labels), np.array(places, np.int64).reshape(given.shape), boolean)


def _is_missing(label: Any) -> bool:
    """None, NaN, pandas' NA and NaT."""
    return (
        label is None or type(label).__name__ in ("NAType", "NaTType") or (isinstance(label, float) and label != label)
    )


def _plain(label: Any) -> Label:
    if isinstance(label, (bool, np.bool_)):
        return bool(label)
    if isinstance(label, (int, np.integer)):
        return int(label)
    if isinstance(label, str):
        return str(label)
    raise TypeError(
        f"[labels] got the label {label!r} of type {type(label).__name__}; expected text, whole numbers or booleans. "
        "Convert labels with astype(str)."
    )


def _listed(labels: Sequence[Label]) -> str:
    more = f" and {len(labels) - _SHOWN} more" if len(labels) > _SHOWN else ""
    return ", ".join(repr(label) for label in labels[:_SHOWN]) + more

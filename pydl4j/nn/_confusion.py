"""How often rows of each class were predicted as each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pydl4j import _html, _nearest

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, eq=False)
class ConfusionMatrix:
    """How often rows of each class were predicted as each; ``np.asarray`` gives the counts.

    Parameters
    ----------
    counts : np.ndarray
        [actual, predicted], int64.
    class_names : tuple of str
        Of rows and columns.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j.nn import ConfusionMatrix
    >>> matrix = ConfusionMatrix(np.array([[3, 1], [0, 2]]), ("cat", "dog"))
    >>> int(matrix["cat", "dog"]), matrix["cat"].tolist()
    (1, [3, 1])
    >>> print(matrix)
    actual  cat  dog
    cat       3    1
    dog       0    2
    """

    counts: np.ndarray
    class_names: tuple[str, ...]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.array(self.counts, dtype=dtype)

    def __getitem__(self, at: Any) -> Any:
        """A count by actual and predicted class, or those of an actual class; classes by name or number."""
        both = at if isinstance(at, tuple) else (at,)
        places = tuple(place(self.class_names, k, "ConfusionMatrix") if isinstance(k, str) else k for k in both)
        return self.counts[places]

    def __len__(self) -> int:
        return len(self.counts)

    def to_frame(self) -> pandas.DataFrame:
        """As a pandas table, actual classes below one another."""
        import pandas

        index = pandas.Index(self.class_names, name="actual")
        return pandas.DataFrame(self.counts, index=index, columns=pandas.Index(self.class_names, name="predicted"))

    def __str__(self) -> str:
        cells = [["actual", *self.class_names]]
        cells += [[name, *map(str, row)] for name, row in zip(self.class_names, self.counts.tolist(), strict=True)]
        first, *widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
        return "\n".join(
            "  ".join([row[0].ljust(first), *(cell.rjust(w) for cell, w in zip(row[1:], widths, strict=True))])
            for row in cells
        )

    def _repr_html_(self) -> str:
        rows = [[name, *row] for name, row in zip(self.class_names, self.counts.tolist(), strict=True)]
        return _html.table(["actual \\ predicted", *self.class_names], rows, names=1)


def place(names: Sequence[str], name: str, where: str) -> int:
    """The place of a class; ValueError with the nearest where there is none."""
    if name not in names:
        hint = _nearest.question(name, names)
        raise ValueError(f"[{where}] unknown class: got {name!r}; expected one of {', '.join(names)}.{hint}")
    return list(names).index(name)

"""Curves of a fit."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_HELD_OUT = "val_"


def drawn(epochs: Sequence[int], values: Mapping[str, Sequence[float]], losses: Sequence[float]) -> Figure:
    """A figure of losses and metrics by epoch, or of the losses of minibatches where there is no second epoch."""
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ImportError(
            "[plot] matplotlib is not installed: got a call of History.plot; expected it to be. "
            "Run `pip install pydl4j[plot]`."
        ) from error

    class Shown(Figure):
        """Notebooks show it, also where nobody has imported pyplot, which tells them how."""

        def _repr_png_(self) -> bytes:
            file = io.BytesIO()
            self.savefig(file, format="png")
            return file.getvalue()

    loss = {name: series for name, series in values.items() if name.removeprefix(_HELD_OUT) == "loss"}
    metrics = {name: series for name, series in values.items() if name not in loss}
    figure = Shown(figsize=(7, 6 if metrics else 3.5), layout="constrained")
    axes = figure.subplots(2 if metrics else 1, squeeze=False)[:, 0]
    if len(epochs) > 1:
        _lines(axes[0], epochs, loss, "loss")
    else:
        _lines(axes[0], range(len(losses)), {"loss": losses}, "loss", "minibatch")
    if metrics:
        _lines(axes[1], epochs, metrics, "held-out rows")
    return figure


def _lines(axes: Axes, x: Sequence[int], by: Mapping[str, Sequence[float]], label: str, unit: str = "epoch") -> None:
    for name, series in by.items():
        axes.plot(x, series, marker="o" if len(x) < 2 else None, label=name)
    axes.set_xlabel(unit)
    axes.set_ylabel(label)
    axes.locator_params(axis="x", integer=True)
    axes.grid(visible=True, alpha=0.3)
    axes.legend(frameon=False)

"""How networks compute."""

from __future__ import annotations

import json
from typing import Any, Literal, TypeVar

from pydl4j import _batch
from pydl4j._explanation import Explanation
from pydl4j.nd import Device
from pydl4j.nd import device as nd_device
from pydl4j.nn._java import JavaNetwork

_S = TypeVar("_S", bound="Settings")


class Settings(JavaNetwork):
    """How a network computes: plans, threads, devices, precision. Files keep the table of choices alone."""

    def explain(self, x: Any, y: Any = None) -> Explanation:
        """What the plan for these arrays consists of: steps, kernels, layouts, fused nodes, bytes, flops, memory.

        Parameters
        ----------
        x : array_like, or a list for several inputs
            Features of one minibatch; only shapes and types matter.
        y : array_like, or a list for several outputs, optional
            Labels: with them the training step is explained, without the answer.

        Returns
        -------
        Explanation
            ``print`` it; `Explanation.passes` has what each pass of the compiler left.
        """
        return Explanation.of(self._call("explain", self._planned(x, y, where="explain")))

    def tune(self, x: Any, y: Any = None) -> dict[str, str]:
        """Times the alternatives of each step for arrays like these, and takes the fastest from now on.

        The choices are saved with the network, and followed where libraries and instruction sets are the same. Results
        may change in their last bits, once; equal tables give equal bits.

        Parameters
        ----------
        x, y
            As in `explain`: with labels the training step is tuned, without the answer.

        Returns
        -------
        dict of str to str
            The whole table: what is computed, and the alternative that is faster than the first choice. `explain`
            marks its steps with ``[table: ...]``.
        """
        choices: dict[str, str] = json.loads(self._call("tune", self._planned(x, y, where="tune")))["choices"]
        return choices

    def forget_tuning(self) -> None:
        """Drops the choice table: every step takes its first choice again."""
        self._call("forgetTuning")

    def _planned(self, x: Any, y: Any, *, where: str) -> list[int]:
        """Features and labels, described."""
        return self._signature.batch(_batch.DataSet(x, y), where=where, labelled=y is not None).described()

    def set_nan_check(self, on: bool) -> None:
        """Whether all steps of training and answers are searched for what is not finite; see `nd.nan_check`."""
        self._call("setNanCheck", bool(on))

    def set_activation_checkpointing(self, segments: int | Literal["auto"] | None) -> None:
        """Saves memory in training: most activations are not kept but computed again when gradients need them.

        Results do not change in a bit; a step takes up to a third longer.

        Parameters
        ----------
        segments : int, "auto" or None
            The forward part is cut into so many segments, and activations are kept at their borders; "auto" takes as
            many as need the least memory, None or 0 keeps all activations.
        """
        if isinstance(segments, str) and segments != "auto":
            raise ValueError(
                f"[activation checkpointing] segments: got {segments!r}; expected a number, 'auto' or None."
            )
        count = -1 if segments == "auto" else int(segments or 0)
        if segments != "auto" and count < 0:
            raise ValueError(f"[activation checkpointing] segments: got {count}; expected 0 or more, or 'auto'.")
        self._call("setActivationCheckpointing", count)

    def set_precision(self, precision: str) -> None:
        """Set what matrix products and convolutions compute in.

        Parameters
        ----------
        precision
            ``"float32"``, or ``"bfloat16"`` for mixed precision: their operands are rounded to bfloat16 (8 bits of
            fraction), sums, parameters, updaters, normalization and losses stay float32. A processor without fast
            bfloat16 (AVX512_BF16 or AMX) goes on in float32 and logs a warning.

        Raises
        ------
        ValueError
            for another precision

        Examples
        --------
        >>> net = MultiLayerNetwork([layers.OutputLayer(2)], inputs=3)  # doctest: +SKIP
        >>> net.set_precision("bfloat16")  # doctest: +SKIP
        """
        if precision not in ("float32", "bfloat16"):
            raise ValueError(
                f"[precision] got {precision!r}; expected 'float32' or 'bfloat16'. Networks of float64 stay float64."
            )
        self._call("setAutocast", precision == "bfloat16")

    def set_threads(self, count: int) -> None:
        """Threads that training and single queries use; all cores by default."""
        self._call("setThreads", int(count))

    def to(self: _S, device: Device | str) -> _S:
        """Moves the network to a device, where training and queries run from now on, and returns it.

        Raises
        ------
        ValueError
            Where this process has no such device; the error lists those that it has.
        """
        self._call("to", str(nd_device(device)))
        return self

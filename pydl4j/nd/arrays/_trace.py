"""Values of a graph under construction, which look like arrays to the function that is traced."""

from __future__ import annotations

import math
import os
import struct
import sys
import threading
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from pydl4j import _jvm
from pydl4j._handle import Handle
from pydl4j.nd.core import _apply, _dtypes, _indexing
from pydl4j.nd.core._held import held
from pydl4j.nd.core._operators import Operators
from pydl4j.nd.interop import _numpy

_ABSENT, _VALUE, _WEAK_VALUE, _WHOLE, _REAL, _TRUTH, _UNSIGNED = range(7)  # org.pydl4j.bridge.Tracing
_threads = threading.local()


class NeedsShape(BaseException):
    """Ends a trace with free sizes, because the function asks for a size."""


class OpenSize(int):
    """The size of an axis that differs from batch to batch, -1: `reshape` takes it, arithmetic raises."""

    __slots__ = ()

    def _refuse(self, *others: Any) -> Any:
        raise TypeError(
            "[trace] the size of this axis is open: got arithmetic with it; expected none, since batches differ. "
            "Reduce over the axis (nd.mean, nd.sum), or give reshape a -1."
        )

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _refuse
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = __neg__ = __abs__ = __float__ = _refuse
    __lt__ = __le__ = __gt__ = __ge__ = _refuse

    def __repr__(self) -> str:
        return "?"


class Trace:
    """A graph that a Python function builds while it runs on `Traced` values.

    Attributes
    ----------
    captured : list of Array or Traced
        What the function used that is no argument: further inputs of the graph, read at every run. Those of a body
        may be values of the traces around it.
    """

    def __init__(self, outer: Trace | None = None, *, open_sizes: bool = False) -> None:
        self._outer = outer  # of a body of a branch or a loop: the graph that holds it
        self.open_sizes: bool = open_sizes or (outer is not None and outer.open_sizes)  # shapes have `OpenSize`s
        self._handle = Handle(_jvm.call("LocalGraph", "open"))
        self._captured: dict[int, tuple[Any, Traced]] = {}
        self.captured: list[Any] = []
        self.inputs: list[str] = []  # names, in the graph's order
        self._above: Trace | None = None

    @staticmethod
    def active() -> Trace | None:
        """The trace that this thread is in."""
        return getattr(_threads, "trace", None)

    def __enter__(self) -> Trace:
        self._above, _threads.trace = self.active(), self
        return self

    def __exit__(self, *error: object) -> None:
        _threads.trace = self._above

    def input(self, name: str, code: int, dims: Sequence[int], *, weak: bool = False) -> Traced:
        """A new input; dims of -1 are free."""
        number = _jvm.call("LocalGraph", "input", self._handle.number, name, code, list(dims))
        self.inputs.append(name)
        return Traced(self, int(number), code, tuple(dims), weak)

    def value(self, x: Any) -> Traced:
        """What x is in the graph: itself, a constant, or a further input."""
        if isinstance(x, Traced) and x._trace is self:
            return x
        if isinstance(x, Traced) and not self._is_within(x._trace):
            raise ValueError(
                "[trace] a traced value is used outside of the function that was traced: got one of another trace; "
                "expected one of this. Return it from the function instead of storing it."
            )
        if isinstance(x, (bool, int, float, np.generic)):
            return self.call("Identity", {}, (x,))[0]
        known = self._captured.get(id(x))
        if known is None:
            name = f"captured{len(self.captured)}"
            if isinstance(x, Traced):
                made = self.input(name, x._code, x._dims, weak=x._weak)
                self.captured.append(x)
            else:
                array = held(x)
                made = self.input(name, _dtypes.number(array.dtype), array.shape)
                self.captured.append(array)
            known = self._captured[id(x)] = (x, made)  # x is kept, so that no other gets its id
        return known[1]

    def _is_within(self, other: Trace | None) -> bool:
        """Whether this is the trace of a body in that one, at any depth."""
        trace = self._outer
        while trace is not None and trace is not other:
            trace = trace._outer
        return trace is not None

    def call(self, op: str, attributes: dict[str, Any], inputs: Iterable[Any]) -> list[Traced]:
        """A node of the innermost trace; its name starts with the file and line of the caller."""
        innermost = self.active()
        if innermost is not None and innermost is not self:
            return innermost.call(op, attributes, inputs)
        operands: list[int] = []
        for x in inputs:
            if x is None:
                operands += (_ABSENT, 0)
            elif isinstance(x, (complex, np.complexfloating)):
                operands += (_WEAK_VALUE, self.value(np.asarray(x))._id)
            elif isinstance(x, (bool, int, float, np.generic)):
                operands += _plain(x)
            else:
                value = self.value(x)
                operands += (_WEAK_VALUE if value._weak else _VALUE, value._id)
        text = _apply.attributes_text(attributes)
        told = _jvm.call("LocalGraph", "call", self._handle.number, caller(), op, text, operands)
        weak = op != "Cast" and bool(operands) and _VALUE not in operands[::2]
        return self._made(told, weak=weak)

    def gradients(self, y: Traced, wrt: Sequence[Traced]) -> list[Traced]:
        """The gradients of a scalar."""
        ids = [self.value(x)._id for x in wrt]
        told = _jvm.call("LocalGraph", "gradients", self._handle.number, self.value(y)._id, ids)
        made = self._made(told, weak=False)
        for x, g in zip(wrt, made, strict=True):
            g._weak = x._weak
        return made

    def _made(self, told: Iterable[int], *, weak: bool) -> list[Traced]:
        numbers = [int(n) for n in told]
        made, at = [], 0
        while at < len(numbers):
            number, code, rank = numbers[at : at + 3]
            made.append(Traced(self, number, code, tuple(numbers[at + 3 : at + 3 + rank]), weak))
            at += 3 + rank
        return made

    def program(self, outputs: Sequence[Traced], threads: int) -> Handle:
        """The graph with these outputs, ready to run on the inputs and what was captured."""
        ids = [self.value(x)._id for x in outputs]
        return Handle(_jvm.call("LocalGraph", "program", self._handle.number, ids, threads))

    def body(self, outputs: Sequence[Traced]) -> Handle:
        """The graph with these outputs, as a body of a branch or a loop."""
        return Handle(_jvm.call("LocalGraph", "body", self._handle.number, [self.value(x)._id for x in outputs]))

    def control(
        self, op: str, attributes: dict[str, Any], bodies: dict[str, Handle], operands: Sequence[Traced | None]
    ) -> list[Traced]:
        """A node of an op that has bodies."""
        ids = [-1 if x is None else self.value(x)._id for x in operands]
        numbers, text = [b.number for b in bodies.values()], _apply.attributes_text(attributes)
        number = self._handle.number
        told = _jvm.call("LocalGraph", "control", number, caller(), op, text, ",".join(bodies), numbers, ids)
        return self._made(told, weak=False)


class Traced(Operators):
    """A value of a graph that `pydl4j.nd.jit`, `grad` and their like are tracing.

    It has the operators and methods of an array, and no elements yet: what needs them (``if``, ``int()``, NumPy)
    raises. Asking for its `shape` makes the trace one for the shapes of this call.
    """

    __slots__ = ("_code", "_dims", "_id", "_trace", "_weak")

    def __init__(self, trace: Trace, number: int, code: int, dims: tuple[int, ...], weak: bool) -> None:
        self._trace = trace
        self._id = number
        self._code = code
        self._dims = dims
        self._weak = weak

    @property
    def shape(self) -> tuple[int, ...]:
        """Size of each axis."""
        if -1 not in self._dims:
            return self._dims
        if not self._trace.open_sizes:
            raise NeedsShape
        return tuple(OpenSize(d) if d < 0 else d for d in self._dims)

    def _dim(self, axis: int) -> int:
        return self._dims[axis]

    @property
    def dtype(self) -> Any:
        """NumPy's dtype, or the string ``"bfloat16"``."""
        return _dtypes.dtype_of(self._code)

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return len(self._dims)

    @property
    def size(self) -> int:
        """Number of elements."""
        return math.prod(self.shape)

    def _is_float(self) -> bool:
        return _dtypes.is_float(self._code)

    def __len__(self) -> int:
        return self.shape[0]

    def __iter__(self) -> Any:
        return (self[k] for k in range(len(self)))

    def __getitem__(self, index: Any) -> Any:
        return _indexing.picked(self, index)

    def __setitem__(self, index: Any, value: Any) -> None:
        raise TypeError(
            "[trace] elements of a traced value cannot be set: got an assignment by index. Use nd.where or nd.concat."
        )

    def __repr__(self) -> str:
        dims = ["?" if d < 0 else d for d in self._dims]
        return f"Traced(shape=({', '.join(map(str, dims))}), dtype={self.dtype})"

    def _refuse(self, what: str) -> TypeError:
        return TypeError(
            f"[trace] {what} of a traced value: got {self!r}, which has no elements while the function is traced; "
            "expected no use of its elements in Python. For a choice between values use nd.where, between functions "
            "nd.cond; for loops nd.while_loop, nd.fori_loop and nd.scan; a number that decides shapes belongs into "
            "static_argnums or static_argnames of nd.jit."
        )

    def __bool__(self) -> bool:
        raise self._refuse("the truth")

    def __int__(self) -> int:
        raise self._refuse("int()")

    def __index__(self) -> int:
        raise self._refuse("the use as an index or size")

    def __float__(self) -> float:
        raise self._refuse("float()")

    def item(self) -> Any:
        """Raises: there is no element yet."""
        raise self._refuse("item()")

    def tolist(self) -> Any:
        """Raises: there are no elements yet."""
        raise self._refuse("tolist()")

    def numpy(self) -> np.ndarray:
        """Raises: there are no elements yet."""
        raise self._refuse("numpy()")

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        raise self._refuse("NumPy's view")

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        return _numpy.function(function, args, kwargs)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        return _numpy.ufunc(ufunc, method, inputs, options)


def _plain(x: Any) -> tuple[int, int]:
    if isinstance(x, (bool, np.bool_)):
        return _TRUTH, int(x)
    if isinstance(x, (int, np.integer)) and -(2**63) <= x < 2**63:
        return _WHOLE, int(x)
    if isinstance(x, (int, np.integer)) and 2**63 <= x < 2**64:
        return _UNSIGNED, int(x) - 2**64
    return _REAL, struct.unpack("<q", struct.pack("<d", float(x)))[0]


def caller() -> str:
    """The file and line outside of pydl4j that calls, as the start of a node's name."""
    frame = sys._getframe(2)
    while frame is not None and frame.f_globals.get("__name__", "").startswith("pydl4j."):
        frame = frame.f_back  # type: ignore[assignment]
    return "" if frame is None else f"{os.path.basename(frame.f_code.co_filename)}:{frame.f_lineno}/"

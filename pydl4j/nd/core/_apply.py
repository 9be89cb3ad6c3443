"""The one way to call an op: on arrays it runs, on traced values it becomes a node."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeGuard

import numpy as np
from numpy.typing import ArrayLike

from pydl4j import _jvm
from pydl4j.nd.core import _dtypes
from pydl4j.nd.core._held import Held, Operand, described, held, over, owned

if TYPE_CHECKING:
    from pydl4j.nd.arrays import Array

NUMBERS = (bool, int, float, complex, np.generic)
_OPERANDS = (Operand, bool, int, float, complex, np.generic, np.ndarray, list, tuple)
_EXACT = 2**53
_MAX_KEYS = 4096
_FAST = ("one", "two", "three")  # of LocalNd, by the number of arrays
_keys: dict[Any, int] = {}
_single: set[int] = set()  # keys of ops with one output


def apply(op: str, attributes: dict[str, Any], inputs: Sequence[ArrayLike | Operand | None]) -> list[Array]:
    """Applies one op, as the functions of `pydl4j.nd.ops` do.

    Parameters
    ----------
    op : str
        ONNX name, or ``pydl4j.`` and the name of one of ours.
    attributes : dict
        Attributes and constant lists (axes, a shape) by name; those that are None are left out.
    inputs : sequence of array_like or None
        In the order of the declaration; None for an optional one that is not given. Inputs of mixed types are cast to
        a common one; Python's and NumPy's plain numbers take the type of the arrays beside them.

    Returns
    -------
    list of Array
        The outputs; traced values where an input is one.
    """
    owners = []  # held while Java reads them
    for x in inputs:
        if isinstance(x, Held):
            if x._memory is not None:
                owners.append(x._memory)
        elif isinstance(x, Operand) and x._trace is not None:
            made: list[Array] = x._trace.call(op, attributes, inputs)
            return made
    key = _key(op, attributes)
    if 0 < len(owners) == len(inputs) <= len(_FAST) and key in _single:
        try:
            return [owned(_jvm.fast(_FAST[len(owners) - 1])(key, *[memory.number for memory in owners]))]
        except _jvm.throwable() as error:
            raise _jvm.translated(error) from None
    given, weak = _given(inputs)
    numbers = _described(op, given)
    if key < 0:
        results = _jvm.call("LocalNd", "applyOnce", op, attributes_text(attributes), numbers, weak)
    else:
        results = _jvm.call("LocalNd", "apply", key, numbers, weak)
    return [owned(number) for number in results]


def into(out: Held, op: str, attributes: dict[str, Any], inputs: Sequence[ArrayLike | Operand | None]) -> None:
    """As `apply` of an op with one output, which is written into an array; that may be an operand, too.

    Raises
    ------
    ValueError
        Where the result has another shape than the array, or floats would go into integers.
    """
    given, weak = _given(inputs)
    numbers = _described(op, [out._writable(), *given])
    key = _key(op, attributes)
    if key < 0:
        _jvm.call("LocalNd", "intoOnce", op, attributes_text(attributes), numbers, weak)
    else:
        _jvm.call("LocalNd", "into", key, numbers, weak)


def replace(op: str, attributes: dict[str, Any], arrays: Sequence[Held]) -> None:
    """Writes an op's result over its first operand, which may be a view; nothing is cast."""
    key = _key(op, attributes)
    if key < 0:
        _jvm.call("LocalNd", "replaceOnce", op, attributes_text(attributes), described(*arrays))
    else:
        _jvm.call("LocalNd", "replace", key, described(*arrays))


def _given(inputs: Sequence[ArrayLike | Operand | None]) -> tuple[list[Any], list[int]]:
    """The arrays, and the positions of plain numbers, which are weak beside arrays."""
    weak = [i for i, x in enumerate(inputs) if isinstance(x, NUMBERS)]
    if len(weak) == len(inputs):
        weak = []
    return [None if x is None else plain(x) if i in weak else held(x) for i, x in enumerate(inputs)], weak


def plain(x: Any) -> Array:
    """A plain number in full precision, for what gives it another type."""
    beyond = type(x) is int and not -(2**63) <= x < 2**64
    return over(np.asarray(float(x) if beyond else x))


def operand(x: ArrayLike | Operand) -> Array:
    """x as an array, unless it is one or a value of a graph."""
    return x if isinstance(x, Operand) else held(x)  # type: ignore[return-value] # values of graphs look like arrays


def one(op: str, x: Any, attributes: tuple[tuple[str, Any], ...] = ()) -> Array:
    """The output of an op of one input that has one output; attributes as pairs, lists as tuples."""
    if isinstance(x, Held) and (memory := x._memory) is not None:
        name = (op, *attributes) if attributes else op
        try:
            key = _keys.get(name)
            if key is None:
                key = _key(op, dict(attributes))
            if key >= 0:
                return owned(_jvm.fast("one")(key, memory.number))
        except _jvm.throwable() as error:
            raise _jvm.translated(error) from None
    return apply(op, dict(attributes), (x,))[0]


def two(op: str, a: Any, b: Any) -> Array:
    """As `binary`, but an error for what is no array."""
    made = binary(op, a, b)
    if made is NotImplemented:
        wrong = b if isinstance(a, _OPERANDS) else a
        raise TypeError(f"[{op}] got a {type(wrong).__name__}; expected an array or a number. Make it one.")
    return made


def binary(op: str, a: Any, b: Any) -> Array:
    """The output of an op of two inputs without attributes; NotImplemented for what is no array."""
    own_a = a._memory if isinstance(a, Held) else None  # held while Java reads it
    own_b = b._memory if isinstance(b, Held) else None
    try:
        if own_a is not None and own_b is not None:
            return owned(_jvm.fast("two")(_keys.get(op) or _key(op, {}), own_a.number, own_b.number))
        if own_a is not None and is_exact(b):
            return _with_number(op, own_a, b, False)
        if own_b is not None and is_exact(a):
            return _with_number(op, own_b, a, True)
    except _jvm.throwable() as error:
        raise _jvm.translated(error) from None
    if not (isinstance(a, _OPERANDS) and isinstance(b, _OPERANDS)):
        return NotImplemented  # type: ignore[no-any-return] # to Python's operators
    return apply(op, {}, (a, b))[0]


def is_exact(x: Any) -> TypeGuard[float]:
    """Whether x is a plain number that a double holds."""
    return type(x) is float or (type(x) is int and -_EXACT < x < _EXACT)


def _with_number(op: str, memory: Any, x: float, is_first: bool) -> Array:
    key = _keys.get(op) or _key(op, {})
    return owned(_jvm.fast("withNumber")(key, memory.number, float(x), type(x) is int, is_first))


def drawn(op: str, attributes: dict[str, Any], seed: int, step: int, parameters: Sequence[float]) -> Array:
    """The output of a random op; its parameters, none or two, are all whole numbers or all reals."""
    key = _key(op, attributes)
    if key < 0:
        return apply(op, attributes, [np.int64(seed), np.int64(step), *parameters])[0]
    try:
        if not parameters:
            return owned(_jvm.fast("draw")(key, seed, step))
        method = "drawWithWholes" if type(parameters[0]) is int else "drawWithReals"
        return owned(_jvm.fast(method)(key, seed, step, *parameters))
    except _jvm.throwable() as error:
        raise _jvm.translated(error) from None


def _key(op: str, attributes: dict[str, Any]) -> int:
    """Java's number of an op with these attributes; -1 where too many are known already."""
    if not attributes:
        known = _keys.get(op)
        if known is None:
            known = _keys[op] = _made_key(op, attributes)
        return known
    name = (op, *((k, tuple(v) if type(v) is list else v) for k, v in attributes.items()))
    try:
        known = _keys.get(name)
    except TypeError:
        return -1  # an attribute is an array
    if known is None:
        if len(_keys) >= _MAX_KEYS:
            return -1
        known = _keys[name] = _made_key(op, attributes)
    return known


def _made_key(op: str, attributes: dict[str, Any]) -> int:
    key = int(_jvm.call("LocalNd", "key", op, attributes_text(attributes)))
    if _jvm.call("LocalNd", "hasOneOutput", key):
        _single.add(key)
    return key


def _described(op: str, arrays: Sequence[Held | None]) -> list[int]:
    for k, x in enumerate(arrays):
        if x is not None and x.closed:
            raise ValueError(
                f"[{op}] operand {k} is closed: its memory was freed. Use the array before close(), or copy it."
            )
    return described(*arrays)


def cast(x: Any, dtype: Any) -> Array:
    """x in another element type."""
    return one("Cast", x, (("to", _dtypes.number(dtype)),))


def attributes_text(attributes: dict[str, Any]) -> str:
    """Attributes as the bridge reads them."""
    if not attributes:
        return "{}"
    return json.dumps({name: value for name, value in attributes.items() if value is not None}, default=_plain)


def _plain(value: Any) -> Any:
    """NumPy's numbers and arrays as Python's, for ``json.dumps(default=...)``."""
    if isinstance(value, (np.generic, np.ndarray)):
        return value.tolist()
    raise TypeError(
        f"got a {type(value).__name__}: {value!r}; expected numbers, strings, lists, dicts and pydl4j's values"
    )

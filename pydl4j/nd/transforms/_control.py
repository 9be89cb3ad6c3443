"""Branches and loops: parts of the graph where a function is traced, Python's own elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from pydl4j.nd.arrays._trace import Trace, Traced
from pydl4j.nd.core import _apply, _dtypes
from pydl4j.nd.core._held import held
from pydl4j.nd.transforms import _tree

__all__ = [
    "cond",
    "fori_loop",
    "scan",
    "while_loop",
]

_MAX_TRACES = 4


def cond(pred: Any, true_fn: Callable[..., Any], false_fn: Callable[..., Any], *operands: Any) -> Any:
    """What one of two functions makes of the operands, by a condition that a compiled function may compute.

    Parameters
    ----------
    pred : bool or scalar array
        True or not zero for the first function.
    true_fn, false_fn : callable
        Of the operands; their results have one structure, and the same types and shapes. Other values that they read
        may be differentiated by as well.
    *operands
        Arrays, numbers, and lists, tuples and dicts of them.

    Returns
    -------
    Any
        What the chosen function returns; the other does not run.

    Examples
    --------
    >>> from pydl4j import nd
    >>> root = nd.jit(lambda x: nd.cond(x > 0, nd.sqrt, lambda x: -x, x))
    >>> float(root(4.0)), float(root(-4.0))
    (2.0, 4.0)
    """
    trace = Trace.active()
    if trace is None:
        return _eager((true_fn if bool(pred) else false_fn)(*operands))
    if isinstance(pred, (bool, int, float, np.generic)):
        return (true_fn if pred else false_fn)(*operands)
    leaves: list[Any] = []
    structure = _tree.flatten(operands, leaves, "the operands of cond")
    given = [trace.value(x) for x in leaves]
    yes = _Body(trace, given)
    yes.run(lambda values: true_fn(*_tree.unflatten(structure, iter(values))), "the result of true_fn")
    no = _Body(trace, given)
    for x in yes.trace.captured:
        no.trace.value(x)
    no.run(lambda values: false_fn(*_tree.unflatten(structure, iter(values))), "the result of false_fn")
    for x in no.trace.captured:
        yes.trace.value(x)
    _same_structure("cond", "false_fn", no, yes.structure, "true_fn's")
    for k, (a, b) in enumerate(zip(yes.out, no.out, strict=True)):
        if a._weak and not b._weak:
            yes.cast(k, b._code)
        elif b._code != a._code and b._weak:
            no.cast(k, a._code)
        _same_type("cond", f"leaf {k} of false_fn's result", no.out[k], yes.out[k], "true_fn's")
    bodies = {"then_branch": yes.graph(), "else_branch": no.graph()}
    test = _truth(trace, pred, "the condition of cond")
    made = trace.control("If", {}, bodies, [test, *given, *yes.captured()])
    for y, a, b in zip(made, yes.out, no.out, strict=True):
        y._weak = a._weak and b._weak
    return _tree.unflatten(yes.structure, iter(made))


def while_loop(cond_fn: Callable[[Any], Any], body_fn: Callable[[Any], Any], init: Any) -> Any:
    """Applies a function again and again, as long as a condition holds.

    Parameters
    ----------
    cond_fn : callable
        Of the carried value; a scalar, true to go on.
    body_fn : callable
        Of the carried value; the next one, of the same structure, types and shapes.
    init : array, number, or lists, tuples and dicts of them
        The first carried value.

    Returns
    -------
    Any
        The carried value for which the condition does not hold.

    Examples
    --------
    >>> from pydl4j import nd
    >>> half = nd.jit(lambda x: nd.while_loop(lambda v: v > 1.0, lambda v: v / 2, x))
    >>> float(half(20.0))
    0.625
    """
    trace = Trace.active()
    if trace is None:
        value = init
        while bool(cond_fn(value)):
            value = _next("while_loop", value, body_fn(value))
        return _eager(value)

    def step(body: _Body, structure: Any, carried: list[Traced]) -> None:
        body.run(lambda values: body_fn(_tree.unflatten(structure, iter(values))), "the result of body_fn", carried)

    def goes_on(body: _Body) -> Traced:
        with _inside(body.trace):
            again = cond_fn(_tree.unflatten(body.structure, iter(body.out)))
            return _truth(body.trace, again, "the result of cond_fn")

    leaves: list[Any] = []
    structure = _tree.flatten(init, leaves, "init")

    def first(given: list[Traced]) -> Traced:
        return _truth(trace, cond_fn(_tree.unflatten(structure, iter(given))), "the result of cond_fn")

    return _loop("while_loop", trace, structure, leaves, step, trips=None, first=first, goes_on=goes_on)


def fori_loop(lower: Any, upper: Any, body_fn: Callable[[Any, Any], Any], init: Any) -> Any:
    """Applies a function for every whole number from lower up to, not including, upper.

    Parameters
    ----------
    lower, upper : int or scalar array
        Where they are plain numbers, reverse derivatives and short loops cost least.
    body_fn : callable
        Of the number and the carried value; the next carried value, of the same structure, types and shapes.
    init : array, number, or lists, tuples and dicts of them
        The first carried value.

    Returns
    -------
    Any
        The last carried value.

    Examples
    --------
    >>> from pydl4j import nd
    >>> power = nd.jit(lambda x, n: nd.fori_loop(0, n, lambda i, v: v * x, 1.0))
    >>> float(power(2.0, 10))
    1024.0
    """
    trace = Trace.active()
    if trace is None:
        value = init
        for i in range(int(lower), int(upper)):
            value = _next("fori_loop", value, body_fn(i, value))
        return _eager(value)

    def step(body: _Body, structure: Any, carried: list[Traced]) -> None:
        with _inside(body.trace):
            i = body.iteration if type(lower) is int and lower == 0 else body.iteration + lower
            i._weak = True
        body.run(lambda values: body_fn(i, _tree.unflatten(structure, iter(values))), "the result of body_fn", carried)

    count = max(upper - lower, 0) if type(lower) is int and type(upper) is int else upper - lower
    trips = trace.value(count)
    if trips.ndim or _dtypes.is_float(trips._code):
        raise TypeError(
            f"[fori_loop] lower and upper: got a {trips.dtype} of {trips.ndim} axes; expected whole numbers."
        )
    trips = trace.call("Cast", {"to": _dtypes.number(np.int64)}, (trips,))[0] if trips._code != 7 else trips
    leaves: list[Any] = []
    structure = _tree.flatten(init, leaves, "init")
    return _loop("fori_loop", trace, structure, leaves, step, trips=trips)


def scan(fn: Callable[[Any, Any], tuple[Any, Any]], init: Any, xs: Any) -> tuple[Any, Any]:
    """Applies a function to one slice after the other, carrying a value from slice to slice.

    Parameters
    ----------
    fn : callable
        Of the carried value and a slice; returns the next carried value, of the same structure, types and shapes, and
        a result for the slice.
    init : array, number, or lists, tuples and dicts of them
        The first carried value.
    xs : array, or lists, tuples and dicts of arrays
        Sliced along their first axes, which are of one length.

    Returns
    -------
    carried, ys
        The last carried value, and the results of all slices, stacked along a new first axis.

    Examples
    --------
    >>> from pydl4j import nd
    >>> sums = nd.jit(lambda xs: nd.scan(lambda s, x: (s + x, s + x), 0.0, xs)[1])
    >>> sums(nd.array([1.0, 2.0, 3.0])).tolist()
    [1.0, 3.0, 6.0]
    """
    trace = Trace.active()
    rows: list[Any] = []
    rows_structure = _tree.flatten(xs, rows, "xs")
    if not rows or any(not hasattr(x, "ndim") or not x.ndim for x in rows):
        raise TypeError(f"[scan] xs: got {xs!r}; expected arrays of at least one axis, sliced along the first.")
    if trace is None:
        return _scan_eagerly(fn, init, rows_structure, rows)
    leaves: list[Any] = []
    structure = _tree.flatten(init, leaves, "init")
    given = [trace.value(x) for x in leaves]
    scanned = [trace.value(x) for x in rows]
    ys_structure: Any = None

    def apply(values: list[Traced]) -> Any:
        nonlocal ys_structure
        carried, slices = values[: len(leaves)], values[len(leaves) :]
        result = fn(_tree.unflatten(structure, iter(carried)), _tree.unflatten(rows_structure, iter(slices)))
        if not (isinstance(result, tuple) and len(result) == 2):
            raise TypeError(f"[scan] fn: got {result!r}; expected a pair: the next carried value, and a result.")
        ys_structure = _tree.flatten(result[1], [], "the result of fn")
        if _tree.flatten(result[0], [], "the carried value") != structure:
            raise _differs("scan", result[0], "init's")
        return result

    for _ in range(_MAX_TRACES):
        body = _Body(trace, given, slices=scanned)
        body.run(apply, "the result of fn")
        settled = body.settle("scan", given)
        if settled is None:
            break
        given = settled
    attributes = {"carried": len(given), "num_scan_inputs": len(scanned)}
    made = trace.control("Scan", attributes, {"body": body.graph()}, [*given, *scanned, *body.captured()])
    body.weaken(made, given)
    last = _tree.unflatten(structure, iter(made[: len(given)]))
    return last, _tree.unflatten(ys_structure, iter(made[len(given) :]))


def _scan_eagerly(fn: Callable[[Any, Any], Any], init: Any, structure: Any, rows: list[Any]) -> tuple[Any, Any]:
    value, results, ys_structure = init, [], None
    for i in range(len(rows[0])):
        carried, y = fn(value, _tree.unflatten(structure, iter([held(x)[i] for x in rows])))
        value = _next("scan", value, carried)
        leaves: list[Any] = []
        ys_structure = _tree.flatten(y, leaves, "the result of fn")
        results.append([held(x) for x in leaves])
    if ys_structure is None:
        raise ValueError("[scan] xs: got no slices; expected at least one outside of compiled functions. Use nd.jit.")
    stacked = []
    for pieces in zip(*results, strict=True):
        stacked += _apply.apply("Concat", {"axis": 0}, [p.reshape(1, *p.shape) for p in pieces])
    return _eager(value), _tree.unflatten(ys_structure, iter(stacked))


def _loop(
    where: str,
    trace: Trace,
    structure: Any,
    leaves: list[Any],
    step: Callable[[_Body, Any, list[Traced]], None],
    *,
    trips: Traced | None,
    first: Callable[[list[Traced]], Traced] | None = None,
    goes_on: Callable[[_Body], Traced] | None = None,
) -> Any:
    """A Loop; its body is traced again where a plain number takes a type in it."""
    given = [trace.value(x) for x in leaves]
    for _ in range(_MAX_TRACES):
        body = _Body(trace, given, counts=True)
        step(body, structure, body.given)
        _same_structure(where, "body_fn", body, structure, "init's")
        settled = body.settle(where, given)
        if settled is None:
            break
        given = settled
    go = body.go if goes_on is None else goes_on(body)
    start = None if first is None else first(given)
    graph = body.graph(go)
    made = trace.control("Loop", {"carried": len(given)}, {"body": graph}, [trips, start, *given, *body.captured()])
    body.weaken(made, given)
    return _tree.unflatten(structure, iter(made))


class _Body:
    """A trace within another: its inputs stand for the values given, and for slices of others.

    Attributes
    ----------
    out : list of Traced
        The leaves of what the traced function returned.
    """

    structure: Any
    out: list[Traced]

    def __init__(
        self, outer: Trace, given: Sequence[Traced], *, slices: Sequence[Traced] = (), counts: bool = False
    ) -> None:
        self.trace = Trace(outer)
        if counts:
            self.iteration = self.trace.input("iteration", _dtypes.number(np.int64), (), weak=True)
            self.go = self.trace.input("go", _dtypes.number(np.bool_), ())
        self.given = [self.trace.input(f"in{i}", x._code, x._dims, weak=x._weak) for i, x in enumerate(given)]
        self.given += [self.trace.input(f"slice{i}", x._code, x._dims[1:]) for i, x in enumerate(slices)]

    def run(self, function: Callable[[list[Traced]], Any], what: str, values: list[Traced] | None = None) -> None:
        """Traces the function."""
        with _inside(self.trace):
            leaves: list[Any] = []
            result = function(self.given if values is None else values)
            self.structure = _tree.flatten(result, leaves, what)
            self.out = []
            for x in leaves:
                value = self.trace.value(x)
                self.out.append(self._named(value, weak=value._weak or isinstance(x, (int, float))))

    def _named(self, value: Traced, *, weak: bool) -> Traced:
        made = self.trace.call("Identity", {}, (value,))[0]
        made._weak = weak
        return made

    def cast(self, k: int, code: int) -> None:
        """Gives an output another type."""
        with _inside(self.trace):
            self.out[k] = self.trace.call("Cast", {"to": code}, (self.out[k],))[0]

    def settle(self, where: str, given: list[Traced]) -> list[Traced] | None:
        """None where the body keeps the types of what is carried; else values to trace it with again."""
        again = list(given)
        for k, x in enumerate(given):
            y = self.out[k]
            if x._weak and y._code != x._code and (not y._weak or _dtypes.is_float(y._code)):
                again[k] = x._trace.call("Cast", {"to": y._code}, (x,))[0]
                again[k]._weak = y._weak
            elif y._code != x._code and y._weak:
                self.cast(k, x._code)
            if again[k] is x:
                _same_type(where, f"leaf {k} of the carried value", self.out[k], x, "its first value's")
        return again if any(a is not b for a, b in zip(again, given, strict=True)) else None

    def captured(self) -> list[Traced]:
        """What the body reads beside its inputs, in the trace around."""
        outer = self.trace._outer
        assert outer is not None
        return [outer.value(x) for x in self.trace.captured]

    def graph(self, *first: Traced) -> Any:
        """The traced graph, with further outputs in front."""
        return self.trace.body([*first, *self.out])

    def weaken(self, made: list[Traced], given: list[Traced]) -> None:
        """What was carried counts as a plain number where it began as one and stayed one."""
        for y, x, out in zip(made, given, self.out, strict=False):
            y._weak = x._weak and out._weak


@contextmanager
def _inside(trace: Trace) -> Iterator[None]:
    if Trace.active() is trace:
        yield
        return
    with trace:
        yield


def _truth(trace: Trace, x: Any, what: str) -> Traced:
    value = trace.value(x)
    if value.ndim:
        raise TypeError(
            f"[trace] {what}: got {value!r}; expected a scalar. Reduce it, for example by nd.all or nd.any."
        )
    bool_code = _dtypes.number(np.bool_)
    return value if value._code == bool_code else trace.call("Cast", {"to": bool_code}, (value,))[0]


def _eager(tree: Any) -> Any:
    return _tree.mapped(held, tree, "the carried value")


def _next(where: str, before: Any, after: Any) -> Any:
    if _tree.flatten(before, [], "init") != _tree.flatten(after, [], "the carried value"):
        raise _differs(where, after, "init's")
    return after


def _same_structure(where: str, what: str, body: _Body, structure: Any, whose: str) -> None:
    if body.structure != structure:
        raise _differs(where, f"{what}'s result of structure {body.structure}", whose)


def _differs(where: str, got: Any, whose: str) -> TypeError:
    return TypeError(f"[{where}] the structure changes: got {got!r}; expected {whose} structure. Return the same one.")


def _same_type(where: str, what: str, got: Traced, wanted: Traced, whose: str) -> None:
    alike = len(got._dims) == len(wanted._dims) and all(
        a == b or -1 in (a, b) for a, b in zip(got._dims, wanted._dims, strict=True)
    )
    if got._code != wanted._code or not alike:
        raise TypeError(
            f"[{where}] {what} differs: got {got!r}; expected {whose} {wanted!r}. Cast or reshape one of them."
        )

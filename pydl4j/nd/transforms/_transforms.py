"""Functions of arrays compiled, and their derivatives."""

from __future__ import annotations

import functools
import inspect
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from types import MethodType
from typing import Any, NamedTuple, overload

import numpy as np

from pydl4j import _jvm
from pydl4j._explanation import Explanation
from pydl4j._handle import Handle
from pydl4j.nd.arrays import _creation
from pydl4j.nd.arrays._array import Array
from pydl4j.nd.arrays._trace import NeedsShape, Trace, Traced
from pydl4j.nd.core import _apply, _dtypes
from pydl4j.nd.core._held import described, held, received, run_program
from pydl4j.nd.core._operators import Operators
from pydl4j.nd.transforms import _tree

__all__ = [
    "grad",
    "hessian",
    "jacobian",
    "jit",
    "jvp",
    "value_and_grad",
    "vjp",
]

_MAX_TRACES = 512  # graphs alone, which are small: their plans are kept by use
_UNKNOWN: Any = object()
_CONSTANT, _OUTPUT = range(2)


class _Compiled(NamedTuple):
    """What a trace became: a program, and where its outputs lie in the function's result."""

    program: Handle
    loops: bool
    captured: list[Array]
    structure: Any
    leaves: list[tuple[int, Any]]


class Transformed:
    """A function of arrays that runs as a compiled graph; `pydl4j.nd.jit` and its like make it.

    Attributes
    ----------
    traces : int
        How often the function was traced so far.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        inner: Callable[..., Any],
        *,
        static_argnums: int | Sequence[int] = (),
        static_argnames: str | Sequence[str] = (),
        threads: int = 0,
    ) -> None:
        functools.update_wrapper(self, function)
        self.traces = 0
        self._inner = inner
        self._threads = threads
        self._static_nums, self._static_names = _static(function, static_argnums, static_argnames)
        self._known: OrderedDict[Any, _Compiled | None] = OrderedDict()
        self._lock = threading.RLock()

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        return self if instance is None else MethodType(self, instance)

    def __repr__(self) -> str:
        return f"<compiled {getattr(self, '__qualname__', self._inner)!s}>"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if Trace.active() is not None:
            return self._inner(*args, **kwargs)
        structure, leaves, types = self._leaves(args, kwargs)
        key = (structure, types)
        compiled = self._find(key, structure, leaves, free=True)
        if compiled is not None:
            try:
                return _run(compiled, leaves)
            except (ValueError, IndexError, NotImplementedError):
                if not any(rank for _, rank, _ in types):
                    raise
                # Errors that depend on sizes come up again where the function makes them, at the user's line.
        result = _run(self._for_sizes(key, leaves), leaves)
        if compiled is not None:
            with self._lock:
                self._known[key] = None  # the function needs sizes after all
        return result

    def explain(self, *args: Any, **kwargs: Any) -> Explanation:
        """What the plan for such arguments consists of: steps, kernels, layouts, memory; nothing runs.

        Parameters
        ----------
        *args, **kwargs
            As in a call; of arrays only their types and shapes count.

        Returns
        -------
        Explanation
            Prints as text; has the facts as dicts.

        Examples
        --------
        >>> from pydl4j import nd
        >>> nd.jit(lambda x: nd.tanh(x @ x)).explain(nd.ones((2, 2))).steps[0].op
        'pydl4j.FusedMatMul'
        """
        structure, leaves, types = self._leaves(args, kwargs)
        key = (structure, types)
        compiled = self._find(key, structure, leaves, free=True) or self._for_sizes(key, leaves)
        dims = {f"in{i}": _shape(x) for i, x in enumerate(leaves)}
        dims |= {f"captured{i}": _shape(x) for i, x in enumerate(compiled.captured)}
        return Explanation.of(_jvm.call("LocalPlans", "explain", compiled.program.number, json.dumps(dims)))

    def _leaves(self, args: Sequence[Any], kwargs: dict[str, Any]) -> tuple[Any, list[Any], tuple[Any, ...]]:
        """The structure of the arguments, their arrays and numbers, and the types of these."""
        leaves: list[Any] = []
        structure = self._flatten(args, kwargs, leaves)
        leaves = [x.item() if isinstance(x, np.generic) else x for x in leaves]
        return structure, leaves, tuple(_type(x) for x in leaves)

    def _for_sizes(self, key: tuple[Any, Any], leaves: list[Any]) -> _Compiled:
        """The program for the sizes of these arrays and no others."""
        made = self._find((*key, tuple(_shape(x) for x in leaves)), key[0], leaves, free=False)
        assert made is not None
        return made

    def _flatten(self, args: Sequence[Any], kwargs: dict[str, Any], leaves: list[Any]) -> Any:
        parts = tuple(
            _fixed(x, f"argument {i}") if i in self._static_nums else _tree.flatten(x, leaves, f"argument {i}")
            for i, x in enumerate(args)
        )
        named = tuple(
            (k, _fixed(x, k) if k in self._static_names else _tree.flatten(x, leaves, k)) for k, x in kwargs.items()
        )
        return parts, named

    def _find(self, key: Any, structure: Any, leaves: list[Any], *, free: bool) -> _Compiled | None:
        """The program for a key, traced when unknown; None where free sizes do not do.

        Who calls with what is known does not wait for those who trace.
        """
        known: _Compiled | None = self._known.get(key, _UNKNOWN)
        if known is _UNKNOWN:
            return self._find_or_trace(key, structure, leaves, free=free)
        if self._lock.acquire(blocking=False):
            try:
                if key in self._known:
                    self._known.move_to_end(key)
            finally:
                self._lock.release()
        return known

    def _find_or_trace(self, key: Any, structure: Any, leaves: list[Any], *, free: bool) -> _Compiled | None:
        with self._lock:
            if key in self._known:
                return self._known[key]
            try:
                made = self._trace(structure, leaves, free=free)
            except NeedsShape:
                made = None
            except Exception:
                if not free:
                    raise
                made = None
            self._known[key] = made
            if len(self._known) > _MAX_TRACES:
                self._known.popitem(last=False)
            return made

    def _trace(self, structure: Any, leaves: list[Any], *, free: bool) -> _Compiled:
        self.traces += 1
        with Trace() as trace:
            given = []
            for i, x in enumerate(leaves):
                code, rank, weak = _type(x)
                dims = [-1] * rank if free else x.shape if rank else ()
                given.append(trace.input(f"in{i}", code, dims, weak=weak))
            parts, named = structure
            values = iter(given)
            args = [_tree.unflatten(s, values) for s in parts]
            kwargs = {k: _tree.unflatten(s, values) for k, s in named}
            out: list[Any] = []
            out_structure = _tree.flatten(self._inner(*args, **kwargs), out, "the result")
            traced = [_strong(x) for x in out if isinstance(x, Traced)]
            places = iter(range(len(traced)))
            out_leaves = [(_OUTPUT, next(places)) if isinstance(x, Traced) else (_CONSTANT, x) for x in out]
            program = trace.program(traced, self._threads)
            loops = bool(_jvm.call("LocalPlans", "loops", program.number))
            return _Compiled(program, loops, trace.captured, out_structure, out_leaves)


def _run(compiled: _Compiled, leaves: list[Any]) -> Any:
    given = [_apply.plain(x) if isinstance(x, _apply.NUMBERS) else held(x) for x in leaves]
    if all(kind == _CONSTANT for kind, _ in compiled.leaves):
        return _tree.unflatten(compiled.structure, (x for _, x in compiled.leaves))
    numbers = described(*given, *compiled.captured)
    made = received(run_program(compiled.program.number, numbers, loops=compiled.loops))
    out = (made[x] if kind == _OUTPUT else x for kind, x in compiled.leaves)
    return _tree.unflatten(compiled.structure, out)


def _strong(x: Traced) -> Any:
    """What comes of plain numbers alone, as an array has them."""
    is_plain = x._weak and x.dtype == np.float64 and _dtypes.default_float() != np.float64
    return _apply.cast(x, _dtypes.default_float()) if is_plain else x


def _shape(x: Any) -> tuple[int, ...]:
    return tuple(x.shape) if hasattr(x, "shape") else ()


def _type(x: Any) -> tuple[int, int, bool]:
    """Number of the dtype, rank, and whether a leaf is a plain number."""
    if isinstance(x, bool):
        return _dtypes.number(np.bool_), 0, True
    if isinstance(x, int):
        return _dtypes.number(np.int64), 0, True
    if isinstance(x, float):
        return _dtypes.number(np.float64), 0, True
    return _dtypes.number(x.dtype), x.ndim, False


def _fixed(x: Any, place: str) -> Any:
    try:
        hash(x)
    except TypeError:
        raise TypeError(
            f"[trace] static {place}: got a {type(x).__name__}, which is not hashable; expected a value that can be "
            "compared with earlier ones, such as a tuple. Pass such a value, or do not declare it static."
        ) from None
    return "static", type(x), x


def _static(
    function: Callable[..., Any], nums: int | Sequence[int], names: str | Sequence[str]
) -> tuple[frozenset[int], frozenset[str]]:
    by_number = {nums} if isinstance(nums, int) else set(nums)
    by_name = {names} if isinstance(names, str) else set(names)
    if not (by_number or by_name):
        return frozenset(), frozenset()
    order = list(inspect.signature(function).parameters)
    unknown = [n for n in by_name if n not in order]
    if unknown or any(not -len(order) <= n < len(order) for n in by_number):
        raise ValueError(
            f"[trace] static arguments: got {sorted(by_number)} and {sorted(by_name)}; expected positions or names of "
            f"the parameters {order}. Correct them."
        )
    by_number = {n % len(order) for n in by_number}
    by_number |= {order.index(n) for n in by_name}
    return frozenset(by_number), frozenset(order[n] for n in by_number)


@overload
def jit(
    function: Callable[..., Any],
    *,
    static_argnums: int | Sequence[int] = (),
    static_argnames: str | Sequence[str] = (),
    threads: int = 0,
) -> Transformed: ...


@overload
def jit(
    *,
    static_argnums: int | Sequence[int] = (),
    static_argnames: str | Sequence[str] = (),
    threads: int = 0,
) -> Callable[[Callable[..., Any]], Transformed]: ...


def jit(
    function: Callable[..., Any] | None = None,
    *,
    static_argnums: int | Sequence[int] = (),
    static_argnames: str | Sequence[str] = (),
    threads: int = 0,
) -> Transformed | Callable[[Callable[..., Any]], Transformed]:
    """The function as a compiled graph: traced once, then run as one plan.

    The function is traced with values that stand for its array arguments. It is traced again for other element types,
    ranks, structures and static values; for other shapes only where it asks for a `shape`. Side effects happen while
    it is traced, not when it runs. Arrays that it reads from outside are inputs by reference, so their contents may
    change between calls.

    Parameters
    ----------
    function : callable
        Of arrays and numbers, and of nested lists, tuples and dicts of them; its result likewise. Other arguments
        (strings, True, None, functions) are static: they must be hashable, and every value is traced for itself.
    static_argnums, static_argnames : int or str, or sequences of them, optional
        Numbers that decide shapes or branches, by position or name.
    threads : int
        Threads that a run uses; 0 for all processors.

    Returns
    -------
    Transformed
        Called as the function is; ``traces`` says how often it was traced.

    Examples
    --------
    >>> import numpy as np
    >>> from pydl4j import nd
    >>> @nd.jit
    ... def gelu(x):
    ...     return 0.5 * x * (1 + nd.erf(x / 2**0.5))
    >>> np.asarray(gelu(nd.ones(2))).round(4).tolist()
    [0.8413000106811523, 0.8413000106811523]
    """
    options: dict[str, Any] = {"static_argnums": static_argnums, "static_argnames": static_argnames, "threads": threads}
    if function is None:
        return functools.partial(jit, **options)
    return Transformed(function, function, **options)


def value_and_grad(
    function: Callable[..., Any], argnums: int | Sequence[int] = 0, *, has_aux: bool = False
) -> Transformed:
    """The function that computes a scalar function's value and its gradients, compiled as by `jit`.

    Parameters
    ----------
    function : callable
        Its result is a scalar of a float type; with ``has_aux`` a pair of that and anything else.
    argnums : int or sequence of int
        The positional arguments to differentiate by: float arrays, or nested lists, tuples and dicts of them.
    has_aux : bool
        Whether the function returns something beside the scalar.

    Returns
    -------
    Transformed
        Returns ``(value, gradients)``, or ``((value, aux), gradients)``. The gradients have the structure of the
        argument; of several arguments they are a tuple.

    Examples
    --------
    >>> from pydl4j import nd
    >>> value, slope = nd.value_and_grad(lambda x: (x**3).sum())(nd.array([1.0, 2.0]))
    >>> float(value), slope.tolist()
    (9.0, [3.0, 12.0])
    """

    def inner(*args: Any, **kwargs: Any) -> Any:
        trace = _active()
        given, structure, fresh = _renewed(trace, args, argnums)
        result = function(*given, **kwargs)
        y = _scalar(trace, result[0] if has_aux else result)
        gradients = _tree.unflatten(structure, iter(trace.gradients(y, fresh)))
        return ((y, result[1]) if has_aux else y), gradients

    return Transformed(function, inner)


def grad(function: Callable[..., Any], argnums: int | Sequence[int] = 0, *, has_aux: bool = False) -> Transformed:
    """The function that computes a scalar function's gradients, compiled as by `jit`.

    Parameters
    ----------
    function, argnums, has_aux
        As for `value_and_grad`.

    Returns
    -------
    Transformed
        Returns the gradients, or ``(gradients, aux)``. It can be differentiated again.

    Examples
    --------
    >>> from pydl4j import nd
    >>> second = nd.grad(nd.grad(lambda x: x**3))
    >>> float(second(2.0))
    12.0
    """
    both = value_and_grad(function, argnums, has_aux=has_aux)._inner

    def inner(*args: Any, **kwargs: Any) -> Any:
        value, gradients = both(*args, **kwargs)
        return (gradients, value[1]) if has_aux else gradients

    return Transformed(function, inner)


def vjp(function: Callable[..., Any], *primals: Any) -> tuple[Any, Transformed]:
    """The function's value, and the function that multiplies vectors with its Jacobian from the left.

    Parameters
    ----------
    function : callable
        Of float arrays or nested lists, tuples and dicts of them; its result likewise.
    *primals
        Its arguments.

    Returns
    -------
    value
        What the function returns.
    pull : Transformed
        Takes a gradient of the structure of the value, and returns a tuple of gradients of the arguments.
    """

    def pulled(primals: Sequence[Any], cotangent: Any) -> Any:
        trace = _active()
        args, structure, fresh = _renewed(trace, primals, range(len(primals)))
        y = _inner_product(trace, function(*args), cotangent, "the gradient of the value")
        return _tree.unflatten(structure, iter(trace.gradients(y, fresh)))

    compiled = Transformed(function, pulled)

    def pull(cotangent: Any) -> Any:
        """The gradients of the arguments."""
        return compiled(primals, cotangent)

    return jit(function)(*primals), pull  # type: ignore[return-value]


def jvp(function: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any]) -> tuple[Any, Any]:
    """The function's value and its derivative in a direction: the product of its Jacobian with a vector.

    Parameters
    ----------
    function : callable
        As for `vjp`.
    primals : sequence
        Its arguments.
    tangents : sequence
        The direction: one per argument, of its structure.

    Returns
    -------
    value, tangent
        Of the same structure.
    """

    def inner(primals: Sequence[Any], tangents: Sequence[Any]) -> Any:
        trace = _active()
        args, structure, fresh = _renewed(trace, primals, range(len(primals)))
        value = function(*args)
        leaves: list[Any] = []
        out_structure = _tree.flatten(value, leaves, "the result")
        leaves = [trace.value(y) for y in leaves]
        # The gradient is linear in what it starts from, u; its derivative by u in the direction is the tangent.
        seeds = [trace.call("Identity", {}, (_creation.zeros_like(y),))[0] for y in leaves]
        y = _inner_product(trace, leaves, seeds, "the value")
        gradients = _tree.unflatten(structure, iter(trace.gradients(y, fresh)))
        s = _inner_product(trace, list(gradients), list(tangents), "tangents")
        return value, _tree.unflatten(out_structure, iter(trace.gradients(s, seeds)))

    value, tangent = Transformed(function, inner)(tuple(primals), tuple(tangents))
    return value, tangent


def jacobian(function: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """The function that computes all derivatives of a function of arrays, one row per element of its result.

    Parameters
    ----------
    function : callable
        Of arrays; its result is one array.
    argnum : int
        The positional argument to differentiate by, one float array.

    Returns
    -------
    callable
        Its result has the axes of the function's result, then those of the argument.

    Examples
    --------
    >>> from pydl4j import nd
    >>> nd.jacobian(lambda x: x * x)(nd.array([1.0, 3.0])).tolist()
    [[2.0, 0.0], [0.0, 6.0]]
    """

    @functools.wraps(function)
    def rows(*args: Any) -> Any:
        def of(x: Any) -> Any:
            return function(*args[:argnum], x, *args[argnum + 1 :])

        x = args[argnum] if isinstance(args[argnum], Operators) else held(args[argnum])
        y, pull = vjp(of, x)
        n = y.size
        basis = np.eye(n, dtype=y.dtype).reshape(n, *y.shape)
        made = [pull(basis[i])[0].reshape(1, *x.shape) for i in range(n)]
        return _apply.apply("Concat", {"axis": 0}, made)[0].reshape(*y.shape, *x.shape)

    return rows


def hessian(function: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """The function that computes all second derivatives of a scalar function by one array; see `jacobian`."""
    return jacobian(grad(function, argnum), argnum)


def _active() -> Trace:
    trace = Trace.active()
    assert trace is not None
    return trace


def _renewed(trace: Trace, args: Sequence[Any], argnums: int | Sequence[int]) -> tuple[list[Any], Any, list[Traced]]:
    """Arguments with new values for those to differentiate by, the structure of these, and these as a list."""
    given = list(args)
    numbers = [argnums] if isinstance(argnums, int) else list(argnums)
    structures, fresh = [], []
    for n in numbers:
        if not -len(given) <= n < len(given):
            raise ValueError(
                f"[grad] argnums: got {n} with {len(given)} positional arguments; expected a position among them. "
                "Pass the argument by position."
            )
        leaves: list[Any] = []
        structure = _tree.flatten(given[n], leaves, f"argument {n}")
        values = []
        for x in leaves:
            value = trace.value(x)
            if not value._is_float():
                raise TypeError(
                    f"[grad] argument {n} must be of a float type: got {value.dtype}; expected float64, float32, "
                    "float16 or bfloat16. Cast it, or choose other argnums."
                )
            values += trace.call("Identity", {}, (value,))
        fresh += values
        structures.append(structure)
        given[n] = _tree.unflatten(structure, iter(values))
    one = isinstance(argnums, int)
    return given, structures[0] if one else (tuple, len(structures), tuple(structures)), fresh


def _scalar(trace: Trace, y: Any) -> Traced:
    value = trace.value(y) if isinstance(y, (Operators, np.ndarray, np.generic, float)) else None
    if value is None or value.ndim or not value._is_float():
        raise TypeError(
            f"[grad] the function must return a scalar of a float type: got {y if value is None else value!r}; "
            "expected shape (). Reduce it, for example by .sum() or .mean(), or use nd.jacobian or nd.vjp."
        )
    return value


def _inner_product(trace: Trace, a: Any, b: Any, what: str) -> Traced:
    left: list[Any] = []
    right: list[Any] = []
    if _tree.flatten(a, left, what) != _tree.flatten(b, right, what):
        raise ValueError(f"[grad] {what} differs in structure: got {b!r}; expected the structure of {a!r}.")
    sum_: Traced | None = None
    for x, y in zip(left, right, strict=True):
        part = (trace.value(x) * y).sum()
        sum_ = part if sum_ is None else sum_ + part
    if sum_ is None:
        raise TypeError(f"[grad] {what} holds no array: got {a!r}; expected at least one.")
    return sum_

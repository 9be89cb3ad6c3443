"""NumPy's call forms for the functions that nd shares with it, beside the Array API's and our own.

A call that our own function takes goes straight to it. Others are read as NumPy's: its positions and names are brought
to ours, and options that every function of a kind has (``out``, ``where``, ``initial``, ``dtype``, ``order``, ...) are
served here, around the call. What cannot be served raises NotImplementedError where it is more than NumPy's default.
"""

from __future__ import annotations

import ast
import functools
import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from pydl4j.nd.core import _apply, _dtypes
from pydl4j.nd.core._held import Held, Operand, held
from pydl4j.nd.core._public import namespace
from pydl4j.nd.interop._numpy_forms import FORMS

_SAME = {"ddof": "correction", "a_min": "min", "a_max": "max", "mmap_mode": "mmap", "rcond": "rtol"}
# What may be followed or not: the result is the same, or as good.
_HINTS = {
    *("subok", "overwrite_input", "kind", "assume_unique", "hermitian", "copy", "check_valid", "optimize", "tol"),
    *("shuffle", "method", "allow_pickle", "fix_imports", "encoding", "max_header_size"),
}
_FILLED = {"sum": 0, "prod": 1, "all": True, "any": False, "nansum": 0, "nanprod": 1, "max": None, "min": None}
_TYPES = {"float": float, "int": int}
_EMPTY = inspect.Parameter.empty
_KINDS = inspect.Parameter


class _Plan(NamedTuple):
    """Where NumPy's parameters go: a position or a keyword of ours, or None for an option."""

    form: inspect.Signature
    places: dict[str, int | str | None]
    defaults: dict[str, Any]
    positional: list[str]
    own: frozenset[str]


def complete(names: dict[str, Any], prefix: str = "") -> None:
    """Gives the functions of a module, or the methods of a class, NumPy's call forms in addition."""
    for name, function in list(names.items()):
        form = FORMS.get(prefix + name)
        if form is not None and inspect.isfunction(function) and not hasattr(function, "own"):
            names[name] = formed(function, form, name)


def complete_class(kind: type, prefix: str) -> None:
    """As `complete`, for the methods that a class has or inherits."""
    for name in dir(kind):
        form = FORMS.get(prefix + name)
        function = getattr(kind, name, None)
        if form is not None and inspect.isfunction(function) and not hasattr(function, "own"):
            setattr(kind, name, formed(function, form, name))


def formed(function: Callable[..., Any], form: str, name: str) -> Callable[..., Any]:
    """The function, which takes NumPy's call form as well."""
    own = inspect.signature(function).parameters.values()
    positional = [p for p in own if p.kind in (_KINDS.POSITIONAL_ONLY, _KINDS.POSITIONAL_OR_KEYWORD)]
    most = 1 << 20 if any(p.kind is _KINDS.VAR_POSITIONAL for p in own) else len(positional)
    keywords = frozenset(p.name for p in own if p.kind in (_KINDS.KEYWORD_ONLY, _KINDS.POSITIONAL_OR_KEYWORD))
    any_keyword = any(p.kind is _KINDS.VAR_KEYWORD for p in own)

    @functools.wraps(function)
    def called(*args: Any, **kwargs: Any) -> Any:
        if len(args) <= most and (not kwargs or any_keyword or kwargs.keys() <= keywords):
            return function(*args, **kwargs)
        return _as_numpy(function, name, _plan(function, form), args, kwargs)

    called.own = function  # type: ignore[attr-defined]
    called.__signature__ = _merged(form, own)  # type: ignore[attr-defined]
    return called


def own(function: Callable[..., Any]) -> Callable[..., Any]:
    """Our function, without NumPy's forms."""
    return getattr(function, "own", function)


@functools.cache
def _plan(function: Callable[..., Any], form: str) -> _Plan:
    signature = _signature(form)
    ours = inspect.signature(function).parameters
    positional = [n for n, p in ours.items() if p.kind in (_KINDS.POSITIONAL_ONLY, _KINDS.POSITIONAL_OR_KEYWORD)]
    named = {n for n, p in ours.items() if p.kind is not _KINDS.POSITIONAL_ONLY}
    places: dict[str, int | str | None] = {}
    for k, theirs in enumerate(signature.parameters):
        alias = theirs if theirs in ours else _SAME.get(theirs, theirs)
        if alias in named:
            places[theirs] = 0 if k == 0 and positional[:1] == [alias] else alias
        elif alias in positional:
            places[theirs] = positional.index(alias)
        elif k < len(positional) and positional[k] not in signature.parameters and theirs not in _OPTIONS:
            places[theirs] = k if ours[positional[k]].kind is _KINDS.POSITIONAL_ONLY else positional[k]
        else:
            places[theirs] = None
    defaults = {n: p.default for n, p in ours.items()}
    return _Plan(signature, places, defaults, positional, frozenset(named))


def _as_numpy(function: Callable[..., Any], name: str, plan: _Plan, args: Any, kwargs: Any) -> Any:
    given, own = _bound(name, plan, args, kwargs)
    by_place: dict[int, Any] = {}
    options: dict[str, Any] = {}
    rest: tuple[Any, ...] = ()
    for key, value in given.items():
        place, kind = plan.places[key], plan.form.parameters[key].kind
        if kind is _KINDS.VAR_POSITIONAL:
            rest = value
        elif kind is _KINDS.VAR_KEYWORD:
            options |= {k: v for k, v in value.items() if k not in plan.own}
            own |= {k: v for k, v in value.items() if k in plan.own}
        elif isinstance(place, int):
            by_place[place] = value
        elif place is None:
            if not _is_default(value, plan.form.parameters[key].default):
                options[key] = value
        elif value is not None or plan.defaults[place] in (None, _EMPTY):
            own[place] = value
        elif plan.form.parameters[key].default is not None:
            own[place] = value  # None means something here, such as all axes
    if sorted(by_place) != list(range(len(by_place))):
        moved = {plan.positional[k]: v for k, v in by_place.items()}
        raise TypeError(f"[nd.{name}] got {sorted(moved)} alone; expected the arguments before, too. Add them.")
    return _Call(function, name, [*(by_place[k] for k in range(len(by_place))), *rest], own, options).result()


def _bound(name: str, plan: _Plan, args: Any, kwargs: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Arguments by NumPy's names, and those that only we have."""
    own = {k: v for k, v in kwargs.items() if k not in plan.form.parameters and k in plan.own}
    try:
        given = plan.form.bind_partial(*args, **{k: v for k, v in kwargs.items() if k not in own}).arguments
    except TypeError as error:
        raise TypeError(f"[nd.{name}] {error}; expected {name}{plan.form}. Correct the call.") from None
    return dict(given), own


def _is_default(value: Any, default: Any) -> bool:
    return value is default or (isinstance(value, (bool, int, float, str)) and value == default)


class _Call:
    """A call with options that are served around it."""

    def __init__(
        self, function: Callable[..., Any], name: str, args: list[Any], kwargs: dict[str, Any], options: dict[str, Any]
    ) -> None:
        self.function = function
        self.name = name
        self.args = args
        self.kwargs = kwargs
        self.options = {k: v for k, v in options.items() if k not in _HINTS and v is not None}

    def result(self) -> Any:
        for key in list(self.options):
            if key not in _OPTIONS:
                raise NotImplementedError(
                    f"[nd.{self.name}] {key}: got {self.options[key]!r}; expected NumPy's default, nd has no other. "
                    f"Leave it out, or call np.{self.name} on the array, which NumPy computes."
                )
        order = self.options.pop("order", "K")
        if order not in ("C", "K", "A"):
            raise NotImplementedError(f"[nd.{self.name}] order: got {order!r}; expected C, A or K. nd has C's order.")
        casting = self.options.pop("casting", "same_kind")
        out, where = self.options.pop("out", None), self.options.pop("where", True)
        initial, dtype = self.options.pop("initial", None), self.options.pop("dtype", None)
        reduces = "axis" in inspect.signature(self.function).parameters
        elementwise = not reduces and where is not True
        if where is not True and not elementwise:
            self._leave_out(where, initial)
        if dtype is not None and (reduces or _dtypes.is_float(_dtypes.number(np.dtype(dtype)))):
            self.args = [_cast(x, dtype, casting) if i == 0 or not reduces else x for i, x in enumerate(self.args)]
        made = self.function(*self.args, **self.kwargs)
        if initial is not None:
            made = _joined(self.name, made, initial)
        if dtype is not None:
            made = _cast(made, dtype, casting)
        if isinstance(out, tuple):
            (out,) = out
        if elementwise:
            made = _apply.apply("Where", {}, [where, made, _zeros(made) if out is None else out])[0]
        return made if out is None else _written(self.name, made, out, casting)

    def _leave_out(self, where: Any, initial: Any) -> None:
        """Puts what changes nothing in place of elements that do not count."""
        nd = namespace()

        x, name = _apply.operand(self.args[0]), self.name
        if name in ("mean", "var", "std"):
            self.args[0] = nd.where(where, x, nd.full_like(x, float("nan")))
            self.function = own(getattr(nd, f"nan{name}"))
            return
        if name.startswith("nan") and name not in _FILLED:
            self.args[0] = nd.where(where, x, nd.full_like(x, float("nan")))
            return
        neutral = _FILLED.get(name)
        neutral = initial if neutral is None else neutral
        if neutral is None:
            raise ValueError(f"[nd.{name}] where: got no initial value; expected one, for what is left out whole.")
        self.args[0] = nd.where(where, x, nd.full_like(x, neutral))


_OPTIONS = {"out", "where", "initial", "dtype", "order", "casting"}


def _cast(x: Any, dtype: Any, casting: Any) -> Any:
    x = _apply.operand(x)
    if x.dtype != np.dtype(dtype) and not np.can_cast(x.dtype, dtype, casting):
        raise TypeError(f"[nd] dtype: got {x.dtype} for {np.dtype(dtype)}; expected casting by the rule {casting!r}.")
    return x.astype(dtype)


def _zeros(x: Any) -> Any:
    return np.zeros((), x.dtype)


def _joined(name: str, made: Any, initial: Any) -> Any:
    nd = namespace()

    joins = {"sum": nd.add, "prod": nd.multiply, "max": nd.maximum, "min": nd.minimum}
    return joins[name.removeprefix("nan")](made, initial)


def _written(name: str, made: Any, out: Any, casting: Any) -> Any:
    """Writes a result into an array that was given for it, which it returns."""
    if not isinstance(out, (Held, np.ndarray)) or not isinstance(made, (Operand, np.ndarray)):
        raise TypeError(f"[nd.{name}] out: got {type(out).__name__}; expected an array for one result.")
    if tuple(out.shape) != tuple(made.shape):
        raise ValueError(f"[nd.{name}] out: got shape {tuple(out.shape)}; expected {tuple(made.shape)}.")
    if not np.can_cast(made.dtype, out.dtype, casting):
        raise TypeError(f"[nd.{name}] out: got {out.dtype} for {made.dtype}; expected casting by the rule {casting!r}.")
    if isinstance(out, Held):
        held(out)[...] = _apply.cast(made, out.dtype)
    else:
        np.copyto(out, np.asarray(made), casting=casting)
    return out


@functools.cache
def _signature(form: str) -> inspect.Signature:
    """The signature that a form's text is."""
    arguments = ast.parse(f"def f({form}): pass").body[0].args  # type: ignore[attr-defined]
    made: list[inspect.Parameter] = []

    def add(names: list[ast.arg], kind: Any, defaults: list[ast.expr | None]) -> None:
        for arg, default in zip(names, defaults, strict=True):
            value = _EMPTY if default is None else _value(default)
            made.append(inspect.Parameter(arg.arg, kind, default=value))

    plain = [*arguments.posonlyargs, *arguments.args]
    defaults = [None] * (len(plain) - len(arguments.defaults)) + arguments.defaults
    cut = len(arguments.posonlyargs)
    add(arguments.posonlyargs, _KINDS.POSITIONAL_ONLY, defaults[:cut])
    add(arguments.args, _KINDS.POSITIONAL_OR_KEYWORD, defaults[cut:])
    if arguments.vararg:
        made.append(inspect.Parameter(arguments.vararg.arg, _KINDS.VAR_POSITIONAL))
    add(arguments.kwonlyargs, _KINDS.KEYWORD_ONLY, arguments.kw_defaults)
    if arguments.kwarg:
        made.append(inspect.Parameter(arguments.kwarg.arg, _KINDS.VAR_KEYWORD))
    return inspect.Signature(made)


def _value(default: ast.expr) -> Any:
    return _TYPES[default.id] if isinstance(default, ast.Name) else ast.literal_eval(default)


def _merged(form: str, own: Any) -> inspect.Signature:
    """NumPy's parameters, then by keyword those that only we have."""
    theirs = list(_signature(form).parameters.values())
    names = {p.name for p in theirs} | {_SAME.get(p.name, p.name) for p in theirs}
    more = [p.replace(kind=_KINDS.KEYWORD_ONLY) for p in own if p.kind is _KINDS.KEYWORD_ONLY and p.name not in names]
    ends = [p for p in theirs if p.kind is _KINDS.VAR_KEYWORD]
    return inspect.Signature([*(p for p in theirs if p not in ends), *more, *ends])

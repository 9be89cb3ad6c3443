"""What constructors of records take, held to their annotations where a value is given.

Java holds values to everything else; here a slip of the pen ends at the line that makes the record.
"""

from __future__ import annotations

import functools
import inspect
import numbers
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

import numpy as np

from pydl4j import _jvm, errors
from pydl4j._generated import names as _literals
from pydl4j._nearest import plain, question

_PLAIN: dict[str, tuple[str, Callable[[Any], bool]]] = {  # by annotation: in words, and whether a value is one
    "int": ("a whole number", lambda x: _is_number(x) and float(x).is_integer()),
    "float": ("a number", lambda x: _is_number(x)),
    "bool": ("True or False", lambda x: isinstance(x, (bool, np.bool_))),
    "str": ("a string", lambda x: isinstance(x, str)),
    "None": ("None", lambda x: x is None),
}
_HOMES = {"Activation": "pydl4j.nn.activations", "Loss": "pydl4j.nn.losses"}  # where records are found; else pydl4j.nn
_OURS = ("pydl4j.nd", "pydl4j._generated.ops")  # where functions of arrays are
_kinds: dict[str, type] = {}  # the interfaces: what stands in annotations


def watch(cls: type) -> None:
    """Checks what the constructor of a class of records is given, and notes the class."""
    if len(cls.__mro__) == 3:  # itself, Record, object
        _kinds.setdefault(cls.__name__, cls)
    if "__init__" in vars(cls) and (form := _form(cls)) is not None:
        errors.NAMES.update((_camel(parameter), parameter) for parameter in form)
        cls.__init__ = _checked(cls.__init__, form)  # type: ignore[misc]


def _checked(init: Callable[..., None], form: Mapping[str, inspect.Parameter]) -> Callable[..., None]:
    @functools.wraps(init)
    def checked(self: Any, *args: Any, **kwargs: Any) -> None:
        where = type(self).__name__
        given = _bound(where, form, args, kwargs)
        init(self, **{name: _taken(where, form[name], value) for name, value in given.items()})

    return checked


def _form(cls: type) -> Mapping[str, inspect.Parameter] | None:
    """The parameters of a constructor; None where it is no plain list of them."""
    parameters = dict(list(inspect.signature(cls.__init__).parameters.items())[1:])  # type: ignore[misc]
    flexible = any(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in parameters.values())
    return None if flexible or not all(isinstance(p.annotation, str) for p in parameters.values()) else parameters


def _bound(
    where: str, form: Mapping[str, inspect.Parameter], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> dict[str, Any]:
    """The values by parameter."""
    places = [name for name, p in form.items() if p.kind is p.POSITIONAL_OR_KEYWORD]
    if len(args) > len(places):
        rest = [name for name in form if name not in places]
        first = f"{rest[0]}={args[len(places)]!r}" if rest else "fewer values"
        raise TypeError(
            f"[{where}] got {len(args)} values by position; expected {' and '.join(places) or 'none'} by position, "
            f"all else by name. Give {first}."
        )
    given = dict(zip(places, args, strict=False))
    for name in kwargs:
        if name not in form:
            raise TypeError(
                f"[{where}] unknown argument: got {name!r}; expected one of {', '.join(form)}.{question(name, form)}"
            )
        if name in given:
            raise TypeError(f"[{where}] {name}: got it by position and by name; expected it once.")
    given |= kwargs
    missing = [name for name, p in form.items() if p.default is p.empty and name not in given]
    if missing:
        raise TypeError(f"[{where}] {missing[0]}: got none; expected {_words(form[missing[0]])}. Give it.")
    return given


def _taken(where: str, parameter: inspect.Parameter, value: Any) -> Any:
    """A value as the record keeps it."""
    kinds = _alternatives(parameter.annotation)
    if value is None:  # leaves the choice to Java
        return None
    record = next((kind for kind in kinds if kind in _kinds), None)
    if record == "Activation" and callable(value) and str(getattr(value, "__module__", "")).startswith(_OURS):
        value = _of_function(where, parameter.name, value)
    if record is not None and "str" in kinds and isinstance(value, str) and _variants(record):
        return _named(where, parameter.name, record, value)
    if record == "Loss" and callable(value) and not isinstance(value, type):
        return value  # a function of labels and outputs
    names = next((_names(kind) for kind in kinds if _names(kind)), None)
    if names is not None and isinstance(value, str):
        return _one_of(where, parameter.name, names, value)
    if any(_fits(kind, value) for kind in kinds):
        return _spread(parameter, kinds, value)
    raise TypeError(f"[{where}] {parameter.name}: got {value!r}; expected {_words(parameter)}.{_advice(value)}")


def _camel(name: str) -> str:
    """Python's kernel_size as Java's kernelSize."""
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


@functools.cache
def _alternatives(annotation: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"\|(?![^\[]*\])", annotation))


@functools.cache
def _names(kind: str) -> dict[str, str]:
    """The names of a type of names, by plain name; none of other types."""
    return {plain(name): name for name in get_args(getattr(_literals, kind, None))}


def _is_number(x: Any) -> bool:
    return (isinstance(x, numbers.Real) and not isinstance(x, bool)) or (hasattr(x, "dtype") and x.shape in ((), (1,)))


def _fits(kind: str, value: Any) -> bool:
    if kind in _PLAIN:
        return _PLAIN[kind][1](value)
    if kind.startswith("Sequence["):
        text = isinstance(value, str) and kind != "Sequence[str]"
        return (not text and isinstance(value, (Sequence, set, frozenset))) or getattr(value, "ndim", 0) > 0
    if kind.startswith("Mapping["):
        return isinstance(value, Mapping)
    return not _names(kind) and (kind not in _kinds or isinstance(value, _kinds[kind]))


def _spread(parameter: inspect.Parameter, kinds: Sequence[str], value: Any) -> Any:
    """One number where several are meant, as often as the default has them; one string as a list of it."""
    if "int" in kinds and "Sequence[int]" in kinds and not _fits("Sequence[int]", value):
        return [int(value)] * len(parameter.default)
    return [value] if isinstance(value, str) and "str" not in kinds and "Sequence[str]" in kinds else value


def _variants(kind: str) -> dict[str, type]:
    """Our own records of a kind, by plain name."""
    found: dict[str, type] = {}
    variant: type
    for variant in _kinds[kind].__subclasses__():
        if variant.__module__.startswith("pydl4j._generated"):
            found[plain(variant.__name__)] = variant
    return found


def _named(where: str, name: str, kind: str, value: str) -> str:
    known = _variants(kind)
    if _jvm.user_jars():  # whose variants Java knows
        return value
    _one_of(where, name, dict.fromkeys(sorted(known), ""), value)
    return value


def _one_of(where: str, name: str, known: Mapping[str, str], value: str) -> str:
    """The name as Java reads it, of names by plain name."""
    if plain(value) not in known:
        names = [told or own for own, told in known.items()]
        raise ValueError(
            f"[{where}] {name}: got {value!r}; expected one of {', '.join(names)}.{question(value, names)}"
        )
    return known[plain(value)]


def _of_function(where: str, name: str, function: Any) -> str:
    """The activation that a function of `pydl4j.nd` is."""
    known, own = _variants("Activation"), str(getattr(function, "__name__", ""))
    if plain(own) not in known or own == "identity":  # nd.identity makes a matrix
        raise ValueError(
            f"[{where}] {name}: got nd.{own}, which is no activation; expected one of {', '.join(sorted(known))}."
            f"{question(own, known)} A layer of your own function is made by pydl4j.nn.layer."
        )
    return own


def _words(parameter: inspect.Parameter) -> str:
    """What a parameter takes, in words."""
    kinds = [kind for kind in _alternatives(parameter.annotation) if kind != "None"]
    names = [name for kind in kinds for name in _names(kind).values()]
    if names:
        return f"one of {', '.join(names)}"
    return " or ".join(
        _PLAIN[kind][0] if kind in _PLAIN and not (kind == "str" and _kinds.keys() & set(kinds))
        else "a sequence" + kind[8:].replace("[", " of ").replace("]", "") if kind.startswith("Sequence[")
        else "a dict" if kind.startswith("Mapping[")
        else "a name" if kind == "str"
        else f"a record of {_HOMES.get(kind, 'pydl4j.nn')} ({kind})"
        for kind in kinds
    ) + (" or a function of pydl4j.nd such as nd.relu" if "Activation" in kinds else "")  # fmt: skip


def _advice(value: Any) -> str:
    if isinstance(value, type):
        return f" Call it: {value.__name__}()."
    return " A layer of your own function is made by pydl4j.nn.layer." if callable(value) else ""

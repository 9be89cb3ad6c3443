"""What NumPy's functions do with arrays: those that nd has, too, compute by nd's ops, others see NumPy's view.

``np.exp(a)``, ``np.add(x, a)`` and ``x + a`` with NumPy's ``x`` give nd's arrays. ``np.nanmedian(a)`` and whatever else
nd has not, or not with these arguments (``where=``, ``dtype=``, ``ufunc.reduce``), is computed by NumPy and gives
NumPy's arrays: the type of a result tells who computed it.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from pydl4j.nd.core import _apply, _dtypes
from pydl4j.nd.core._held import Held, Operand, held
from pydl4j.nd.core._public import namespace
from pydl4j.nd.interop import _forms

# NumPy's names where nd's differ.
_UFUNCS = {
    "absolute": "abs", "arccos": "acos", "arccosh": "acosh", "arcsin": "asin", "arcsinh": "asinh", "arctan": "atan",
    "arctan2": "atan2", "arctanh": "atanh", "conjugate": "conj", "fabs": "abs", "invert": "bitwise_invert",
    "left_shift": "bitwise_left_shift", "power": "pow", "right_shift": "bitwise_right_shift", "rint": "round",
    "true_divide": "divide", "float_power": "", "fmax": "", "fmin": "", "divmod": "",
}  # fmt: skip
_FUNCTIONS = {
    **{
        name: name
        for name in (
            "all", "any", "argmax", "argmin", "argsort", "astype", "broadcast_arrays", "broadcast_to", "clip", "concat",
            "count_nonzero", "diff", "einsum", "expand_dims", "flip", "full_like", "imag", "matrix_transpose",
            "max", "mean", "min", "moveaxis", "ones_like", "outer", "permute_dims", "prod", "real", "repeat", "reshape",
            "roll", "searchsorted", "sort", "squeeze", "stack", "std", "sum", "tensordot", "tile", "tril", "triu",
            "unique_all", "unique_counts", "unique_inverse", "unique_values", "unstack", "var", "vecdot", "where",
            "zeros_like", "round",
        )
    },
    "amax": "max", "amin": "min", "concatenate": "concat",
}  # fmt: skip
_LINALG = (
    "cholesky", "cross", "det", "diagonal", "eigh", "eigvalsh", "inv", "matmul", "matrix_norm", "matrix_power",
    "matrix_rank", "matrix_transpose", "outer", "pinv", "qr", "slogdet", "solve", "svd", "svdvals", "tensordot",
    "trace", "vecdot", "vector_norm",
)  # fmt: skip
_ARGUMENTS = {"ddof": "correction"}


def ufunc(function: np.ufunc, method: str, inputs: tuple[Any, ...], options: dict[str, Any]) -> Any:
    """What ``Array.__array_ufunc__`` returns."""
    nd = namespace()

    out = options.pop("out", None)
    ours = getattr(nd, _UFUNCS.get(function.__name__, function.__name__) or "?", None)
    if method != "__call__" or options or ours is None or (out is not None and len(out) != 1):
        given = options if out is None else {**options, "out": viewed(out)}
        made = getattr(function, method)(*viewed(inputs), **viewed(given))
        return made if out is None else (out[0] if len(out) == 1 else out)
    made = ours(*inputs)
    if out is None:
        return made
    if isinstance(out[0], Held):
        held(out[0])[...] = made
    else:
        np.copyto(out[0], np.asarray(made), casting="same_kind")
    return out[0]


def function(called: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What ``Array.__array_function__`` returns."""
    if called is np.transpose:
        return _transposed(*args, **kwargs)
    plan = _plan(called)
    if plan is not None:
        ours, names, places, needed = plan
        try:
            given = dict(zip(names, args, strict=False)) | kwargs
            if given.keys() <= places.keys():
                by_place = {places[n]: x for n, x in given.items() if isinstance(places[n], int)}
                if sorted(by_place) == list(range(len(by_place))) and len(by_place) >= needed:
                    rest = {str(places[n]): x for n, x in given.items() if isinstance(places[n], str)}
                    return ours(*(by_place[k] for k in sorted(by_place)), **rest)
        except NotImplementedError:
            pass  # NumPy can
    return called(*viewed(args), **viewed(kwargs))


@functools.cache
def _plan(called: Callable[..., Any]) -> tuple[Callable[..., Any], list[str], dict[str, int | str], int] | None:
    """nd's function for NumPy's, the names of NumPy's parameters, nd's place or keyword for each, how many it needs."""
    nd = namespace()

    name = called.__name__
    if called.__module__ == "numpy.linalg":
        ours = getattr(nd.linalg, name, None) if name in _LINALG else None
    else:
        ours = getattr(nd, _FUNCTIONS.get(name, "?"), None) if called.__module__ == "numpy" else None
    if ours is None:
        return None
    ours = _forms.own(ours)
    try:
        names = list(inspect.signature(called).parameters)
    except ValueError:
        names = {"concatenate": ["arrays", "axis"], "where": ["condition", "x", "y"]}.get(name, [])
        if not names:
            return None
    places: dict[str, int | str] = {}
    signature = inspect.signature(ours)
    for k, (own, parameter) in enumerate(signature.parameters.items()):
        if parameter.kind is parameter.KEYWORD_ONLY:
            places |= {n: own for n in names if _ARGUMENTS.get(n, n) == own}
        elif k < len(names):
            places[names[k]] = k
    needed = sum(p.default is p.empty and p.kind is not p.KEYWORD_ONLY for p in signature.parameters.values())
    return ours, names, places, needed


def _transposed(a: Any, axes: Any = None) -> Any:
    return a.transpose() if axes is None else a.transpose(*axes)


def viewed(x: Any) -> Any:
    """Arguments with arrays as NumPy's views."""
    if isinstance(x, Operand):
        return np.asarray(x)
    if isinstance(x, dict):
        return {k: viewed(v) for k, v in x.items()}
    return type(x)([viewed(v) for v in x]) if type(x) in (list, tuple) else x


def view(x: Held, dtype: Any, copy: bool | None) -> np.ndarray:
    """What ``np.asarray`` gives: the same memory where the type allows. bfloat16 becomes float32, a copy, unless
    NumPy knows it by the package ml_dtypes and it is asked for.
    """
    own = x._np
    if x._is_bfloat16:
        wanted = np.dtype(np.float32) if dtype is None else np.dtype(dtype)
        if wanted.name == _dtypes.BFLOAT16:
            own = own.view(wanted)
        elif copy is False:
            raise ValueError("[array] a copy is needed: NumPy has no bfloat16. Allow the copy, which is float32.")
        else:
            return np.asarray(_apply.cast(x, np.float32)).astype(wanted, copy=False)
    elif dtype is not None and np.dtype(dtype) != own.dtype:
        if copy is False:
            raise ValueError(f"[array] a copy is needed: got dtype {x.dtype}; expected {dtype}. Allow the copy.")
        return own.astype(dtype)
    return own.copy() if copy else own

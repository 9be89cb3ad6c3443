"""Every name that nd shares with NumPy takes NumPy's calls."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest

from pydl4j import nd
from pydl4j.nd.interop import _forms
from pydl4j.nd.interop._numpy_forms import FORMS

HOMES: dict[str, tuple[Any, Any]] = {
    "": (nd, np),
    "linalg": (nd.linalg, np.linalg),
    "fft": (nd.fft, np.fft),
    "Generator": (nd.random.Generator, np.random.Generator),
    "Array": (nd.Array, np.ndarray),
}
# What is no function of arrays that NumPy's could be called like.
OTHERS = {
    "append": "ND4J's append(array, amount, value, axis), of numbers; NumPy's joins arrays, which is nd.concat",
    "Array.put": "ND4J's put of parts by NDArrayIndex; NumPy's is nd.put",
    "Array.repeat": "takes NumPy's and ND4J's calls by itself: test_methods_take_both_calls",
    "get_printoptions": "the same call",
    "set_printoptions": "takes what nd prints with; NumPy's formatter and legacy are none of it",
    "printoptions": "as set_printoptions",
    "Array.reshape": "the same call; order and copy are those of nd.reshape",
    "Array.to_device": "the same call",
    "Array.tolist": "the same call",
    "Array.transpose": "the same call",
}
# Keywords that raise NotImplementedError unless they are NumPy's default.
UNSERVED = {
    "axes": ("products of other axes are einsum's", "matmul vecdot"),
    "axis": ("products are of the last axes, spaces of single numbers", "matmul geomspace linspace logspace"),
    "keepdims": ("products have no axis left to keep", "matmul vecdot"),
    "like": ("arrays of nd are what nd makes", "arange array asarray empty eye full identity ones tri zeros"),
    "ndmax": ("no elements of nd are lists", "array"),
    "fweights": ("weighted covariances are not there yet", "cov"),
    "aweights": ("weighted covariances are not there yet", "cov"),
    "edge_order": ("one-sided differences are of the first order", "gradient"),
    "weights": ("weighted quantiles are not there yet",
                "histogram_bin_edges nanpercentile nanquantile percentile quantile"),
    "period": ("knots are of no period", "interp"),
    "return_indices": ("nd.unique_all tells places", "intersect1d"),
    "mean": ("the mean is computed with the deviation", "nanstd nanvar std var"),
}  # fmt: skip
# Forms that differ from NumPy's signature, and take its calls all the same.
DIFFERENT = {
    "clip": "the Array API wants min and max in the places that NumPy names a_min and a_max",
}
FLEXIBLE = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def pair(name: str) -> tuple[Any, Any]:
    home, _, last = name.rpartition(".")
    ours, theirs = HOMES[home]
    return getattr(ours, last), getattr(theirs, last)


def shared() -> list[str]:
    found = []
    for home, (ours, theirs) in HOMES.items():
        for name in dir(ours):
            is_function = callable(getattr(ours, name)) and callable(getattr(theirs, name, None))
            kinds = (getattr(ours, name), getattr(theirs, name, None))
            if is_function and not name.startswith("_") and not any(map(inspect.isclass, kinds)):
                found.append(f"{home}.{name}" if home else name)
    return found


SHARED = [name for name in shared() if name not in OTHERS]


def numpys(name: str) -> inspect.Signature | None:
    """NumPy's own signature, where this NumPy tells it and it holds more than **kwargs."""
    try:
        signature = inspect.signature(pair(name)[1])
    except (ValueError, TypeError):
        return None
    vague = name.startswith("Array.") and any(p.kind in FLEXIBLE for p in signature.parameters.values())
    return None if vague else signature


def test_each_exception_has_a_function() -> None:
    assert sorted(set(OTHERS) - set(shared())) == []
    assert sorted(set(FORMS) - set(SHARED)) == []


@pytest.mark.skipif(np.lib.NumpyVersion(np.__version__) < "2.4.0", reason="older NumPys have fewer parameters")
@pytest.mark.parametrize("name", SHARED)
def test_forms_are_numpys(name: str) -> None:
    theirs = numpys(name)
    if theirs is None or name in DIFFERENT:
        return
    written = _forms._signature(FORMS[name])

    def told(signature: inspect.Signature) -> list[tuple[str, Any, Any]]:
        types = {np.float64: float, np.int64: int, np._NoValue: None}
        return [(p.name, p.kind, types.get(p.default, p.default)) for p in signature.parameters.values()
                  if p.name != "signature"]  # fmt: skip

    assert told(written) == told(theirs)


@pytest.mark.parametrize("name", SHARED)
def test_functions_take_numpys_parameters_in_order(name: str) -> None:
    ours = list(inspect.signature(pair(name)[0]).parameters)
    wanted = [n for n, p in _forms._signature(FORMS[name]).parameters.items() if p.kind not in FLEXIBLE]
    assert [n for n in ours if n in wanted] == wanted


def test_what_is_not_served_is_listed_with_a_reason() -> None:
    unserved: dict[str, set[str]] = {}
    for name in SHARED:
        plan = _forms._plan(_forms.own(pair(name)[0]), FORMS[name])
        for key, place in plan.places.items():
            kind = plan.form.parameters[key].kind
            if place is None and key not in _forms._OPTIONS | _forms._HINTS and kind not in FLEXIBLE:
                unserved.setdefault(key, set()).add(name)
    assert unserved == {key: set(names.split()) for key, (_, names) in UNSERVED.items()}


X = np.arange(12.0).reshape(3, 4)
I = np.array([[1, 0, 2], [2, 2, 1]])  # noqa: E741
MASK = X % 3 != 0
# Called as they stand with NumPy and with nd.
CALLS: dict[str, Any] = {
    "einsum": lambda m, x: m.einsum("ij,kj->ik", x, x),
    "einsum optimized": lambda m, x: m.einsum("ij,jk,kl", x, x.T, x, optimize=True),
    "einsum of lists": lambda m, x: m.einsum(x, [0, 1], x, [2, 1], [2, 0]),
    "sum by place": lambda m, x: m.sum(x, 0, None, None, True),
    "sum by name": lambda m, x: m.sum(a=x, axis=(0, 1), keepdims=True),
    "sum where": lambda m, x: m.sum(x, axis=1, where=x % 3 != 0, initial=5.0),
    "prod initial": lambda m, x: m.prod(x + 1, 1, initial=2.0),
    "max where": lambda m, x: m.max(x, 0, where=x < 7, initial=-1.0),
    "mean where": lambda m, x: m.mean(x, 1, where=x % 3 != 0),
    "mean dtype": lambda m, x: m.mean(x, dtype="float32"),
    "var": lambda m, x: m.var(x, 0, None, None, 1),
    "std": lambda m, x: m.std(x, axis=1, ddof=1, keepdims=True, where=x > 1),
    "any where": lambda m, x: m.any(x > 3, axis=1, where=x < 9),
    "argmax": lambda m, x: m.argmax(x, 1, keepdims=True),
    "exp into float32": lambda m, x: m.exp(x / 9, dtype="float32"),
    "clip": lambda m, x: m.clip(x, a_min=2, a_max=None),
    "clip by place": lambda m, x: m.clip(x, 2, 5),
    "clip by the standard's names": lambda m, x: m.clip(x, min=2, max=5),
    "sort": lambda m, x: m.sort(-x, 0, kind="stable"),
    "sort flat": lambda m, x: m.sort(-x, axis=None),
    "concat": lambda m, x: m.concat((x, x), 1, dtype="float32"),
    "stack": lambda m, x: m.stack([x, x], axis=-1, dtype="float32"),
    "vstack": lambda m, x: m.vstack(tup=[x, x], dtype="float32"),
    "full": lambda m, x: m.full((2, 3), 7, "int32", "C"),
    "ones_like": lambda m, x: m.ones_like(x, "int64", shape=(2, 2)),
    "array": lambda m, x: m.array([1.5, 2], "float32", copy=True, ndmin=2),
    "eye": lambda m, x: m.eye(3, 4, 1, "float32"),
    "linspace": lambda m, x: m.linspace(0, 1, 5, False, True)[1],
    "linspace by name": lambda m, x: m.linspace(start=0, stop=2),
    "logspace": lambda m, x: m.logspace(0, 2, 4, False, 2.0),
    "geomspace": lambda m, x: m.geomspace(1, 16, num=4, endpoint=False),
    "meshgrid": lambda m, x: m.meshgrid(x[0], x[:, 0], sparse=True, copy=False)[1],
    "round": lambda m, x: m.round(x / 7, 2),
    "round tens": lambda m, x: m.round(x * 3, decimals=-1),
    "trace": lambda m, x: m.trace(m.stack([x, x + 1]), 1, 1, 2),
    "diff": lambda m, x: m.diff(x, 1, 0),
    "tile": lambda m, x: m.tile(A=x, reps=(2, 1)),
    "take": lambda m, x: m.take(x, m.asarray(I), 1),
    "take wrapped": lambda m, x: m.take(x, m.asarray(I) + 9, axis=0, mode="wrap"),
    "take clipped": lambda m, x: m.take(x, m.asarray(I) - 5, mode="clip"),
    "average": lambda m, x: m.average(x, 0, None, True)[1],
    "quantile": lambda m, x: m.quantile(x, 0.3, 1, None, False, "linear", True),
    "searchsorted": lambda m, x: m.searchsorted(a=x[0], v=x[1], side="right"),
    "where": lambda m, x: m.where(x > 3, x, -x),
    "nan_to_num": lambda m, x: m.nan_to_num(x / 0.0, True, 7.0, 1.0),
    "isin": lambda m, x: m.isin(x, x[0], assume_unique=True, invert=True),
    "fft": lambda m, x: m.fft.fft(x, 5, 0, "ortho"),
    "rfft": lambda m, x: m.fft.rfft(a=x, axis=0, norm=None),
    "lstsq": lambda m, x: m.linalg.lstsq(x[:, :2], x[:, 3], rcond=None)[0],
    "lstsq rest": lambda m, x: m.linalg.lstsq(x[:, :2], x[:, 3:], None)[1],
    "eigvalsh": lambda m, x: m.linalg.eigvalsh(m.triu(x[:, :3]) + m.eye(3), UPLO="U"),
    "svd": lambda m, x: m.linalg.svd(x, True, False),
    "matrix_rank": lambda m, x: m.linalg.matrix_rank(x, 1e-9),
    "pinv": lambda m, x: m.linalg.pinv(x, 1e-10),
    "method sum": lambda m, x: x.sum(1, dtype="float32", keepdims=True),
    "method std": lambda m, x: x.std(axis=0, ddof=1),
    "method max": lambda m, x: x.max(0, initial=5.0, where=x < 7),
    "method cumsum": lambda m, x: x.cumsum(),
    "method repeat": lambda m, x: x.repeat(2, axis=1),
    "method repeat flat": lambda m, x: x.repeat(3),
    "method astype": lambda m, x: x.astype("float32", copy=False),
    "method flatten": lambda m, x: x.flatten("C"),
    "method item": lambda m, x: m.asarray(x.item(5)),
    "method item of two": lambda m, x: m.asarray(x.item(1, 2)),
    "atleast of several": lambda m, x: m.atleast_2d(x[0], x)[0],
    "array_equal": lambda m, x: m.asarray(m.array_equal(x / 0, x / 0, equal_nan=True)),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", CALLS)
def test_calls_as_numpys_give_what_numpy_gives(name: str) -> None:
    with nd.set_default_dtype("float64"):
        got, want = CALLS[name](nd, nd.asarray(X)), CALLS[name](np, X)
    got = got if isinstance(got, (nd.Array, float)) else np.asarray(got)
    assert np.shape(got) == np.shape(want)
    tolerance = 1e-5 if np.asarray(want).dtype == np.float32 else 1e-10
    np.testing.assert_allclose(np.asarray(got), want, rtol=tolerance, atol=tolerance)
    if name in ("mean dtype", "exp into float32", "concat", "stack", "full", "ones_like", "array", "eye"):
        assert got.dtype == want.dtype


def test_results_are_written_into_what_is_given() -> None:
    x = nd.asarray(X)
    for out in (nd.zeros((3, 4), dtype="float64"), np.zeros((3, 4))):
        assert nd.add(x, 1, out=out) is out
        np.testing.assert_array_equal(np.asarray(out), X + 1)
        assert nd.multiply(x, 2, out, where=MASK) is out
        np.testing.assert_array_equal(np.asarray(out), np.where(MASK, X * 2, X + 1))
    total = nd.zeros((4,), dtype="float64")
    assert nd.sum(x, 0, None, total) is total
    np.testing.assert_array_equal(np.asarray(total), X.sum(0))
    target = nd.asarray(X.copy())
    nd.put_along_axis(target, indices=np.array([[0], [1], [2]]), values=9.0, axis=1)
    np.testing.assert_array_equal(np.asarray(target)[[0, 1, 2], [0, 1, 2]], 9)


def test_methods_take_both_calls() -> None:
    x = nd.asarray(X)
    np.testing.assert_array_equal(x.repeat(1, 2, 1, 1, 1), X.repeat([2, 1, 1, 1], 1))
    np.testing.assert_array_equal(x.repeat([1, 2, 3], axis=0), X.repeat([1, 2, 3], 0))


def test_traced_values_take_them_too() -> None:
    compiled = nd.jit(lambda x: nd.sum(x, 0, where=x > 2) + x.mean(0, keepdims=False, dtype="float32"))
    np.testing.assert_allclose(compiled(X), X.sum(0, where=X > 2) + X.mean(0), rtol=1e-6)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: nd.sum(X, foo=1), TypeError, r"unexpected keyword argument 'foo'; expected sum\(a, axis=None"),
        (lambda: nd.sum(axis=0, keepdims=True), TypeError, "argument"),
        (lambda: nd.zeros((2, 2), order="F"), NotImplementedError, "order: got 'F'"),
        (lambda: nd.interp(X[0], X[0], X[0], period=3.0), NotImplementedError, "period: got 3.0"),
        (lambda: nd.add(X, 1, out=nd.zeros((4, 3))), ValueError, r"got shape \(4, 3\); expected \(3, 4\)"),
        (lambda: nd.add(X, 1, out=nd.zeros((3, 4), dtype="int32")), TypeError, "got int32 for float64"),
        (lambda: nd.max(X, where=X > 2), ValueError, "got no initial value"),
        (lambda: nd.take(X, [0], mode="odd"), ValueError, "got mode 'odd'"),
    ],
)
def test_calls_that_cannot_be_are_named(call: Any, error: Any, message: str) -> None:
    with pytest.raises(error, match=message):
        call()

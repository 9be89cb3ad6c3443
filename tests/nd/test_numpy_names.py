"""NumPy's functions beyond the Array API, against NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pydl4j import nd

rng = np.random.default_rng(0)
A = rng.normal(size=(4, 6)).astype(np.float32)
B = rng.normal(size=(3, 4, 5))
V, W = rng.normal(size=7), rng.normal(size=4)

PADS = ("constant", "edge", "reflect", "wrap", "symmetric")
NEAR = np.array([1.0, 2.0, np.inf, np.nan, np.inf])
KNOTS = np.array([0.0, 1.0, 2.0])
CALLS: dict[str, tuple[Any, ...]] = {
    **{f"pad {mode}": ("pad", A, ((1, 2), (3, 0)), mode) for mode in PADS},
    "pad int": ("pad", B, 2),
    "hstack": ("hstack", [A, A[:, :2]]),
    "hstack vectors": ("hstack", [V, W, 2.0]),
    "vstack": ("vstack", [A, A[0]]),
    "dstack": ("dstack", [A, A]),
    "column_stack": ("column_stack", [A[:, 0], A]),
    "atleast_1d": ("atleast_1d", 3.0),
    "atleast_2d": ("atleast_2d", V),
    "atleast_3d": ("atleast_3d", A),
    "split": ("split", A, 3, 1),
    "split at": ("split", A, [1, 4], 1),
    "array_split": ("array_split", V, 3),
    "hsplit": ("hsplit", A, 2),
    "vsplit": ("vsplit", A, 2),
    "dsplit": ("dsplit", B, 5),
    "swapaxes": ("swapaxes", B, 0, 2),
    "fliplr": ("fliplr", A),
    "flipud": ("flipud", A),
    **{f"rot90 {k}": ("rot90", B, k, (1, 2)) for k in range(-1, 4)},
    "diag": ("diag", A, 1),
    "diag below": ("diag", W, -2),
    "diag above": ("diag", W, 1),
    "select": ("select", [A > 1, A > 0], [A, -A], 7.0),
    "dot": ("dot", A, A.T.copy()),
    "dot of 3": ("dot", B, B.transpose(0, 2, 1).copy()),
    "vdot": ("vdot", A, A + 1),
    "inner": ("inner", B, B[0]),
    "outer": ("outer", V, W),
    "trace": ("trace", A),
    "kron": ("kron", A, B[0]),
    "kron of vectors": ("kron", V, W),
    **{f"correlate {m}": ("correlate", V, W, m) for m in ("valid", "same", "full")},
    **{f"correlate long {m}": ("correlate", W, V, m) for m in ("valid", "full")},
    **{f"convolve {m}": ("convolve", V, W, m) for m in ("valid", "same", "full")},
    **{f"convolve long {m}": ("convolve", W, V, m) for m in ("valid", "same", "full")},
    "convolve ints": ("convolve", np.array([1, 2, 3]), np.array([0, 1, 5])),
    "vander": ("vander", W, 3),
    "gradient": ("gradient", V, 0.5),
    "gradients": ("gradient", B),
    "ptp": ("ptp", A, 1),
    "average": ("average", A, 1, np.arange(6.0)),
    "average of all": ("average", A, None, np.abs(A)),
    "cov": ("cov", A),
    "cov of two": ("cov", V, V**2),
    "corrcoef": ("corrcoef", A),
    "interp": ("interp", np.array([-1.0, 0.0, 0.25, 1.5, 2.0, 9.0]), KNOTS, np.array([3.0, 5.0, -1.0])),
    "interp with ends": ("interp", V, np.array([-0.5, 0.0, 0.5]), np.array([3.0, 5.0, -1.0]), -9.0, 9.0),
    "identity": ("identity", 3),
    "logspace": ("logspace", -1.0, 2.0, 7),
    "geomspace": ("geomspace", 0.5, 8.0, 5),
    "isclose": (
        "isclose",
        NEAR,
        np.array([1.0 + 1e-7, 2.1, np.inf, np.nan, 1.0]),
    ),
    "nan_to_num": ("nan_to_num", np.array([1.0, np.nan, np.inf, -np.inf], np.float32)),
}


@pytest.mark.parametrize("name", CALLS)
def test_functions_give_what_numpy_gives(name: str) -> None:
    function, *arguments = CALLS[name]
    got, want = getattr(nd, function)(*arguments), getattr(np, function)(*arguments)
    if not isinstance(want, (list, tuple)):
        got, want = [got], [want]
    for g, w in zip(got, want, strict=True):
        assert g.shape == np.shape(w)
        np.testing.assert_allclose(g, w, rtol=2e-5, atol=1e-6)


def test_roll_axis_and_tri_are_numpys() -> None:
    for axis in range(3):
        for start in range(4):
            assert nd.roll_axis(B, axis, start).shape == np.rollaxis(B, axis, start).shape
    np.testing.assert_array_equal(nd.tri(3, 4, 1), np.tri(3, 4, 1))


def test_equality_of_arrays_needs_equal_shapes() -> None:
    assert nd.array_equal(A, nd.array(A))
    assert not nd.array_equal(A, A[:2])
    assert nd.allclose(A, A + 1e-9).item()
    assert not nd.allclose(np.array([np.nan]), np.array([np.nan])).item()
    assert nd.allclose(np.array([np.nan]), np.array([np.nan]), equal_nan=True).item()


def test_functions_trace() -> None:
    def f(x: Any) -> Any:
        return nd.pad(nd.rot90(nd.vstack([x, x])), 1).sum() + nd.kron(x, x).max() + nd.cov(x).sum()

    np.testing.assert_allclose(nd.jit(f)(nd.array(A)), f(nd.array(A)), rtol=1e-5)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: nd.split(V, 3), "expected a divisor"),
        (lambda: nd.pad(A, -1), "expected numbers >= 0"),
        (lambda: nd.pad(A, 1, "mean"), "expected constant, edge"),
        (lambda: nd.convolve(A, V), "expected two vectors"),
        (lambda: nd.gradient(V[:1]), "expected at least 2"),
        (lambda: nd.select([], []), "as many of each"),
    ],
)
def test_wrong_arguments_are_named(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_functions_beyond_the_array_api_make_the_default_type_too() -> None:
    whole = nd.asarray([[4, 1], [1, 3]])
    with nd.set_default_dtype("float64"):
        made = (
            nd.tri(2), nd.identity(2), nd.logspace(0, 1, 3), nd.geomspace(1, 2, 3), nd.random.rand(2),
            nd.linalg.inv(whole), nd.fft.fftfreq(3), nd.median(whole), nd.hamming_distance([1, 2], [1, 3]),
        )  # fmt: skip
        assert {x.dtype for x in made} == {np.dtype("float64")}
        assert nd.fft.rfft(whole).dtype == np.complex128
    assert nd.tri(2).dtype == nd.random.rand(2).dtype == np.float32

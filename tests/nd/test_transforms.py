"""Functions of arrays traced, compiled and differentiated."""

from __future__ import annotations

import threading
import traceback
from typing import Any

import numpy as np
import pytest

from pydl4j import nd
from pydl4j.nd.transforms._transforms import _MAX_TRACES

RNG = np.random.default_rng(0)
X = RNG.uniform(-1, 1, (3, 4))
W = RNG.uniform(-1, 1, (4, 2))


def _central(f: Any, x: np.ndarray, *, step: float = 1e-6) -> np.ndarray:
    """Central differences of a scalar function of one array."""
    out = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        high, low = x.copy(), x.copy()
        high[i] += step
        low[i] -= step
        out[i] = (float(f(high)) - float(f(low))) / (2 * step)
    return out


# ---- jit -----------------------------------------------------------------------------------------------------------

SAME = {
    "operators": lambda x: (2 * x - 1) / 4 + x**2 - -x + abs(x) ** 1.5,
    "floor division": lambda x: (x * 7) // 2 + (x * 7) % 2,
    "comparisons": lambda x: nd.where((x > 0) & (x <= 0.5) | ~(x != x[0]), x, -1.0),
    "reductions": lambda x: x.sum(0) + x.mean(0) + x.max(0) - x.min(0) + x.std(0) + x.var(0, correction=1) + x.prod(0),
    "whole reductions": lambda x: x.sum() + x.mean() + x.max(axis=(0, 1)) + (x > 0).sum() + x.argmax(),
    "truth": lambda x: (x > 0).any(1) & ~(x > 0).all(1),
    "products": lambda x: x @ x.T @ x,
    "shapes": lambda x: nd.stack([x.reshape(-1), x.T.flatten(), nd.concat([x, x])[:3].transpose(0, 1).reshape((12,))]),
    "new axes": lambda x: nd.squeeze(nd.expand_dims(x, axis=1) + x[:, None, :], 1),
    "negative indices": lambda x: x[-1, ::-2] + x[..., -2:][0, 0] + x[1:-1, 0],
    "arrays as indices": lambda x: x[[2, 0, 2]] + nd.take(x, np.array([1, 1, 0]), axis=0),
    "arrays of indices among slices": lambda x: x[::2, np.array([[3, 0], [1, 1]]), None],
    "like": lambda x: nd.ones_like(x) + nd.full_like(x, 2.5) + nd.zeros_like(x),
    "types": lambda x: x.astype("float32") * 0.1 + (x > 0).astype("float32"),
    "numpy on the left": lambda x: np.ones((3, 4)) * x + np.float32(2) * x,
    "generated ops": lambda x: nd.ops.softmax(x, axis=1) + nd.exp(x) * nd.sigmoid(x),
    "reads its shape": lambda x: x.reshape(x.shape[1], x.shape[0]) / x.shape[0],
}


@pytest.mark.parametrize("name", SAME)
def test_compiled_equals_eager(name):
    f = SAME[name]
    x = nd.array(X)
    eager, compiled = f(x), nd.jit(f)(x)
    assert compiled.shape == eager.shape
    assert compiled.dtype == eager.dtype
    np.testing.assert_allclose(np.asarray(compiled), np.asarray(eager), rtol=1e-12, atol=1e-14)


def test_nested_arguments_and_results_keep_their_structure():
    def f(p: dict[str, Any], *, scale: float) -> Any:
        return {"sum": p["a"] + p["b"][0], "rest": [p["b"][1] * scale, (p["a"], 3, "text", None)]}

    out = nd.jit(f)({"a": nd.ones(2), "b": (np.float32(1), nd.ones(3))}, scale=2.0)
    assert np.asarray(out["sum"]).tolist() == [2, 2]
    assert np.asarray(out["rest"][0]).tolist() == [2, 2, 2]
    assert out["rest"][1][1:] == (3, "text", None)


def test_one_trace_serves_all_shapes_of_a_type_and_rank():
    f = nd.jit(lambda x: (x * 2).sum(0))
    for rows in (2, 5, 2, 7):
        assert np.asarray(f(nd.ones((rows, 3)))).tolist() == [2 * rows] * 3
    assert f.traces == 1
    f(nd.ones((2, 3), dtype="float64"))
    f(nd.ones(3))
    assert f.traces == 3


def test_a_function_that_asks_for_a_shape_is_traced_for_each():
    f = nd.jit(lambda x: x / x.shape[0])
    for rows in (2, 4, 2):
        assert float(f(nd.ones(rows))[0]) == 1 / rows
    assert f.traces == 3  # one that found the question, one for each shape


def test_static_values_decide_branches():
    @nd.jit(static_argnames="power")
    def f(x: Any, power: int, kind: str = "plus", *, negative: bool = False) -> Any:
        for _ in range(power):
            x = x * 2 if kind == "plus" else x / 2
        return -x if negative else x

    assert float(f(1.0, 3)) == 8
    assert float(f(1.0, power=2, kind="minus", negative=True)) == -0.25
    assert float(f(3.0, 3)) == 24
    assert f.traces == 2


def test_plain_numbers_are_weak():
    f = nd.jit(lambda x, k: x * k + 1.5)
    assert f(nd.ones(2, dtype="float32"), 0.1).dtype == np.float32
    assert f(nd.ones(2, dtype="float64"), 0.1).tolist() == [1.6, 1.6]
    assert f(nd.ones(2, dtype="int64"), 2).dtype == np.float32
    assert (nd.ones(2, dtype="float32") + nd.ones(2, dtype="float64")).dtype == np.float64
    assert (nd.ones(2, dtype="int32") + nd.ones(2, dtype="uint32")).dtype == np.int64


def test_arrays_from_outside_are_read_at_every_call():
    w = nd.zeros(2)
    f = nd.jit(lambda x: x + w)
    assert f(nd.ones(2)).tolist() == [1, 1]
    np.asarray(w)[:] = 5
    assert f(nd.ones(2)).tolist() == [6, 6]
    assert f.traces == 1


def test_methods_can_be_compiled():
    class Scaled:
        def __init__(self, factor: float) -> None:
            self.factor = factor

        @nd.jit
        def apply(self, x: Any) -> Any:
            return x * self.factor

    assert Scaled(3.0).apply(nd.ones(1)).tolist() == [3]


def test_the_cache_of_traces_is_bounded():
    f = nd.jit(lambda x, n: x + n, static_argnums=1)
    for n in range(_MAX_TRACES + 6):
        f(1.0, n)
    assert len(f._known) == _MAX_TRACES


def test_a_hundred_sizes_in_turn_are_traced_once_each():
    f = nd.jit(lambda x: x / x.shape[0])
    for _ in range(2):
        for rows in range(1, 101):
            assert f(nd.ones(rows)).shape == (rows,)
    assert f.traces == 101  # and one that found the question


def test_who_calls_what_is_known_does_not_wait_for_a_trace():
    tracing, go_on = threading.Event(), threading.Event()

    @nd.jit(static_argnums=1)
    def f(x: Any, kind: str) -> Any:
        if kind == "slow":
            tracing.set()
            assert go_on.wait(60)
        return x + 1

    f(1.0, "known")
    other = threading.Thread(target=f, args=(1.0, "slow"))
    other.start()
    assert tracing.wait(60)
    answers: list[float] = []
    third = threading.Thread(target=lambda: answers.append(float(f(2.0, "known"))))
    third.start()
    third.join(30)
    go_on.set()
    other.join()
    third.join()
    assert answers == [3.0]


# ---- errors --------------------------------------------------------------------------------------------------------


def test_errors_show_the_line_of_the_function():
    def multiply(x: Any, w: Any) -> Any:
        return x @ w  # this line

    with pytest.raises(ValueError, match=r"MatMul at test_transforms.py:\d+/.*inner sizes 4 and 3") as caught:
        nd.jit(multiply)(nd.ones((3, 4)), nd.ones((3, 4)))
    assert "return x @ w  # this line" in "".join(traceback.format_tb(caught.tb))


@pytest.mark.parametrize("use", [bool, int, float, np.asarray, np.nanmedian, lambda x: [1, 2][x], lambda x: x.item()])
def test_the_elements_of_traced_values_are_refused(use):
    with pytest.raises(TypeError, match=r"\[trace\] .*nd\.where"):
        nd.jit(lambda x: use(x))(1.0)


def test_traced_values_cannot_leave_their_function():
    kept = []
    nd.jit(lambda x: kept.append(x) or x)(1.0)
    with pytest.raises(ValueError, match="outside of the function"):
        nd.jit(lambda x: x + kept[0])(1.0)


def test_indices_outside_are_refused():
    with pytest.raises(IndexError, match="out of range: got 3"):
        nd.jit(lambda x: x[3])(nd.ones(3))
    with pytest.raises(IndexError, match="too many indices"):
        nd.jit(lambda x: x[0, 0])(nd.ones(3))


def test_arguments_that_are_no_arrays_must_be_hashable():
    with pytest.raises(TypeError, match=r"argument 0.*set"):
        nd.jit(lambda s: s)({1, 2})


# ---- derivatives ---------------------------------------------------------------------------------------------------

SCALARS = {
    "products": lambda x: nd.tanh(x @ W).sum(),
    "softmax": lambda x: (nd.ops.log_softmax(x, axis=1) * x).mean(),
    "indexing": lambda x: (x[1:, ::-2] ** 3).sum() + x[0, -1] * x[[0, 2, 0]].sum(),
    "choice": lambda x: nd.where(x > 0.1, nd.exp(x), x * x).mean(),
    "moments": lambda x: (x.std(0) + x.var(0)).sum() + x.max() * x.prod(),
    "broadcasting": lambda x: ((x - x.mean(1, keepdims=True)) / (x.sum(0) + 5)).sum() + (x[:, None] * x).sum(),
}


@pytest.mark.parametrize("name", SCALARS)
def test_gradients_equal_central_differences(name):
    f = SCALARS[name]
    np.testing.assert_allclose(np.asarray(nd.grad(f)(X)), _central(f, X), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("name", ["products", "softmax", "indexing", "choice", "broadcasting"])
def test_second_derivatives_equal_differences_of_gradients(name):
    f = SCALARS[name]
    direction = RNG.uniform(-1, 1, X.shape)
    second = nd.grad(lambda x: (nd.grad(f)(x) * direction).sum())(X)
    expected = _central(lambda x: np.vdot(np.asarray(nd.grad(f)(x)), direction), X)
    np.testing.assert_allclose(np.asarray(second), expected, rtol=1e-5, atol=1e-7)


def test_gradients_of_several_and_nested_arguments():
    def loss(p: dict[str, Any], x: Any, y: Any) -> Any:
        return ((x @ p["w"] + p["b"] - y) ** 2).sum()

    p = {"w": W, "b": np.zeros(2)}
    y = RNG.uniform(-1, 1, (3, 2))
    value, (dp, dy) = nd.value_and_grad(loss, argnums=(0, 2))(p, X, y)
    error = X @ W - y
    assert float(value) == pytest.approx((error**2).sum())
    np.testing.assert_allclose(np.asarray(dp["w"]), 2 * X.T @ error)
    np.testing.assert_allclose(np.asarray(dp["b"]), 2 * error.sum(0))
    np.testing.assert_allclose(np.asarray(dy), -2 * error)


def test_gradients_of_two_batch_sizes_come_from_one_trace():
    step = nd.value_and_grad(lambda w, x: nd.tanh(x @ w).mean())
    for rows in (3, 8):
        x = RNG.uniform(-1, 1, (rows, 4))
        np.testing.assert_allclose(
            np.asarray(step(W, x)[1]), _central(lambda w, x=x: np.tanh(x @ w).mean(), W), atol=1e-8
        )
    assert step.traces == 1


def test_a_pair_of_value_and_the_rest():
    (value, aux), g = nd.value_and_grad(lambda x: (x * x, {"twice": 2 * x}), has_aux=True)(3.0)
    assert (float(value), float(aux["twice"]), float(g)) == (9, 6, 6)
    g, aux = nd.grad(lambda x: (x * x, x), has_aux=True)(3.0)
    assert (float(g), float(aux)) == (6, 3)


def test_transformations_compose():
    cube = nd.jit(lambda x: x**3)
    assert float(nd.grad(nd.grad(nd.grad(cube)))(2.0)) == pytest.approx(6)
    assert float(nd.jit(lambda x: nd.grad(cube)(x) * x)(2.0)) == pytest.approx(24)
    # The inner derivative is of y alone, x being the outer one's.
    assert float(nd.grad(lambda x: x * nd.grad(lambda y: x * y * y)(1.0))(3.0)) == pytest.approx(12)


def test_what_the_result_does_not_depend_on_has_gradient_zero():
    assert nd.grad(lambda x, y: y.sum(), argnums=0)(nd.ones(2), nd.ones(3)).tolist() == [0, 0]


def test_products_with_the_jacobian_agree_with_it():
    def f(x: Any) -> Any:
        return nd.sin(x) @ W

    jacobian = np.asarray(nd.jacobian(f)(X))
    assert jacobian.shape == (3, 2, 3, 4)
    v, t = RNG.uniform(-1, 1, (3, 2)), RNG.uniform(-1, 1, (3, 4))
    value, pull = nd.vjp(f, X)
    np.testing.assert_allclose(np.asarray(value), np.sin(X) @ W)
    np.testing.assert_allclose(np.asarray(pull(v)[0]), np.einsum("ij,ijkl->kl", v, jacobian), rtol=1e-10)
    same, tangent = nd.jvp(f, (X,), (t,))
    np.testing.assert_allclose(np.asarray(same), np.asarray(value))
    np.testing.assert_allclose(np.asarray(tangent), np.einsum("ijkl,kl->ij", jacobian, t), rtol=1e-10)


def test_the_hessian_of_a_cubic():
    x = np.array([1.0, 2.0, 3.0])
    np.testing.assert_allclose(np.asarray(nd.hessian(lambda x: (x**3).sum() * x[0])(x))[0], [12, 12, 27])


def test_only_scalars_of_float_types_are_differentiated():
    with pytest.raises(TypeError, match="must return a scalar of a float type"):
        nd.grad(lambda x: x * 2)(nd.ones(3))
    with pytest.raises(TypeError, match=r"argument 0 must be of a float type: got int64"):
        nd.grad(lambda x: x * 1.0)(3)
    with pytest.raises(ValueError, match="argnums: got 1"):
        nd.grad(lambda x: x, argnums=1)(1.0)


def test_explain_names_the_steps_of_the_plan_and_runs_nothing():
    w = nd.ones((3, 4))
    function = nd.jit(lambda x, k: nd.tanh(x @ w) * k)
    told = str(function.explain(nd.ones((2, 3)), 2.0))
    assert "MatMul" in told
    assert str(function.explain(nd.ones((5, 3)), 2.0)) != told
    assert function.traces == 1


@pytest.mark.parametrize("index", [3, -4, 10**9])
def test_gradients_refuse_the_indices_that_the_function_refuses(index):
    table, indices = nd.ones((3, 2)), nd.asarray(np.array([index, 0]))
    slope = nd.grad(lambda t: nd.take(t, indices, axis=0).sum())  # which needs no value of the function
    for f in (slope, nd.jit(slope)):
        with pytest.raises(IndexError, match="index"):
            f(table)


@pytest.mark.parametrize(("function", "first"), [(nd.maximum, [0.5, 0, 1]), (nd.minimum, [0.5, 1, 0])])
def test_equals_share_the_gradient_of_the_larger_and_smaller(function: Any, first: list[float]) -> None:
    a, b = nd.asarray([1.0, 2.0, 3.0]), nd.asarray([1.0, 5.0, 0.0])
    got = nd.grad(lambda x, y: nd.sum(function(x, y)), argnums=(0, 1))(a, b)
    np.testing.assert_array_equal(np.asarray(got[0]), first)
    np.testing.assert_array_equal(np.asarray(got[1]), 1 - np.array(first))

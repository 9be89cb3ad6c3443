"""Branches and loops: compiled as Python runs them, and differentiated."""

from __future__ import annotations

import numpy as np
import pytest

from pydl4j import nd

W = nd.array([[0.5, -0.25], [0.125, 0.75]])


def _collatz(n):
    def step(state):
        n, steps = state
        return nd.cond(n % 2 == 0, lambda n: n // 2, lambda n: 3 * n + 1, n), steps + 1

    return nd.while_loop(lambda state: state[0] != 1, step, (n, 0))[1]


def _fibonacci(n):
    return nd.fori_loop(0, n, lambda i, ab: (ab[1], ab[0] + ab[1]), (0.0, 1.0))[0]


def _rnn(xs, w=W):
    def cell(h, x):
        h = nd.tanh(x @ w + h)
        return h, {"y": h * 2}

    return nd.scan(cell, nd.zeros(2, dtype="float64"), xs)


CASES = {
    "cond, first": (lambda x: nd.cond(x.sum() > 0, nd.exp, lambda x: x * 3, x), np.array([1.0, 2.0])),
    "cond, second": (lambda x: nd.cond(x.sum() > 0, nd.exp, lambda x: x * 3, x), np.array([-1.0, -2.0])),
    "cond, a plain number": (lambda x: nd.cond(x > 0, lambda: x, lambda: 0.0), np.float32(2)),
    "cond within cond": (
        lambda x: nd.cond(x > 0, lambda: nd.cond(x > 1, lambda: x * 2, lambda: x * 3), lambda: -x),
        np.float64(0.5),
    ),
    "while": (lambda x: nd.while_loop(lambda v: v > 1.0, lambda v: v / 2, x), np.float32(20)),
    "while, never": (lambda x: nd.while_loop(lambda v: v > 1.0, lambda v: v / 2, x), np.float32(0.5)),
    "while and cond": (_collatz, np.int64(27)),
    "fori": (lambda x: nd.fori_loop(2, 5, lambda i, v: v * x + i, x), np.array([1.5, 2.5], np.float32)),
    "fori, none": (lambda x: nd.fori_loop(3, 3, lambda i, v: v * 2, x), np.array([1.5], np.float32)),
    "fori, a plain number": (lambda x: nd.fori_loop(0, 40, lambda i, v: v * x, 1), np.float32(1.01)),
    "fori, counted": (_fibonacci, np.int64(30)),
    "fori within fori": (
        lambda x: nd.fori_loop(0, 3, lambda i, v: nd.fori_loop(0, 2, lambda j, u: u * x + i + j, v), x),
        np.array([0.5, 0.25]),
    ),
    "scan": (lambda xs: nd.scan(lambda s, x: (s + x, s * x), 0.0, xs), np.arange(12.0).reshape(4, 3)[:, 0]),
    "scan of trees": (_rnn, np.linspace(-1, 1, 8).reshape(4, 2)),
}


def _leaves(x):
    if isinstance(x, dict):
        return [leaf for v in x.values() for leaf in _leaves(v)]
    return [leaf for v in x for leaf in _leaves(v)] if isinstance(x, tuple) else [x]


@pytest.mark.parametrize("name", CASES)
def test_a_compiled_function_does_what_python_does(name):
    function, x = CASES[name]
    wanted, got = _leaves(function(nd.asarray(x))), _leaves(nd.jit(function)(nd.asarray(x)))
    assert len(wanted) == len(got)
    for a, b in zip(wanted, got, strict=True):
        assert (a.dtype, a.shape) == (b.dtype, b.shape)
        np.testing.assert_allclose(np.asarray(b), np.asarray(a), rtol=1e-6)


GRADIENTS = {
    "cond": lambda x: nd.cond(x.sum() > 0, lambda x: nd.exp(x).sum(), lambda x: (x * x).sum(), x),
    "cond, captured": lambda x: nd.cond(x.sum() > 0, lambda: (x**3).sum(), lambda: x.sum()),
    "while": lambda x: nd.while_loop(lambda v: (v * v).sum() < 50.0, lambda v: v * (x + 1.5), x).sum(),
    "fori": lambda x: nd.fori_loop(0, 3, lambda i, v: nd.sin(v) * x + i, x).sum(),
    "fori, long": lambda x: nd.fori_loop(0, 200, lambda i, v: v + nd.sin(v) * x * 0.01, x).sum(),
    "scan": lambda x: nd.scan(lambda s, r: (s * r + x.sum(), s * s), 1.0, x)[1].sum(),
    "scan, carried": lambda x: nd.scan(lambda s, r: (nd.tanh(s * r + x), s), x, x)[0].sum(),
}


@pytest.mark.parametrize("name", GRADIENTS)
def test_gradients_are_differences(name):
    function, x, h = GRADIENTS[name], np.array([0.7, -0.3, 0.4]), 1e-6
    got = np.asarray(nd.grad(function)(nd.array(x)))
    wanted = [(float(function(nd.array(x + d))) - float(function(nd.array(x - d)))) / (2 * h) for d in np.eye(3) * h]
    np.testing.assert_allclose(got, wanted, rtol=1e-6, atol=1e-7)


def test_a_weight_that_a_loop_reads_is_trained():
    xs = nd.array(np.linspace(-1, 1, 8).reshape(4, 2))

    def loss(w):
        return (_rnn(xs, w)[1]["y"] ** 2).sum()

    h, d = 1e-6, np.array([[0.0, 1.0], [0.0, 0.0]])
    wanted = (float(loss(W + h * d)) - float(loss(W - h * d))) / (2 * h)
    np.testing.assert_allclose(np.asarray(nd.grad(loss)(W))[0, 1], wanted, rtol=1e-6)


def test_arrays_from_outside_may_change_between_calls():
    scale = nd.array([2.0])
    power = nd.jit(lambda x, n: nd.fori_loop(0, n, lambda i, v: v * scale, x))
    assert power(nd.array([1.0]), 3).tolist() == [8.0]
    scale[0] = 3.0
    assert power(nd.array([1.0]), 2).tolist() == [9.0]
    assert power.traces == 1


WRONG = {
    "branches of two types": (lambda x: nd.cond(x > 0, lambda: x > 1, lambda: x), r"leaf 0 of false_fn's result"),
    "branches of two structures": (lambda x: nd.cond(x > 0, lambda: (x, x), lambda: x), "structure"),
    "a condition of many elements": (lambda x: nd.cond(nd.stack([x, x]) > 0, nd.exp, nd.sin, x), "scalar"),
    "a carried value of another shape": (
        lambda x: nd.fori_loop(0, 2, lambda i, v: nd.stack([v, v]), x),
        r"\[fori_loop\] leaf 0 of the carried value",
    ),
    "a loop of no whole number": (lambda x: nd.fori_loop(0, x, lambda i, v: v, x), "whole numbers"),
    "Python's if": (lambda x: x if x > 0 else -x, r"nd\.cond; for loops nd\.while_loop, nd\.fori_loop and nd\.scan"),
}


@pytest.mark.parametrize("name", WRONG)
def test_errors_say_what_to_do(name):
    function, said = WRONG[name]
    with pytest.raises(TypeError, match=said):
        nd.jit(function)(nd.array(np.float32(1)))

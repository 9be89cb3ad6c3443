"""`nd.vmap` gives what a loop over examples gives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pydl4j import nd

rng = np.random.default_rng(5)
X = rng.normal(size=(6, 4)).astype(np.float32)
W = rng.normal(size=(4, 3)).astype(np.float32)
Y = rng.normal(size=(6, 3)).astype(np.float32)


def layer(w: Any, x: Any) -> Any:
    return nd.tanh(x @ w)


def loss(w: Any, x: Any, y: Any) -> Any:
    return ((layer(w, x) - y) ** 2).sum()


def close(got: Any, want: Any) -> None:
    assert got.shape == np.shape(want)
    np.testing.assert_allclose(np.asarray(got), want, rtol=1e-5, atol=1e-6)


def test_a_function_of_one_example_takes_many() -> None:
    close(nd.vmap(layer, in_axes=(None, 0))(W, X), np.tanh(X @ W))
    close(nd.vmap(layer, (None, 1), 1)(W, X.T.copy()), np.tanh(X @ W).T)
    close(nd.vmap(layer, (None, -1), -1)(W, X.T.copy()), np.tanh(X @ W).T)


def test_both_arguments_are_mapped_by_default() -> None:
    close(nd.vmap(nd.inner)(X, X + 1), (X * (X + 1)).sum(1))


def test_gradients_of_each_example_and_of_all() -> None:
    each = nd.vmap(nd.grad(loss), in_axes=(None, 0, 0))(W, X, Y)
    close(each, np.stack([np.asarray(nd.grad(loss)(W, x, y)) for x, y in zip(X, Y, strict=True)]))
    together = nd.grad(lambda w: nd.vmap(loss, (None, 0, 0))(w, X, Y).sum())(W)
    close(together, np.asarray(each).sum(0))


def test_it_nests_and_compiles() -> None:
    distances = nd.jit(nd.vmap(nd.vmap(lambda a, b: ((a - b) ** 2).sum(), (None, 0)), (0, None)))
    close(distances(X, X + 1), ((X[:, None] - (X + 1)[None]) ** 2).sum(-1))


def test_structures_have_axes_by_their_parts() -> None:
    def both(p: Any, x: Any) -> Any:
        return {"sum": p["w"] + x, "shared": p["b"] * 2}

    mapped = nd.vmap(both, in_axes=({"w": None, "b": None}, 1), out_axes={"sum": 1, "shared": None})
    made = mapped({"w": X[:, 0], "b": W}, X)
    close(made["sum"], X[:, :1] + X)
    close(made["shared"], 2 * W)


def test_keywords_are_mapped_along_their_first_axis_and_a_size_may_be_given() -> None:
    close(nd.vmap(lambda *, x: x.sum())(x=X), X.sum(1))
    close(nd.vmap(lambda w: w * 2, in_axes=None, axis_size=3)(W), np.stack([2 * W] * 3))


def test_other_numbers_of_examples_run_the_same_function() -> None:
    mapped = nd.vmap(lambda x: nd.softmax(x).sum())
    for n in (1, 2, 5):
        close(mapped(X[:n]), np.ones(n))
    assert mapped(np.zeros((0, 4), "f4")).shape == (0,)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: nd.vmap(layer, (0,))(W, X), "got 1 for 2 positional arguments"),
        (lambda: nd.vmap(layer, None)(W, X), "nothing is mapped"),
        (lambda: nd.vmap(layer)(W, X), r"differ in length: got \[4, 6\]"),
        (lambda: nd.vmap(layer, ((0, 0), 0))(W, X), "expected numbers, None, or its structure"),
    ],
)
def test_axes_that_do_not_fit_are_named(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()

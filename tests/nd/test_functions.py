"""The Array API's functions equal NumPy's; types, memory and errors are as promised."""

from __future__ import annotations

import numpy as np
import pytest

from pydl4j import nd

X = np.linspace(-2.5, 2.5, 24, dtype=np.float32).reshape(2, 3, 4)
WHOLE = np.array([[7, -7, 5], [0, 3, -128]], np.int8)
BITS = np.array([[1, 2, 3], [6, 0, 2]], np.int8)

MADE = {
    "arange of integers": (lambda m: m.arange(10, -3, -4), np.int64),
    "arange of floats": (lambda m: m.arange(0.5, 2.9, 0.3), np.float32),
    "an empty arange": (lambda m: m.arange(3, 3), np.int64),
    "linspace": (lambda m: m.linspace(-1, 2, 7), np.float32),
    "linspace without its end": (lambda m: m.linspace(0, 1, 4, endpoint=False), np.float32),
    "eye": (lambda m: m.eye(3, 5, k=-1), np.float32),
    "full of integers": (lambda m: m.full((2, 0, 3), 4), np.int64),
    "full of truth": (lambda m: m.full((2, 3), True), np.bool_),
    "tril": (lambda m: m.tril(m.asarray(X), k=1), np.float32),
    "meshgrid": (lambda m: m.stack(m.meshgrid(m.asarray(X[0, 0]), m.asarray(X[0, 1, :2]))), np.float32),
}


@pytest.mark.parametrize("name", MADE)
def test_made_arrays_equal_numpys_in_the_default_types(name: str) -> None:
    made, dtype = MADE[name]
    got, wanted = made(nd), made(np)
    assert (got.dtype, got.shape) == (dtype, wanted.shape)
    np.testing.assert_allclose(np.asarray(got), wanted, rtol=1e-6)


ARRANGED = {
    "flip": lambda m, x: m.flip(x, axis=(0, -1)),
    "roll": lambda m, x: m.roll(x, (1, -5), axis=(1, 2)),
    "roll flattened": lambda m, x: m.roll(x, 7),
    "moveaxis": lambda m, x: m.moveaxis(x, (0, 2), (2, 1)),
    "tile": lambda m, x: m.tile(x, (2, 1, 1, 2)),
    "repeat": lambda m, x: m.repeat(x, 3, axis=1),
    "repeat each": lambda m, x: m.repeat(x, m.asarray([2, 0, 1]), axis=1),
    "repeat flattened": lambda m, x: m.repeat(x, 2),
    "diff": lambda m, x: m.diff(x, n=2, axis=1, prepend=x[:, :1]),
    "unstack": lambda m, x: m.stack(tuple(reversed(m.unstack(x, axis=1))), axis=-1),
    "squeeze": lambda m, x: m.squeeze(m.expand_dims(x, axis=(0, 3)), axis=(0, 3)),
    "broadcast": lambda m, x: m.broadcast_arrays(x[:, :1], x[0])[0],
    "concat flattened": lambda m, x: m.concat([x, x[0]], axis=None),
}


@pytest.mark.parametrize("name", ARRANGED)
def test_arranged_arrays_equal_numpys_and_trace(name: str) -> None:
    if not hasattr(np, "unstack") and name == "unstack":
        pytest.skip("this NumPy is older than the standard's unstack")
    function = ARRANGED[name]
    wanted = function(np, X)
    np.testing.assert_array_equal(np.asarray(function(nd, nd.asarray(X))), wanted)
    if name != "repeat each":  # its shape depends on elements
        np.testing.assert_array_equal(np.asarray(nd.jit(lambda x: function(nd, x))(nd.asarray(X))), wanted)


@pytest.mark.parametrize("name", ["floor_divide", "remainder", "bitwise_xor", "bitwise_left_shift", "not_equal", "pow"])
def test_functions_of_two_integers_equal_numpys(name: str) -> None:
    b = BITS if name.startswith(("bitwise", "pow")) else np.where(BITS == 0, 1, BITS)
    got, wanted = getattr(nd, name)(nd.asarray(WHOLE), nd.asarray(b)), getattr(np, name)(WHOLE, b)
    assert got.dtype == wanted.dtype
    np.testing.assert_array_equal(np.asarray(got), wanted)


def test_sums_of_small_integers_are_of_64_bits() -> None:
    a = nd.asarray(np.full(300, 100, np.uint8))
    assert (a.sum().dtype, int(a.sum())) == (np.uint64, 30_000)
    assert nd.sum(a, dtype=nd.float64).dtype == np.float64
    assert (nd.mean(a).dtype, float(nd.mean(a))) == (np.float32, 100)


def test_a_variance_is_corrected() -> None:
    got = nd.var(nd.asarray(X), axis=(0, 2), correction=1.5)
    np.testing.assert_allclose(np.asarray(got), X.var((0, 2)) * 8 / 6.5, rtol=1e-5)


def test_plain_numbers_and_lists_are_of_the_default_type() -> None:
    assert nd.asarray([0.5, 1]).dtype == np.float32
    assert nd.asarray(np.array([0.5])).dtype == np.float64
    assert (nd.asarray([1, 2]) / 2).dtype == np.float32
    with nd.set_default_dtype("float64"):
        assert {
            nd.asarray([0.5]).dtype,
            nd.zeros(2).dtype,
            (nd.asarray([1]) / 2).dtype,
            nd.sqrt(nd.asarray([4])).dtype,
        } == {np.dtype("float64")}
    assert nd.default_dtype() == np.float32
    with pytest.raises(ValueError, match="got int64; expected float32 or float64"):
        nd.set_default_dtype("int64")


def test_operators_in_place_write_to_the_memory_that_views_see() -> None:
    seen = np.arange(6, dtype=np.float32).reshape(2, 3)
    a = nd.asarray(seen)
    same, column = a, a[:, 1]
    a += 1
    column *= 10
    a -= nd.asarray(np.ones(3))  # float64 goes into float32, which is of its kind
    assert a is same
    assert seen.tolist() == [[0, 19, 2], [3, 49, 5]]
    with pytest.raises(ValueError, match="got"):
        column += nd.ones((2, 2))
    whole = nd.asarray([7, 8])
    with pytest.raises(TypeError, match="quotients"):
        whole /= 2


def test_types_promote_as_the_standard_says() -> None:
    assert nd.result_type(nd.int8, nd.uint8) == np.int16
    assert nd.result_type(nd.int64, nd.float32, 1.5) == np.float32
    assert nd.result_type(nd.bfloat16, nd.float16) == np.float32
    assert nd.can_cast(nd.int8, nd.int16)
    assert not nd.can_cast(nd.int16, nd.int8)
    assert nd.isdtype(nd.uint8, ("signed integer", "integral"))
    assert (nd.finfo(nd.bfloat16).eps, nd.iinfo(nd.int8).max) == (2**-7, 127)
    with pytest.raises(ValueError, match="got kind 'floating'; expected one of"):
        nd.isdtype(nd.uint8, "floating")


BAD = {
    "roll": (lambda a: nd.roll(a, (1, 2), axis=(0,)), "roll.*2 shifts for 1 axes"),
    "diff": (lambda a: nd.diff(a, axis=3), "diff.*axis 3"),
    "broadcast_to": (lambda a: nd.broadcast_to(a, (3, 2)), "got"),
    "squeeze": (lambda a: nd.squeeze(a, axis=0), r"squeeze.*\(2, 3, 4\)"),
    "arange": (lambda a: nd.arange(0, 3, 0), "arange.*step 0"),
    "copy": (lambda a: nd.asarray([1.0], copy=False), "asarray.*copy is needed"),
    "a string": (lambda a: nd.add(a, "text"), "Add.*got a str"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_an_error_that_names_the_function(name: str) -> None:
    call, message = BAD[name]
    with pytest.raises((ValueError, IndexError, TypeError), match=message):
        call(nd.asarray(X))

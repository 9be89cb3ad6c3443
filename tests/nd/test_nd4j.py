"""ND4J's vocabulary: methods, factory functions and Transforms against what NumPy says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pydl4j import nd

X = np.array([[1.0, -2.0, 3.0], [4.0, 5.0, -6.0]], np.float32)
ROW, COLUMN = np.array([1, 2, 4], np.float32), np.array([2, 8], np.float32)

IN_PLACE = {
    "add": lambda x, y: x + y,
    "sub": lambda x, y: x - y,
    "rsub": lambda x, y: y - x,
    "mul": lambda x, y: x * y,
    "div": lambda x, y: x / y,
    "rdiv": lambda x, y: y / x,
    "remainder": np.remainder,
    "fmod": np.fmod,
}


@pytest.mark.parametrize("name", IN_PLACE)
@pytest.mark.parametrize("other", [X + 7, 2.5, ROW], ids=["array", "number", "row"])
def test_arithmetic_makes_a_new_array_or_writes_into_its_own(name: str, other: Any) -> None:
    want = IN_PLACE[name](X, other)
    whole = nd.zeros((2, 5))
    for a in (nd.array(X), whole[:, 1:4].assign(X)):
        np.testing.assert_allclose(getattr(a, name)(other), want, rtol=1e-6)
        np.testing.assert_array_equal(a, X)
        assert getattr(a, name + "i")(other) is a
        np.testing.assert_allclose(a, want, rtol=1e-6)
    np.testing.assert_allclose(np.asarray(whole)[:, 1:4], want, rtol=1e-6)


@pytest.mark.parametrize("name", ["add", "sub", "rsub", "mul", "div", "rdiv"])
def test_rows_and_columns_are_taken_from_vectors_of_their_size(name: str) -> None:
    for kind, vector, laid in (("row", ROW, ROW), ("column", COLUMN, COLUMN[:, None])):
        want = IN_PLACE[name](X, laid)
        a = nd.array(X)
        np.testing.assert_allclose(getattr(a, f"{name}_{kind}_vector")(vector), want, rtol=1e-6)
        np.testing.assert_allclose(getattr(a, f"{name}i_{kind}_vector")(nd.array(vector)), want, rtol=1e-6)
        np.testing.assert_allclose(a, want, rtol=1e-6)
    with pytest.raises(ValueError, match="expected a matrix and a vector of 3"):
        nd.array(X).add_row_vector(COLUMN)


def test_reductions_have_their_names() -> None:
    a, p = nd.array(X), nd.array([0.1, 0.2, 0.7])
    assert a.norm1_number() == 21
    assert a.norm2_number() == pytest.approx(np.sqrt(91))
    assert (a.normmax_number(), a.amax_number(), a.amin_number(), a.amean_number()) == (6, 6, 1, 3.5)
    assert (a.sum_number(), a.prod_number(), a.max_number(), a.min_number()) == (5, 720, 5, -6)
    assert a.std_number() == pytest.approx(X.std(ddof=1))
    assert a.var_number(False) == pytest.approx(X.var())
    np.testing.assert_allclose(a.norm2(1), np.linalg.norm(X, axis=1), rtol=1e-6)
    q = np.asarray(p)
    assert p.entropy_number() == pytest.approx(-(q * np.log(q)).sum())
    assert p.shannon_entropy_number() == pytest.approx(-(q * np.log2(q)).sum())
    assert p.log_entropy_number() == pytest.approx(np.log(-(q * np.log(q)).sum()))
    assert a.distance1(X + 1).item() == 6
    assert a.distance2(X + 1).item() == pytest.approx(np.sqrt(6))
    assert a.squared_distance(X + 1).item() == pytest.approx(6)
    np.testing.assert_allclose(a.cumsum(1), X.cumsum(1))
    np.testing.assert_allclose(a.cumsumi(0), X.cumsum(0))


def test_comparisons_have_their_names() -> None:
    a = nd.array(X)
    pairs = {"eq": "__eq__", "neq": "__ne__", "gt": "__gt__", "gte": "__ge__", "lt": "__lt__", "lte": "__le__"}
    for name, operator in pairs.items():
        np.testing.assert_array_equal(getattr(a, name)(3), getattr(X, operator)(3))
    assert np.asarray(a.eps(X + 1e-6)).all()
    assert a.equals(nd.array(X + 1e-6))
    assert not a.equals(nd.array(X, dtype="float64"))
    assert not a.equals_with_eps(nd.array(X + 1e-3), 1e-4)


def test_parts_are_views_and_take_values() -> None:
    plain = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    a = nd.array(plain)
    i = nd.NDArrayIndex
    np.testing.assert_array_equal(a.get(i.point(1), i.all(), i.interval(0, 3, 2, True)), plain[1, :, 0:4:2])
    np.testing.assert_array_equal(a.get(i.new_axis(), i.point(0)), plain[None, 0])
    np.testing.assert_array_equal(a.get(i.indices(1, 0), i.all(), i.indices(3, 1)), plain[[1, 0]][:, :, [3, 1]])
    np.testing.assert_array_equal(a.get(i.point(1), i.indices(2, 0), i.indices(3, 1)), plain[1][[2, 0]][:, [3, 1]])
    for k in range(4):
        np.testing.assert_array_equal(a.tensor_along_dimension(k, 0, 1), plain[:, :, k])
    assert (a.tensors_along_dimension(0, 1), a.vectors_along_dimension(2)) == (4, 6)
    np.testing.assert_array_equal(a.vector_along_dimension(4, 2), plain.reshape(6, 4)[4])
    np.testing.assert_array_equal(a.slice(2, 1), plain[:, 2])
    a.slice(2, 1).addi(100)
    a.put((i.all(), i.point(0), i.indices(1, 3)), -1).put_scalar(5, 7).put_scalar((1, 1, 1), 8)
    plain[:, 2] += 100
    plain[:, 0, [1, 3]] = -1
    plain.reshape(-1)[5], plain[1, 1, 1] = 7, 8
    np.testing.assert_array_equal(a, plain)
    assert (a.get_double(1, 1, 1), a.get_int(5), a.get_scalar(0, 1, 1).shape) == (8.0, 7, ())
    m = nd.array(X)
    np.testing.assert_array_equal(m.get_rows(1, 0), X[[1, 0]])
    np.testing.assert_array_equal(m.get_columns(2, 0), X[:, [2, 0]])
    assert (m.get_row(-1, True).shape, m.get_column(1, True).shape, m.get_column(1).shape) == ((1, 3), (2, 1), (2,))
    m.put_row(0, nd.array([[7.0, 8.0, 9.0]])).put_column(1, [0.0, 0.0])
    np.testing.assert_array_equal(m, [[7, 0, 9], [4, 0, -6]])
    with pytest.raises(IndexError, match="expected 0 to 3"):
        a.tensor_along_dimension(4, 0, 1)


def test_shapes_and_predicates_have_their_names() -> None:
    a = nd.array(X)
    assert (a.rank(), a.length(), a.rows(), a.columns(), a.slices()) == (2, 6, 2, 3, 2)
    np.testing.assert_array_equal(a.permute(1, 0), X.T)
    np.testing.assert_array_equal(a.swap_axes(0, 1), X.T)
    np.testing.assert_array_equal(a.dim_shuffle(1, "x", 0), X.T[:, None])
    np.testing.assert_array_equal(a.repmat(2, 2), np.tile(X, (2, 2)))
    np.testing.assert_array_equal(a.repeat(1, 1, 0, 2), np.repeat(X, [1, 0, 2], 1))
    np.testing.assert_array_equal(nd.array(ROW).broadcast(2, 3), np.broadcast_to(ROW, (2, 3)))
    np.testing.assert_array_equal(a.permutei(1, 0), X.T)
    assert a.shape == (3, 2)
    np.testing.assert_array_equal(a.mmul(X), X.T @ X)
    assert (a.is_matrix(), a.is_vector(), a.is_square(), a.is_empty()) == (True, False, False, False)
    assert (nd.array(ROW).is_row_vector(), nd.array(COLUMN[:, None]).is_column_vector()) == (True, True)
    assert (nd.array(1.0).is_scalar(), a.dup().is_view(), a[0].is_view()) == (True, False, True)
    assert (a.is_r(), a.cast_to("int64").is_z(), (a > 0).is_b()) == (True, True, True)
    assert nd.array(X).to_int_matrix() == [[1, -2, 3], [4, 5, -6]]
    assert nd.array([[1.5], [2.5]]).to_double_vector() == [1.5, 2.5]
    assert a.like().equals(nd.zeros((3, 2)))
    square = nd.array([[1.0, 2.0], [3.0, 4.0]])
    np.testing.assert_array_equal(square.mmuli(square), [[7, 10], [15, 22]])


def test_the_factory_puts_together_and_takes_apart() -> None:
    a = nd.array(X)
    np.testing.assert_array_equal(nd.pile(a, a), np.stack([X, X]))
    for part, want in zip(nd.tear(a, 0), X.T, strict=True):
        np.testing.assert_array_equal(part, want)
    np.testing.assert_array_equal(nd.pull_rows(a, 1, [1, 0, 1]), X[[1, 0, 1]])
    np.testing.assert_array_equal(nd.append(a, 2, 9), np.pad(X, ((0, 0), (0, 2)), constant_values=9))
    np.testing.assert_array_equal(nd.prepend(a, 1, 9, 0), np.pad(X, ((1, 0), (0, 0)), constant_values=9))
    np.testing.assert_array_equal(nd.append_bias(a), np.c_[X, [1, 1]])
    np.testing.assert_array_equal(nd.to_flattened(a, ROW, order="f"), np.r_[X.ravel("F"), ROW])
    np.testing.assert_array_equal(nd.reverse(a), X.reshape(-1)[::-1].reshape(2, 3))
    indices, values = nd.sort_with_indices(a, 1, False)
    np.testing.assert_array_equal(values, -np.sort(-X, 1))
    np.testing.assert_array_equal(np.take_along_axis(X, np.asarray(indices), 1), values)
    np.testing.assert_array_equal(nd.sort_rows(a, 2), X[::-1])
    np.testing.assert_array_equal(nd.sort_columns(a, 0), X[:, [1, 0, 2]])
    np.testing.assert_allclose(nd.gemm(a, X, transpose_a=True, alpha=2.0), 2 * X.T @ X)
    np.testing.assert_allclose(nd.tensor_mmul(a, X, [[0], [0]]), X.T @ X)
    both = [nd.array(X), nd.array(X + 2)]
    nd.average_and_propagate(both)
    np.testing.assert_array_equal(both[1], X + 1)
    assert nd.create(2, 3).shape == (2, 3)
    assert nd.create([1.0, 2.0], dtype="float64").dtype == np.float64
    np.testing.assert_array_equal(nd.value_array_of((2,), 4.0), [4, 4])


def test_transforms_have_their_names() -> None:
    a, y = nd.array(X), X[::-1].copy()
    np.testing.assert_allclose(nd.relu6(nd.array(X * 2)), np.clip(X * 2, 0, 6))
    np.testing.assert_allclose(nd.leaky_relu(a, 0.5), np.where(X > 0, X, X / 2))
    np.testing.assert_allclose(nd.hard_tanh(a), np.clip(X, -1, 1))
    np.testing.assert_allclose(nd.unit_vec(a), X / np.linalg.norm(X), rtol=1e-6)
    np.testing.assert_array_equal(nd.unit_vec(nd.zeros(3)), [0, 0, 0])
    np.testing.assert_array_equal(nd.is_max(a), [[0, 0, 0], [0, 1, 0]])
    np.testing.assert_array_equal(nd.is_max(a, 1), [[0, 0, 1], [0, 1, 0]])
    np.testing.assert_array_equal(nd.is_max(a, 0), [[0, 0, 1], [1, 1, 0]])
    assert nd.cosine_sim(a, y).item() == pytest.approx((X * y).sum() / (X * X).sum(), rel=1e-5)
    assert nd.euclidean_distance(a, y).item() == pytest.approx(np.linalg.norm(X - y))
    assert nd.manhattan_distance(a, y).item() == pytest.approx(np.abs(X - y).sum())
    assert nd.hamming_distance(a, np.where(X > 0, X, 0)).item() == pytest.approx(1 / 3)
    assert nd.jaccard_distance(abs(a), abs(y)).item() == pytest.approx(1 - (1 + 2 + 3) * 2 / ((4 + 5 + 6) * 2))
    np.testing.assert_allclose(
        nd.all_euclidean_distances(a, y), np.linalg.norm(X[:, None] - y[None], axis=2), rtol=1e-6
    )
    np.testing.assert_allclose(nd.all_manhattan_distances(a, y), np.abs(X[:, None] - y[None]).sum(2))
    np.testing.assert_allclose(nd.all_hamming_distances(a, y), (X[:, None] != y[None]).mean(2))
    cosines = X @ y.T / np.linalg.norm(X, axis=1)[:, None] / np.linalg.norm(y, axis=1)
    np.testing.assert_allclose(nd.all_cosine_similarities(a, y), cosines, rtol=1e-5)
    z = np.asarray(nd.normalize_zero_mean_and_unit_variance(a))
    np.testing.assert_allclose(z.std(0, ddof=1), 1, rtol=1e-5)
    assert float(nd.stabilize(nd.array([1000.0])).item()) == pytest.approx(127 * np.log(2))

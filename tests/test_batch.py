"""What networks take as data: any number of inputs and outputs, whole numbers to the last bit, masks, weights."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pydl4j import nn
from pydl4j.nn import (
    LSTM,
    CollectScoresListener,
    ComputationGraph,
    DataSet,
    DenseLayer,
    EmbeddingLayer,
    EmbeddingSequenceLayer,
    GlobalPoolingLayer,
    InputType,
    MultiDataSet,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
    RnnOutputLayer,
    Sgd,
)

GREAT = 2**24 + 1  # the first whole number that float32 rounds
_R = np.random.default_rng(5)
A, B = _R.normal(size=(12, 2)).astype("f"), _R.normal(size=(12, 3)).astype("f")
KIND, SIZE = _R.integers(0, 3, 12), _R.normal(size=(12, 1)).astype("f")


def two_and_two() -> ComputationGraph:
    """Inputs a and b; a class and a number come out."""
    conf = (
        NeuralNetConfiguration.builder()
        .seed(3)
        .updater(Sgd(0.1))
        .graph_builder()
        .add_inputs("a", "b")
        .set_input_types(InputType.feed_forward(2), InputType.feed_forward(3))
        .add_layer("d", DenseLayer(4, activation="tanh"), "a", "b")
        .add_layer("kind", OutputLayer(3), "d")
        .add_layer("size", OutputLayer(1, loss="mse", activation="identity"), "d")
        .set_outputs("kind", "size")
        .build()
    )
    return ComputationGraph(conf).init()


def trained(*data: Any, **options: Any) -> np.ndarray:
    net = two_and_two()
    net.fit(*data, epochs=2, batch_size=5, shuffle=False, progress=False, **options)
    return np.asarray(net.params()).copy()


def test_all_forms_of_several_inputs_and_outputs_train_the_same() -> None:
    expected = trained([A, B], [KIND, SIZE])
    cuts = [slice(0, 5), slice(5, 10), slice(10, 12)]
    forms = {
        "dicts by name": trained({"b": B, "a": A}, {"size": SIZE, "kind": KIND}),
        "DataSet": trained(DataSet([A, B], [KIND, SIZE])),
        "MultiDataSet": trained(MultiDataSet([A, B], [KIND, SIZE])),
        "tuple": trained(((A, B), (KIND, SIZE))),
        "pairs": trained([([A[c], B[c]], [KIND[c], SIZE[c]]) for c in cuts]),
        "data sets": trained([MultiDataSet({"a": A[c], "b": B[c]}, [KIND[c], SIZE[c]]) for c in cuts]),
        "weights of 1": trained([A, B], [KIND, SIZE], sample_weight=np.ones(12)),
    }
    for name, got in forms.items():
        np.testing.assert_array_equal(got, expected, err_msg=name)


def test_class_indices_beside_targets_are_one_hot_labels_beside_targets() -> None:
    np.testing.assert_array_equal(trained([A, B], [KIND, SIZE]), trained([A, B], [np.eye(3)[KIND], SIZE]))


def test_queries_take_several_inputs_and_give_several_outputs() -> None:
    net = two_and_two()
    kinds, sizes = (np.asarray(y) for y in net.output([A, B]))
    kind, size = net.predict([A, B])
    np.testing.assert_array_equal(kind, kinds.argmax(1))
    np.testing.assert_array_equal(size, sizes)
    assert list(net.feed_forward({"a": A, "b": B})) == ["a", "b", "d", "kind", "size"]
    own = -np.log(kinds[np.arange(12), KIND]).mean() + ((sizes - SIZE) ** 2).mean()
    assert net.score([A, B], [KIND, SIZE]) == pytest.approx(own, rel=1e-5)
    assert net.evaluate([A, B], [KIND, SIZE], output="kind").accuracy() == pytest.approx((kind == KIND).mean())
    mse = net.evaluate_regression(DataSet([A, B], [KIND, SIZE]), output="size").mean_squared_error(0)
    assert mse == pytest.approx(((sizes - SIZE) ** 2).mean(), rel=1e-5)
    with pytest.raises(ValueError, match=r"which output: got none of 2; expected one of kind, size"):
        net.evaluate([A, B], [KIND, SIZE])


def test_epochs_and_listeners_of_several_inputs_count() -> None:
    net, scores = two_and_two(), CollectScoresListener()
    net.set_listeners(scores)
    done = net.fit([A, B], [KIND, SIZE], epochs=3, batch_size=4, progress=False)
    assert (net.epoch_count, net.iteration_count, len(scores.scores)) == (3, 9, 9)
    assert (done.rows, done.batches, done.epochs) == (36, 9, 3)


def test_a_weight_of_two_is_the_row_twice() -> None:
    net = two_and_two()
    weight = np.array([2.0] * 3 + [1.0] * 9, "f")
    order = [0, 1, 2, *range(12)]
    twice = net.score([A[order], B[order]], [KIND[order], SIZE[order]]) * len(order)
    assert net.score([A, B], [KIND, SIZE], sample_weight=weight) * 12 == pytest.approx(twice, rel=1e-5)
    one = net.score([A, B], [KIND, SIZE], sample_weight={"size": np.zeros(12)})
    kinds = np.asarray(net.output([A, B])[0])
    assert one == pytest.approx(-np.log(kinds[np.arange(12), KIND]).mean(), rel=1e-5)


@pytest.mark.parametrize(
    ("x", "y", "options", "error", "message"),
    [
        ([A], [KIND, SIZE], {}, ValueError, r"got 1 arrays for 2 inputs; expected one for each of a, b"),
        ([A, B], [KIND], {}, ValueError, r"got 1 arrays for 2 outputs; expected one for each of kind, size"),
        ({"a": A, "c": B}, [KIND, SIZE], {}, ValueError, r"no array for b: got a, c"),
        ([A, B[:5]], [KIND, SIZE], {}, ValueError, r"differ in rows: got a of 12, b of 5"),
        ([A, B], [KIND, SIZE[:5]], {}, ValueError, r"differ in rows: got a of 12, size of 5"),
        ([A, B], [KIND, SIZE], {"sample_weight": np.ones(5)}, ValueError, r"sample_weight of 5"),
        ([A, B], [KIND, SIZE], {"sample_weight": {"kin": 1}}, ValueError, r"got one for 'kin'; expected .* kind, size"),
        ([A, B], [KIND, SIZE * np.nan], {}, ValueError, r"labels of size\] hold a value that is not finite"),
        ([A, B], [KIND + 1, SIZE], {}, ValueError, r"labels of kind\] hold an index out of range: got 3 in row"),
        ([A, B], None, {}, ValueError, r"no labels"),
        ([A, np.array([["x"] * 3] * 12)], [KIND, SIZE], {}, TypeError, r"x of b is not numbers"),
        ([A[:0], B[:0]], [KIND[:0], SIZE[:0]], {}, ValueError, r"the data are empty"),
    ],
)
def test_what_does_not_fit_several_inputs_is_refused_by_name(
    x: Any, y: Any, options: Any, error: type[Exception], message: str
) -> None:
    net = two_and_two()
    before = np.asarray(net.params()).copy()
    with pytest.raises(error, match=message):
        net.fit(x, y, progress=False, **options)
    np.testing.assert_array_equal(np.asarray(net.params()), before)


def two_series() -> ComputationGraph:
    """One series in, two out."""
    conf = (
        NeuralNetConfiguration.builder()
        .seed(1)
        .graph_builder()
        .add_inputs("s")
        .set_input_types(InputType.recurrent(2, 4))
        .add_layer("l", LSTM(3), "s")
        .add_layer("o", RnnOutputLayer(1, loss="mse", activation="identity"), "l")
        .add_layer("p", RnnOutputLayer(1, loss="mse", activation="identity"), "l")
        .set_outputs("o", "p")
        .build()
    )
    return ComputationGraph(conf).init()


def test_an_output_without_a_mask_of_its_own_keeps_that_of_the_features() -> None:
    net = two_series()
    x, y = _R.normal(size=(3, 2, 4)).astype("f"), _R.normal(size=(3, 1, 4)).astype("f")
    present, first = np.array([[1, 1, 1, 0]] * 3, "f"), np.array([[1, 0, 0, 0]] * 3, "f")
    o, p = (np.asarray(out) for out in net.output(x, features_mask=present))
    expected = ((o - y)[:, 0] ** 2 * first).sum(1).mean() + ((p - y)[:, 0] ** 2 * present).sum(1).mean()
    data = MultiDataSet([x], [y, y], features_mask=present, labels_mask={"o": first})
    assert net.score(data) == pytest.approx(expected, rel=1e-5)
    both = net.score(DataSet(x, [y, y], features_mask=present, labels_mask=first))
    assert both == pytest.approx((((o - y)[:, 0] ** 2 + (p - y)[:, 0] ** 2) * first).sum(1).mean(), rel=1e-5)


def test_weights_of_steps_count_beside_masks() -> None:
    net = two_series()
    x, y = _R.normal(size=(3, 2, 4)).astype("f"), _R.normal(size=(3, 1, 4)).astype("f")
    mask, weight = np.array([[1, 1, 1, 0]] * 3, "f"), _R.uniform(size=(3, 4)).astype("f")
    data = DataSet(x, [y, y], labels_mask=mask, sample_weight=[weight, None])
    o, p = (np.asarray(out) for out in net.output(x))
    expected = ((o - y)[:, 0] ** 2 * mask * weight).sum(1).mean() + ((p - y)[:, 0] ** 2 * mask).sum(1).mean()
    assert net.score(data) == pytest.approx(expected, rel=1e-5)
    per_row = net.score(DataSet(x, [y, y], sample_weight=np.array([2, 2, 2])))
    assert per_row == pytest.approx(2 * net.score(DataSet(x, [y, y])), rel=1e-5)


# ---- whole numbers --------------------------------------------------------------------------------------------------


def embedding(words: int) -> MultiLayerNetwork:
    layers = [EmbeddingLayer(n_in=words, n_out=1), OutputLayer(1, loss="mse", activation="identity")]
    return MultiLayerNetwork(layers, input_type=InputType.feed_forward(1), updater=Sgd(1.0), seed=1).init()


@pytest.mark.parametrize("dtype", ["int64", "int32", "uint32"])
def test_ids_above_2_to_the_24_are_exact_in_answers_and_training(dtype: str) -> None:
    net = embedding(GREAT + 2)
    ids = np.array([[GREAT - 1], [GREAT], [GREAT + 1]], dtype)
    words = np.asarray(net.param_table()["layer0_W"]).ravel().copy()
    w, b = (np.asarray(net.get_param(name)).ravel()[0] for name in ("layer1_W", "layer1_b"))
    expected = words[GREAT - 1 :][:3] * w + b
    np.testing.assert_allclose(np.asarray(net.output(ids)).ravel(), expected, rtol=1e-6)
    np.testing.assert_allclose(np.asarray(net.output(ids)).ravel(), expected, rtol=1e-6)  # the shape seen before
    net.fit(ids[1:2], np.array([[5.0]]), progress=False)
    net.fit(iter([(ids[1:2], np.array([[5.0]]))]), progress=False)
    changed = np.flatnonzero(np.asarray(net.get_param("layer0_W")).ravel() != words)
    assert changed.tolist() == [GREAT]


@pytest.mark.parametrize("road", ["fit", "iterator", "score", "output", "evaluate", "predict"])
def test_an_id_above_2_to_the_24_is_refused_by_range_and_not_rounded(road: str) -> None:
    net = embedding(GREAT)  # ids up to GREAT - 1, which float32 makes of GREAT
    x, y = np.array([[1], [GREAT]]), np.zeros((2, 1))
    roads = {
        "fit": lambda: net.fit(x, y, progress=False),
        "iterator": lambda: net.fit([(x, y)], progress=False),
        "score": lambda: net.score(x, y),
        "output": lambda: net.output(x),
        "evaluate": lambda: net.evaluate_regression(x, y),
        "predict": lambda: net.predict(x),
    }
    with pytest.raises(ValueError, match=f"out of range: got {GREAT} in row 1; expected 0 to {GREAT - 1}"):
        roads[road]()


def test_floats_that_may_be_rounded_ids_are_refused() -> None:
    net = embedding(GREAT + 2)
    with pytest.raises(ValueError, match=r"float32 may have rounded: got 16777216 in row 0; .* Give them as int64"):
        net.output(np.array([[GREAT]], "f"))
    with pytest.raises(ValueError, match=r"no index: got 1.5 in row 0"):
        net.fit(np.array([[1.5]]), np.zeros((1, 1)), progress=False)


@pytest.mark.parametrize("iterator", [False, True])
def test_a_class_index_above_2_to_the_24_is_refused_by_range(iterator: bool) -> None:
    net = MultiLayerNetwork([OutputLayer(3)], input_type=InputType.feed_forward(2), seed=1).init()
    y = np.array([0, 1, GREAT])
    with pytest.raises(ValueError, match=f"out of range: got {GREAT} in row 2; expected 0 to 2"):
        net.fit(*([[(A[:3], y)]] if iterator else [A[:3], y]), progress=False)


def test_class_indices_of_steps_stay_whole() -> None:
    layers = [LSTM(3), RnnOutputLayer(3)]
    net = MultiLayerNetwork(layers, input_type=InputType.recurrent(2, 4), seed=1).init()
    x, y = _R.normal(size=(3, 2, 4)), _R.integers(0, 3, (3, 4))
    assert net.score(x, y) == pytest.approx(net.score(x, np.eye(3)[y].transpose(0, 2, 1)), rel=1e-6)
    y[2, 3] = GREAT
    with pytest.raises(ValueError, match=f"out of range: got {GREAT} in row 2"):
        net.fit(x, y, progress=False)


# ---- sparse rows ----------------------------------------------------------------------------------------------------


def test_sparse_features_train_and_answer_as_dense_ones() -> None:
    sparse = pytest.importorskip("scipy.sparse")
    dense = np.where(_R.uniform(size=(20, 6)) < 0.3, _R.normal(size=(20, 6)), 0).astype("f")
    y = _R.integers(0, 2, 20)
    params = []
    for x in (dense, sparse.csr_matrix(dense), sparse.coo_array(dense)):
        net = MultiLayerNetwork([OutputLayer(2)], input_type=InputType.feed_forward(6), updater=Sgd(0.1), seed=1).init()
        net.fit(x, y, epochs=2, batch_size=6, progress=False)
        net.fit([(x[:5], y[:5])] if hasattr(x, "indptr") else [(dense[:5], y[:5])], progress=False)
        params.append(np.asarray(net.output(x)).copy())
    np.testing.assert_array_equal(params[0], params[1])
    np.testing.assert_array_equal(params[0], params[2])


def test_lists_of_ids_are_padded_and_masked_sequences() -> None:
    sparse = pytest.importorskip("scipy.sparse")
    layers = [EmbeddingSequenceLayer(n_in=50, n_out=4), GlobalPoolingLayer("avg"), OutputLayer(2)]
    net = MultiLayerNetwork(layers, input_type=InputType.recurrent(1), seed=1).init()
    ids, present = np.array([[7, 3, 9], [4, 0, 0]]), np.array([[1, 1, 1], [1, 0, 0]], "f")
    lists = sparse.csr_matrix((np.ones(4), [7, 3, 9, 4], [0, 3, 4]), shape=(2, 50))
    np.testing.assert_array_equal(np.asarray(net.output(lists)), np.asarray(net.output(ids, features_mask=present)))
    assert net.score(lists, [0, 1]) == net.score(DataSet(ids, [0, 1], features_mask=present))
    wide = sparse.csr_matrix((np.ones(1), [GREAT], [0, 1]), shape=(1, GREAT + 1))
    with pytest.raises(ValueError, match=f"out of range: got {GREAT} in row 0; expected 0 to 49"):
        net.output(wide)


def test_a_mask_of_features_without_steps_is_refused() -> None:
    with pytest.raises(ValueError, match="have a mask, but no steps of time"):
        two_and_two().output([A, B], features_mask=[np.ones(12), None])


def test_data_sets_count_their_examples() -> None:
    assert nn.DataSet([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]).num_examples() == 3
    assert nn.MultiDataSet([A, B]).num_examples() == nn.DataSet({"a": A}).num_examples() == 12

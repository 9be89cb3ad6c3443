"""What is wrong with data or files is said in one clear error."""

from __future__ import annotations

import traceback
from pathlib import Path

import numpy as np
import pytest

from pydl4j.nn import DenseLayer, InputType, MultiLayerNetwork, OutputLayer
from pydl4j.serving import Predictor

SIZE, CLASSES = 4, 3
X, Y = np.ones((10, SIZE), np.float32), np.zeros(10, np.int64)


@pytest.fixture(scope="module")
def net() -> MultiLayerNetwork:
    return MultiLayerNetwork([DenseLayer(5), OutputLayer(CLASSES)], input_type=InputType.feed_forward(SIZE)).init()


def with_nan() -> np.ndarray:
    x = X.copy()
    x[7, 1] = np.nan
    return x


@pytest.mark.parametrize(
    ("x", "y", "error", "message"),
    [
        (np.ones((10, 5)), Y, ValueError, r"\[features\] have the wrong shape: got \[.*5\]; expected \[N, 4\]"),
        (np.ones((10, 2, 2)), Y, ValueError, r"\[features\] have the wrong shape"),
        (X, np.zeros((10, 4)), ValueError, r"\[labels\] have the wrong shape: got \[10, 4\]; expected \[N, 3\]"),
        (X, np.zeros(9, int), ValueError, r"differ in rows: got x of 10, y of 9"),
        (X, Y + 3, ValueError, r"\[labels\] hold an index out of range: got 3 in row 0; expected 0 to 2"),
        (X, Y - 1, ValueError, r"index out of range: got -1 in row 0"),
        (with_nan(), Y, ValueError, r"\[features\] hold a value that is not finite: got NaN in row 7"),
        (X * np.inf, Y, ValueError, r"not finite: got (-)?Infinity in row 0"),
        (X, None, ValueError, r"no labels"),
        (X[:0], Y[:0], ValueError, r"the data are empty: got 0 rows"),
        (X.astype(str), Y, TypeError, r"x is not numbers: got dtype <U"),
        (X.astype(complex), Y, TypeError, r"x is not numbers: got dtype complex128"),
        ([[1.0], [1.0, 2.0]], Y, ValueError, r"x is ragged"),
        ([], None, ValueError, r"no labels"),
        (iter([]), None, ValueError, r"the iterator is empty in epoch 0"),
        (iter([3]), None, TypeError, r"gives no minibatches: got a int"),
    ],
)  # fmt: skip
def test_bad_data_is_named(net: MultiLayerNetwork, x: object, y: object, error: type, message: str) -> None:
    before = np.asarray(net.params()).copy()
    with pytest.raises(error, match=message):
        net.fit(x, y, batch_size=10, progress=False)
    np.testing.assert_array_equal(np.asarray(net.params()), before)


def test_bad_options_are_named(net: MultiLayerNetwork) -> None:
    with pytest.raises(ValueError, match="batch_size: got 0"):
        net.fit(X, Y, batch_size=0, progress=False)
    with pytest.raises(ValueError, match="epochs: got -1"):
        net.fit(X, Y, epochs=-1, progress=False)


def test_bad_inputs_of_output_are_named(net: MultiLayerNetwork) -> None:
    with pytest.raises(ValueError, match=r"\[features\] hold a value that is not finite: got NaN in row 7"):
        net.output(with_nan())
    with pytest.raises(ValueError, match=r"\[features\] have the wrong shape"):
        net.output(np.ones((2, 9)))


def test_a_loss_that_diverges_says_so() -> None:
    net = MultiLayerNetwork(
        [OutputLayer(1, loss="mse", activation="identity")], input_type=InputType.feed_forward(SIZE), updater="sgd"
    ).init()
    net.set_params(np.full(5, 1e30))
    with pytest.raises(ArithmeticError, match=r"training diverged"):
        net.fit(X, np.ones(10, np.float32), epochs=3, progress=False)


def test_a_network_without_init_says_so() -> None:
    net = MultiLayerNetwork([OutputLayer(CLASSES)], input_type=InputType.feed_forward(SIZE))
    with pytest.raises(Exception, match=r"no parameters yet.*init"):
        net.output(X)


def test_a_missing_model_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.zip"):
        MultiLayerNetwork.load(tmp_path / "nothing.zip")


@pytest.mark.parametrize("keep", [0, 10, 200, -400])
def test_a_damaged_model_is_named(net: MultiLayerNetwork, tmp_path: Path, keep: int) -> None:
    file = tmp_path / "model.zip"
    net.save(file)
    file.write_bytes(file.read_bytes()[:keep])
    with pytest.raises(ValueError, match=r"model\.zip"):
        MultiLayerNetwork.load(file)


def test_a_flipped_byte_is_noticed(net: MultiLayerNetwork, tmp_path: Path) -> None:
    file = tmp_path / "model.zip"
    net.save(file)
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 0xFF
    file.write_bytes(bytes(raw))
    with pytest.raises(ValueError, match=r"model\.zip"):
        MultiLayerNetwork.load(file)


def test_a_model_is_replaced_only_when_the_new_one_is_complete(net: MultiLayerNetwork, tmp_path: Path) -> None:
    file = tmp_path / "model.zip"
    net.save(file)
    before = file.read_bytes()
    with pytest.raises(Exception, match=r"no parameters yet"):
        MultiLayerNetwork([OutputLayer(2)], input_type=InputType.feed_forward(2)).save(file)
    assert file.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["model.zip"]


def test_values_are_not_taken_for_classes() -> None:
    x, y = np.zeros((4, 3), np.float32), np.zeros((4, 2), np.float32)
    layer = OutputLayer(2, loss="mse", activation="identity")
    net = MultiLayerNetwork([layer], input_type=InputType.feed_forward(3)).init()
    np.testing.assert_array_equal(net.predict(x), np.asarray(net.output(x)))
    with pytest.raises(ValueError, match=r"\[evaluate\] .*evaluate_regression"):
        net.evaluate(x, y)
    assert net.evaluate_regression(x, y).mean_squared_error() >= 0
    as_classes = OutputLayer(2, loss="mse", activation="softmax")
    classes = MultiLayerNetwork([as_classes], input_type=InputType.feed_forward(3)).init()
    assert np.asarray(classes.predict(x)).shape == (4,)


def test_a_network_without_init_and_a_closed_one_say_so(tmp_path: Path) -> None:
    made = MultiLayerNetwork([OutputLayer(2)], input_type=InputType.feed_forward(3))
    x, y = np.zeros((4, 3), np.float32), np.array([0, 1, 0, 1])
    calls = [
        lambda: made.output(x),
        lambda: made.predict(x),
        lambda: made.fit(x, y, progress=False),
        lambda: made.score(x, y),
        lambda: made.evaluate(x, y),
        lambda: made.params(),
        lambda: made.clone(),
        lambda: made.save(tmp_path / "net.zip"),
    ]
    for call in calls:
        with pytest.raises(RuntimeError, match=r"no parameters yet.*Call init\(\) first\.$") as told:
            call()
        assert "org.pydl4j" not in "".join(traceback.format_exception(told.value))
    made.init().save(tmp_path / "net.zip")
    predictor = Predictor(tmp_path / "net.zip")
    made.close()
    predictor.close()
    assert repr(made) == "MultiLayerNetwork(closed)"
    for call in [*calls, lambda: predictor.output(x)]:
        with pytest.raises(RuntimeError, match=r"\[closed\] the (network|predictor) was closed.*Make or load it again"):
            call()


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"epochs": -1}, ValueError, r"\[fit\] epochs: got -1; expected at least 0"),
        ({"epochs": 1.5}, TypeError, r"\[fit\] epochs: got 1.5; expected a whole number"),
        ({"epochs": "3"}, TypeError, r"\[fit\] epochs: got '3'"),
        ({"batch_size": 0}, ValueError, r"\[fit\] batch_size: got 0; expected at least 1"),
        ({"batch_size": 2.5}, TypeError, r"\[fit\] batch_size: got 2.5"),
    ],
)
@pytest.mark.parametrize("data", [(X, Y), ([(X, Y)],)])
def test_counts_of_a_fit_are_whole_and_in_range(net, data, options, error, message) -> None:
    with pytest.raises(error, match=message):
        net.fit(*data, progress=False, **options)

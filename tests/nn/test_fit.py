"""Training from Python: every way to give data is the same training."""

from __future__ import annotations

import _thread
import threading
import time

import numpy as np
import pytest

from pydl4j.nn import (
    LSTM,
    Adam,
    CheckpointListener,
    CollectScoresListener,
    DataSet,
    DenseLayer,
    InputType,
    MultiLayerNetwork,
    OutputLayer,
    RnnOutputLayer,
)

ROWS, SIZE, CLASSES = 96, 6, 3


def network(**settings: object) -> MultiLayerNetwork:
    layers = [DenseLayer(8, activation="relu"), OutputLayer(CLASSES)]
    return MultiLayerNetwork(
        layers, input_type=InputType.feed_forward(SIZE), updater=Adam(1e-2), seed=5, **settings
    ).init()


@pytest.fixture(scope="module")
def data() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    return random.normal(size=(ROWS, SIZE)).astype(np.float32), random.integers(0, CLASSES, ROWS)


def trained(x: object, y: object = None, **options: object) -> np.ndarray:
    net = network()
    net.fit(x, y, **{"epochs": 2, "batch_size": 16, "shuffle": False, "progress": False, **options})
    return np.asarray(net.params())


def minibatches(x: np.ndarray, y: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    return [(x[i : i + 16], y[i : i + 16]) for i in range(0, ROWS, 16)]


def test_every_way_to_give_data_is_the_same_training(data: tuple[np.ndarray, np.ndarray]) -> None:
    x, y = data
    expected = trained(x, y)
    one_hot = np.eye(CLASSES, dtype=np.float32)[y]
    ways = {
        "float64": trained(x.astype(np.float64), y),
        "small integers": trained(x, y.astype(np.uint8)),
        "Fortran order": trained(np.asfortranarray(x), y),
        "nested lists": trained(x.tolist(), y.tolist()),
        "DataSet": trained(DataSet(x, y)),
        "list of pairs": trained(minibatches(x, y)),
        "list of data sets": trained([DataSet(*pair) for pair in minibatches(x, y)]),
    }
    for way, got in ways.items():
        np.testing.assert_array_equal(got, expected, err_msg=way)
    np.testing.assert_allclose(trained(x, one_hot), expected, rtol=1e-4, atol=1e-6)


def test_equal_seeds_give_equal_bits_and_shuffling_changes_them(data: tuple[np.ndarray, np.ndarray]) -> None:
    np.testing.assert_array_equal(trained(*data, shuffle=True), trained(*data, shuffle=True))
    assert not np.array_equal(trained(*data, shuffle=True), trained(*data, shuffle=False))


def test_two_fits_are_one_fit_of_two_epochs(data: tuple[np.ndarray, np.ndarray]) -> None:
    net = network()
    for _ in range(2):
        summary = net.fit(*data, epochs=1, batch_size=16, shuffle=False, progress=False)
    np.testing.assert_array_equal(np.asarray(net.params()), trained(*data))
    assert (summary.rows, summary.batches, summary.epochs) == (ROWS, 6, 1)
    assert (net.iteration_count, net.epoch_count) == (12, 2)


def test_an_iterator_that_is_used_up_says_so(data: tuple[np.ndarray, np.ndarray]) -> None:
    with pytest.raises(ValueError, match=r"empty in epoch 1: .*pass.* over again"):
        network().fit(iter(minibatches(*data)), epochs=2, progress=False)


def test_an_error_of_the_iterator_ends_the_fit(data: tuple[np.ndarray, np.ndarray]) -> None:
    def broken() -> object:
        yield from minibatches(*data)[:2]
        raise OSError("disk gone")

    net = network()
    with pytest.raises(OSError, match="disk gone"):
        net.fit(broken(), progress=False)
    net.fit(*data, progress=False)


def test_an_error_of_the_network_ends_a_fit_on_an_iterator(data: tuple[np.ndarray, np.ndarray]) -> None:
    x, y = data
    endless = (pair for _ in iter(int, 1) for pair in [(x[:8], y[:8]), (x[:8, :5], y[:8])])
    with pytest.raises(ValueError, match=r"\[features\] have the wrong shape: got \[8, 5\]"):
        network().fit(endless, progress=False)


def test_ctrl_c_ends_a_fit_on_an_iterator(data: tuple[np.ndarray, np.ndarray]) -> None:
    def endless() -> object:
        yield from minibatches(*data)
        _thread.interrupt_main()
        while True:
            yield from minibatches(*data)

    net = network()
    with pytest.raises(KeyboardInterrupt):
        net.fit(endless(), progress=False)
    net.fit(*data, progress=False)


def test_masked_time_steps_do_not_count() -> None:
    random = np.random.default_rng(1)
    x, y = random.normal(size=(4, 3, 5)).astype(np.float32), np.zeros((4, 2, 5), np.float32)
    y[:, 0] = 1
    mask = np.ones((4, 5), np.float32)
    mask[:, 3:] = 0
    other = y.copy()
    other[:, :, 3:] = 1 - y[:, :, 3:]

    def score(labels: np.ndarray) -> float:
        net = MultiLayerNetwork([LSTM(4), RnnOutputLayer(2)], input_type=InputType.recurrent(3), seed=1).init()
        return net.score(DataSet(x, labels, mask, mask))

    assert score(y) == score(other)


def test_listeners_watch(data: tuple[np.ndarray, np.ndarray], tmp_path: object) -> None:
    net = network()
    scores = CollectScoresListener(every=2)
    net.set_listeners(scores, CheckpointListener(tmp_path, every_epochs=1, keep_last=1))
    net.fit(*data, epochs=2, batch_size=16, progress=False)
    assert [i for i, _ in scores.scores] == [0, 2, 4, 6, 8, 10]
    assert len(list(tmp_path.glob("checkpoint_*.zip"))) == 1  # type: ignore[attr-defined]


def test_ctrl_c_ends_a_fit_and_leaves_the_network_usable(data: tuple[np.ndarray, np.ndarray]) -> None:
    net = network()

    def press() -> None:
        while net.iteration_count < 3:
            time.sleep(0.005)
        _thread.interrupt_main()

    presser = threading.Thread(target=press)
    presser.start()
    with pytest.raises(KeyboardInterrupt):
        net.fit(*data, epochs=10**7, batch_size=16, progress=False)
    presser.join()
    before = net.iteration_count
    net.fit(*data, epochs=1, batch_size=16, progress=False)
    assert net.iteration_count == before + 6


def test_a_second_fit_at_the_same_time_is_refused(data: tuple[np.ndarray, np.ndarray]) -> None:
    net = network()
    refused: list[str] = []

    def again() -> None:
        while net.iteration_count < 1:
            time.sleep(0.005)
        try:
            net.fit(*data, progress=False)
        except Exception as error:
            refused.append(str(error))
        _thread.interrupt_main()

    other = threading.Thread(target=again)
    other.start()
    with pytest.raises(KeyboardInterrupt):
        net.fit(*data, epochs=10**7, batch_size=16, progress=False)
    other.join()
    assert "is being trained by another call" in refused[0]


def test_a_clone_is_a_network_of_its_own(data: tuple[np.ndarray, np.ndarray]) -> None:
    net = network()
    copy = net.clone()
    copy.fit(*data, progress=False)
    np.testing.assert_array_equal(np.asarray(net.params()), np.asarray(network().params()))


def test_params_can_be_taken_and_given() -> None:
    net, flat = network(), np.arange(SIZE * 8 + 8 + 8 * CLASSES + CLASSES, dtype=np.float32)
    net.set_params(flat)
    np.testing.assert_array_equal(np.asarray(net.params()), flat)
    net.set_param("layer0_b", np.full(8, 9))
    np.testing.assert_array_equal(
        np.asarray(net.get_param("layer0_b")), np.full(8, 9).reshape(net.get_param("layer0_b").shape)
    )


def test_float64_networks_train_in_float64(data: tuple[np.ndarray, np.ndarray]) -> None:
    net = network(data_type="float64")
    net.fit(*data, progress=False)
    assert net.output(data[0]).dtype == np.float64


def test_held_out_rows_are_scored_after_every_epoch(data: tuple[np.ndarray, np.ndarray]) -> None:
    x, y = data
    options = {"epochs": 3, "batch_size": 16, "shuffle": False, "progress": False}
    by_hand, given, split = network(), network(), network()
    scores = []
    for _ in range(3):
        by_hand.fit(x[:72], y[:72], **{**options, "epochs": 1})
        scores.append(by_hand.score(x[72:], y[72:]))
    told = given.fit(x[:72], y[:72], validation_data=(x[72:], y[72:]), **options)
    np.testing.assert_allclose(told.validation_losses, scores, rtol=1e-6)
    assert told.history == {"loss": list(told.epoch_losses), "val_loss": list(told.validation_losses)}
    assert told.epoch == [0, 1, 2]
    assert split.fit(x, y, validation_split=0.25, **options).history == told.history
    np.testing.assert_array_equal(np.asarray(split.params()), np.asarray(by_hand.params()))


def test_a_split_that_leaves_no_rows_or_comes_with_an_iterator_is_refused(data: tuple[np.ndarray, np.ndarray]) -> None:
    net = network()
    for split in (-0.1, 1.0, float("nan"), 0.999, 0.001):
        with pytest.raises(ValueError, match="validation_split"):
            net.fit(*data, validation_split=split, progress=False)
    with pytest.raises(ValueError, match="Give validation_data"):
        net.fit(minibatches(*data), validation_split=0.5, progress=False)
    with pytest.raises(TypeError, match="validation_data"):
        net.fit(*data, validation_data=data[0], progress=False)
    assert net.iteration_count == 0


def test_history_has_the_losses_of_steps_and_epochs(data: tuple[np.ndarray, np.ndarray]) -> None:
    net, scores = network(), CollectScoresListener()
    net.set_listeners(scores)
    told = net.fit(*data, epochs=2, batch_size=40, progress=False)
    assert (told.rows, told.batches, told.epochs) == (2 * ROWS, 6, 2)
    assert list(told.losses) == [score for _, score in scores.scores]
    sizes = np.array([40, 40, 16])
    means = [np.average(told.losses[k : k + 3], weights=sizes) for k in (0, 3)]
    np.testing.assert_allclose(told.epoch_losses, means)
    assert told.mean_score == pytest.approx(np.mean(means))

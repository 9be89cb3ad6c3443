import json

import numpy as np
import pytest

import pydl4j
from pydl4j import nd
from pydl4j.nn import Adam, DenseLayer, InputType, MultiLayerNetwork, OutputLayer

X = np.linspace(-1, 1, 64, dtype=np.float32).reshape(16, 4)
Y = np.arange(16) % 3


@pytest.fixture
def net():
    made = MultiLayerNetwork(
        [DenseLayer(8, activation="relu"), OutputLayer(3)],
        input_type=InputType.feed_forward(4),
        updater=Adam(1e-2),
        seed=1,
    ).init()
    yield made
    made.close()


def test_a_profile_counts_steps_of_fit_by_step_op_and_layer(net):
    with pydl4j.profiler.profile() as p:
        net.fit(X, Y, epochs=2, batch_size=8, progress=False)
    net.output(X)
    assert {r.calls for r in p.steps()} == {4}  # 2 epochs of 2 minibatches; the output came later
    layers = {r.name: r for r in p.by_layer()}
    assert {"layer0", "layer1", "update"} <= set(layers)
    assert sum(r.share for r in p.by_op()) == pytest.approx(1)
    totals = [r.total for r in p.steps(sort_by="total")]
    assert totals == sorted(totals, reverse=True)
    assert "pydl4j.AdamUpdate" in p.table(limit=100)


def test_a_trace_nests_runs_in_minibatches_in_epochs(net, tmp_path):
    with pydl4j.profiler.profile() as p:
        net.fit(X, Y, epochs=1, batch_size=8, progress=False)
    p.chrome_trace(tmp_path / "trace.json")
    events = json.loads((tmp_path / "trace.json").read_text())["traceEvents"]
    by_name = {e["name"]: e for e in events if e["ph"] == "X" and e["cat"] != "step"}
    epoch, batch = by_name["epoch 0"], by_name["batch 1"]
    run = [e for e in events if e.get("cat") == "run"][-1]
    for outer, inner in ((epoch, batch), (batch, run)):
        assert outer["ts"] <= inner["ts"]
        assert inner["ts"] + inner["dur"] <= outer["ts"] + outer["dur"]
        assert outer["tid"] == inner["tid"]


def test_an_unknown_order_is_refused_with_the_known_ones(net):
    with pydl4j.profiler.profile() as p:
        net.output(X)
    with pytest.raises(ValueError, match="total, calls"):
        p.table(sort_by="speed")


def test_explain_shows_the_training_step_with_labels_and_the_answer_without(net):
    answer, training = net.explain(X), net.explain(X, Y)
    assert "pydl4j.AdamUpdate" in {s.op for s in training.steps}
    assert "pydl4j.AdamUpdate" not in {s.op for s in answer.steps}
    assert any(len(s.nodes) > 1 for s in answer.steps), "the dense layer's product, bias and activation are one step"
    assert "lowering" in training.passes
    assert training.arena_bytes >= training.lower_bound_bytes
    assert str(answer) == answer.text


def test_nan_check_names_the_step_that_makes_the_first_nan():
    with nd.nan_check(), pytest.raises(FloatingPointError, match=r"NaN first appears in .*Log"):
        nd.ops.log(nd.full(3, -1.0))
    assert np.isnan(np.asarray(nd.ops.log(nd.full(3, -1.0)))).all()  # not checked any more


def test_nan_check_of_a_network_names_the_layer_and_keeps_parameters(net):
    net.set_param("layer1_W", np.full((8, 3), 1e38, np.float32))
    net.set_param("layer0_W", np.full((4, 8), 1e38, np.float32))
    before = np.array(net.params())
    net.set_nan_check(True)
    with pytest.raises(FloatingPointError, match="layer layer"):
        net.fit(np.abs(X) + 1, Y, progress=False)
    assert np.array_equal(before, np.asarray(net.params()))

"""Answers over Kafka equal the network's own; jvm/serving's tests kill the scorer and poison its input."""

from __future__ import annotations

import json

import numpy as np
import pytest

from pydl4j.serving import KafkaScorer, KafkaTopic, Predictor

READ_S = 60


def topics(broker, name):
    for ending in ("", "-answers", "-dead-letters"):
        KafkaTopic(broker, name + ending).create(partitions=2)
    return KafkaTopic(broker, name), KafkaTopic(broker, name + "-answers"), KafkaTopic(broker, name + "-dead-letters")


@pytest.mark.parametrize("form", ["json", "raw"])
def test_answers_equal_output(broker, model, examples, form):
    path, expected = model
    asked, answered, _ = topics(broker, f"rows-{form}")
    asked.send(json.dumps(row.tolist()).encode() if form == "json" else row.tobytes() for row in examples)
    with KafkaScorer.start(path, bootstrap_servers=broker, topic=asked.name, format=form) as scorer:
        messages = answered.read(len(examples), timeout_s=READ_S)
        assert scorer.progress().answered == len(examples)
    assert sorted(int(m.key) for m in messages) == list(range(len(examples)))
    for message in messages:
        if form == "json":
            answer = json.loads(message.value)
            output = np.array(answer["output"], np.float32)
            assert answer["class"] == output.argmax()
        else:
            output = np.frombuffer(message.value, "<f4")
        np.testing.assert_allclose(output, expected[int(message.key)], rtol=1e-5, atol=1e-6)
    with Predictor(path) as predictor:
        assert {m.headers["pydl4j-model-version"] for m in messages} == {predictor.version}


def test_a_scorer_started_again_goes_on_where_it_stopped(broker, model, examples):
    path, _ = model
    asked, answered, dead = topics(broker, "again")
    for round_ in range(2):
        asked.send([row.tobytes() for row in examples[:10]] + [b"poison"], first=round_ * 11)
        with KafkaScorer.start(path, bootstrap_servers=broker, topic="again", format="raw"):
            answered.read((round_ + 1) * 10, timeout_s=READ_S)
            dead.read(round_ + 1, timeout_s=READ_S)
    keys = sorted(int(m.key) for m in answered.read(21, timeout_s=2))
    assert keys == [*range(10), *range(11, 21)]
    letters = dead.read(3, timeout_s=2)
    assert sorted(m.key for m in letters) == ["10", "21"]
    assert "got 6 bytes; expected 16" in letters[0].headers["pydl4j-reason"]
    assert letters[0].value == b"poison"


@pytest.mark.parametrize(
    ("setting", "message"),
    [({"format": "xml"}, "xml"), ({"batch_rows": 0}, "at least 1"), ({"output_topic": "t"}, "would read")],
)
def test_wrong_settings_are_refused(model, setting, message):
    with pytest.raises(ValueError, match=message):
        KafkaScorer.start(model[0], bootstrap_servers="localhost:1", topic="t", **setting)


def test_rows_of_two_columns_go_into_two_inputs_and_come_out_of_two_outputs(broker, graph):
    path, net = graph
    asked, answered, dead = topics(broker, "graph")
    asked.send([*(json.dumps({"id": i, "size": i / 10}).encode() for i in range(50)), b'{"id": 1000, "size": 1}'])
    with KafkaScorer.start(path, bootstrap_servers=broker, topic="graph", format="row"):
        messages = answered.read(50, timeout_s=READ_S)
        (letter,) = dead.read(1, timeout_s=READ_S)
    kind, price = net.output([np.arange(50)[:, None], np.arange(50, dtype=np.float32)[:, None] / 10])
    for message in messages:
        outputs = json.loads(message.value)["outputs"]
        np.testing.assert_allclose(outputs["kind"], np.asarray(kind)[int(message.key)], rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(outputs["price"], np.asarray(price)[int(message.key)], rtol=1e-5, atol=1e-6)
    assert "out of range: got 1000" in letter.headers["pydl4j-reason"]


def test_a_class_of_kafkas_reads_and_an_output_is_chosen(broker, model):
    asked, answered, _ = topics(broker, "foreign")
    asked.send([b"1.5"])
    path, _ = model
    with pytest.raises(ValueError, match="on the class path"):
        KafkaScorer.start(path, bootstrap_servers=broker, topic="foreign", format="no.such.Deserializer")
    text = "org.apache.kafka.common.serialization.StringDeserializer"
    with KafkaScorer.start(path, bootstrap_servers=broker, topic="foreign", format=text) as scorer:
        letter = KafkaTopic(broker, "foreign-dead-letters").read(1, timeout_s=READ_S)[0]
        assert "java.lang.String" in letter.headers["pydl4j-reason"]
        assert scorer.progress().dead_letters == 1
    assert not answered.read(1, timeout_s=0.2)

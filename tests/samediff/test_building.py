"""Building a graph asks Java for what is new, not for the whole graph."""

import json

from pydl4j import _jvm, nd
from pydl4j.samediff import SameDiff


def test_an_added_op_is_described_alone(monkeypatch):
    sd = SameDiff.create()
    x = sd.placeholder("x", (None, 3))
    told = []
    call = _jvm.call

    def counted(cls, method, *args):
        answer = call(cls, method, *args)
        if cls == "LocalSameDiff" and method.startswith("describe"):
            told.append(len(str(answer)))
        return answer

    monkeypatch.setattr(_jvm, "call", counted)
    y = x
    for _ in range(50):
        y = y + 1
    assert len(told) == 50
    assert max(told) < 2 * min(told)
    assert len(sd.variables()) == 51


def test_constants_are_numbered_on_and_never_take_a_name_that_is_used():
    sd = SameDiff.create()
    sd.constant("constant_1", 1.0)
    x = sd.placeholder("x", ())
    for _ in range(3):
        x = x + nd.asarray([1.0], dtype="float32")
    names = [v.name for v in sd.variables() if v.name.startswith("constant")]
    assert sorted(names) == ["constant_0", "constant_1", "constant_2", "constant_3"]


def test_what_a_traced_function_adds_is_known_like_what_java_has():
    sd = SameDiff.create()
    x = sd.placeholder("x", (None,))
    y = sd.apply(lambda x: nd.exp(x * 2) + x, x)
    told = json.loads(_jvm.call("LocalSameDiff", "describe", sd._handle.number))["variables"]
    assert [v.name for v in sd.variables()] == [v["name"] for v in told]
    assert sd.get_variable(y.name) is y

"""Scorers that are killed lose no record and answer none twice."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import numpy as np

from pydl4j.serving import KafkaTopic
from tests.conftest import environment
from tests.serving.conftest import broker, examples, model

__all__ = ["broker", "examples", "model"]

RECORDS, KILLS = 20_000, 3
SCORER = """
import sys, time
from pydl4j.serving import KafkaScorer
with KafkaScorer.start(sys.argv[1], bootstrap_servers=sys.argv[2], topic="killed", format="raw", poll_records=200):
    while True:
        time.sleep(1)
"""


def test_killed_scorers_lose_and_double_nothing(
    broker: str,
    model: tuple[Path, np.ndarray],
    examples: np.ndarray,
) -> None:
    for ending in ("", "-answers", "-dead-letters"):
        KafkaTopic(broker, "killed" + ending).create(partitions=2)
    answered = KafkaTopic(broker, "killed-answers")
    KafkaTopic(broker, "killed").send(examples[i % len(examples)].tobytes() for i in range(RECORDS))
    command = [sys.executable, "-c", SCORER, str(model[0]), broker]
    for kill in range(KILLS):
        with subprocess.Popen(command, env=environment({})) as scorer:
            try:
                answered.read((kill + 1) * RECORDS // (KILLS + 2), timeout_s=120)
            finally:
                scorer.send_signal(signal.SIGKILL)
    with subprocess.Popen(command, env=environment({})) as scorer:
        try:
            messages = answered.read(RECORDS, timeout_s=180)
        finally:
            scorer.kill()
    assert sorted(int(m.key) for m in messages) == list(range(RECORDS))
    for m in messages[:: RECORDS // 100]:
        expected = model[1][int(m.key) % len(examples)]
        np.testing.assert_allclose(np.frombuffer(m.value, "<f4"), expected, rtol=1e-5, atol=1e-6)

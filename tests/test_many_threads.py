"""Many threads with many shapes; the minute of it stands in tests/conformance."""

from __future__ import annotations

from tests import many_threads


def test_many_threads_with_many_shapes_get_right_answers() -> None:
    asks = many_threads.questions(many_threads.network())
    many_threads.run(asks, range(1, 41), threads=24, rounds=40)


def test_networks_closed_beside_their_readers_answer_rightly_or_say_so() -> None:
    many_threads.run([many_threads.closing()], range(1, 31), threads=12, rounds=60)

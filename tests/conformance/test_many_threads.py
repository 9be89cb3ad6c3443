"""64 threads over outputs, eager ops, compiled functions and gradients for a minute, with 100 shapes and with 8."""

from __future__ import annotations

from tests import many_threads

THREADS = 64
FEW = (6, 19, 32, 44, 57, 69, 82, 95)  # as many rows on average as 1 to 100


def test_a_hundred_shapes_are_answered_about_as_fast_as_eight_and_always_rightly() -> None:
    asks = many_threads.questions(many_threads.network())
    many = range(1, many_threads.MOST_ROWS + 1)
    many_threads.run(asks, many, threads=THREADS, rounds=100)  # compiles
    rates: dict[int, list[float]] = {8: [], 100: []}
    for _ in range(3):
        rates[8].append(many_threads.run(asks, FEW, threads=THREADS, seconds=5))
        rates[100].append(many_threads.run(asks, many, threads=THREADS, seconds=15))
    few, hundred = max(rates[8]), max(rates[100])
    print(f"questions a second: {few:.0f} with 8 shapes, {hundred:.0f} with 100, ratio {hundred / few:.2f}")
    assert hundred > 0.6 * few

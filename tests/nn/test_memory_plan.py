"""Arenas of the bench's training steps against the most bytes that live at once."""

from dataclasses import replace

import pytest

from tests.bench import ours
from tests.bench.cases import CASES

TRAINING = [replace(case, steps=1) for case in CASES if case.kind == "train"]


@pytest.mark.parametrize("case", TRAINING, ids=lambda case: case.what)
def test_an_arena_is_at_most_15_percent_above_what_lives_at_once(case):
    ours.start(2)
    net = ours.network(case.model())
    plan = net.explain(ours.Exported.as_ours(case.x()), case.y())
    net.close()
    assert plan.lower_bound_bytes <= plan.arena_bytes <= 1.15 * plan.lower_bound_bytes

"""The plans of the bench's models: memory close to what lives at once, and no reference kernels."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pydl4j._explanation import Explanation
from tests.bench import ours
from tests.bench.cases import CASES, Case

TRAINING = [replace(case, steps=1) for case in CASES if case.kind == "train"]
INFERENCE = [case for case in CASES if case.kind == "infer" and case.batch == 1]


def explained(case: Case) -> Explanation:
    ours.start(2)
    net = ours.network(case.model())
    x = ours.Exported.as_ours(case.x())
    plan = net.explain(x, case.y()) if case.kind == "train" else net.explain(x)
    net.close()
    return plan


def refuse_reference_kernels(plan: Explanation) -> None:
    slow = [s for s in plan.steps if s.implementation.startswith(("dnnl:ref", "java:"))]
    assert not slow, [f"{s.name} runs {s.implementation}" for s in slow]


@pytest.mark.parametrize("case", TRAINING, ids=lambda case: case.what)
def test_a_training_step_runs_native_kernels_in_memory_close_to_what_lives_at_once(case: Case) -> None:
    plan = explained(case)
    refuse_reference_kernels(plan)
    assert plan.lower_bound_bytes <= plan.arena_bytes <= 1.15 * plan.lower_bound_bytes


@pytest.mark.parametrize("case", INFERENCE, ids=lambda case: case.what)
def test_an_answer_runs_native_kernels(case: Case) -> None:
    refuse_reference_kernels(explained(case))

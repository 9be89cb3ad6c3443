"""Microseconds from import to the first answer in a fresh process: ``python -m tests.bench.startup ENGINE MODEL``."""

import importlib
import sys
import time

began = time.perf_counter()


def first_answer(engine: str, what: str) -> None:
    """Imports an engine, makes a network and asks it once."""
    made = importlib.import_module(f"tests.bench.{engine}")
    cases = importlib.import_module("tests.bench.cases")
    made.start(2)
    case = cases.Case("start", what, 1)
    net = made.network(case.model())
    x = case.x()
    if engine == "ours":
        net.output(x)
    elif engine == "torch":
        torch = sys.modules["torch"]
        with torch.inference_mode():
            net.eval()(torch.from_numpy(x))
    else:
        net(x)


if __name__ == "__main__":
    first_answer(*sys.argv[1:])
    print((time.perf_counter() - began) * 1e6)

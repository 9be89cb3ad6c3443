"""Runs every engine on the same cases, each in its own process, in turns; least times into ``build/bench.json``."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.bench.cases import CASES, Case
from tests.bench.process import EngineProcess
from tests.bench.results import Results

ENGINES = {
    "ours": "pydl4j",
    "torch": "torch",
    "tensorflow": "tensorflow",
    "onnxruntime": "onnxruntime",
    "numpy": "numpy",
    "dl4j": "",
}
"""Names of the engines' modules here, and what Python must have installed for them."""
PREPARE_S = 300.0
MEASURE_S = 60.0


def main() -> None:
    """Parses the command line, measures, writes results after each case, and reports."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("cases", nargs="*", help='parts of names of cases, such as "train" or "infer vgg"; else all')
    parser.add_argument("--engines", default=",".join(ENGINES), help="which of " + ", ".join(ENGINES))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3, help="how often the engines take turns; the least time counts")
    parser.add_argument("--seconds", type=float, default=0.7, help="time for each mode of an engine in each round")
    parser.add_argument("--peer-python", default=sys.executable, help="the Python that has the peers installed")
    parser.add_argument("--append", action="store_true", help="keep earlier least times of the cases that run again")
    parser.add_argument("--missing", action="store_true", help="only what has no result yet: goes on with a broken run")
    parser.add_argument("--report", action="store_true", help="measure nothing, only report what was measured")
    parser.add_argument("--list", action="store_true", help="name the cases")
    parser.add_argument("--out", type=Path, default=Path("build/bench.json"))
    args = parser.parse_args()

    chosen = [case for case in CASES if not args.cases or any(part in case.name for part in args.cases)]
    if args.list:
        print("\n".join(case.name for case in chosen))
        return
    results = Results.read(args.out)
    if not args.report:
        engines = _installed(args.engines.split(","), args.peer_python, results)
        results.machine(args.threads)
        _measure(chosen, engines, results, args)
    from tests.bench.report import report

    report(results, args.out.with_suffix(".png"))


def _installed(names: list[str], peer_python: str, results: Results) -> dict[str, str]:
    """The engines that there are, with their Pythons; tells which are missing."""
    found = {}
    for name in names:
        python = sys.executable if name == "ours" else peer_python
        module = ENGINES[name]
        code = (
            f"from importlib.metadata import version, packages_distributions as p; print(version(p()['{module}'][0]))"
        )
        asked = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False) if module else None
        if asked is None or asked.returncode == 0 or name == "ours":
            found[name] = python
            results.version(name, asked.stdout.strip() if asked else "1.0.0-M2.1")
        else:
            print(f"{name} is missing: {python} has no {module}; its columns stay empty", file=sys.stderr)
    return found


def _measure(cases: list[Case], engines: dict[str, str], results: Results, args: Any) -> None:
    workers = {e: EngineProcess(e, python=python, threads=args.threads) for e, python in engines.items()}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the engines end with us
    began = time.monotonic()
    try:
        for at, case in enumerate(cases):
            taking = [e for e in workers if not (args.missing and results.has(case.name, e))]
            print(
                f"{time.monotonic() - began:5.0f} s  {at + 1} of {len(cases)}  {case.name}", file=sys.stderr, flush=True
            )
            for engine in taking:
                if not args.append:
                    results.forget(case.name, engine)
            if case.kind == "start":
                _start(case, {e: engines[e] for e in taking}, results, args)
            elif case.kind == "kafka":
                _kafka(case, taking, results, args)
            else:
                _turns(case, {e: workers[e] for e in taking}, results, args)
            results.write(args.out)
    finally:
        for worker in workers.values():
            worker.close()


def _turns(case: Case, workers: dict[str, EngineProcess], results: Results, args: Any) -> None:
    """All engines make ready, then measure in turns."""
    taking = {}
    for engine, worker in workers.items():
        answer = worker.ask({"prepare": case.name}, seconds=PREPARE_S)
        if "failed" in answer:
            results.failed(case.name, engine, answer["failed"])
            print(f"         {engine}: {answer['failed']}", file=sys.stderr)
        elif answer:
            taking[engine] = worker
            results.facts(case.name, answer["facts"])
    for _ in range(args.rounds):
        for engine, worker in list(taking.items()):
            answer = worker.ask({"measure": args.seconds}, seconds=MEASURE_S + args.seconds * 8)
            if "failed" in answer:
                results.failed(case.name, engine, answer["failed"])
                del taking[engine]
            else:
                results.add(case.name, engine, answer)
    for worker in taking.values():
        worker.ask({"drop": True}, seconds=MEASURE_S)


def _kafka(case: Case, taking: list[str], results: Results, args: Any) -> None:
    """Ours alone: in fresh processes in each round, while the engines are stopped."""
    command = [sys.executable, "-m", "tests.bench.kafka", case.what]
    for _ in range(args.rounds if "ours" in taking else 0):
        asked = subprocess.run(command, capture_output=True, text=True, check=False)
        if asked.returncode:
            results.failed(case.name, "ours", (asked.stderr.strip().splitlines() or ["no message"])[-1])
        else:
            results.add(case.name, "ours", {"default settings": float(asked.stdout.split()[-1])})


def _start(case: Case, engines: dict[str, str], results: Results, args: Any) -> None:
    """A fresh process for each engine in each round."""
    for _ in range(args.rounds):
        for engine, python in engines.items():
            if engine in ("ours", "torch", "tensorflow"):
                command = [python, "-m", "tests.bench.startup", engine, case.what]
                asked = subprocess.run(command, capture_output=True, text=True, check=False)
                if asked.returncode:
                    results.failed(case.name, engine, (asked.stderr.strip().splitlines() or ["no message"])[-1])
                else:
                    results.add(case.name, engine, {"fresh process": float(asked.stdout.split()[-1])})


if __name__ == "__main__":
    main()

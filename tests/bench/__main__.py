"""Runs every engine on the same cases, each in its own process, in turns; minima in ``build/bench.json``."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

ENGINES = ("ours", "torch", "onnxruntime")


def main() -> None:
    """Parses the command line, runs the engines, prints a table in microseconds."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("cases", nargs="*", help="parts of names of cases; all unless given")
    parser.add_argument("--engines", default=",".join(ENGINES), help="which of " + ", ".join(ENGINES))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3, help="how often the engines take turns; the least time counts")
    parser.add_argument("--seconds", type=float, default=1.5, help="time for each case in each round")
    parser.add_argument("--peer-python", default=sys.executable, help="the Python that has the peers installed")
    parser.add_argument("--out", type=Path, default=Path("build/bench.json"))
    args = parser.parse_args()

    engines = args.engines.split(",")
    results: dict[str, dict[str, float | str]] = {engine: {} for engine in engines}
    for turn in range(args.rounds):
        for engine in engines:
            print(f"round {turn + 1} of {args.rounds}: {engine}", file=sys.stderr, flush=True)
            python = sys.executable if engine == "ours" else args.peer_python
            for name, value in _run(python, engine, args.cases, args.threads, args.seconds).items():
                before = results[engine].get(name)
                both = isinstance(before, float) and isinstance(value, float)
                results[engine][name] = min(before, value) if both else value
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps({"threads": args.threads, "microseconds": results}, indent=2) + "\n")
    _print(results)


def _run(python: str, engine: str, cases: list[str], threads: int, seconds: float) -> dict[str, float | str]:
    """Microseconds per case in a fresh process; a string where a case or the engine failed."""
    env = {**os.environ, "OMP_NUM_THREADS": str(threads)}
    job = json.dumps({"cases": cases, "threads": threads, "seconds": seconds})
    found = subprocess.run(
        [python, "-m", f"tests.bench.{engine}", job], env=env, capture_output=True, text=True, check=False
    )
    results: dict[str, float | str] = {}
    for line in found.stdout.splitlines():
        if line.startswith("{"):
            results.update(json.loads(line))
    if found.returncode:
        results["failed"] = (found.stderr.strip().splitlines() or ["no message"])[-1]
    return results


def _best(name: str, result: dict[str, float | str]) -> float | None:
    """The least time of a case in any of an engine's modes, which are named behind it ("train mlp compiled")."""
    modes = (name, f"{name} channels-last", f"{name} compiled")
    return min((result[mode] for mode in modes if isinstance(result.get(mode), float)), default=None)


def _print(results: dict[str, dict[str, float | str]]) -> None:
    names = list(dict.fromkeys(name for result in results.values() for name in result))
    print(f"{'microseconds':<28}" + "".join(f"{engine:>14}" for engine in results) + f"{'best peer / ours':>20}")
    for name in names:
        row = [result.get(name) for result in results.values()]
        cells = "".join(f"{value:>14,.1f}" if isinstance(value, float) else f"{value or '-':>14}" for value in row)
        ours = results.get("ours", {}).get(name)
        peers = [t for k, v in results.items() if k != "ours" and (t := _best(name, v)) is not None]
        ratio = f"{min(peers) / ours:>20.2f}" if peers and isinstance(ours, float) else ""
        print(f"{name:<28}{cells}{ratio}")


if __name__ == "__main__":
    main()

"""The table of times, the bars met and missed, and their picture."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from typing import Any

from tests.bench.cases import CASES
from tests.bench.figures import Figure, as_json, figures, peaks
from tests.bench.results import Results

COLUMNS = ("ours", "torch", "tensorflow", "onnxruntime", "numpy", "dl4j")
MET, MISSED, FREE = "#2b8a5f", "#c8553d", "#8a94a3"


def report(results: Results, picture: Path) -> None:
    """Prints everything, adds the summary to the results' file, draws the picture if matplotlib is there."""
    found = figures(results)
    peak = peaks(results)
    results.about["peaks"] = peak
    results.summary = as_json(found)
    results.write(picture.with_suffix(".json"))
    print(table(results))
    print(f"\npeaks of this run: {peak['GFLOP/s']:.0f} GFLOP/s, {peak['GB/s']:.1f} GB/s")
    print(summary(found))
    if importlib.util.find_spec("matplotlib") is None:
        print("matplotlib is missing: no picture", file=sys.stderr)
    elif found:
        draw(found, results, picture)
        print(f"\n{picture}, {picture.with_suffix('.json')}")


def table(results: Results) -> str:
    """Least microseconds of each engine's best mode, and the best peer's over ours."""
    lines = [f"{'microseconds':<26}" + "".join(f"{engine:>13}" for engine in COLUMNS) + f"{'peer / ours':>13}"]
    for case in CASES:
        times = {engine: results.us(case.name, engine) for engine in COLUMNS}
        failed = results.cases.get(case.name, {}).get("failed", {})
        if not any(times.values()) and not failed:
            continue
        cells = [f"{t:>13,.1f}" if (t := times[e]) else f"{'failed' if e in failed else '-':>13}" for e in COLUMNS]
        peers = [t for e, t in times.items() if t and e not in ("ours", "dl4j")]
        ratio = f"{min(peers) / times['ours']:>13.2f}" if peers and times["ours"] else ""
        lines.append(f"{case.name:<26}" + "".join(cells) + ratio)
    return "\n".join(lines)


def summary(found: list[Figure]) -> str:
    """The figures with a bar, those missed first."""
    with_bar = sorted((f for f in found if f.met is not None), key=lambda f: bool(f.met))
    lines = [f"\n{sum(bool(f.met) for f in with_bar)} of {len(with_bar)} bars met"]
    for f in with_bar:
        text = f"{'met' if f.met else 'MISSED':<7}{f.name:<36}{f.value:>8.2f} {f.unit}  (bar {f.target:g})  {f.note}"
        lines.append(text + (f"  cause: {f.cause}" if f.cause else ""))
    return "\n".join(lines)


def draw(found: list[Figure], results: Results, picture: Path) -> None:
    """Bars of each group's figures, with lines at 1 and at the bar."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    groups: dict[str, list[Figure]] = {}
    for f in found:
        groups.setdefault(f.group, []).append(f)
    columns = (
        ("training", "bf16", "busy", "DL4J"),
        ("inference", "callers", "start-up", "Kafka", "Kafka latency"),
        ("arrays", "bandwidth", "nd chain", "nd calls"),
        ("nd",),
        ("operators",),
    )
    titles = {
        "training": "training step: best peer's time / ours",
        "inference": "inference: ONNX Runtime's time / ours",
        "arrays": "functions: best peer's time / ours",
        "nd": "nd, elements: better peer's time / ours",
        "operators": "models of one node: ONNX Runtime's time / ours",
        "nd chain": "chain under jit: NumPy's time / ours",
        "nd calls": "a call on 10 elements, us (less is better)",
        "bandwidth": "share of the measured bandwidth",
        "bf16": "autocast: f32 / bf16, PyTorch's / ours",
        "busy": "a step beside a busy process / with one thread alone (less is better)",
        "callers": "64 callers: throughput / that of the best setting",
        "start-up": "seconds (less is better)",
        "Kafka": "Kafka scorer, exactly once: records/s",
        "Kafka latency": "ms from send to committed answer, 99th percentile (less is better)",
        "DL4J": "DL4J's time / ours",
    }
    assert sorted(group for column in columns for group in column) == sorted(titles)
    heights = [sum(len(groups.get(g, ())) + 2.2 for g in column if g in groups) for column in columns]
    figure = pyplot.figure(figsize=(28, max(0.3 * max(heights), 4) + 1), layout="constrained")
    about = results.about
    versions = ", ".join(f"{k} {v}" for k, v in about.get("versions", {}).items() if k != "ours")
    figure.suptitle(f"pydl4j on {about.get('cpu', '?')}, {about.get('threads', '?')} threads, beside {versions}")
    for part, column in zip(figure.subfigures(1, len(columns)), columns, strict=True):
        shown = [g for g in column if g in groups]
        if shown:
            ratios = {"height_ratios": [len(groups[g]) + 1.5 for g in shown]}
            axes = part.subplots(len(shown), 1, squeeze=False, gridspec_kw=ratios)
            for axis, group in zip(axes[:, 0], shown, strict=True):
                _bars(axis, groups[group], titles[group])
    figure.savefig(picture, dpi=90)
    pyplot.close(figure)


def _bars(axis: Any, group: list[Figure], title: str) -> None:
    kind = group[0].group
    short = ("bandwidth", "callers", "DL4J", "nd chain", "nd calls")
    names = [f.name.split(": ")[0] if kind in short else f.name for f in group]
    names = [re.sub("^(train|infer|array|nd|op) ", "", name) for name in names]
    colors = [FREE if f.met is None else MET if f.met else MISSED for f in group]
    places = range(len(group))
    axis.barh(places, [f.value for f in group], color=colors, height=0.7)
    axis.set_yticks(places, names)
    axis.invert_yaxis()
    longest = max([f.value for f in group] + [f.target or 1.0 for f in group])
    axis.set_xlim(0, longest * 1.12)
    for at, f in enumerate(group):
        axis.text(f.value + longest * 0.01, at, f"{f.value:.2f}", va="center", fontsize=9)
    axis.axvline(1.0, color="#333333", linewidth=1)
    for target in {f.target for f in group if f.target not in (None, 1.0)}:
        axis.axvline(target, color="#333333", linewidth=1, linestyle="--")
    axis.set_title(f"{title}; dashed: the bar" if any(f.target for f in group) else title, loc="left", fontsize=11)
    axis.spines[["top", "right"]].set_visible(False)

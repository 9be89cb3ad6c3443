"""What the times mean: ratios to the peers, shares of the machine's peaks, and the bars that they must reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.bench.arrays import SIZES, SMALL
from tests.bench.cases import CASES, FUNCTIONS, Case
from tests.bench.results import Results

PEERS = ("torch", "tensorflow", "onnxruntime", "numpy")
TRAIN, INFER, DL4J, BF16, CALLERS, BUSY = 1.2, 1.1, 10.0, 1.6, 0.95, 1.5
BANDWIDTH, FLOPS = 0.85, 0.88
OPERATOR = 1 / 1.3
START_S, FIRST_S = 1.5, 1.0
CHAIN, CALL_US = 3.0, 3.0
KAFKA_RECORDS, KAFKA_P99_MS = {"floats": 150_000.0, "rows": 60_000.0}, 100.0
SHORT_CALLS = ("add", "add f64", "add i64", "exp", "less", "sum")
MEMORY_BOUND = ("add", "relu", "sum", "softmax")


@dataclass(frozen=True)
class Figure:
    """One number beside its bar."""

    group: str
    name: str
    value: float
    target: float | None
    unit: str
    met: bool | None
    note: str = ""
    cause: str = ""

    @staticmethod
    def at_least(group: str, name: str, value: float, target: float | None, unit: str, note: str = "") -> Figure:
        """A number that must not be lower than its bar."""
        return Figure(group, name, value, target, unit, None if target is None else value >= target, note)

    @staticmethod
    def at_most(group: str, name: str, value: float, target: float, unit: str) -> Figure:
        """A number that must not be higher than its bar."""
        return Figure(group, name, value, target, unit, value <= target)


def peaks(results: Results) -> dict[str, float]:
    """GB/s of the best triad or copy-like function, GFLOP/s of the best product or convolution, of all engines."""
    found = {"GB/s": 0.0, "GFLOP/s": 0.0}
    for case in CASES:
        if case.kind == "array" and FUNCTIONS[case.what].dtype == "float32":
            f = FUNCTIONS[case.what]
            us = [t for e in ("ours", *PEERS) if (t := results.us(case.name, e)) is not None]
            if us and case.what in ("triad", "add"):
                found["GB/s"] = max(found["GB/s"], f.bytes / min(us) / 1e3)
            if us and f.flops:
                found["GFLOP/s"] = max(found["GFLOP/s"], f.flops / min(us) / 1e3)
    return found


def figures(results: Results) -> list[Figure]:
    """All numbers that the results give, with the causes that were written beside them."""
    made = [figure for case in CASES for figure in _of(case, results)]
    return [Figure(**{**asdict(f), "cause": results.causes.get(f.name, "")}) for f in made]


def _of(case: Case, results: Results) -> Iterator[Figure]:
    us = results.us(case.name, "ours")
    if us is None:
        return
    name = case.name
    if case.kind == "train":
        yield from _training(case, us, results)
    elif case.kind == "infer":
        yield from _ratio("inference", name, us, results, INFER, ("onnxruntime",))
    elif case.kind == "bf16":
        f32, bf16 = results.us(name, "ours", "f32"), results.us(name, "ours", "bf16")
        if f32 and bf16:
            target = BF16 if _has_bf16() else None
            yield Figure.at_least("bf16", f"{name}: f32 / bf16", f32 / bf16, target, "x")
            yield from _ratio("bf16", f"{name}: torch / ours", bf16, results, None, ("torch",), case=name)
    elif case.kind == "busy":
        alone, busy = results.us(name, "ours", "one thread, alone"), results.us(name, "ours", "busy")
        if alone and busy:
            yield Figure.at_most("busy", name, busy / alone, BUSY, "x")
            yield from _ratio("busy", f"{name}: torch / ours", busy, results, None, ("torch",), case=name)
    elif case.kind == "first":
        yield Figure.at_most("start-up", name, us / 1e6, FIRST_S, "s")
    elif case.kind == "start":
        yield Figure.at_most("start-up", name, us / 1e6, START_S, "s")
    elif case.kind == "nd":
        yield from _operation(case, us, results)
    elif case.kind == "op":
        yield from _ratio("operators", name, us, results, OPERATOR, ("onnxruntime",))
    elif case.kind == "kafka" and case.what == "latency":
        yield Figure.at_most("Kafka latency", name, us / 1e3, KAFKA_P99_MS, "ms")
    elif case.kind == "kafka":
        yield Figure.at_least("Kafka", name, 1e6 / us, KAFKA_RECORDS[case.what], "records/s")
    elif case.kind == "callers":
        many = results.us(name, "ours", "64 callers")
        if many:
            yield Figure.at_least("callers", f"{name}: 64 / best", us / many, CALLERS, "x")
    else:
        yield from _array(case, us, results)


def _training(case: Case, us: float, results: Results) -> Iterator[Figure]:
    peak, flops = peaks(results)["GFLOP/s"], results.fact(case.name, "flops")
    share = flops / us / 1e3 / peak if flops and peak else 0.0
    for figure in _ratio("training", case.name, us, results, TRAIN, PEERS):
        met = figure.met or share >= FLOPS
        yield Figure(**{**asdict(figure), "met": met, "note": f"{figure.note}, {share:.0%} of the flop peak"})
    yield from _ratio("DL4J", f"{case.name}: DL4J / ours", us, results, DL4J, ("dl4j",), case=case.name)


def _ratio(
    group: str, name: str, us: float, results: Results, target: float | None, peers: tuple[str, ...], *, case: str = ""
) -> Iterator[Figure]:
    """The best peer's time over ours, if there is a peer."""
    times = {peer: t for peer in peers if (t := results.us(case or name, peer)) is not None}
    if times:
        best = min(times, key=lambda peer: times[peer])
        yield Figure.at_least(group, name, times[best] / us, target, "x", f"best peer {best}")


def _array(case: Case, us: float, results: Results) -> Iterator[Figure]:
    f, peak = FUNCTIONS[case.what], peaks(results)
    if case.what in MEMORY_BOUND and peak["GB/s"]:
        rate = f.bytes / us / 1e3
        share = rate / peak["GB/s"]
        yield Figure.at_least("bandwidth", f"{case.name}: of peak", share, BANDWIDTH, "x", f"{rate:.1f} GB/s")
    note = f"{f.flops / us / 1e3:.0f} GFLOP/s, " if f.flops else ""
    for figure in _ratio("arrays", case.name, us, results, None, PEERS):
        yield Figure(**{**asdict(figure), "note": note + figure.note})


def _operation(case: Case, us: float, results: Results) -> Iterator[Figure]:
    """Large arrays as fast as the better peer, a chain at NumPy's multiple, a call on few elements within its time."""
    large = case.batch > SMALL
    if case.what == "chain":
        target = CHAIN if large else None
        yield from _ratio("nd chain", f"{case.name}: NumPy / ours", us, results, target, ("numpy",), case=case.name)
    if case.batch == SIZES[0] and case.what in SHORT_CALLS:
        yield Figure.at_most("nd calls", f"{case.name}: call", us, CALL_US, "us")
    yield from _ratio("nd", case.name, us, results, 1.0 if large else None, ("numpy", "torch"))


def _has_bf16() -> bool:
    info = Path("/proc/cpuinfo")
    return info.exists() and any(flag in info.read_text() for flag in ("avx512_bf16", "amx_bf16"))


def as_json(found: list[Figure]) -> list[dict[str, Any]]:
    """For the file of results."""
    return [asdict(f) for f in found]

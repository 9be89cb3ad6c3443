"""ONNX Runtime on the models that we export, else on PyTorch's."""

from __future__ import annotations

import io

import numpy as np
import onnxruntime

from tests.bench.cases import Case
from tests.bench.exported import Exported
from tests.bench.operators import OPERATORS
from tests.bench.worker import Prepared, Run

_threads = 0


def start(threads: int) -> None:
    """Remembers the number of threads of the sessions to come."""
    global _threads
    _threads = threads


def session(model: str | bytes, rows: int) -> onnxruntime.InferenceSession:
    """A session with all graph optimizations for a known batch size."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _threads
    options.log_severity_level = 3
    with_free = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    free = [dim for given in with_free.get_inputs()[:1] for dim in given.shape[:1] if isinstance(dim, str)]
    if not free:
        return with_free
    for name in free:
        options.add_free_dimension_override_by_name(name, rows)
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def prepare(case: Case) -> Prepared | None:
    """Inference, whose answers are compared with ours once, and single nodes."""
    if case.kind == "op":
        one = session(str(OPERATORS[case.what].write(Exported.of(case).model)), 0)
        given = OPERATORS[case.what].feeds()
        return Prepared({"node": Run(lambda: one.run(None, given))})
    if case.kind != "infer":
        return None
    exported = Exported.of(case)
    x = case.x()
    if not exported.model.exists():
        run, source = session(_from_torch(case), case.batch), "PyTorch's export"
        fed = {run.get_inputs()[0].name: x}
        return Prepared({source: Run(lambda: run.run(None, fed))}, {"compared": "no export of ours"})
    run = session(str(exported.model), case.batch)
    given = run.get_inputs()[0]
    fed = {given.name: exported.as_ours(x).astype(np.int64 if "int64" in given.type else np.float32)}
    exported.compare(run.run(None, fed)[0])
    return Prepared({"our export": Run(lambda: run.run(None, fed))}, {"compared": "equal answers"})


def _from_torch(case: Case) -> bytes:
    import torch

    from tests.bench.torch import network

    file = io.BytesIO()
    net = network(case.model()).eval()
    torch.onnx.export(net, (torch.from_numpy(case.x()),), file, input_names=["x"], dynamo=False)
    return file.getvalue()

"""ONNX Runtime on the models that PyTorch exports."""

from __future__ import annotations

import io

import onnxruntime
import torch

from tests.bench.timing import Job, normal
from tests.bench.torch import mlp, vgg


def session(model: torch.nn.Module, x: torch.Tensor, threads: int) -> onnxruntime.InferenceSession:
    """A session with all graph optimizations."""
    file = io.BytesIO()
    torch.onnx.export(model.eval(), (x,), file, input_names=["x"], dynamo=False)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(file.getvalue(), options, providers=["CPUExecutionProvider"])


def main() -> None:
    """Measures the inference cases of the job."""
    job = Job.from_command_line()
    for name, make, shape, batches in (("mlp", mlp, (784,), (1, 64)), ("vgg", vgg, (3, 32, 32), (1, 32))):
        for rows in batches:
            if job.wants(f"infer {name} {rows}"):
                x = normal(rows, *shape)
                s = session(make(), torch.from_numpy(x), job.threads)
                job.measure(f"infer {name} {rows}", lambda s=s, x=x: s.run(None, {"x": x}))


if __name__ == "__main__":
    main()

"""Makes the ONNX files beside this one; run with PyTorch: ``python make_pytorch.py``. They are committed."""

from pathlib import Path

import torch

torch.manual_seed(5)
body = torch.nn.Sequential(
    torch.nn.Conv2d(1, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Flatten(),
    torch.nn.Linear(16, 3),
)  # fmt: skip


class Squares(torch.nn.Sequential):
    """Of rows of 36 pixels."""

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return super().forward(pixels.reshape(-1, 1, 6, 6))


torch.onnx.export(
    Squares(*body).eval(), (torch.randn(2, 36),), str(Path(__file__).parent / "pytorch_squares.onnx"), dynamo=False,
    training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False, input_names=["pixels"],
    output_names=["scores"], dynamic_axes={"pixels": {0: "N"}, "scores": {0: "N"}},
)  # fmt: skip

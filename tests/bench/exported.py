"""The models that we export for ONNX Runtime, and our answers to compare with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.bench.cases import Case

FOLDER = Path("build/bench")


@dataclass(frozen=True)
class Exported:
    """A model file and the answers that we gave to a case's inputs."""

    model: Path
    answers: Path

    @staticmethod
    def of(case: Case) -> Exported:
        """The files of a case of inference."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        name = case.name.replace(" ", "-")
        return Exported(FOLDER / f"{name}.onnx", FOLDER / f"{name}.npy")

    def remove(self) -> None:
        """Forgets the files of an earlier run."""
        self.model.unlink(missing_ok=True)
        self.answers.unlink(missing_ok=True)

    @staticmethod
    def as_ours(x: np.ndarray) -> np.ndarray:
        """Sequences [N, T, size] as DL4J and we have them, [N, size, T]; all else as it is."""
        return np.ascontiguousarray(x.transpose(0, 2, 1)) if x.ndim == 3 else x

    def compare(self, answers: np.ndarray) -> None:
        """Refuses answers that differ from ours by more than 1e-3 of the largest."""
        ours = np.load(self.answers)
        worst = float(np.abs(ours - answers).max() / np.abs(ours).max())
        if not worst < 1e-3:
            raise ValueError(f"[{self.model}] answers differ: got {worst:.2g} of the largest; expected under 1e-3.")

"""What the demos share: steps that say how long they took, and the images."""

from __future__ import annotations

import contextlib
import shutil
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pydl4j import _java

ROOT = Path(__file__).resolve().parent.parent
FASHION = Path("/usr/share/datasets/fashion-mnist")
FASHION_CLASSES = ("T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot")


class Steps:
    """Says which of how many steps is under way, and how long it took."""

    def __init__(self, count: int) -> None:
        self._began = time.monotonic()
        self._count = count
        self._number = 0

    @property
    def seconds(self) -> float:
        """Since the first step."""
        return time.monotonic() - self._began

    @contextlib.contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Announces a step, and its time when it is over."""
        self._number += 1
        began = time.monotonic()
        print(f"[{self._number}/{self._count}] {what}", flush=True)
        yield
        print(f"      {time.monotonic() - began:.1f} s", flush=True)


@dataclass(frozen=True)
class Images:
    """IDX files: images and labels to train on, and to test on."""

    name: str
    train: tuple[Path, Path]
    test: tuple[Path, Path]
    classes: tuple[str, ...]


def images(folder: Path) -> Images:
    """Fashion-MNIST where Debian's package is installed, else scikit-learn's digits, written into the folder."""
    if FASHION.is_dir():
        kinds = ("images-idx3-ubyte.gz", "labels-idx1-ubyte.gz")
        train, test = ([FASHION / f"{part}-{kind}" for kind in kinds] for part in ("train", "t10k"))
        return Images("Fashion-MNIST", (train[0], train[1]), (test[0], test[1]), FASHION_CLASSES)
    print("no Debian package dataset-fashion-mnist here: scikit-learn's digits are taken instead")
    from sklearn.datasets import load_digits

    digits = load_digits()
    pixels = np.kron(digits.images * (255 / 16), np.ones((1, 3, 3))).astype(np.uint8)[:, 1:23, 1:23]
    pixels, labels = np.pad(pixels, ((0, 0), (3, 3), (3, 3))), digits.target.astype(np.uint8)
    cut = 1497
    return Images(
        "digits",
        write_idx(folder, "train", pixels[:cut], labels[:cut]),
        write_idx(folder, "test", pixels[cut:], labels[cut:]),
        tuple("0123456789"),
    )


def write_idx(folder: Path, name: str, pixels: np.ndarray, labels: np.ndarray) -> tuple[Path, Path]:
    """Writes images [N, H, W] and labels [N], uint8, as IDX files; their paths."""
    files = folder / f"{name}-images-idx3-ubyte", folder / f"{name}-labels-idx1-ubyte"
    for file, values in zip(files, (pixels, labels), strict=True):
        dims = struct.pack(f">{values.ndim}I", *values.shape)
        file.write_bytes(bytes([0, 0, 8, values.ndim]) + dims + values.astype(np.uint8).tobytes())
    return files


def java() -> str:
    """The Java that pydl4j itself uses."""
    return str(_java.find().home / "bin" / "java")


def fresh(folder: Path) -> Path:
    """An empty folder in place of whatever an earlier run left there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder

"""The loop of one cluster, small: HDFS, Spark, tuning, averaging, Kafka."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from pydl4j import demo_cluster


@pytest.fixture
def small(tmp_path, monkeypatch):
    """400 easy images of 8x8: a bright square whose place is the class."""
    monkeypatch.setattr(demo_cluster, "OUT", tmp_path)
    generator = np.random.default_rng(1)
    labels = generator.integers(0, 10, 400).astype(np.uint8)
    pixels = generator.integers(0, 60, (400, 8, 8)).astype(np.uint8)
    for image, label in zip(pixels, labels, strict=True):
        image[label // 4 * 2 : label // 4 * 2 + 2, label % 4 * 2 : label % 4 * 2 + 2] = 255
    train = demo_cluster.idx("train", pixels[:300], labels[:300])
    return demo_cluster.Images("squares", train, demo_cluster.idx("test", pixels[300:], labels[300:]))


def test_the_loop_of_one_cluster(small, tmp_path):
    code = (
        "import json, sys\n"
        "from pathlib import Path\n"
        "from pydl4j import demo_cluster as demo\n"
        "demo.OUT = out = Path(sys.argv[1])\n"
        "kinds = ('images-idx3', 'labels-idx1')\n"
        "train, test = (tuple(out / f'{part}-{kind}-ubyte' for kind in kinds) for part in ('train', 'test'))\n"
        "print(json.dumps(demo.run(demo.Images('squares', train, test), kafka_records=100)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["hdfs_rows"] == 400
    assert len(report["trials"]) == 4
    assert report["kafka_records"] == 100
    assert report["kafka_mismatches"] == 0
    assert (tmp_path / "model-from-hdfs.zip").read_bytes() == (tmp_path / "model.zip").read_bytes()


def test_digits_written_as_idx_are_read_back(tmp_path, monkeypatch):
    monkeypatch.setattr(demo_cluster, "OUT", tmp_path)
    pixels = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)
    images, labels = demo_cluster.idx("few", pixels, np.array([7, 1]))
    assert images.read_bytes()[:16] == bytes([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4])
    assert images.read_bytes()[16:] == pixels.tobytes()
    assert labels.read_bytes() == bytes([0, 0, 8, 1, 0, 0, 0, 2, 7, 1])

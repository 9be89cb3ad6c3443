"""The loop of one cluster, small: HDFS, Spark, tuning, averaging, Kafka."""

from __future__ import annotations

import json

import numpy as np
import pytest

from pydl4j._demo import write_idx


@pytest.fixture
def small(tmp_path):
    """400 easy images of 8x8: a bright square whose place is the class."""
    generator = np.random.default_rng(1)
    labels = generator.integers(0, 10, 400).astype(np.uint8)
    pixels = generator.integers(0, 60, (400, 8, 8)).astype(np.uint8)
    for image, label in zip(pixels, labels, strict=True):
        image[label // 4 * 2 : label // 4 * 2 + 2, label % 4 * 2 : label % 4 * 2 + 2] = 255
    write_idx(tmp_path, "train", pixels[:300], labels[:300])
    write_idx(tmp_path, "test", pixels[300:], labels[300:])


@pytest.mark.usefixtures("small")
def test_the_loop_of_one_cluster(run_python, tmp_path):
    done = run_python(
        """
        import json, sys
        from pathlib import Path

        from pydl4j import demo_cluster as demo

        demo.OUT = out = Path(sys.argv[1])
        kinds = ("images-idx3", "labels-idx1")
        train, test = (tuple(out / f"{part}-{kind}-ubyte" for kind in kinds) for part in ("train", "test"))
        print(json.dumps(demo.run(demo.Images("squares", train, test, tuple("0123456789")), kafka_records=100)))
        """,
        str(tmp_path),
        timeout_s=600,
    )
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["hdfs_rows"] == 400
    assert len(report["trials"]) == 4
    assert report["kafka_records"] == 100
    assert report["kafka_mismatches"] == 0
    assert (tmp_path / "model-from-hdfs.zip").read_bytes() == (tmp_path / "model.zip").read_bytes()

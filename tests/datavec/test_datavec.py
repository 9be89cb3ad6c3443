"""DataVec from Python: values, readers, batches, normalizers, pipelines."""

from __future__ import annotations

import base64
import gzip
import io
import os
import pickle
import resource
import struct
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pydl4j.datavec import (
    And,
    ColumnCondition,
    CSVRecordReader,
    IDXRecordReader,
    ImagePreProcessingScaler,
    ImageRecordReader,
    Labels,
    NormalizerMinMaxScaler,
    NormalizerStandardize,
    ParentPathLabel,
    Pipeline,
    RemoveColumns,
    Schema,
    Sequences,
    TransformProcess,
)

SCHEMA = (
    Schema.builder()
    .add_column_double("size")
    .add_column_categorical("color", ["red", "blue"])
    .add_column_string("species")
    .build()
)
PROCESS = (
    TransformProcess.builder(SCHEMA)
    .filter(ColumnCondition("size", op="less_than", values=[0]))
    .categorical_to_one_hot("color")
    .string_to_categorical("species", ["cat", "dog"])
    .build()
)


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "data.csv"
    path.write_text("1,red,cat\n-1,red,cat\n3,blue,dog\n5,blue,cow\n5,red,dog\n")
    return path


@pytest.fixture
def idx(tmp_path: Path) -> tuple[Path, Path]:
    images, labels = tmp_path / "images.gz", tmp_path / "labels"
    pixels = np.arange(50 * 12, dtype=np.uint32).astype(np.uint8)
    images.write_bytes(gzip.compress(struct.pack(">4i", 0x803, 50, 3, 4) + pixels.tobytes()))
    labels.write_bytes(struct.pack(">2i", 0x801, 50) + bytes(i % 10 for i in range(50)))
    return images, labels


def idx_pipeline(paths: tuple[Path, Path]) -> Pipeline:
    reader = IDXRecordReader()
    return Pipeline(reader, schema=reader.schema(*paths), labels="label", normalizer=ImagePreProcessingScaler())


def png(pixels: np.ndarray) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "png")
    return out.getvalue()


def test_transforms_run_in_memory() -> None:
    done = PROCESS.execute([[1.0, "red", "cat"], {"size": -1.0}, {"size": 2.0, "color": "blue", "species": "dog"}])
    assert done.rows == [[1.0, 1, 0, "cat"], [2.0, 0, 1, "dog"]]
    assert PROCESS.final_schema.names == ["size", "color[red]", "color[blue]", "species"]


def test_invalid_rows_raise_or_are_kept_with_their_origin() -> None:
    rows = [[1.0, "red", "cat"], [1.0, "red", "cow"], [1.0, "pink", "cat"]]
    with pytest.raises(ValueError, match=r"record at collection:1.*unknown category: got 'cow'"):
        PROCESS.execute(rows)
    done = PROCESS.execute(rows, invalid="collect")
    assert (len(done.rows), done.invalid_count) == (1, 2)
    assert done.invalid_rows[1]["origin"] == {"uri": "collection", "position": 2}


def test_values_survive_json_and_pickle() -> None:
    process = TransformProcess(
        SCHEMA,
        [
            *PROCESS.transforms,
            RemoveColumns(["size"]),
        ],
    )
    pipeline = Pipeline(CSVRecordReader(1), transform=process, labels="species", normalizer=NormalizerStandardize())
    assert pickle.loads(pickle.dumps(pipeline)) == pipeline
    again = Pipeline.from_json(pipeline.to_json())
    assert again == pipeline
    assert again.output_schema.names == ["color[red]", "color[blue]", "species"]
    assert again.class_names == ["cat", "dog"]


@pytest.mark.parametrize(
    "text",
    ["", "7", "null", "[]", "{}", "[" * 100_000, '{"columns": [null]}', '{"columns": [{"name": "a", "type": 3}]}',
     '{"reader": {"@type": "uris"}, "transform": {}}',
     '{"initialSchema": {"columns": []}, "transforms": [{"@type": "json"}]}'],
)  # fmt: skip
@pytest.mark.parametrize("kind", [Schema, TransformProcess, Pipeline])
def test_json_that_describes_no_such_value_is_a_value_error(kind: type, text: str) -> None:
    with pytest.raises(ValueError, match=r"^\["):
        kind.from_json(text)


def test_unknown_columns_name_the_nearest() -> None:
    with pytest.raises(ValueError, match="Did you mean 'size'"):
        TransformProcess.builder(SCHEMA).remove_columns("siez").build()
    with pytest.raises(ValueError, match="column 'color' is CATEGORICAL: it can't be a feature"):
        Pipeline(CSVRecordReader(), schema=SCHEMA, labels="species").feature_shape  # noqa: B018


def test_conditions_combine() -> None:
    both = And(
        [ColumnCondition("size", op="greater_than", values=[1]), ColumnCondition("color", op="equal", values=["red"])]
    )
    process = TransformProcess.builder(SCHEMA).filter(both).build()
    assert [r[0] for r in process.execute([[1.0, "red", ""], [2.0, "red", ""], [2.0, "blue", ""]]).rows] == [1.0, 2.0]


def test_csv_becomes_normalized_batches(csv: Path) -> None:
    records = Pipeline(CSVRecordReader(), transform=PROCESS, labels="species", normalizer=NormalizerStandardize()).read(
        csv, invalid="collect"
    )
    fitted = records.fit()
    assert fitted.pipeline.normalizer.mean[0] == 3.0
    with fitted.batches(10) as batches:
        (batch,) = list(batches)
        assert np.asarray(batch.labels).tolist() == [[1, 0], [0, 1], [0, 1]]
        sizes = np.array([1, 3, 5])
        np.testing.assert_allclose(np.asarray(batch.features)[:, 0], (sizes - 3) / sizes.std(), rtol=1e-6)
        count, kept = batches.invalid_rows
        assert (count, kept[0]["origin"]["position"]) == (1, 4)
        assert batches.rows == 3


def test_csv_errors_name_file_and_line(csv: Path) -> None:
    pipeline = Pipeline(CSVRecordReader(), transform=PROCESS, labels="species")
    with pytest.raises(ValueError, match=r"data\.csv:4\] .*got 'cow'"):
        list(pipeline.read(csv).batches())
    with pytest.raises(FileNotFoundError, match=r"none\.csv"):
        pipeline.read(csv.parent / "none.csv").batches()


def test_serving_gives_the_features_of_training(csv: Path) -> None:
    pipeline = (
        Pipeline(CSVRecordReader(), transform=PROCESS, labels="species", normalizer=NormalizerMinMaxScaler())
        .read(csv, invalid="collect")
        .fit()
        .pipeline
    )
    (batch,) = pipeline.read(csv, invalid="collect").batches(10)
    served = pipeline.features([{"size": 3, "color": "blue"}, {"size": 5, "color": "red"}])
    np.testing.assert_array_equal(np.asarray(served), np.asarray(batch.features)[1:])
    with pytest.raises(ValueError, match="value is missing"):
        pipeline.features([{"size": 3}])


def test_idx_images_keep_shape_and_labels(idx: tuple[Path, Path]) -> None:
    pipeline = idx_pipeline(idx)
    assert pipeline.feature_shape == (1, 3, 4)
    with pipeline.read(*idx).batches(20) as batches:
        assert batches.rows == 50
        seen = list(batches)
    assert [b.features.shape for b in seen] == [(20, 1, 3, 4), (20, 1, 3, 4), (10, 1, 3, 4)]
    x = np.concatenate([np.asarray(b.features) for b in seen]).ravel()
    np.testing.assert_allclose(x, (np.arange(600) % 256) / 255, rtol=1e-6)
    assert np.concatenate([np.asarray(b.labels) for b in seen]).argmax(1).tolist() == [i % 10 for i in range(50)]


def test_shuffled_epochs_differ_and_repeat_with_the_seed(idx: tuple[Path, Path]) -> None:
    records = Pipeline(
        IDXRecordReader(), schema=IDXRecordReader().schema(*idx), labels=Labels("label", kind="index")
    ).read(*idx)

    def epochs() -> list[list[float]]:
        with records.batches(8, shuffle=3) as batches:
            return [[float(v) for b in batches for v in np.asarray(b.features)[:, 0, 0, 0]] for _ in range(2)]

    first, second = epochs()
    assert first != second
    assert sorted(first) == sorted(second)
    assert epochs() == [first, second]


def test_splits_are_disjoint_and_complete(idx: tuple[Path, Path]) -> None:
    train, test = idx_pipeline(idx).read(*idx).split(0.8, seed=1)
    sizes = []
    for share in (train, test, *train.split(0.5)):
        with share.batches(100) as batches:
            sizes.append(sum(b.features.shape[0] for b in batches))
    assert sizes[0] + sizes[1] == 50
    assert sizes[2] + sizes[3] == sizes[0]
    assert 30 < sizes[0] < 50


def test_truncated_and_foreign_idx_files_are_refused(idx: tuple[Path, Path]) -> None:
    pipeline = idx_pipeline(idx)
    whole = gzip.decompress(idx[0].read_bytes())
    idx[0].write_bytes(whole[:-5])
    with pytest.raises(OSError, match="breaks off in row 49"):
        list(pipeline.read(*idx).batches())
    idx[0].write_bytes(b"something else altogether")
    with pytest.raises(OSError, match="not an IDX file"):
        pipeline.read(*idx).batches()


def test_images_get_their_directory_as_label(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    for kind, name in (("cat", "1"), ("dog", "1"), ("dog", "2")):
        (tmp_path / kind).mkdir(exist_ok=True)
        (tmp_path / kind / f"{name}.png").write_bytes(png(rng.integers(0, 256, (6, 5, 3), dtype=np.uint8)))
    (tmp_path / "dog" / "broken.png").write_bytes(png(np.zeros((6, 5, 3), np.uint8))[:-20])
    reader = ImageRecordReader(6, 5, 3, label=ParentPathLabel())
    pipeline = Pipeline(reader, schema=reader.schema(tmp_path), labels="label")
    with pipeline.read(tmp_path, invalid="collect").batches(4) as batches:
        (batch,) = list(batches)
        assert batches.invalid_rows[0] == 1
    assert np.asarray(batch.labels).argmax(1).tolist() == [0, 1, 1]
    expected = np.random.default_rng(0).integers(0, 256, (6, 5, 3), dtype=np.uint8).transpose(2, 0, 1)
    np.testing.assert_array_equal(np.asarray(batch.features)[0], expected)
    np.testing.assert_array_equal(np.asarray(pipeline.image_features(tmp_path / "cat" / "1.png"))[0], expected)
    text = base64.b64encode((tmp_path / "cat" / "1.png").read_bytes()).decode()
    np.testing.assert_array_equal(np.asarray(pipeline.features([{"image": text}]))[0], expected)


def bomb(height: int, width: int) -> bytes:
    """A PNG of a few bytes with right checksums that claims any size."""
    small = bytearray(png(np.zeros((2, 2), np.uint8)))
    small[16:24] = struct.pack(">II", width, height)
    small[29:33] = struct.pack(">I", zlib.crc32(small[12:29]))
    return bytes(small)


def test_images_that_claim_absurd_sizes_are_invalid_rows_and_take_no_memory(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    for i in range(4):
        (folder / f"{i}.png").write_bytes(png(np.full((2, 3), i, np.uint8)))
    claims = [(100_000, 100_000), (40_000, 40_000), (4, 2_000_000), (9000, 8000), (1 << 31, 1)]
    for i, (height, width) in enumerate(claims):
        (folder / f"{i}_bomb.png").write_bytes(bomb(height, width))
    reader = ImageRecordReader(2, 3, 1)
    pipeline = Pipeline(reader, schema=reader.schema(tmp_path))
    pipeline.image_features(folder / "0.png")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pipeline.read(tmp_path, invalid="collect").batches(8) as batches:
        assert sum(len(np.asarray(b.features)) for b in batches) == 4
        count, kept = batches.invalid_rows
    assert count == 5
    assert all("[image] too large: got " in row["reason"] for row in kept)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 << 10
    with pytest.raises(ValueError, match="got 9000 x 8000 pixels; expected at most 67108864"):
        pipeline.image_features(folder / "3_bomb.png")
    small = ImageRecordReader(2, 3, 1, max_pixels=5)
    with pytest.raises(ValueError, match="got 2 x 3 pixels; expected at most 5"):
        Pipeline(small, schema=reader.schema(tmp_path)).image_features(folder / "0.png")


def test_resizing_agrees_with_pillow(tmp_path: Path) -> None:
    from PIL import Image

    pixels = np.random.default_rng(1).integers(0, 256, (31, 17, 3), dtype=np.uint8)
    (tmp_path / "a.png").write_bytes(png(pixels))
    for height, width in ((8, 9), (40, 50), (31, 5)):
        reader = ImageRecordReader(height, width, 3)
        ours = np.asarray(Pipeline(reader, schema=reader.schema(tmp_path)).image_features(tmp_path / "a.png"))[0]
        theirs = np.asarray(Image.fromarray(pixels).resize((width, height), Image.Resampling.BILINEAR))
        assert np.abs(ours - theirs.transpose(2, 0, 1)).max() <= 1  # Pillow rounds between its two passes


def test_normalizers_revert() -> None:
    x = np.random.default_rng(2).normal(size=(7, 3, 2, 2)).astype(np.float32)
    for normalizer in (
        NormalizerStandardize(mean=[1, 2, 3], std=[1, 2, 4]),
        NormalizerMinMaxScaler(-1, 1, min=[-3, -3, -3], max=[3, 4, 5]),
        ImagePreProcessingScaler(),
    ):
        scaled = normalizer.transform(x)
        assert not np.allclose(scaled, x)
        np.testing.assert_allclose(normalizer.revert(scaled), x, atol=1e-6)
    with pytest.raises(ValueError, match="expected float32 with 2 features"):
        NormalizerStandardize(mean=[1, 2], std=[1, 2]).transform(x)


def test_rows_in_memory_become_batches() -> None:
    schema = Schema.builder().add_column_double("x").add_column_double("y").build()
    pipeline = Pipeline(schema=schema, labels=Labels("y", kind="regression"))
    with pipeline.read_rows([[1.0, 10.0], {"x": 2.0, "y": 20.0}]).batches(2) as batches:
        (batch,) = list(batches)
    assert np.asarray(batch.features).tolist() == [[1], [2]]
    assert np.asarray(batch.labels).tolist() == [[10], [20]]
    with pytest.raises(ValueError, match="no rows"), pipeline.read_rows([]).batches() as empty:
        list(empty)


def test_files_become_padded_sequences(tmp_path: Path) -> None:
    (tmp_path / "0.csv").write_text("1,10,0\n2,20,2\n3,30,1\n")
    (tmp_path / "1.csv").write_text("4,40,1\n5,50,0\n")
    schema = Schema.builder().add_column_double("a", "b").add_column_integer("y", max=2).build()
    pipeline = Pipeline(CSVRecordReader(), schema=schema, labels="y", sequences=Sequences(label_at="last_step"))
    assert Pipeline.from_json(pipeline.to_json()) == pipeline
    (batch,) = pipeline.read(tmp_path).batches(2)
    assert np.asarray(batch.features)[:, 0].tolist() == [[1, 2, 3], [4, 5, 0]]
    assert np.asarray(batch.features_mask).tolist() == [[1, 1, 1], [1, 1, 0]]
    assert np.asarray(batch.labels_mask).tolist() == [[0, 0, 1], [0, 1, 0]]
    assert np.asarray(batch.labels)[0, :, 2].tolist() == [0, 1, 0]
    assert pipeline.features([{"a": 1, "b": 2}, {"a": 3, "b": 4}]).tolist() == [[[1, 3], [2, 4]]]


def test_images_are_decoded_without_opencv_after_one_warning(
    tmp_path: Path, run_python: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    from pydl4j import _jvm

    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(png(np.arange(18, dtype=np.uint8).reshape(2, 3, 3)))
    jars = os.pathsep.join(jar for jar in _jvm.class_path() if "opencv" not in Path(jar).name)
    done = run_python(
        """
        import sys
        from pydl4j.datavec import ImageRecordReader, Pipeline
        reader = ImageRecordReader(2, 3, 3)
        (batch,) = Pipeline(reader, schema=reader.schema(sys.argv[1])).read(sys.argv[1]).batches(2)
        print(batch.features.shape, batch.features.tolist()[1][0])
        """,
        str(tmp_path),
        env={"PYDL4J_CLASSPATH": jars},
    )
    assert "(2, 3, 2, 3) [[0.0, 3.0, 6.0], [9.0, 12.0, 15.0]]" in done.stdout
    assert done.stderr.count("javax.imageio decodes") == 1


def test_whole_columns_are_int64_to_the_last_bit_unless_a_normalizer_scales_them() -> None:
    great = 2**24 + 1  # the first whole number that float32 rounds
    schema = Schema.builder().add_column_long("id").add_column_integer("k", min=0, max=1).build()
    pipeline = Pipeline(schema=schema, labels=Labels("k", kind="index"))
    with pipeline.read_rows([[great, 0], [-great, 1]]).batches(2) as batches:
        (batch,) = list(batches)
    ids, kinds = np.asarray(batch.features), np.asarray(batch.labels)
    assert (ids.dtype, ids.tolist()) == (np.int64, [[great], [-great]])
    assert (kinds.dtype, kinds.tolist()) == (np.int64, [0, 1])
    scaled = Pipeline(schema=schema, labels=Labels("k"), normalizer=NormalizerStandardize(mean=[0], std=[1]))
    with scaled.read_rows([[3, 0]]).batches(1) as batches:
        assert np.asarray(next(iter(batches)).features).dtype == np.float32

"""What holds for all plans of the process: threads, backends, and what it refuses to compute."""

import os
import subprocess
import sys

import numpy as np
import pytest

from pydl4j import nd
from pydl4j.nn import DenseLayer, InputType, MultiLayerNetwork, OutputLayer
from tests.conftest import instruction_sets


def test_a_number_of_threads_holds_for_ops_and_networks_until_its_block_ends():
    before = nd.get_threads()
    net = MultiLayerNetwork([OutputLayer(3)], input_type=InputType.feed_forward(4)).init()
    x = np.ones((2, 4), np.float32)
    with nd.set_threads(3):
        assert nd.get_threads() == 3
        assert np.asarray(nd.ones(3) + 1).tolist() == [2, 2, 2]
        net.output(x)
    assert nd.get_threads() == before
    big = MultiLayerNetwork([DenseLayer(2048), OutputLayer(3)], input_type=InputType.feed_forward(2048)).init()
    with nd.set_threads(1):
        assert big.explain(np.ones((8, 2048), np.float32)).threads == 1
    big.set_threads(2)
    with nd.set_threads(1):
        assert big.explain(np.ones((8, 2048), np.float32)).threads == 2  # what the network was told goes first


@pytest.mark.parametrize("count", [0, -1, 10**6, 2**40])
def test_an_absurd_number_of_threads_is_refused(count):
    with pytest.raises(ValueError, match=r"\[threads\] got"):
        nd.set_threads(count)
    with pytest.raises(TypeError):
        nd.set_threads(1.5)


def test_backends_name_libraries_versions_and_instruction_sets():
    selected = [b for b in nd.backends() if b.selected]
    assert len(selected) == 1
    libraries = {library.name: library for library in selected[0].libraries}
    assert libraries["oneDNN"].version.count(".") == 2
    assert libraries["oneDNN"].simd
    assert libraries["pydl4j kernels"].simd.startswith("x86-64-v")


@pytest.mark.parametrize(
    ("shape", "error"),
    [
        ((2**40,), MemoryError),  # 4 TiB
        ((2**31, 2**31), (ValueError, MemoryError)),  # 2^64 bytes
        ((2**62,), (ValueError, MemoryError)),
        ((-3, 2), ValueError),
        ((1,) * 100, ValueError),
    ],
)
def test_absurd_shapes_raise_and_name_the_shape(shape, error):
    with pytest.raises(error, match=r"\[|dim|shape|memory"):
        nd.zeros(shape)


def test_an_op_whose_result_is_absurd_names_itself_and_the_shapes():
    a, b = nd.zeros((2**21, 1)), nd.zeros((1, 2**21))
    with pytest.raises(MemoryError, match=r"(?s)(Add|MatMul).*does not fit in memory.*float32\[2097152, 2097152\]"):
        nd.ops.add(a, b)
    with pytest.raises(ValueError, match=r"Expand.*2\^63"):
        nd.ops.expand(nd.ones((1,)), shape=[2**31, 2**31, 2**31])


def test_dtypes_that_an_op_does_not_take_are_named_with_the_op():
    with pytest.raises(ValueError, match=r"\[Gather\] got indices of type float32"):
        nd.ops.gather(nd.ones((2, 2)), nd.ones(2))


def test_shapes_that_do_not_fit_name_the_op_and_the_shapes():
    with pytest.raises(ValueError, match=r"\[2, 3\].*\[4, 5\]"):
        nd.ops.mat_mul(nd.ones((2, 3)), nd.ones((4, 5)))


def test_closed_arrays_are_refused():
    a = nd.ones(3)
    a.close()
    with pytest.raises(ValueError, match="closed"):
        nd.ops.add(a, nd.ones(3))


LIMITED = """
import numpy as np, pydl4j
from pydl4j.nn import *
pydl4j.jvm.options(memory_limit="64m", spark=False)
layers = [ConvolutionLayer(n_out=32, kernel_size=(3, 3), padding=(1, 1), activation="relu") for _ in range(6)]
net = MultiLayerNetwork([*layers, OutputLayer(3)], input_type=InputType.convolutional(32, 32, 3)).init()
x, y = np.zeros((64, 3, 32, 32), np.float32), np.arange(64) % 3
try:
    net.fit(x, y, batch_size=64, progress=False)
except MemoryError as error:
    print(error)
net.fit(x, y, batch_size=4, progress=False)
print("smaller batch:", net.iteration_count)
"""


def test_a_plan_beyond_the_memory_limit_says_what_it_needs_and_a_smaller_batch_trains():
    done = subprocess.run([sys.executable, "-c", LIMITED], capture_output=True, text=True, check=True)
    assert "[plan] does not fit in memory: got" in done.stdout
    assert "layer" in done.stdout
    assert "float32[64, 32, 32, 32]" in done.stdout
    assert "activation checkpointing" in done.stdout
    assert "smaller batch: 16" in done.stdout


@pytest.mark.skipif(
    not {"v2", "v3"} & set(instruction_sets()),
    reason="compiled for this machine; conformance-ci does for all",
)
@pytest.mark.parametrize("how", ["environment", "property"])
def test_a_cap_of_the_instruction_set_holds_for_all_libraries(how):
    program = """
import pydl4j
from pydl4j import nd
{options}
libraries = {{x.name: x.simd for x in next(b for b in nd.backends() if b.selected).libraries}}
print(libraries["oneDNN"], libraries["pydl4j kernels"])
"""
    options = 'pydl4j.jvm.options(flags=("-Dpydl4j.isa=v3",))' if how == "property" else ""
    env = {**os.environ, **({"PYDL4J_ISA": "v3"} if how == "environment" else {})}
    command = [sys.executable, "-c", program.format(options=options)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    dnnl, ours = done.stdout.split()
    assert dnnl.startswith(("avx2", "avx", "sse41"))
    assert "512" not in dnnl
    assert ours in ("x86-64-v3", "x86-64-v2")


def test_a_cap_below_all_compiled_instruction_sets_is_said(run_python):
    done = run_python("from pydl4j import nd; nd.ones(2)", env={"PYDL4J_ISA": "v1"}, check=False)
    said = "[pydl4j.isa] no kernels that run here: compiled were those for " + ", ".join(instruction_sets())
    assert said in " ".join(done.stderr.split())
    assert done.returncode != 0


SMALL_STACKS = """
import numpy as np, PIL.Image, pydl4j
from pydl4j.datavec import ImageRecordReader, Pipeline
pydl4j.jvm.options(flags=("-Xss{size}k",), spark=False)
PIL.Image.new("L", (20, 20)).save("x.png")
reader = ImageRecordReader(6, 6, 1)
pipeline = Pipeline(reader, schema=reader.schema("x.png"))
print([b.features.shape for b in pipeline.read("x.png").batches(1)])
"""


@pytest.mark.parametrize("size", [256, 512])
def test_libraries_load_whatever_stack_the_thread_has_that_needs_them_first(tmp_path, size):
    command = [sys.executable, "-c", SMALL_STACKS.format(size=size)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, "[(1, 1, 6, 6)]"), done.stderr[-2000:]

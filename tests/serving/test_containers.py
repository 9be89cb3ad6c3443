"""A service in a container: read-only, without rights, killed, limited, and as a jar of jars."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pydl4j._demo import java
from pydl4j.jvm import class_path
from tests.conftest import ROOT, environment

ROW = '{"a": 1, "b": 2}\n'
NATIVE_WARNING = "plain Java computes"
root_only = pytest.mark.skipif(
    not hasattr(os, "getuid") or os.getuid() != 0 or not shutil.which("unshare"),
    reason="only root with unshare can mount what a container would",
)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with a pipeline of two columns."""
    from pydl4j.datavec import CollectionRecordReader, Pipeline, Schema
    from pydl4j.nn import Adam, InputType, MultiLayerNetwork, OutputLayer

    schema = Schema.builder().add_column_double("a").add_column_double("b").add_column_categorical("k", ["no", "yes"])
    pipeline = Pipeline(CollectionRecordReader(), schema=schema.build(), labels="k")
    net = MultiLayerNetwork([OutputLayer(2)], input_type=InputType.feed_forward(2), updater=Adam(1e-2), seed=1).init()
    file = tmp_path_factory.mktemp("model") / "model.zip"
    net.save(file, pipeline=pipeline)
    return file


@pytest.fixture(scope="module")
def answer(model: Path) -> str:
    """What the model says to ROW, asked in the ordinary way."""
    done = predict(model, [java(), "-cp", class_path(), "org.pydl4j.serving.Main"])
    assert done.returncode == 0, done.stderr
    return done.stdout


def predict(model: Path, command: list[str], **how) -> subprocess.CompletedProcess[str]:
    rows = model.parent / "rows.jsonl"
    rows.write_text(ROW)
    return subprocess.run(
        [*command, "predict", "--model", str(model), "--rows", str(rows)],
        capture_output=True, text=True, timeout=120, check=False, **how,
    )  # fmt: skip


# What a container runtime does: a read-only root, something at /tmp, a user without name, rights and home.
CONTAINED = """
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs /mnt
cp -r "$JARS" /mnt/jars
cp -r "$MODEL" /mnt/model
chmod -R a+rX /mnt
mount -o remount,ro /mnt
mount -t tmpfs -o noexec,mode=1777 tmpfs /dev/shm
mount -t tmpfs -o "$TMP_OPTIONS,mode=1777" tmpfs /tmp
mount --bind / /
mount -o remount,ro,bind /
cd /
exec setpriv --reuid 54321 --regid 54321 --clear-groups env -i PATH="$PATH" HOME=/nonexistent "$@" \\
  -cp '/mnt/jars/*:/mnt/jars/lib/*' org.pydl4j.serving.Main predict --model /mnt/model/model.zip \\
  --rows /mnt/model/rows.jsonl
"""


def contained(model: Path, tmp_options: str, *flags: str) -> subprocess.CompletedProcess[str]:
    (model.parent / "rows.jsonl").write_text(ROW)
    places = {"JARS": str(ROOT / "build" / "jars"), "MODEL": str(model.parent), "TMP_OPTIONS": tmp_options}
    return subprocess.run(
        ["unshare", "-m", "bash", "-c", CONTAINED, "contained", java(), *flags],
        capture_output=True, text=True, timeout=120, check=False, env={**os.environ, **places},
    )  # fmt: skip


@root_only
def test_natives_load_in_a_read_only_container_of_a_user_without_home(model: Path, answer: str) -> None:
    done = contained(model, "exec")
    assert (done.stdout, done.stderr) == (answer, "")


@root_only
def test_where_no_library_may_be_loaded_from_one_warning_says_why_and_what_to_do(model: Path, answer: str) -> None:
    done = contained(model, "noexec")
    assert done.stdout[:12] == answer[:12]  # plain Java's last digit may be another
    assert done.stderr.count(NATIVE_WARNING) == 1
    assert re.search(r"/tmp/.javacpp-[^/]*/cache \(mounted noexec\)", done.stderr)
    assert "(not writable)" in done.stderr
    assert "-Dorg.bytedeco.javacpp.cachedir=FOLDER" in done.stderr
    assert contained(model, "noexec", "-Dpydl4j.backend=java").stderr == ""


def test_a_service_without_native_kernels_names_the_artifact_once(model: Path) -> None:
    jars = os.pathsep.join(jar for jar in class_path().split(os.pathsep) if "nd-cpu" not in Path(jar).name)
    assert jars != class_path()
    done = predict(model, [java(), "-cp", jars, "org.pydl4j.serving.Main"])
    assert done.returncode == 0
    assert done.stderr.count("org.pydl4j:pydl4j-nd-cpu") == 1


@root_only
def test_python_unpacks_natives_elsewhere_where_its_cache_is_mounted_noexec(tmp_path: Path) -> None:
    program = "from pydl4j import nd; print(next(b.name for b in nd.backends() if b.selected))"
    mounted = 'mount -t tmpfs -o noexec tmpfs "$XDG_CACHE_HOME" && exec "$@"'
    done = subprocess.run(
        ["unshare", "-m", "bash", "-c", mounted, "mounted", sys.executable, "-c", program],
        capture_output=True, text=True, timeout=120, check=False,
        env=environment({"XDG_CACHE_HOME": str(tmp_path), "TMPDIR": None}),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "cpu"


# ---- a jar of jars ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def boot_jar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our jars as Spring Boot packs a program: its launcher, and all jars inside as they are."""
    loader = list((ROOT / "build" / "servers").glob("spring-boot-loader-*.jar"))
    assert loader, "`gradle servers` brings Spring Boot's loader"
    made = tmp_path_factory.mktemp("boot") / "service.jar"
    manifest = (
        "Manifest-Version: 1.0\r\nMain-Class: org.springframework.boot.loader.launch.JarLauncher\r\n"
        "Start-Class: org.pydl4j.serving.Main\r\nSpring-Boot-Classes: BOOT-INF/classes/\r\n"
        "Spring-Boot-Lib: BOOT-INF/lib/\r\nEnable-Native-Access: ALL-UNNAMED\r\n\r\n"
    )
    with zipfile.ZipFile(made, "w") as jar:
        jar.writestr("META-INF/MANIFEST.MF", manifest)
        with zipfile.ZipFile(loader[0]) as launcher:
            for name in launcher.namelist():
                if name.startswith("org/"):
                    jar.writestr(name, launcher.read(name))
        for folder in ("BOOT-INF/classes/", "BOOT-INF/lib/"):
            jar.writestr(folder, "")
        for each in (ROOT / "build" / "jars").rglob("*.jar"):
            jar.write(each, f"BOOT-INF/lib/{each.name}")
    return made


def test_a_nested_spring_boot_jar_answers_with_native_kernels(
    boot_jar: Path, model: Path, answer: str, tmp_path: Path
) -> None:
    done = predict(model, [java(), f"-Duser.home={tmp_path}", "-jar", str(boot_jar)])
    assert (done.stdout, done.stderr) == (answer, "")
    assert list((tmp_path / ".javacpp").rglob("libjnipydl4jcpu.so"))


# ---- newer Java ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def java25() -> str:
    """A Java that warns of native access, from JDK 24 on."""
    for home in sorted(Path("/usr/lib/jvm").glob("*")):
        release = home / "release"
        if (
            release.is_file()
            and (told := re.search(r'JAVA_VERSION="(\d+)', release.read_text()))
            and int(told[1]) >= 24
        ):
            return str(home / "bin" / "java")
    pytest.skip("no JDK 24 or newer below /usr/lib/jvm")


def test_java_25_is_silent_once_native_access_is_allowed(java25: str, boot_jar: Path, model: Path, answer: str) -> None:
    allowed = predict(
        model, [java25, "--enable-native-access=ALL-UNNAMED", "-cp", class_path(), "org.pydl4j.serving.Main"]
    )
    assert (allowed.stdout, allowed.stderr) == (answer, "")
    boot = predict(model, [java25, "-jar", str(boot_jar)])  # its manifest allows it
    assert (boot.stdout, boot.stderr) == (answer, "")


# ---- the end ---------------------------------------------------------------------------------------------------------


def end(command: list[str], until: str, out: Path) -> tuple[int, str]:
    """Sends SIGTERM once the output has a text; gives the exit code and what was said on standard error."""
    with (
        out.open("w") as stdout,
        subprocess.Popen(command, stdout=stdout, stderr=subprocess.PIPE, text=True) as running,
    ):
        while until not in out.read_text():
            assert running.poll() is None, running.stderr.read()
        running.send_signal(signal.SIGTERM)
        return running.wait(60), running.stderr.read()


def test_sigterm_ends_the_command_behind_a_whole_line(model: Path, answer: str, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(ROW * 2_000_000)
    out = tmp_path / "out.jsonl"
    options = ["predict", "--model", str(model), "--rows", str(rows)]
    code, errors = end([java(), "-Xmx1g", "-cp", class_path(), "org.pydl4j.serving.Main", *options], "name", out)
    assert (code, errors) == (128 + signal.SIGTERM, "")
    lines = out.read_text().splitlines(keepends=True)
    assert set(lines) == {answer}
    assert len(lines) < 2_000_000


BUSY = """
import org.pydl4j.nd.Nd;
import org.pydl4j.nd.array.Arena;
import org.pydl4j.nd.array.NDArray;

public class Busy {
  public static void main(String[] args) throws InterruptedException {
    for (int i = 0; i < 8; i++) {
      new Thread(() -> {
        NDArray x = Nd.rand(300, 300);
        System.out.println("computing");
        while (true) {
          try (Arena arena = Arena.open()) {
            Nd.nn().softmax(x.mmul(x));
          }
        }
      }).start();
    }
  }
}
"""


def test_sigterm_while_many_threads_compute_ends_the_process_without_a_crash(tmp_path: Path) -> None:
    source = tmp_path / "Busy.java"
    source.write_text(BUSY)
    command = [java(), f"-XX:ErrorFile={tmp_path}/crash.log", "-Dslf4j.internal.verbosity=ERROR"]
    for _ in range(3):
        code, errors = end([*command, "-cp", class_path(), str(source)], "computing\n" * 8, tmp_path / "out.txt")
        assert (code, errors) == (128 + signal.SIGTERM, "")
    assert not (tmp_path / "crash.log").exists()


# ---- memory ----------------------------------------------------------------------------------------------------------

LIMIT = """
import pydl4j
from pydl4j import nd
pydl4j.jvm.options(heap="200m", spark=False)
print(nd.memory_stats().limit >> 20)
try:
    nd.zeros((300, 2**20))
except MemoryError as error:
    print(error)
"""


@pytest.fixture
def group() -> Iterator[Path]:
    """A control group of this machine whose processes may take 1 GiB."""
    for parent, file in (
        (Path("/sys/fs/cgroup/memory"), "memory.limit_in_bytes"),
        (Path("/sys/fs/cgroup"), "memory.max"),
    ):
        made = parent / f"pydl4j-test-{os.getpid()}"
        try:
            made.mkdir()
        except OSError:
            continue
        try:
            (made / file).write_text(str(1 << 30))
            yield made
            return
        except OSError:
            continue
        finally:
            made.rmdir()
    pytest.skip("no control group for memory can be made here")


def test_arrays_take_what_a_container_leaves_beside_the_heap_by_default(group: Path) -> None:
    enter = f"echo $$ > {group}/cgroup.procs && exec {sys.executable} -c '{LIMIT}'"
    done = subprocess.run(
        ["bash", "-c", enter], capture_output=True, text=True, check=False, env=environment({}), timeout=120
    )
    assert done.returncode == 0, done.stderr
    limit, *error = done.stdout.splitlines()
    assert 1024 - 200 - 256 <= int(limit) <= 1024 - 200 - 256 + 16  # the heap is cut to what the collector takes
    assert re.search(r"default limit of .*1024 MiB of memory less \d+ MiB of heap", "\n".join(error))

"""What JVM programs take: jars in a Maven repository, and a service that a Maven project builds on them."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from pydl4j import __version__
from pydl4j._demo import java
from tests.conftest import ROOT

MODULES = ("nd", "nd-cpu", "nn", "datavec", "serving", "serving-kafka", "spark", "testing", "bridge")
REPOSITORY = ROOT / "build" / "m2"


@pytest.fixture(scope="module")
def repository() -> Path:
    """A Maven repository with our jars; what others made is kept there from run to run."""
    if shutil.which("gradle") is None:
        pytest.skip("no gradle on the path; `make setup` installs it")
    command = ["bash", "build-tools/gradle.sh", f"-Dmaven.repo.local={REPOSITORY}", "install"]
    subprocess.run(command, cwd=ROOT, check=True)
    return REPOSITORY


def published(repository: Path, module: str, ending: str) -> Path:
    return repository / f"org/pydl4j/pydl4j-{module}/{__version__}/pydl4j-{module}-{__version__}{ending}"


def dependencies(pom: Path) -> dict[tuple[str, str | None], tuple[str, bool]]:
    """Scope, and whether it is optional, by artifact and classifier."""
    found = {}
    for entry in ElementTree.parse(pom).iterfind("{*}dependencies/{*}dependency"):
        told = {re.sub("{.*}", "", part.tag): part.text for part in entry}
        key = (told["artifactId"], told.get("classifier"))
        found[key] = (told.get("scope", "compile"), told.get("optional") == "true")
    return found


@pytest.mark.parametrize("module", MODULES)
def test_each_module_is_published_with_sources_javadoc_licence_and_name(repository: Path, module: str) -> None:
    pom = ElementTree.parse(published(repository, module, ".pom"))
    assert pom.findtext("{*}name") == f"pydl4j-{module}"
    assert pom.findtext("{*}description")
    assert pom.findtext("{*}licenses/{*}license/{*}name") == "Apache-2.0"
    with zipfile.ZipFile(published(repository, module, ".jar")) as jar:
        assert "META-INF/LICENSE" in jar.namelist()
        parts = json.loads(jar.read(f"META-INF/sbom/pydl4j-{module}.cdx.json"))
    assert parts["metadata"]["component"]["name"] == f"pydl4j-{module}"
    with zipfile.ZipFile(published(repository, module, "-sources.jar")) as jar:
        assert any(name.endswith(".java") for name in jar.namelist())
    with zipfile.ZipFile(published(repository, module, "-javadoc.jar")) as jar:
        names = jar.namelist()
    has_api = any(
        "\n@Api" in file.read_text() for file in (ROOT / "jvm" / module).rglob("src/main/**/package-info.java")
    )
    assert ("index.html" in names) == has_api


def test_a_service_gets_the_native_kernels_but_no_kafka_spark_or_opencv(repository: Path) -> None:
    serving = dependencies(published(repository, "serving", ".pom"))
    assert serving["pydl4j-nd-cpu", None] == ("runtime", False)
    assert "kafka-clients" not in {name for name, _ in serving}
    assert dependencies(published(repository, "nd-cpu", ".pom"))["javacpp", "linux-x86_64"] == ("runtime", False)
    datavec = dependencies(published(repository, "datavec", ".pom"))
    assert datavec["opencv", "linux-x86_64"] == ("runtime", True)
    assert ("kafka-clients", None) in dependencies(published(repository, "serving-kafka", ".pom"))


def test_javadoc_has_what_programs_may_rely_on_and_nothing_else(repository: Path) -> None:
    with zipfile.ZipFile(published(repository, "serving", "-javadoc.jar")) as jar:
        names = set(jar.namelist())
    assert "org/pydl4j/serving/Predictor.html" in names
    assert "org/pydl4j/serving/Command.html" not in names  # @Internal
    with zipfile.ZipFile(published(repository, "nd", "-javadoc.jar")) as jar:
        assert not [name for name in jar.namelist() if name.startswith("org/pydl4j/nd/plan/")]  # not @Api


def test_the_bom_names_every_module(repository: Path) -> None:
    bom = ElementTree.parse(published(repository, "bom", ".pom"))
    assert bom.findtext("{*}packaging") == "pom"
    managed = bom.iterfind("{*}dependencyManagement/{*}dependencies/{*}dependency")
    assert {(m.findtext("{*}artifactId"), m.findtext("{*}version")) for m in managed} == {
        (f"pydl4j-{module}", __version__) for module in MODULES
    }


@pytest.fixture(scope="module")
def service(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """examples/java-service, built without a network."""
    if shutil.which("mvn") is None:
        pytest.skip("no mvn on the path; Debian's package maven has it")
    project = tmp_path_factory.mktemp("maven") / "java-service"
    shutil.copytree(ROOT / "examples" / "java-service", project, ignore=shutil.ignore_patterns("target"))
    build = ["mvn", "-q", "-B", f"-Dmaven.repo.local={repository}", "-f", str(project / "pom.xml"), "clean", "package"]
    jdk = next(iter(sorted(Path("/usr/lib/jvm").glob("java-17-openjdk-*"))), None)
    environment = os.environ | ({"JAVA_HOME": str(jdk)} if jdk else {})
    subprocess.run(build, check=True, env=environment)  # brings Maven's plugins and what our POMs name
    done = subprocess.run([*build, "-o"], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return project / "target"


def test_a_maven_project_builds_offline_and_its_service_answers_and_ends_on_sigterm(
    service: Path, tmp_path: Path
) -> None:
    names = {jar.name for jar in (service / "lib").glob("*.jar")}
    assert f"pydl4j-nd-cpu-{__version__}.jar" in names
    assert not {name for name in names if re.search("kafka|opencv|spark|hadoop", name)}
    model = tmp_path / "model.zip"
    net = saved(model)
    command = [java(), "-Xmx256m", "-jar", str(service / "java-service.jar"), str(model), "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        url = running.stdout.readline().strip()
        assert url.startswith("http://localhost:"), running.stderr.read()
        with urllib.request.urlopen(url, data=b'{"a": 1, "b": 2}', timeout=30) as response:
            answer = json.load(response)
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(url, data=b'{"a": "x"}', timeout=30)
        assert refused.value.code == 400
        running.send_signal(signal.SIGTERM)
        assert running.wait(60) == 128 + signal.SIGTERM
        errors = running.stderr.read()
    expected = np.asarray(net.output(np.array([[1, 2]], np.float32)))[0]
    assert answer["output"] == pytest.approx(expected.tolist(), abs=1e-6)
    assert answer["name"] == ["no", "yes"][int(expected.argmax())]
    assert "plain Java" not in errors


def saved(file: Path):
    """A network of two columns and two classes, saved with its pipeline."""
    from pydl4j.datavec import CollectionRecordReader, Pipeline, Schema
    from pydl4j.nn import Adam, InputType, MultiLayerNetwork, OutputLayer

    schema = Schema.builder().add_column_double("a").add_column_double("b").add_column_categorical("k", ["no", "yes"])
    pipeline = Pipeline(CollectionRecordReader(), schema=schema.build(), labels="k")
    net = MultiLayerNetwork([OutputLayer(2)], input_type=InputType.feed_forward(2), updater=Adam(1e-2), seed=1).init()
    net.save(file, pipeline=pipeline)
    return net

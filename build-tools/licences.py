"""Licences of Python packages, and what the wheel says of all that it brings.

``licences.py check`` in `make lint` refuses packages of ours whose licence is not on the list of ``licences.json``.
``licences.py write JARS OUTPUT`` writes ``THIRD-PARTY-NOTICES.txt`` and ``pydl4j.cdx.json`` (CycloneDX) from the lists
that the jars carry.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

KNOWN = json.loads((Path(__file__).parent / "licences.json").read_text())
EXTRAS = ("spark", "arbiter", "jvm", "plot")
INCLUDED = r"META-INF/(.*/)?(LICENSE|NOTICE)[^/]*"


def packages() -> dict[str, metadata.Distribution]:
    """What ``pip install pydl4j[all]`` brings, as far as it is installed, by name."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [("pydl4j", EXTRAS)]
    while waiting:
        name, extras = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found:
            continue
        try:
            found[key] = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another platform or Python
        for line in found[key].requires or []:
            requirement, _, marker = line.partition(";")
            extra = re.search(r"extra\s*==\s*[\"']([^\"']+)", marker)
            if extra is None or extra[1] in extras:
                waiting.append((re.match(r"[\w.-]+", requirement)[0], ()))
    del found["pydl4j"]
    return dict(sorted(found.items()))


def licence(name: str, package: metadata.Distribution) -> str:
    """What a package says of itself in SPDX's words: its expression, its classifier, or the line of its licence."""
    told = package.metadata
    classifiers = [c.split(" :: ")[-1] for c in told.get_all("Classifier") or [] if c.startswith("License ::")]
    said = told.get("License-Expression") or (classifiers[0] if classifiers else (told.get("License") or "").strip())
    return KNOWN["artifacts"].get(name) or KNOWN["names"].get(said, said.split("\n")[0])


def is_allowed(expression: str) -> bool:
    """Whether all licences joined by AND, and one of those joined by OR, are on the list."""
    return all(
        any(choice.strip(" ()") in KNOWN["allowed"] for choice in re.split(r"\bOR\b", part))
        for part in re.split(r"\bAND\b", expression)
    )


def check() -> None:
    """Ends with an error that names each package whose licence is not on the list."""
    told = {name: licence(name, package) for name, package in packages().items()}
    wrong = [f"  {name}: got {said or 'no licence'}" for name, said in told.items() if not is_allowed(said)]
    if wrong:
        sys.exit(
            "[licences] not on the list of build-tools/licences.json:\n" + "\n".join(wrong) + "\n"
            "Do without the package, or add the licence once somebody has read it."
        )


def components(jars: Path) -> list[dict[str, Any]]:
    """The parts that our jars name, each once."""
    found = {}
    for jar in sorted(jars.glob("pydl4j-*.jar")):
        with zipfile.ZipFile(jar) as packed:
            for name in packed.namelist():
                if name.endswith(".cdx.json"):
                    for part in json.loads(packed.read(name))["components"]:
                        found[part.get("purl", part["name"])] = part
    return [found[key] for key in sorted(found)]


def sbom(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """The wheel's list of parts."""
    version = metadata.version("pydl4j")
    about = {"type": "library", "name": "pydl4j", "version": version, "licenses": [{"license": {"id": "Apache-2.0"}}]}
    about["purl"] = f"pkg:pypi/pydl4j@{version}"
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": about}, "components": parts,
    }  # fmt: skip


def notices(parts: list[dict[str, Any]], jars: Path) -> Iterator[str]:
    """Name, licence and copyright of each part, then the texts that the jars bring and that of each licence."""
    yield "pydl4j contains the following software of others.\n"
    for part in [each for whole in parts for each in (whole, *whole.get("components", ()))]:
        said = part["licenses"][0]
        spdx = said.get("expression") or said["license"]["id"]
        yield f"{part['name']} {part.get('version', '')}".strip() + f"\n    {spdx}"
        yield from (f"    {part[key]}" for key in ("copyright", "purl") if key in part)
        yield from (f"    {reference['url']}" for reference in part.get("externalReferences", ()))
    for jar in sorted(jars.rglob("*.jar")):
        with zipfile.ZipFile(jar) as packed:
            for name in packed.namelist():
                if re.fullmatch(INCLUDED, name) and not jar.name.startswith("pydl4j-"):
                    yield f"\n{'-' * 100}\n{jar.name}: {name}\n"
                    yield packed.read(name).decode("utf-8", "replace")
    for text in sorted((Path(__file__).parent / "licences").glob("*.txt")):
        yield f"\n{'-' * 100}\n{text.stem}\n"
        yield text.read_text()


def main() -> None:
    """Checks, or writes."""
    if sys.argv[1:] == ["check"]:
        check()
    else:
        jars, output = Path(sys.argv[2]), Path(sys.argv[3])
        output.mkdir(parents=True, exist_ok=True)
        parts = components(jars)
        (output / "pydl4j.cdx.json").write_text(json.dumps(sbom(parts), indent=1) + "\n")
        (output / "THIRD-PARTY-NOTICES.txt").write_text("\n".join(notices(parts, jars)) + "\n")


if __name__ == "__main__":
    main()

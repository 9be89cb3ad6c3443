"""Says where the time of a build and its Java tests went: the steps of the Makefile and the slowest test classes.

Use: python build-tools/slowest.py [ROWS]. Reads build/steps.txt (step.sh) and build/junit/*/TEST-*.xml.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

BUILD = Path("build")


def steps(text: str) -> dict[str, float]:
    """Seconds of each step, of its last time where it was done again."""
    return {what: float(seconds) for seconds, what in (line.split(" ", 1) for line in text.splitlines())}


def classes(reports: list[Path]) -> dict[str, float]:
    """Seconds of each test class, summed over its cases."""
    seconds: Counter[str] = Counter()
    for report in reports:
        for case in ElementTree.parse(report).iterfind(".//testcase"):
            seconds[case.get("classname", "?").removeprefix("org.pydl4j.")] += float(
                case.get("time", "0").replace(",", "")
            )
    return seconds


def table(title: str, seconds: dict[str, float], rows: int) -> str:
    """The title and the largest of them, a line each."""
    largest = sorted(seconds.items(), key=lambda item: -item[1])[:rows]
    return "\n".join([title, *(f"{took:8.1f} s  {name}" for name, took in largest if took >= 0.5)])


def main() -> None:
    """Prints both tables."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    done = BUILD / "steps.txt"
    if done.exists():
        print(table("slowest steps", steps(done.read_text()), rows))
    print(table("slowest JUnit classes", classes(sorted(BUILD.glob("junit/*/TEST-*.xml"))), rows))


if __name__ == "__main__":
    main()

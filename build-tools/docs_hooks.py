"""MkDocs' hooks: pages that are made of the repository's papers and programs, and the javadoc beside them."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import nbclient
import nbformat
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files

sys.path.insert(0, str(Path(__file__).parent))
import gallery

ROOT = Path(__file__).resolve().parent.parent
MADE = ROOT / "build" / "docs"
PAPERS = {"README.md": "index.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
LINKS = {"](docs/": "](", "](CONTRIBUTING.md": "](contributing.md", "](CHANGELOG.md": "](changelog.md"}
LINKS |= {"](examples)": "](gallery/index.md)"}


@event_priority(100)  # before the plugin that makes pages of notebooks
def on_files(files: Files, config: Any) -> Files:
    """Adds the papers and the gallery."""
    for paper, page in PAPERS.items():
        text = (ROOT / paper).read_text()
        for here, there in LINKS.items():
            text = text.replace(here, there)
        files.append(File.generated(config, page, content=text))
    lines = ["# Gallery\n\nPrograms that run as they are; each page offers its notebook.\n"]
    for program in gallery.programs():
        name, rest = gallery.title(program)
        page = f"gallery/{program.stem}.ipynb"
        _run(program, MADE / page)
        files.append(File(page, str(MADE), config["site_dir"], use_directory_urls=False))
        lines.append(f"- [{name}]({program.stem}.ipynb): {rest.splitlines()[0]}")
    files.append(File.generated(config, "gallery/index.md", content="\n".join(lines)))
    return files


def _run(program: Path, page: Path) -> None:
    """Runs the program as a notebook, whose outputs the page shows; what has not changed is not run again."""
    if page.exists() and page.stat().st_mtime > program.stat().st_mtime:
        return
    page.parent.mkdir(parents=True, exist_ok=True)
    notebook = gallery.notebook(program)
    nbclient.NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(page.parent)}}).execute()
    nbformat.write(notebook, page)


def on_post_build(config: Any) -> None:
    """Puts the javadoc that Gradle wrote into the site."""
    javadoc = ROOT / "build" / "javadoc"
    if javadoc.is_dir():
        shutil.copytree(javadoc, Path(config["site_dir"]) / "java", dirs_exist_ok=True)

"""Packs the jars that `make wheel` has repacked (into PYDL4J_REPACKED), and tags the wheel with the platform they need.

An editable install takes none of this: there the jars of build/jars are used where they lie.
"""

import os
import shutil
from pathlib import Path

from setuptools import Distribution, setup
from setuptools.command.build_py import build_py

try:
    from setuptools.command.bdist_wheel import bdist_wheel
except ImportError:
    from wheel.bdist_wheel import bdist_wheel

ROOT = Path(__file__).resolve().parent
REPACKED = ROOT / os.environ.get("PYDL4J_REPACKED", "build/absent")
LOCAL = REPACKED / "local"  # the instruction sets of a wheel that has not all, which is never shipped
# The natives of openblas and opencv need glibc 2.35.
TAGS = {"linux-x86_64": "manylinux_2_35_x86_64", "linux-arm64": "manylinux_2_35_aarch64"}


class BuildWithJars(build_py):
    """Adds pydl4j/jars, pydl4j/conf and pydl4j/notices to what is built."""

    def run(self) -> None:
        super().run()
        if self.editable_mode or not REPACKED.is_dir():
            return
        package = Path(self.build_lib) / "pydl4j"
        shutil.copytree(REPACKED / "jars", package / "jars", dirs_exist_ok=True)
        shutil.copytree(ROOT / "conf", package / "conf", dirs_exist_ok=True)
        shutil.copytree(REPACKED / "notices", package / "notices", dirs_exist_ok=True)


class PlatformWheel(bdist_wheel):
    """Any Python 3, one platform, with the list of its parts where PEP 770 looks for it."""

    def write_wheelfile(self, wheelfile_base: str, *args: str, **kwargs: str) -> None:
        super().write_wheelfile(wheelfile_base, *args, **kwargs)
        if REPACKED.is_dir():
            sboms = Path(wheelfile_base) / "sboms"
            sboms.mkdir(exist_ok=True)
            shutil.copy(REPACKED / "notices" / "pydl4j.cdx.json", sboms)

    def get_tag(self) -> tuple[str, str, str]:
        if not REPACKED.is_dir():
            return super().get_tag()
        platform = (REPACKED / "platform").read_text().strip()
        return "py3", "none", TAGS.get(platform, platform.replace("-", "_"))


class WithNatives(Distribution):
    """A distribution that is bound to a platform once it carries jars."""

    def has_ext_modules(self) -> bool:
        return REPACKED.is_dir()


setup(
    cmdclass={"build_py": BuildWithJars, "bdist_wheel": PlatformWheel},
    distclass=WithNatives,
    options={"egg_info": {"tag_build": f"+{LOCAL.read_text()}"}} if LOCAL.exists() else {},
)

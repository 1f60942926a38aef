"""The wheel has all that a worker needs: it makes a part in an environment that has nothing else of this project."""

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.commandline import CHECKOUT

PACKAGES = ("config", "datahub", "seeding")
NOT_DATA = {".py", ".pyc"}

_MAKE_A_PART = """
import json, sys
from config.worker import call_in_project
url, record = sys.argv[1], json.loads(sys.argv[2])
import seeding
assert "site-packages" in seeding.__file__, seeding.__file__
for number in (0, 1):
    print(*call_in_project("seeding.management.lake.make_part", url, record, number))
"""


def _run(*command: str | Path, **environment: str) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        env={**{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}, **environment},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built of a copy of the source: building leaves files beside it."""
    source = tmp_path_factory.mktemp("wheel") / "source"
    source.mkdir()
    for name in ("pyproject.toml", "requirements.txt", "README.md", "LICENSE"):
        shutil.copy(CHECKOUT / name, source)
    for package in PACKAGES:
        shutil.copytree(CHECKOUT / package, source / package, ignore=shutil.ignore_patterns("__pycache__"))
    _run(
        *(sys.executable, "-m", "pip", "wheel", "--no-index", "--no-deps", "--no-build-isolation", "--quiet"),
        *("--disable-pip-version-check", "--wheel-dir", source.parent, source),
    )
    (built,) = source.parent.glob("*.whl")
    return built


def test_every_file_of_the_packages_is_in_it(wheel: Path) -> None:
    ours = {
        str(path.relative_to(CHECKOUT))
        for package in PACKAGES
        for path in (CHECKOUT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in ours if Path(name).suffix not in NOT_DATA}
    with zipfile.ZipFile(wheel) as archive:
        assert {name for name in archive.namelist() if name.partition("/")[0] in PACKAGES} == ours


@pytest.mark.hard
def test_a_worker_with_the_wheel_alone_makes_parts(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    _run(sys.executable, "-m", "venv", "--without-pip", environment)
    python = environment / "bin" / "python"
    packages = Path(_run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    # The packages that the wheel requires are those of this environment; no network is asked.
    (packages / "requirements.pth").write_text(sysconfig.get_path("purelib") + "\n")
    _run(python, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", "--disable-pip-version-check", wheel)
    arguments = ("--customers", "130", "--employees", "12", "--seed", "7", "--as-of", "2026-06-30")
    target = tmp_path / "bank"
    _run(environment / "bin" / "dhub", "seed", "export", *arguments, "--to", target, "--blocks", "0:1")
    record = (target / "_manifest.json").read_text()
    (target / "_parts" / "part-00000.json").unlink()
    made = _run(python, "-c", _MAKE_A_PART, target, record)
    assert [int(line.split()[0]) for line in made.splitlines()] == [0, 1]
    assert list((target / "accounts_db" / "transactions").iterdir())

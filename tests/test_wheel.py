"""The wheel has all that the project needs: in an environment that has nothing else of it, everything works."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import urllib.error
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.commandline import CHECKOUT
from tests.site import SiteLogin, logged_in, served

PACKAGES = ("config", "datahub", "seeding", "analytics")
NOT_SOURCE = shutil.ignore_patterns("__pycache__", "target", "logs", "warehouse.duckdb*")
DIRECTORY_OF_PACKAGES = "import sysconfig; print(sysconfig.get_path('purelib'))"

_MAKE_A_PART = """
import json, sys
from config.worker import call_in_project
url, record = sys.argv[1], json.loads(sys.argv[2])
import seeding
assert "site-packages" in seeding.__file__, seeding.__file__
for number in (0, 1):
    print(*call_in_project("seeding.management.lake.make_part", url, record, number))
"""


def _run(*command: str | Path, directory: Path = Path("/"), **environment: str) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        env={**_kept("PATH", "HOME"), **environment},
        cwd=directory,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _kept(*names: str) -> dict[str, str]:
    return {name: os.environ[name] for name in names if name in os.environ}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the source: building leaves files beside it. dbt has written into its project."""
    source = tmp_path_factory.mktemp("wheel") / "source"
    source.mkdir()
    for name in ("pyproject.toml", "requirements.txt", "README.md", "LICENSE"):
        shutil.copy(CHECKOUT / name, source)
    for package in PACKAGES:
        shutil.copytree(CHECKOUT / package, source / package, ignore=NOT_SOURCE)
    return source


@pytest.fixture(scope="module")
def wheel(source: Path) -> Path:
    """Return the wheel, built beside what dbt writes into its project."""
    built_models = source / "analytics" / "target" / "compiled"
    built_models.mkdir(parents=True)
    (built_models / "households.sql").write_text("SELECT 1")
    _run(
        *(sys.executable, "-m", "pip", "wheel", "--no-index", "--no-deps", "--no-build-isolation", "--quiet"),
        *("--disable-pip-version-check", "--wheel-dir", source.parent, source),
    )
    shutil.rmtree(built_models.parent)
    (built,) = source.parent.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a virtualenv with the wheel; what the wheel requires is that of this environment, without a network."""
    environment = tmp_path_factory.mktemp("installed") / "environment"
    _run(sys.executable, "-m", "venv", "--without-pip", environment)
    python = environment / "bin" / "python"
    packages = Path(_run(python, "-c", DIRECTORY_OF_PACKAGES).strip())
    (packages / "requirements.pth").write_text(sysconfig.get_path("purelib") + "\n")
    _run(python, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", "--disable-pip-version-check", wheel)
    return environment


@dataclass(frozen=True)
class Installed:
    """The installed `dhub` of a user with a home and a current directory, which has a `.env` and nothing else."""

    program: Path
    home: Path
    here: Path

    @property
    def variables(self) -> dict[str, str]:
        """The user's environment, which has no setting of the project."""
        return {**_kept("PATH"), "HOME": str(self.home)}

    def __call__(self, *words: str) -> str:
        """Run a command and return what it prints."""
        return _run(self.program, *words, directory=self.here, **self.variables)


@pytest.fixture(scope="module")
def dhub(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """Return dhub with a seeded bank on a server of its own, which is deleted afterwards."""
    place = tmp_path_factory.mktemp("user")
    installed = Installed(environment / "bin" / "dhub", place / "home", place / "here")
    for directory in (installed.home, installed.here):
        directory.mkdir()
    (installed.here / ".env").write_text("POSTGRES_DATABASE_PREFIX=mine_\nPOSTGRES_FSYNC=off\n")
    try:
        installed("seed", "all", "--scale", "0.05", "--as-of", "2026-06-30")
        yield installed
    finally:
        state = _state(installed("postgres", "status"))
        installed("postgres", "stop")
        shutil.rmtree(state)


def _state(status: str) -> Path:
    """Return the state directory that `postgres status` prints."""
    found = re.search(r"\((/.*)\)$", status.strip())
    assert found, status
    return Path(found[1])


@pytest.mark.hard
def test_every_file_of_the_packages_is_in_it(wheel: Path, source: Path) -> None:
    ours = {
        str(path.relative_to(source))
        for package in PACKAGES
        for path in (source / package).rglob("*")
        if path.is_file()
    }
    assert {Path(name).suffix for name in ours} >= {".py", ".csv", ".html", ".css", ".js", ".json", ".sql", ".yml"}
    with zipfile.ZipFile(wheel) as archive:
        assert {name for name in archive.namelist() if name.partition("/")[0] in PACKAGES} == ours


@pytest.mark.hard
def test_a_worker_with_the_wheel_alone_makes_parts(environment: Path, tmp_path: Path) -> None:
    arguments = ("--customers", "130", "--employees", "12", "--seed", "7", "--as-of", "2026-06-30")
    target = tmp_path / "bank"
    _run(environment / "bin" / "dhub", "seed", "export", *arguments, "--to", target, "--blocks", "0:1")
    record = (target / "_manifest.json").read_text()
    (target / "_parts" / "part-00000.json").unlink()
    made = _run(environment / "bin" / "python", "-c", _MAKE_A_PART, target, record)
    assert [int(line.split()[0]) for line in made.splitlines()] == [0, 1]
    assert list((target / "accounts_db" / "transactions").iterdir())


@pytest.mark.hard
class TestTheInstalledProject:
    def test_has_the_bank_that_the_checkout_seeds(self, dhub: Installed) -> None:
        assert "accounts_db" in dhub("seed", "status")
        assert re.search(r"^All \d+ checks passed", dhub("seed", "verify"), re.MULTILINE)

    def test_shows_its_stories(self, dhub: Installed) -> None:
        assert "insurance_db" in dhub("seed", "tour", "storm-claim")

    def test_answers_queries_in_the_databases_that_env_names_in_the_current_directory(self, dhub: Installed) -> None:
        query = "SELECT current_database() AS name, count(*) FROM customers"
        assert dhub("db", "query", query, "-d", "accounts_db", "--format", "csv") == "name,count\nmine_accounts_db,60\n"

    def test_leaves_nothing_in_the_current_directory(self, dhub: Installed) -> None:
        dhub("seed", "status")
        assert [file.name for file in dhub.here.iterdir()] == [".env"]

    def test_keeps_its_state_with_the_users_data(self, dhub: Installed) -> None:
        state = _state(dhub("postgres", "status"))
        if os.geteuid() == 0:  # whose server's account may not be able to reach root's home
            assert re.fullmatch("/var/lib/datahub-bank/datahub-bank-[0-9a-f]{8}", str(state))
        else:
            assert state.is_relative_to(dhub.home)

    def test_serves_pages_with_all_they_load(self, dhub: Installed, tmp_path: Path) -> None:
        password = re.search(r"^password +(\S+)", dhub("demo", "user"), re.MULTILINE)
        assert password
        with served([str(dhub.program)], tmp_path / "log", dhub.variables, dhub.here) as site:
            browser = logged_in(site.admin, SiteLogin("demo", password[1]))
            for page in ("", "customers/customerprofile/", "charts/"):
                address = urljoin(site.admin, page)
                text = browser.open(address).read().decode()
                files = re.findall(r'(?:href|src)="([^"]*\.(?:css|js|svg))"', text)
                assert files
                assert {browser.open(urljoin(address, file)).status for file in files} == {200}
            assert site.log_lines == []

    def test_names_its_commands_as_its_user_types_them(self, dhub: Installed, tmp_path: Path) -> None:
        """The page for a server that does not run, and commands that suggest another one."""
        password = re.search(r"^password +(\S+)", dhub("demo", "user", "guest"), re.MULTILINE)
        assert password
        with served([str(dhub.program)], tmp_path / "log", dhub.variables, dhub.here) as site:
            browser = logged_in(site.admin, SiteLogin("guest", password[1]))
            dhub("postgres", "stop")
            with pytest.raises(urllib.error.HTTPError) as outage:
                browser.open(site.admin)
            page = outage.value.read().decode()
        assert (outage.value.code, "<code>dhub postgres start</code>" in page) == (503, True)
        dhub("postgres", "start")
        assert f"{dhub.program} seed tour STORYLINE" in dhub("seed", "tour")
        for words in (("--help",), ("postgres", "--help"), ("seed", "all", "--help")):
            assert "manage.py" not in dhub(*words)

    def test_says_how_to_install_what_the_warehouse_needs(self, dhub: Installed) -> None:
        refused = subprocess.run(
            [str(dhub.program), "warehouse"],
            env=dhub.variables,
            cwd=dhub.here,
            capture_output=True,
            text=True,
            check=False,
        )
        assert refused.returncode == 1
        assert "install_extension.py" in refused.stderr.splitlines()[-1]
        named = [Path(word) for word in refused.stderr.split() if word.startswith("/") and "analytics/" in word]
        assert {path.name for path in named if path.is_file()} == {"requirements.lock", "install_extension.py"}

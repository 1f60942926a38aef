"""Build the warehouse: run dbt, in a virtualenv of its own, on the six databases as the read-only role."""

import json
import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from config.login import Login
from config.login_formats import LIBPQ_VARIABLES, environment

PROJECT = settings.BASE_DIR / "analytics"
VIRTUALENV = settings.HOME.directory / ".venv-analytics"
PYTHON = VIRTUALENV / "bin" / "python"
EXTENSIONS = VIRTUALENV / "duckdb"

STDERR = 2
"""The file descriptor."""

_WITHHELD = {*LIBPQ_VARIABLES.values(), "PGSERVICE", "PGSERVICEFILE", "POSTGRES_URL"}
"""What would lead dbt to another server or database, or give it the password of the owner."""


class WarehouseError(Exception):
    """The warehouse was not built; the message is one line."""


@dataclass(frozen=True)
class WarehouseTable:
    """A table of the warehouse with its number of rows."""

    name: str
    rows: int
    description: str


def warehouse_file(directory: Path) -> Path:
    """Return the file of the warehouse in a directory; DuckDB and catalogs name the database after it."""
    return directory / "warehouse.duckdb"


def build_warehouse(reader: Login, prefix: str, directory: Path, *, verbose: bool = False) -> list[WarehouseTable]:
    """Build the warehouse in a directory with what dbt writes beside it; return its tables.

    `prefix` is the one of the databases' names. What dbt says goes to stderr: errors only, or all if `verbose`.
    Raises WarehouseError where dbt is not installed, and where a model or a test failed.
    """
    if not PYTHON.exists() or not EXTENSIONS.exists():
        raise WarehouseError(f"dbt is not installed in {VIRTUALENV.name}; run {_installation()}")
    variables = _variables(reader, prefix, directory)
    built = _run(["build.py", str(directory), *([] if verbose else ["--quiet"])], variables, stdout=STDERR)
    if built.returncode:
        raise WarehouseError(f"A model or a test of dbt failed, see above; its log is {directory / 'logs' / 'dbt.log'}")
    listed = _run(["contents.py", str(warehouse_file(directory))], variables, stdout=subprocess.PIPE)
    if listed.returncode:
        raise WarehouseError("The warehouse was built, but cannot be read")
    return [WarehouseTable(**table) for table in json.loads(listed.stdout)]


def _installation() -> str:
    """Return what installs dbt: the Makefile of a checkout, or the same as a line for a shell."""
    if settings.HOME.is_checkout:
        return "make install-warehouse"
    python, project = shlex.quote(str(PYTHON)), shlex.quote(str(PROJECT))
    return (
        f"{shlex.quote(sys.executable)} -m venv {shlex.quote(str(VIRTUALENV))} && "
        f"{python} -m pip install -r {project}/requirements.lock && "
        f"{python} {project}/install_extension.py {shlex.quote(str(EXTENSIONS))}"
    )


def _run(command: list[str], variables: dict[str, str], stdout: int) -> subprocess.CompletedProcess[str]:
    """Run a script of the dbt project in its virtualenv."""
    return subprocess.run(
        [str(PYTHON), *command],
        cwd=PROJECT,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        text=True,
        check=False,
    )


def _variables(reader: Login, prefix: str, directory: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _WITHHELD}
    return {
        **kept,
        **environment(reader),
        "POSTGRES_DATABASE_PREFIX": prefix,
        "BANK_WAREHOUSE": str(warehouse_file(directory)),
        "BANK_DUCKDB_EXTENSIONS": str(EXTENSIONS),
        "DBT_PROFILES_DIR": str(PROJECT),
        "DBT_USE_COLORS": "1" if os.isatty(STDERR) else "0",
        "DO_NOT_TRACK": "1",
    }

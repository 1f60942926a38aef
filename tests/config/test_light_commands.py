"""What commands import before they answer: no more than they need, and help needs nothing."""

import json
import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings

from config.aliases import ALIASES
from config.command_line import options_of, own_commands
from config.inspection import expected_tables, migrations_on_disk
from config.server import ServerSettings
from config.site_tables import TABLES_OF_SITE
from config.startup import BANK_SETTINGS
from tests.commandline import CHECKOUT, TIMEOUT_S, manage
from tests.sampling import first_of_each
from tests.seeded import execute, small_bank

ROWS = {"numpy", "polars", "pyarrow"}
"""What makes and stores rows."""
SITE = {
    *("django.contrib.admin", "django.contrib.auth", "unfold", "django_extensions", "django.urls", "django.http"),
    *("datahub.browsing.site", "datahub.accounts.admin"),
}
TABLES = {"django.db.models", "seeding.models", "psycopg"}

WITH_MODELS = ("seed_status", "seed_status --json", "seed_tour model-customer")
WITHOUT_MODELS = (
    *("seed_tour", "db_tables", "db_tables -d loans_db"),
    *("postgres url", "postgres url accounts_db --reader", "postgres status", "postgres service"),
    "psql loans_db -- -c SELECT",
    "db_query VALUES(1) -d loans_db",
)
_RUN = """
import atexit, json, runpy, sys
sys.argv[:] = ["manage.py", *sys.argv[1:]]
sys.path.insert(0, ".")
atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))
runpy.run_path("manage.py", run_name="__main__")
"""
"""Runs a command line of manage.py and prints the modules in its memory to stderr at the end."""

ADJUSTED = {"makemigrations", "migrate"}
"""Commands of Django that the project only adjusts."""
COMMANDS = sorted(name for name in own_commands() if (found := options_of(name)) and not found.inherits_options)


def _imported(*words: str) -> set[str]:
    """Run a command, which must succeed, and return the modules that it had imported when it ended."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *words],
        cwd=CHECKOUT,
        env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},  # a test's own
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr.splitlines()[0]
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize("typed", first_of_each(lambda typed: typed.split()[0], WITH_MODELS))
def test_a_command_that_reads_imports_neither_what_makes_rows_nor_the_site(typed: str) -> None:
    small_bank()
    imported = _imported(*typed.split())
    assert imported & {*ROWS, *SITE} == set()
    assert "django.db.models" in imported  # the test sees what is imported


@pytest.mark.parametrize("typed", first_of_each(lambda typed: typed.split()[0], WITHOUT_MODELS))
def test_a_command_that_needs_no_models_does_not_load_them(typed: str) -> None:
    small_bank()
    imported = _imported(*typed.split())
    assert imported & {*ROWS, *SITE, "django.db.models", "datahub.loans.models"} == set()
    assert "psycopg" in imported


def test_a_command_without_models_prepares_what_is_missing() -> None:
    """Here it is the read-only role's right to read a database."""
    small_bank()
    server: ServerSettings = settings.BANK_SERVER
    execute("loans_db", f"REVOKE SELECT ON loans FROM {server.reader_name}")
    outcome = manage("db_query", "SELECT count(*) FROM loans", "-d", "loans_db", "--format", "csv")
    assert outcome.code == 0, outcome.err
    assert outcome.out.splitlines()[0] == "count"
    assert outcome.err.splitlines() == [f"Set up the read-only role {server.reader_name}"]


@pytest.mark.hard
def test_a_command_that_seeds_imports_what_makes_rows_and_not_the_site() -> None:
    small_bank()
    imported = _imported("seed_reset")
    assert imported >= ROWS
    assert imported & SITE == set()


@pytest.mark.parametrize("name", first_of_each(lambda name: name.partition("_")[0], COMMANDS))
def test_help_imports_no_tables_either(name: str) -> None:
    imported = _imported(name, "--help")
    assert imported & {*ROWS, *SITE, *TABLES} == set()
    assert "django.core.management" in imported


def test_every_command_of_the_project_has_its_options_in_a_module_of_its_own() -> None:
    assert {name for name in own_commands() if options_of(name) is None} == ADJUSTED


def test_a_command_without_the_sites_apps_knows_their_tables_and_migrations() -> None:
    """Else it would take their tables for a stranger's, or miss a migration of theirs."""
    of_site = {
        config.label: {model._meta.db_table for model in config.get_models(include_auto_created=True)}
        for config in apps.get_app_configs()
        if not config.name.startswith(("config", "datahub", "seeding"))
    }
    assert {label: tables for label, tables in of_site.items() if tables} == TABLES_OF_SITE
    code = (
        f"import json; from config.command_line import set_up; set_up({BANK_SETTINGS!r}); "
        "from config.aliases import ALIASES; "
        "from config.inspection import expected_tables as tables, migrations_on_disk as migrations; "
        "print(json.dumps([{alias: sorted(tables(alias)) for alias in ALIASES}, sorted(migrations())]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=CHECKOUT,
        env={"DJANGO_SETTINGS_MODULE": BANK_SETTINGS, "PATH": ""},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=True,
    )
    tables, migrations = json.loads(done.stdout)
    assert tables == {alias: sorted(expected_tables(alias)) for alias in ALIASES}
    assert {(app, name) for app, name in migrations} == migrations_on_disk()


def test_settings_that_the_user_names_are_used() -> None:
    small_bank()
    assert manage("postgres", "status", DJANGO_SETTINGS_MODULE="no.such.module").code == 1
    assert manage("postgres", "status", "--settings", "no.such.module").code == 1

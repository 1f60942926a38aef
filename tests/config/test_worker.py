"""Processes that make rows: what they load, and what they do without."""

import json
import os
import subprocess
import sys

import pytest

from config.startup import BANK_SETTINGS
from tests.commandline import CHECKOUT, TIMEOUT_S

_RUN = """
import json, sys
from importlib import import_module
from config.worker import call_in_project
call_in_project("os.getpid")
import_module(sys.argv[1])
print(json.dumps(sorted(sys.modules)))
"""
"""Sets up the project as a process does that makes rows, and prints the modules in its memory."""


@pytest.mark.parametrize("task", ["seeding.management.block_worker", "seeding.management.lake"])
def test_a_process_that_makes_rows_loads_the_models_and_no_database(task: str) -> None:
    """It inherits the settings of its command, and a server that cannot be named does not matter to it."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, task],
        cwd=CHECKOUT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": BANK_SETTINGS, "POSTGRES_URL": "nowhere"},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=True,
    )
    imported = set(json.loads(done.stdout))
    assert imported & {"psycopg", "config.server", "django.contrib.admin"} == set()
    assert imported >= {"polars", "datahub.loans.models"}

"""A killed export leaves whole files only, and the next one completes it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.commandline import CHECKOUT, manage
from tests.lake import contents, manifest
from tests.waiting import PATIENCE_S, running, wait_until

pytestmark = pytest.mark.hard

OPTIONS = (
    "--customers",
    "4500",
    "--employees",
    "20",
    "--seed",
    "7",
    "--as-of",
    "2026-06-30",
    "--tables",
    "repayment_schedule",
    "accounts",
)
"""A bank of three parts, and two tables: the second one takes much longer than the first."""


def _begun(target: Path) -> bool:
    """Return whether a file of the first block is being written."""
    return any(target.glob("_drafts/part-00001-*/*.partial"))


def test_files_are_whole_whenever_an_export_is_killed(tmp_path: Path) -> None:
    target, whole = tmp_path / "killed", tmp_path / "whole"
    command = [sys.executable, str(CHECKOUT / "manage.py"), "seed_export", "--to", str(target), *OPTIONS]
    with running(command, stdout=subprocess.DEVNULL, env=os.environ) as process:
        wait_until(lambda: _begun(target))
        process.send_signal(signal.SIGKILL)
        process.wait(PATIENCE_S)
    assert manifest(target)["complete"] is False
    for path in target.rglob("*.parquet"):
        pq.read_table(path)
    assert not list(target.glob("*/*/part-00001.parquet"))
    assert any(target.glob("_drafts/*/*"))
    for place in (target, whole):
        assert manage("seed_export", "--to", str(place), *OPTIONS).code == 0
    assert contents(target) == contents(whole)


def test_ctrl_c_ends_an_export_with_its_processes(tmp_path: Path) -> None:
    target = tmp_path / "bank"
    command = [sys.executable, str(CHECKOUT / "manage.py"), "seed_export", "--to", str(target), *OPTIONS]
    with running(
        [*command, "--workers", "2"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as process:
        wait_until(lambda: _begun(target))
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=PATIENCE_S)
        assert (process.returncode, errors.splitlines()[-1]) == (130, "CommandError: Interrupted")
    assert manifest(target)["complete"] is False

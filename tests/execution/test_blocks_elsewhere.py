"""Several processes make the same rows in the same order, and leave nothing behind."""

import multiprocessing
import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from seeding.bank.graph import BANK
from seeding.engine.plan import Plan
from seeding.engine.recipe import TableRows
from seeding.execution import block_files
from seeding.execution.blocks_elsewhere import bake_elsewhere, default_workers
from seeding.execution.errors import WorkersLostError
from seeding.execution.pipeline import bake, blocks_of, number_of_blocks
from seeding.management.block_worker import maker_of

DAY = date(2026, 6, 30)
PLAN = Plan(seed=11, customers=8_500, employees=500, start=DAY, as_of=DAY, until=DAY)


def _baked(plan: Plan, workers: int) -> AbstractContextManager[Iterator[TableRows]]:
    first = bake(BANK, plan, islice(blocks_of(plan), 1))
    return bake_elsewhere(first, maker_of(plan), number_of_blocks(plan), workers)


@pytest.fixture(autouse=True)
def blocks_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put the files of blocks where a test can look for them."""
    monkeypatch.setattr(block_files, "SHARED_MEMORY", tmp_path / "missing")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_two_processes_make_the_rows_of_one_in_the_same_order(blocks_in: Path) -> None:
    assert number_of_blocks(PLAN) > 1
    with _baked(PLAN, 2) as rows:
        for made, expected in zip(rows, bake(BANK, PLAN, blocks_of(PLAN)), strict=True):
            assert made == expected
            assert made.batch.schema.equals(expected.batch.schema, check_metadata=True)
    assert list(blocks_in.iterdir()) == []


@pytest.mark.hard
def test_this_process_makes_the_first_block_while_the_others_start() -> None:
    """Rows come although the other processes have not answered: they cannot, for they are stopped."""
    expected = list(bake(BANK, PLAN, islice(blocks_of(PLAN), 1)))
    with _baked(PLAN, 1) as rows:
        (other,) = multiprocessing.active_children()
        os.kill(other.pid or 0, signal.SIGSTOP)
        try:
            assert list(islice(rows, len(expected))) == expected
        finally:
            os.kill(other.pid or 0, signal.SIGCONT)
        assert next(rows).batch.num_rows


@pytest.mark.hard
def test_leaving_early_ends_the_processes_and_removes_their_files(blocks_in: Path) -> None:
    with _baked(PLAN, 1) as rows:
        next(rows)
        assert multiprocessing.active_children()
    assert not multiprocessing.active_children()
    assert list(blocks_in.iterdir()) == []


@pytest.mark.hard
def test_a_process_that_is_killed_is_an_error_and_not_a_wait_for_ever(blocks_in: Path) -> None:
    with _baked(replace(PLAN, customers=18_000), 1) as rows:
        next(rows)
        for child in multiprocessing.active_children():
            os.kill(child.pid or 0, signal.SIGKILL)
        with pytest.raises(WorkersLostError, match="was killed"):
            list(rows)
    assert list(blocks_in.iterdir()) == []


@pytest.mark.parametrize(("cores", "workers"), [(1, 0), (2, 0), (3, 1), (8, 6), (64, 6)])
def test_two_cores_are_left_to_the_server_and_to_what_stores_rows(cores: int, workers: int) -> None:
    assert default_workers(cores) == workers

"""Equal plans give equal bytes, in whatever blocks, order, time zone, process and number of threads they are baked."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest

from datahub.accounts.models import Transaction
from datahub.loans.models import RepaymentSchedule
from seeding.bank.graph import BANK
from seeding.engine.blocks import Block, blocks
from seeding.engine.graph import Graph
from seeding.engine.plan import Plan
from seeding.execution.pipeline import bake
from tests.batches import as_lines
from tests.digests import assert_published
from tests.sampling import first

CHECKOUT = Path(__file__).resolve().parent.parent.parent
DAY = date(2026, 6, 30)
PLAN = Plan(seed=11, customers=700, employees=80, start=DAY, as_of=DAY, until=DAY)
"""Four cells, the last of them cut short; they are one block unless a test says otherwise."""
EVERY_TABLE = {recipe.table for recipe in BANK.recipes}

SMALL = Plan(seed=11, customers=130, employees=12, start=DAY, as_of=DAY, until=DAY)

ELSEWHERE = """
import json, sys, django
django.setup()
from seeding.engine.graph import Graph
from seeding.engine.plan import Plan
from tests.bank.test_determinism import digests, tables
print(json.dumps(digests(tables(Plan.from_record(json.loads(sys.argv[1]))))))
"""


def tables(plan: Plan, of: Iterable[Block] | None = None, graph: Graph = BANK) -> dict[str, bytes]:
    """Return the bytes of each table, batches in the order in which they were baked."""
    parts: dict[str, list[bytes]] = {}
    for table in bake(graph, plan, of):
        parts.setdefault(table.model._meta.db_table, []).append(as_lines(table.batch))
    return {table: b"".join(batches) for table, batches in parts.items()}


def digests(bank: dict[str, bytes]) -> dict[str, str]:
    """Return a digest per table: failures then name the tables that differ."""
    return {table: sha256(rows).hexdigest() for table, rows in sorted(bank.items())}


@pytest.fixture(scope="module")
def expected() -> dict[str, str]:
    return digests(tables(PLAN))


@pytest.fixture(scope="module")
def small() -> dict[str, str]:
    return digests(tables(SMALL))


def test_every_table_has_rows(expected: dict[str, str]) -> None:
    assert expected.keys() == EVERY_TABLE


def test_the_same_plan_twice_gives_the_same_bytes(expected: dict[str, str]) -> None:
    again = Plan.from_record(json.loads(json.dumps(PLAN.to_record())))
    assert digests(tables(again)) == expected


@pytest.mark.parametrize("cells_per_block", first([2, 1, 3]))
def test_the_size_of_a_block_changes_no_byte(cells_per_block: int, expected: dict[str, str]) -> None:
    assert digests(tables(PLAN, blocks(PLAN.layout, cells_per_block))) == expected


def test_the_size_of_a_batch_changes_no_byte(expected: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seeding.engine.recipe.ROWS_PER_BATCH", 1_000)
    for model in (Transaction, RepaymentSchedule):
        assert sum(table.model is model for table in bake(BANK, PLAN)) > 1
    assert digests(tables(PLAN)) == expected


@pytest.mark.hard
def test_the_order_of_blocks_changes_no_byte(expected: dict[str, str]) -> None:
    parts: dict[str, list[bytes]] = {}
    for table in bake(BANK, PLAN, reversed(list(blocks(PLAN.layout, 1)))):
        parts.setdefault(table.model._meta.db_table, []).append(as_lines(table.batch))
    assert digests({table: b"".join(reversed(batches)) for table, batches in parts.items()}) == expected


@pytest.mark.hard
def test_a_block_baked_alone_is_the_one_baked_among_others(expected: dict[str, str]) -> None:
    joined: dict[str, bytes] = {}
    by_block = {recipe.table for recipe in BANK.block_recipes}
    for block in blocks(PLAN.layout, 2):
        for table, rows in tables(PLAN, [block]).items():
            joined[table] = joined.get(table, b"") + rows if table in by_block else rows
    assert digests(joined) == expected


def test_nodes_may_be_renamed_and_found_in_another_order(expected: dict[str, str]) -> None:
    """Streams and orders are written in the code: neither a function's name nor its module is part of a row."""
    nodes = tuple(
        replace(node, function=renamed(node.function, f"node_{place}")) for place, node in enumerate(BANK.nodes)
    )
    graph = Graph(tuple(reversed(nodes)), BANK.recipes)
    graph.check()
    assert digests(tables(PLAN, graph=graph)) == expected


def renamed(function: Any, name: str) -> FunctionType:
    return FunctionType(function.__code__, function.__globals__, name, function.__defaults__, function.__closure__)


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({"TZ": "Asia/Kolkata", "PYTHONHASHSEED": "0", "POLARS_MAX_THREADS": "2"}, id="threads"),
        pytest.param(
            {"TZ": "America/New_York", "PYTHONHASHSEED": "1", "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"},
            id="one thread",
            marks=pytest.mark.hard,
        ),
        pytest.param(
            {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "random", "LC_ALL": "C", "PYTHONOPTIMIZE": "1"},
            id="optimized",
            marks=pytest.mark.hard,
        ),
    ],
)
def test_another_process_time_zone_and_hash_seed_change_no_byte(
    environment: dict[str, str], expected: dict[str, str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, json.dumps(PLAN.to_record())],
        cwd=CHECKOUT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == expected


def test_how_the_sizes_were_said_changes_no_byte(small: dict[str, str]) -> None:
    said = Plan.from_record({**SMALL.to_record(), "scale": "0.1"})
    assert digests(tables(said)) == small


@pytest.mark.parametrize(
    "other",
    [
        {"seed": 12},
        {"as_of": "2026-06-29", "start": "2026-06-29", "until": "2026-06-29"},
        {"customers": 131},
        {"employees": 13},
    ],
    ids=lambda other: next(iter(other)),
)
def test_another_plan_gives_another_bank(other: dict[str, object], small: dict[str, str]) -> None:
    assert digests(tables(Plan.from_record({**SMALL.to_record(), **other}))) != small


def test_another_seed_moves_every_table_that_is_drawn(small: dict[str, str]) -> None:
    other = digests(tables(Plan.from_record({**SMALL.to_record(), "seed": 12})))
    assert {table for table in small if small[table] == other[table]} == {"training_programs"}


def test_the_bytes_of_a_small_bank_are_those_of_yesterday(small: dict[str, str], pytestconfig: pytest.Config) -> None:
    found = sha256("".join(small.values()).encode()).hexdigest()
    assert_published("CSV of 130 customers", found, pytestconfig)

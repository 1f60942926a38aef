"""The first three and the last three blocks of a bank of scale 20,000, made alone, pass what checks ask of customers.

The staff is that of two regions out of 953: what checks ask of the whole staff, six blocks cannot answer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice

import duckdb
import polars as pl
import pyarrow as pa
import pytest

from seeding.bank.graph import BANK
from seeding.checks.check import Check
from seeding.checks.run import run_check
from seeding.engine.blocks import Block
from seeding.engine.evaluation import Evaluation
from seeding.engine.plan import CUSTOMERS_PER_SCALE, EMPLOYEES_PER_SCALE
from seeding.engine.regions import region_of
from seeding.execution.pipeline import bake_blocks, blocks_of, number_of_blocks
from tests.bank.baked import Baked, BakedReader, plan_of
from tests.bank.share_checks import SHARE_CHECKS
from tests.storage.test_lake_queries import A1, L6, X4

pytestmark = [pytest.mark.hard, pytest.mark.xdist_group("ends-of-a-large-bank")]

SCALE = 20_000
PLAN = plan_of(11, SCALE * CUSTOMERS_PER_SCALE, SCALE * EMPLOYEES_PER_SCALE, date(2026, 6, 30))
BLOCKS = 3
"""Blocks at each end."""
OF_CUSTOMERS = [check for check in SHARE_CHECKS if not check.id.startswith("E") and check.id != "K25"]
"""All checks of shares but those of the staff, and that of the reports which the bank as a whole files."""
OF_THE_BANK = ("campaigns", "compliance_rules")
"""Tables of the bank as a whole that these checks look into. The others need the staff of all regions."""


def ends() -> list[Block]:
    """Return the first and the last blocks."""
    rest = number_of_blocks(PLAN) - BLOCKS
    return [*islice(blocks_of(PLAN), BLOCKS), *islice(blocks_of(PLAN), rest, None)]


@dataclass(frozen=True)
class Ends(Baked):
    """The tables of these blocks, with those of the staff of the last region, which does not begin with one of them."""

    def _baked(self) -> Mapping[str, list[pa.RecordBatch]]:
        if not self._batches:
            bank, last = Evaluation.of_bank(BANK, PLAN), region_of(PLAN.layout, ends()[-1].first)
            for rows in self._tables(bank):
                self._batches.setdefault(rows[0], []).append(rows[1])
            if last.first not in {block.first for block in ends()}:
                for table in bank.in_region(last).tables(BANK.region_recipes):
                    self._batches.setdefault(table.model._meta.db_table, []).append(table.batch)
        return self._batches

    def _tables(self, bank: Evaluation) -> Iterator[tuple[str, pa.RecordBatch]]:
        whole = [recipe for recipe in BANK.bank_recipes if recipe.table in OF_THE_BANK]
        for table in chain(bank.tables(whole), bake_blocks(BANK, bank, ends())):
            yield table.model._meta.db_table, table.batch


@pytest.fixture(scope="module")
def rows() -> Ends:
    """The blocks, as a bank of as many customers as they have: bounds of figures follow from that number."""
    made = Ends(PLAN)
    customers = made.rows("customers")
    return Ends(replace(PLAN, customers=customers, employees=customers // 8), (), made._batches)


def test_there_are_six_blocks_with_the_first_and_the_last_customer(rows: Ends) -> None:
    ids = rows.table("customers")["customer_id"]
    assert (ids[0], ids[-1]) == ("CUST-00000001", f"CUST-{PLAN.customers:08}")
    assert len(ids) == len(set(ids)) > 5 * 4_000


@pytest.mark.parametrize("check", OF_CUSTOMERS, ids=lambda check: check.id)
def test_a_share_is_kept(rows: Ends, check: Check) -> None:
    figures = run_check(BakedReader(rows), check, 5).figures
    assert figures
    assert [str(figure) for figure in figures if not figure.passes] == []


@pytest.mark.parametrize("query", [A1, L6, X4], ids=["A1", "L6", "X4"])
def test_money_adds_up(rows: Ends, query: str) -> None:
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        for name, frame in rows.tables_in(query).items():
            connection.register(name, frame.to_arrow(compat_level=pl.CompatLevel.oldest()))
        assert connection.execute(query).fetchall() == []

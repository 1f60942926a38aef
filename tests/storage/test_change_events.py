"""Events of a day have the right times and order, and formats say what they are to say."""

import csv
import io
from datetime import UTC, date, datetime
from graphlib import CycleError
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datahub.accounts.models import Account, Customer, Transaction
from datahub.employees.models import Department, Employee
from seeding.bank.graph import BANK
from seeding.engine.blocks import blocks
from seeding.engine.changes import TableChanges
from seeding.engine.days import day_number
from seeding.engine.evaluation import evaluations
from seeding.engine.plan import Plan
from seeding.engine.table import taken
from seeding.storage.changes import events as events_module
from seeding.storage.changes.csv_events import HEADER, csv_lines
from seeding.storage.changes.events import TableEvents, events_of_day, in_order
from seeding.storage.changes.spool import Spool
from seeding.storage.changes.table_order import parents_first
from seeding.storage.changes.writers import ParquetWriter

DAY = day_number(date(2026, 6, 30))
BEGIN = DAY * 86_400_000_000
END = BEGIN + 86_400_000_000 - 1
PLAN = Plan.of_one_day(date(2026, 6, 30), seed=7, customers=60, employees=8)
TABLES = (Customer, Account, Transaction)
SINCE = {Customer: "created_at", Account: "opened_date", Transaction: "transaction_date"}


def _batch(model: type) -> pa.RecordBatch:
    """Return all rows of a table of a small bank."""
    _, _, (block, _) = evaluations(BANK, PLAN, blocks(PLAN.layout, 1))
    (recipe,) = (recipe for recipe in BANK.recipes if recipe.model is model)
    return recipe.laid_out(block.arguments(recipe)).batch


@pytest.fixture(scope="module")
def customers() -> pl.DataFrame:
    return _plain(Customer)


@pytest.fixture(scope="module")
def accounts() -> pl.DataFrame:
    return _plain(Account)


def _plain(model: type) -> pl.DataFrame:
    """Return the rows of a small bank as events have them: texts instead of codes."""
    frame = pl.from_arrow(_batch(model))
    assert isinstance(frame, pl.DataFrame)
    return frame.with_columns(pl.selectors.categorical().cast(pl.String), pl.selectors.enum().cast(pl.String))


def _at(hour: int) -> datetime:
    return datetime(2026, 6, 30, hour, tzinfo=UTC)


def _us(hour: int) -> int:
    return BEGIN + hour * 3_600_000_000


def _none(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.head(0)


def test_a_row_is_created_at_its_own_time_or_at_the_beginning_of_its_day(
    customers: pl.DataFrame, accounts: pl.DataFrame
) -> None:
    new = customers.head(2).with_columns(pl.Series("created_at", [_at(9), _at(11)], pl.Datetime("us", "UTC")))
    opened = accounts.tail(1).with_columns(opened_date=date(2026, 6, 30), customer_id=pl.lit("CUST-99999999"))
    found = [(Customer, (new, _none(new), _none(new))), (Account, (opened, _none(opened), _none(opened)))]
    first, second = events_of_day(DAY, found, TABLES, SINCE)
    assert (first.model, first.ts.to_list()) == (Customer, [_us(9), _us(11)])
    assert (second.model, second.ts.to_list()) == (Account, [BEGIN])


def test_no_row_is_created_before_one_that_it_refers_to(customers: pl.DataFrame, accounts: pl.DataFrame) -> None:
    new = customers.head(1).with_columns(pl.Series("created_at", [_at(9)], pl.Datetime("us", "UTC")))
    opened = accounts.head(1).with_columns(customer_id=pl.lit(new["customer_id"][0]))
    found = [(Account, (opened, _none(opened), _none(opened))), (Customer, (new, _none(new), _none(new)))]
    parts = list(in_order(events_of_day(DAY, found, TABLES, SINCE)))
    assert [(part.events.model, part.events.ts.to_list(), part.places.tolist()) for part in parts[0]] == [
        (Customer, [_us(9)], [0]),
        (Account, [_us(9)], [1]),
    ]


def test_a_row_changes_at_the_latest_time_that_is_new_in_it(customers: pl.DataFrame) -> None:
    times = [_at(9), datetime(2026, 6, 29, 23, tzinfo=UTC), _at(11)]
    after = customers.head(3).with_columns(pl.Series("created_at", times, pl.Datetime("us", "UTC")))
    before = after.with_columns(
        pl.Series("created_at", [None, None, _at(11)], pl.Datetime("us", "UTC")), email=pl.lit("old@example.com")
    )
    (found,) = events_of_day(DAY, [(Customer, (_none(after), before, after))], TABLES, SINCE)
    assert found.ts.to_list() == [_us(9), END, END]
    assert found.op.to_list() == ["u", "u", "u"]
    changed = [set(names) for names in found.changed_columns().to_list()]
    assert changed == [{"email", "created_at"}, {"email", "created_at"}, {"email"}]


def test_events_are_handed_on_in_order_however_many_there_are(
    customers: pl.DataFrame, accounts: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events_module, "CHUNK", 7)
    found = [
        (Account, (accounts, _none(accounts), _none(accounts))),
        (Customer, (_none(customers), customers, customers)),
    ]
    events = events_of_day(DAY, found, TABLES, SINCE)
    merged = []
    for parts in in_order(events):
        chunk: dict[int, tuple[int, str]] = {}
        for part in parts:
            keys = part.events.after.to_series(0).to_list()
            chunk |= dict(zip(part.places.tolist(), zip(part.events.ts.to_list(), keys, strict=True), strict=True))
        assert sorted(chunk) == list(range(len(chunk)))
        assert len(chunk) <= 7
        merged += [chunk[place] for place in sorted(chunk)]
    assert merged == sorted(merged, key=lambda event: event[0])
    assert [key for _, key in merged] == [*accounts.to_series(0), *customers.to_series(0)]


def test_parents_come_first_and_circles_are_cut_where_a_reference_may_be_missing() -> None:
    assert parents_first([Transaction, Account, Customer]) == (Customer, Account, Transaction)
    order = parents_first([Employee, Department])
    assert order == (Department, Employee)


def test_a_circle_of_required_references_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    (head,) = (field for field in Department._meta.concrete_fields if field.related_model is Employee)
    monkeypatch.setattr(head, "null", False)
    (department,) = (field for field in Employee._meta.concrete_fields if field.related_model is Department)
    monkeypatch.setattr(department, "null", False)
    with pytest.raises(CycleError):
        parents_first([Employee, Department])


def test_the_spool_gives_back_what_it_got_day_by_day(tmp_path: Path) -> None:
    batch = _batch(Account)
    none = batch.slice(0, 0)
    some = taken(batch, np.arange(3, 9))
    spool = Spool(tmp_path, TABLES)
    spool.add(DAY + 1, TableChanges(Account, batch, none, none, {}))
    spool.add(DAY, TableChanges(Account, none, some, some, {}))
    spool.add(DAY + 1, TableChanges(Account, some, none, none, {}))
    assert spool.days() == (DAY, DAY + 1)
    later = [(model, *(frame.height for frame in frames)) for model, frames in spool.take(DAY + 1)]
    assert later == [(Account, batch.num_rows, 0, 0), (Account, 6, 0, 0)]
    assert spool.days() == (DAY,)
    ((_, (_, before, after)),) = spool.take(DAY)
    assert before.equals(_plain(Account)[3:9])
    assert after.equals(before)


def test_a_few_rows_wait_without_the_texts_of_the_others(tmp_path: Path) -> None:
    batch = _batch(Transaction)
    none = batch.slice(0, 0)
    spool = Spool(tmp_path, TABLES)
    spool.add(DAY, TableChanges(Transaction, taken(batch, np.arange(2)), none, none, {}))
    assert (tmp_path / str(DAY)).stat().st_size < 20_000 < batch.nbytes / 4


def _change(customers: pl.DataFrame) -> TableEvents:
    after = customers.head(2).with_columns(email=pl.Series(['a "quoted", name', None]))
    before = after.with_columns(email=pl.Series(["old", "old"]))
    (found,) = events_of_day(DAY, [(Customer, (after.head(1), before, after))], TABLES, SINCE)
    return found


def test_csv_has_a_row_per_event_that_any_reader_reads(customers: pl.DataFrame) -> None:
    lines = csv_lines(_change(customers), "accounts_db")
    rows = list(csv.DictReader(io.StringIO("\n".join([HEADER, *lines]))))
    assert [row["op"] for row in rows] == ["c", "u", "u"]
    assert [row["before"] == "" for row in rows] == [True, False, False]
    assert [row["changed"] for row in rows] == ["", "email", "email"]
    assert '"email":"a \\"quoted\\", name"' in rows[1]["after"]
    assert '"email":null' in rows[2]["after"]
    assert {row["ts"] for row in rows[1:]} == {"2026-06-30T23:59:59.999999Z"}


def test_parquet_has_typed_rows_and_no_row_before_a_creation(customers: pl.DataFrame, tmp_path: Path) -> None:
    events = _change(customers)
    (parts,) = in_order([events])
    with ParquetWriter(tmp_path, lambda _: "accounts_db") as writer:
        writer.write(parts)
        writer.finish()
    (path,) = tmp_path.iterdir()
    assert path.name == "accounts_db.customers.parquet"
    rows = pq.read_table(path).to_pylist()
    creation = next(row for row in rows if row["op"] == "c")
    assert creation["before"] is None
    assert creation["after"]["date_of_birth"] == customers["date_of_birth"][0]
    assert [row["before"]["email"] for row in rows if row["op"] == "u"] == ["old", "old"]

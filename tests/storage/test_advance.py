"""Advancing touches the rows and columns that change, all or none, whenever it is killed."""

import random
import signal
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from datahub.accounts.models import Customer
from seeding.bank.graph import BANK
from seeding.engine.changes import TableChanges, changes
from seeding.engine.layout import AsOf
from seeding.engine.plan import Plan
from seeding.engine.recipe import LaidOutRows, TableRows
from seeding.execution.pipeline import bake
from seeding.models import Run
from seeding.storage import transaction
from seeding.storage.advance import AdvanceSink
from seeding.storage.errors import RowsDifferError, TablesInUseError
from seeding.storage.sink import store
from seeding.storage.tables import FILLED
from tests.advancing import SEEN, UNTIL, bank_ahead, contents, day, seen_on
from tests.seeded import command, execute, open_transaction, status, value
from tests.storage.killing import kill_between_commits, signal_after_start, start

_CHANGED = ("last_name", "phone")

MOMENTS = random.Random(7).sample(range(700), 4)
"""Milliseconds between the beginning of a run and its kill."""


@pytest.fixture
def ahead() -> dict[str, str]:
    return bank_ahead()


def _customers() -> TableRows:
    (rows,) = (rows for rows in bake(BANK, Plan.from_record(status()["plan"])) if rows.model is Customer)
    return rows


def _changed(rows: TableRows, **columns: dict[int, str]) -> TableChanges:
    """Return the changes of a table in which columns have other texts at some places."""
    batch = rows.batch
    for name, texts in columns.items():
        values = pl.Series(pl.from_arrow(batch.column(name))).to_list()
        for place, text in texts.items():
            values[place] = text
        number = batch.schema.get_field_index(name)
        batch = batch.set_column(number, batch.schema.field(number), pa.array(values, batch.schema.field(number).type))
    return changes(LaidOutRows(Customer, rows.batch, None), AsOf(0), LaidOutRows(Customer, batch, None), AsOf(1))


def _advance(*found: TableChanges) -> None:
    store(found, AdvanceSink({name: {} for name in FILLED}, uuid.uuid4(), "test", lambda progress: None))


@contextmanager
def _updates_logged(**columns: str) -> Iterator[None]:
    """Log the updates of customers: by kind the columns that they set, a row each, and one row per statement."""
    execute(
        "accounts_db",
        "CREATE SCHEMA log",
        "CREATE TABLE log.updates (what text, row_key text)",
        "CREATE FUNCTION log.row() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN INSERT INTO log.updates VALUES (TG_ARGV[0], NEW.customer_id); RETURN NULL; END $$",
        "CREATE FUNCTION log.statement() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN INSERT INTO log.updates VALUES ('statement', ''); RETURN NULL; END $$",
        "CREATE TRIGGER log AFTER UPDATE ON customers FOR EACH STATEMENT EXECUTE FUNCTION log.statement()",
        *(
            f"CREATE TRIGGER log_{kind} AFTER UPDATE OF {names} ON customers "
            f"FOR EACH ROW EXECUTE FUNCTION log.row('{kind}')"
            for kind, names in columns.items()
        ),
    )
    try:
        yield
    finally:
        execute("accounts_db", "SET client_min_messages = warning", "DROP SCHEMA log CASCADE")


def test_only_changed_columns_of_changed_rows_are_updated(ahead: dict[str, str]) -> None:
    rows = _customers()
    keys = pl.Series(pl.from_arrow(rows.batch.column("customer_id"))).to_list()
    untouched = f"SELECT count(*) FROM customers WHERE customer_id NOT IN ('{keys[3]}', '{keys[5]}', '{keys[8]}')"
    before = value("accounts_db", f"{untouched} AND xmin = (SELECT min(xmin::text) FROM customers)::xid")
    others = ", ".join(str(field.column) for field in Customer._meta.concrete_fields if field.column not in _CHANGED)
    with _updates_logged(name="last_name", phone="phone", other=others):
        _advance(_changed(rows, last_name={3: "Changed", 5: "Changed"}, phone={5: "1", 8: "2"}))
        query = "SELECT string_agg(what || ' ' || row_key, ',' ORDER BY what, row_key) FROM log.updates"
        logged = value("accounts_db", query)
    names, phones = sorted([keys[3], keys[5]]), sorted([keys[5], keys[8]])
    assert str(logged).split(",") == [
        *(f"name {key}" for key in names), *(f"phone {key}" for key in phones), *["statement "] * 3,
    ]  # fmt: skip
    assert value("accounts_db", f"{untouched} AND xmin = (SELECT min(xmin::text) FROM customers)::xid") == before
    found = value("accounts_db", f"SELECT last_name || ' ' || phone FROM customers WHERE customer_id = '{keys[5]}'")
    assert found == "Changed 1"


def test_rows_that_are_missing_are_found_and_nothing_changes(ahead: dict[str, str]) -> None:
    found = _changed(_customers(), last_name={3: "Changed", 5: "Changed"})
    strange = replace(found, after=_with_key(found.after, "CUST-99999999"))
    with pytest.raises(RowsDifferError, match=r"accounts_db.customers .*: 1 of 2 rows to change are missing"):
        _advance(strange)
    assert contents() == ahead


def _with_key(batch: pa.RecordBatch, key: str) -> pa.RecordBatch:
    keys = pl.Series(pl.from_arrow(batch.column("customer_id"))).to_list()
    return batch.set_column(0, batch.schema.field(0), pa.array([*keys[:-1], key], batch.schema.field(0).type))


def test_rows_that_are_there_already_are_found_and_nothing_changes(ahead: dict[str, str]) -> None:
    rows = _customers()
    empty = rows.batch.slice(0, 0)
    found = TableChanges(Customer, rows.batch.slice(0, 2), empty, empty, {})
    with pytest.raises(RowsDifferError, match=r"accounts_db.customers .*duplicate key"):
        _advance(found)
    assert contents() == ahead


def test_rows_without_the_rows_they_refer_to_are_found_before_any_commit(ahead: dict[str, str]) -> None:
    execute("accounts_db", "DELETE FROM transactions")
    before, runs = contents(), Run.objects.count()
    rows = next(rows for rows in bake(BANK, Plan.from_record(status()["plan"])) if rows.model.__name__ == "Transaction")
    orphan = rows.batch.slice(0, 1)
    number = orphan.schema.get_field_index("account_id")
    orphan = orphan.set_column(number, orphan.schema.field(number), pa.array(["ACC-NONE"], pa.string_view()))
    empty = rows.batch.slice(0, 0)
    with pytest.raises(RowsDifferError, match="foreign key"):
        _advance(TableChanges(rows.model, orphan, empty, empty, {}))
    assert (contents(), Run.objects.count()) == (before, runs)


def test_changes_are_sorted_by_the_columns_that_changed(ahead: dict[str, str]) -> None:
    found = _changed(_customers(), last_name={3: "A", 5: "A", 9: "A"}, phone={5: "1", 8: "2"})
    batches = {tuple(batch.schema.names): batch.num_rows for batch in found.by_changed_columns()}
    assert batches == {
        ("customer_id", "last_name"): 2, ("customer_id", "phone"): 1, ("customer_id", *found.differs): 1,
    }  # fmt: skip
    assert np.stack(list(found.differs.values())).any(axis=0).all()


def test_a_session_that_locks_rows_is_named_and_a_reader_is_not(
    ahead: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transaction, "_SETTINGS", transaction._SETTINGS.replace("'4s'", "'200ms'"))
    found = _changed(_customers(), last_name={3: "Changed"})
    with (
        open_transaction("accounts_db", "SELECT * FROM accounts"),
        open_transaction("accounts_db", "SELECT * FROM customers FOR UPDATE") as writer,
    ):
        with pytest.raises(TablesInUseError) as raised:
            _advance(found)
        assert [session.pid for session in raised.value.sessions] == [writer.info.backend_pid]
    assert contents() == ahead


@pytest.mark.hard
@pytest.mark.parametrize(
    ("options", "last", "milliseconds"),
    [
        *(("", day(60), moment) for moment in MOMENTS),
        *(("", UNTIL, moment) for moment in MOMENTS[:2]),
        *(("--every 0.01", day(60), 3 * moment) for moment in MOMENTS),
    ],
)
def test_after_a_kill_at_any_moment_the_bank_is_as_before_or_on_a_new_day(
    ahead: dict[str, str], options: str, last: date, milliseconds: int
) -> None:
    signal_after_start(start("seed_advance", "--to", str(last), *options.split()), milliseconds, signal.SIGKILL)
    report = status()
    if report["plan"]["as_of"] == str(SEEN):
        assert contents() == ahead
    command("seed_advance", to=str(last))
    assert contents() == seen_on(last)
    assert not Run.objects.filter(state=Run.State.RUNNING).exists()


@pytest.mark.hard
@pytest.mark.parametrize("remedy", ["seed_advance", "a further day", "seed_all", "seed_reset", "seed_clear"])
def test_after_a_kill_between_two_commits_the_next_command_mends_the_bank(ahead: dict[str, str], remedy: str) -> None:
    kill_between_commits("seed_advance", "--days", "30")
    report = status()
    assert report["state"] == "torn"
    assert "accounts_db of seed_all" in report["explanation"]
    assert "seed_advance or seed_reset completes that day" in command("seed_status")
    match remedy:
        case "seed_advance":
            assert command("seed_advance").startswith(f"{SEEN} to {day(30)}: ")
        case "a further day":
            command("seed_advance", days="40")
            assert contents() == seen_on(day(40))
            return
        case "seed_clear":
            command("seed_clear", confirm=True)
            assert status()["state"] == "empty"
            return
        case _:
            command(remedy)
    assert (status()["state"], status()["plan"]["as_of"]) == ("complete", str(day(30)))
    assert contents() == seen_on(day(30))


@pytest.mark.hard
def test_a_mended_bank_touches_only_the_databases_that_had_not_committed(ahead: dict[str, str]) -> None:
    kill_between_commits("seed_advance", "--days", "30")
    rows = "SELECT md5(string_agg(concat(ctid, xmin, t), ',' ORDER BY ctid)) FROM repayment_schedule t"
    before = value("loans_db", rows)
    command("seed_advance")
    assert value("loans_db", rows) == before
    with_counts = Run.objects.all()[0].progress["loans_db"]["rows"]
    assert with_counts["repayment_schedule"] == value("loans_db", "SELECT count(*) FROM repayment_schedule")


@pytest.mark.hard
def test_a_terminated_advance_cleans_up(ahead: dict[str, str]) -> None:
    code = signal_after_start(start("seed_advance", "--days", "60"), 20, signal.SIGTERM)
    assert code == 130
    assert contents() == ahead

"""A load changes all databases or none, whatever fails during it."""

import uuid
from collections.abc import Iterator

import psycopg
import pyarrow as pa
import pytest

from datahub.accounts.models import Transaction
from seeding.bank.graph import BANK
from seeding.engine.plan import Plan
from seeding.engine.recipe import TableRows
from seeding.execution.pipeline import bake
from seeding.models import Run
from seeding.storage.connection import connect
from seeding.storage.deferred_indexes import definitions
from seeding.storage.errors import LoadError
from seeding.storage.postgres import PostgresSink
from seeding.storage.progress import DatabaseProgress
from seeding.storage.sink import store
from seeding.storage.tables import FILLED, table_names
from seeding.storage.transaction import BankTransaction
from tests.seeded import at_commit, command, digests, small_bank, status, value


@pytest.fixture
def seeded() -> dict[str, str]:
    return small_bank()


def _stored_plan() -> Plan:
    return Plan.from_record(status()["plan"])


def _load(tables: Iterator[TableRows]) -> None:
    store(tables, PostgresSink(FILLED, uuid.uuid4(), "test", lambda progress: None))


def _with_invalid_batch(batches: Iterator[TableRows]) -> Iterator[TableRows]:
    for batch in batches:
        yield batch
        if batch.model is Transaction:
            yield TableRows(Transaction, pa.record_batch({"balance": pa.array(["none"])}))


def _interrupted(batches: Iterator[TableRows], error_after_transactions: BaseException) -> Iterator[TableRows]:
    for batch in batches:
        yield batch
        if batch.model is Transaction:
            raise error_after_transactions


def test_a_failed_copy_leaves_the_databases_as_before(seeded: dict[str, str]) -> None:
    with pytest.raises(LoadError, match=r"accounts_db.* could not be loaded: .*; the databases are as before"):
        _load(_with_invalid_batch(bake(BANK, _stored_plan())))
    assert digests() == seeded
    assert status()["state"] == "complete"


@pytest.mark.parametrize("error", [ZeroDivisionError(), KeyboardInterrupt()], ids=["error", "interrupt"])
def test_an_error_while_baking_leaves_the_databases_as_before(seeded: dict[str, str], error: BaseException) -> None:
    with pytest.raises(type(error)):
        _load(_interrupted(bake(BANK, _stored_plan()), error))
    assert digests() == seeded


def test_rows_that_break_a_key_leave_the_databases_as_before(seeded: dict[str, str]) -> None:
    twice = (batch for batch in bake(BANK, _stored_plan()) for _ in range(2))
    with pytest.raises(LoadError, match="could not create unique index"):
        _load(twice)
    assert digests() == seeded


@pytest.mark.hard
def test_a_failed_commit_after_others_is_reported_and_the_next_run_repairs_the_bank(seeded: dict[str, str]) -> None:
    message = r"accounts_db .*no space left; employees_db, customer_db, loans_db, .* had already been committed$"
    with at_commit("accounts_db", "RAISE EXCEPTION 'no space left'"), pytest.raises(LoadError, match=message):
        _load_as_recorded_run()
    assert status()["state"] == "torn"
    command("seed_all")
    assert (status()["state"], digests()) == ("complete", seeded)


def test_keys_and_indexes_are_the_same_after_a_load(seeded: dict[str, str]) -> None:
    before = _keys()
    _load(bake(BANK, _stored_plan()))
    assert _keys() == before
    assert len(before) > 20


def test_progress_covers_every_row_and_database(seeded: dict[str, str]) -> None:
    reports: list[list[DatabaseProgress]] = []
    plan = _stored_plan()
    sink = PostgresSink(FILLED, uuid.uuid4(), "test", lambda progress: reports.append(list(progress)))
    store(bake(BANK, plan), sink)
    last = {progress.database: progress for progress in reports[-1]}
    assert set(last) == set(FILLED)
    assert {progress.stage.value for progress in last.values()} == {"stored"}
    assert last["accounts_db"].rows["transactions"] == value("accounts_db", "SELECT count(*) FROM transactions")


def _keys() -> list[tuple[str, str]]:
    found = []
    for database in FILLED:
        with connect(database, "test") as connection:
            found += definitions(connection.cursor(), table_names(database))
    return found


def _load_as_recorded_run() -> None:
    plan = _stored_plan()
    run = Run.objects.create(
        kind=Run.Kind.SEED, plan=plan.to_record(), generator="test", command="test", user="", host="", pid=0,
        started_at="2026-07-01T00:00:00Z",
    )  # fmt: skip
    store(bake(BANK, plan), PostgresSink(FILLED, run.run_id, "test", lambda progress: None))


def test_each_database_is_abandoned_even_if_others_fail_and_the_first_error_is_raised(
    seeded: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    abandoned: list[str] = []

    def cancel(transaction: BankTransaction) -> None:
        raise psycopg.OperationalError("the server does not answer")

    def abandon(transaction: BankTransaction) -> None:
        abandoned.append(transaction.database)
        disconnect(transaction)
        if transaction.database == "loans_db":
            raise OSError("loans_db is unreachable")

    disconnect = BankTransaction.abandon
    monkeypatch.setattr(BankTransaction, "cancel", cancel)
    monkeypatch.setattr(BankTransaction, "abandon", abandon)
    with pytest.raises(ZeroDivisionError) as error:
        _load(_interrupted(bake(BANK, _stored_plan()), ZeroDivisionError()))
    assert abandoned == list(FILLED)
    assert error.value.__notes__ == ["abandoning failed, too: loans_db is unreachable"]
    assert digests() == seeded

"""A load changes all databases or none, whatever goes wrong in the middle of it."""

import uuid
from collections.abc import Iterator

import pytest

from datahub.accounts.models import Transaction
from seeding.bank.blueprint import BANK
from seeding.engine.connection import connect
from seeding.engine.errors import LoadError
from seeding.engine.keys import definitions
from seeding.engine.load import Progress, load
from seeding.engine.pipeline import Batch, bake
from seeding.engine.plan import Plan
from seeding.engine.tables import FILLED, table_names
from seeding.models import Run
from tests.seeded import SMALL, at_commit, command, digests, start_afresh, status, value


@pytest.fixture
def seeded() -> dict[str, str]:
    start_afresh()
    command("seed_all", **SMALL)
    return digests()


def _stored_plan() -> Plan:
    return Plan.from_record(status()["plan"])


def _load(batches: Iterator[Batch]) -> None:
    load(batches, FILLED, uuid.uuid4(), "test", lambda progress: None)


def _with_garbage(batches: Iterator[Batch]) -> Iterator[Batch]:
    for batch in batches:
        yield batch
        if batch.model is Transaction:
            yield Batch(Transaction, 1, memoryview(b"not,a,transaction\n"))


def _cut_short(batches: Iterator[Batch], by: BaseException) -> Iterator[Batch]:
    for batch in batches:
        yield batch
        if batch.model is Transaction:
            raise by


def test_a_copy_that_fails_in_mid_stream_leaves_the_databases_as_before(seeded: dict[str, str]) -> None:
    with pytest.raises(LoadError, match=r"accounts_db.* could not be loaded: .*; the databases are as before"):
        _load(_with_garbage(bake(BANK, _stored_plan())))
    assert digests() == seeded
    assert status()["state"] == "complete"


@pytest.mark.parametrize("error", [ZeroDivisionError(), KeyboardInterrupt()], ids=["error", "interrupt"])
def test_whatever_ends_baking_leaves_the_databases_as_before(seeded: dict[str, str], error: BaseException) -> None:
    with pytest.raises(type(error)):
        _load(_cut_short(bake(BANK, _stored_plan()), error))
    assert digests() == seeded


def test_rows_that_break_a_key_leave_the_databases_as_before(seeded: dict[str, str]) -> None:
    twice = (batch for batch in bake(BANK, _stored_plan()) for _ in range(2))
    with pytest.raises(LoadError, match="could not create unique index"):
        _load(twice)
    assert digests() == seeded


def test_a_commit_that_fails_after_others_is_told_and_mended(seeded: dict[str, str]) -> None:
    told = r"accounts_db .*no space left; employees_db, customer_db, loans_db, .* had been: mend that"
    with at_commit("accounts_db", "RAISE EXCEPTION 'no space left'"), pytest.raises(LoadError, match=told):
        _load_as_recorded_run()
    assert status()["state"] == "torn"
    command("seed_all")
    assert (status()["state"], digests()) == ("complete", seeded)


def test_keys_and_indexes_are_the_same_after_a_load(seeded: dict[str, str]) -> None:
    before = _keys()
    _load(bake(BANK, _stored_plan()))
    assert _keys() == before
    assert len(before) > 20


def test_progress_reaches_every_row_and_database(seeded: dict[str, str]) -> None:
    reports: list[list[Progress]] = []
    plan = _stored_plan()
    load(bake(BANK, plan), FILLED, uuid.uuid4(), "test", lambda progress: reports.append(list(progress)))
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
    load(bake(BANK, plan), FILLED, run.run_id, "test", lambda progress: None)

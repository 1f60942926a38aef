"""The threads of the databases: how many rows wait for one that is slow."""

from collections.abc import Mapping
from threading import Barrier, BrokenBarrierError, Event

import pytest

from seeding.storage.progress import LoadStage
from seeding.storage.workers import BYTES_AHEAD, DatabaseWorker, Workers


class SlowTransaction:
    """A transaction whose copying goes on until it is told to end."""

    stage = LoadStage.COPYING

    def __init__(self, database: str = "loans_db", rows: int = 0) -> None:
        self.database = database
        self.rows: Mapping[str, int] = {"loans": rows}
        self.may_end = Event()

    def copy(self) -> None:
        assert self.may_end.wait(60)

    def commit(self) -> None: ...
    def cancel(self) -> None: ...
    def abandon(self) -> None: ...


@pytest.mark.parametrize(
    ("first", "second", "accepted"),
    [
        (BYTES_AHEAD // 2, BYTES_AHEAD // 2, True),
        (BYTES_AHEAD // 2, BYTES_AHEAD, False),
        (BYTES_AHEAD * 2, 1, False),
        (0, BYTES_AHEAD * 2, True),
    ],
)
def test_a_batch_waits_if_a_database_holds_too_many_bytes_with_it(first: int, second: int, accepted: bool) -> None:
    transaction = SlowTransaction()
    worker = DatabaseWorker(transaction)
    worker.submit(transaction.copy, size=first)
    assert worker.accepts_rows(second) is accepted
    transaction.may_end.set()
    worker.close()
    worker.raise_errors()
    assert worker.accepts_rows(BYTES_AHEAD * 2)


def test_the_largest_databases_have_their_turn_first_and_as_many_at_once_as_asked_for() -> None:
    sizes = {"customer_db": 3, "loans_db": 9, "accounts_db": 7, "insurance_db": 2}
    workers = Workers([SlowTransaction(name, rows) for name, rows in sizes.items()], lambda progress: None)
    begun: list[str] = []
    three = Barrier(3)

    def task(transaction: SlowTransaction) -> None:
        begun.append(transaction.database)
        with pytest.raises(BrokenBarrierError):  # no third one comes
            three.wait(0.2)

    workers.run_in_turns(task, 2)
    workers.close()
    assert {*begun[:2]} == {"loans_db", "accounts_db"}
    assert {*begun[2:]} == {"customer_db", "insurance_db"}

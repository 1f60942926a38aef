"""The threads of the databases: how many rows wait for one that is slow."""

from threading import Event

import pytest

from seeding.storage.progress import LoadStage
from seeding.storage.workers import BYTES_AHEAD, DatabaseWorker


class SlowTransaction:
    """A transaction whose copying goes on until it is told to end."""

    database = "loans_db"
    stage = LoadStage.COPYING
    rows: dict[str, int] = {}

    def __init__(self) -> None:
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

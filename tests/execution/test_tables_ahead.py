"""Tables that wait between two threads: their order, their bytes, and the errors of either side."""

from collections.abc import Iterator
from threading import Thread

import pyarrow as pa
import pytest

from datahub.employees.models import Department
from seeding.engine.recipe import TableRows
from seeding.execution.tables_ahead import TablesAhead

ROWS = 100
BYTES = 8 * ROWS


def table(number: int) -> TableRows:
    return TableRows(Department, pa.record_batch([pa.array([number] * ROWS, pa.int64())], ["number"]))


def number(rows: TableRows | None) -> int:
    assert rows is not None
    value = rows.batch.column(0)[0].as_py()
    assert isinstance(value, int)
    return value


def filled(ahead: TablesAhead, tables: Iterator[TableRows]) -> Thread:
    thread = Thread(target=ahead.fill, args=(tables,))
    thread.start()
    return thread


def test_tables_are_taken_in_order_and_then_none() -> None:
    ahead = TablesAhead(3 * BYTES)
    thread = filled(ahead, (table(place) for place in range(20)))
    assert [number(ahead.take()) for _ in range(20)] == list(range(20))
    assert ahead.take() is None
    thread.join()


@pytest.mark.parametrize(("limit", "waiting"), [(3 * BYTES, 3), (BYTES - 1, 1)])
def test_no_more_than_the_limit_or_one_table_waits(limit: int, waiting: int) -> None:
    made: list[int] = []

    def tables() -> Iterator[TableRows]:
        for place in range(10):
            made.append(place)
            yield table(place)

    ahead = TablesAhead(limit)
    thread = filled(ahead, tables())
    for place in range(10):
        assert number(ahead.take()) == place
        # Those that were taken, those that wait, and the one that waits for room.
        assert len(made) <= place + 1 + waiting + 1
    thread.join()
    assert made == list(range(10))


def test_a_table_counts_until_the_next_one_is_asked_for() -> None:
    """The one who took it may have to wait before it can pass it on."""
    made: list[int] = []

    def tables() -> Iterator[TableRows]:
        for place in range(10):
            made.append(place)
            yield table(place)

    ahead = TablesAhead(BYTES - 1)
    thread = filled(ahead, tables())
    for place in range(10):
        assert number(ahead.take()) == place
        # Those that were taken, and the one that waits for room.
        assert len(made) <= place + 2
    thread.join()


def test_an_end_stops_the_thread_that_waits_for_room() -> None:
    ahead = TablesAhead(BYTES)
    thread = filled(ahead, (table(place) for place in range(1_000)))
    assert number(ahead.take()) == 0
    ahead.end()
    thread.join(timeout=10)
    assert not thread.is_alive()


def test_an_error_ends_the_tables() -> None:
    def tables() -> Iterator[TableRows]:
        yield table(0)
        raise ZeroDivisionError

    ahead = TablesAhead(BYTES)
    with pytest.raises(ZeroDivisionError):
        ahead.fill(tables())
    assert number(ahead.take()) == 0
    assert ahead.take() is None

"""COPY gets the rows of a batch as they are: in the order asked for, in slices, with nulls and long texts."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from django.db import connections

from seeding.engine.arrays import NONE
from seeding.engine.calendar import NO_DAY
from seeding.engine.columns import NO_NUMBER, Coded, Days, Fractions, Integers, Money, Timestamps
from seeding.storage.copy_binary import HEADER, TRAILER, as_copy_binary
from seeding.storage.row_order import mixed_places

TYPES = {
    "short": "text", "text": "text", "code": "text", "day": "date", "at": "timestamp with time zone", "open": "boolean",
    "small": "smallint", "number": "integer", "key": "bigint", "amount": "numeric(15, 2)", "rate": "numeric(5, 4)",
}  # fmt: skip
ROWS = 500


def every_type() -> pa.RecordBatch:
    """Return rows with a column of each type, in which some values are null."""
    some = np.arange(ROWS)
    is_null = some % 7 == 3
    words = ("a", "a word of more than twelve bytes", "épée")
    texts = [None if null else "ü" * (row % 40) for row, null in zip(some.tolist(), is_null, strict=True)]
    return pa.record_batch({
        "short": pa.array([f"{row}" for row in some], pa.string_view()),
        "text": pa.array(texts, pa.string_view()),
        "code": Coded(words, np.where(is_null, NONE, some % 3)).to_arrow(pa.dictionary(pa.int16(), pa.string())),
        "day": Days(np.where(is_null, NO_DAY, some)).to_arrow(pa.date32()),
        "at": Timestamps(np.where(is_null, NO_DAY, some), some).to_arrow(pa.timestamp("us", "UTC")),
        "open": pa.array([None if null else bool(row % 2) for row, null in zip(some, is_null, strict=True)]),
        "small": Integers(np.where(is_null, NO_NUMBER, some - 250)).to_arrow(pa.int16()),
        "number": Integers(np.where(is_null, NO_NUMBER, some * 4_000_000)).to_arrow(pa.int32()),
        "key": Integers(some * 10**15).to_arrow(pa.int64()),
        "amount": Money(np.where(is_null, NO_NUMBER, (some - 250) * 10 ** (some % 13))).to_arrow(pa.decimal128(15, 2)),
        "rate": Fractions(some).to_arrow(pa.decimal128(5, 4)),
    })  # fmt: skip


def stored(batches: Sequence[memoryview]) -> list[tuple[Any, ...]]:
    """Return the rows that PostgreSQL reads from the rows of batches, in the order in which they are stored."""
    with connections["accounts_db"].cursor() as cursor:
        cursor.execute("SET TimeZone = 'UTC'")
        columns = ", ".join(f'"{name}" {kind}' for name, kind in TYPES.items())
        cursor.execute(f"CREATE TEMP TABLE every_type ({columns})")
        try:
            with cursor.copy("COPY every_type FROM STDIN (FORMAT binary)") as copy:
                for data in (HEADER, *batches, TRAILER):
                    copy.write(data)
            cursor.execute("SELECT * FROM every_type ORDER BY ctid")
            return cursor.fetchall()
        finally:
            cursor.execute("DROP TABLE IF EXISTS every_type")


def rows_of(batch: pa.RecordBatch) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in batch.to_pylist()]


def test_every_row_has_its_values_in_every_column() -> None:
    batch = every_type()
    assert stored([as_copy_binary(batch)]) == rows_of(batch)


def test_slices_of_a_batch_have_their_own_rows() -> None:
    batch = every_type()
    slices = [batch.slice(0, 3), batch.slice(3, 90), batch.slice(93, 0), batch.slice(93)]
    assert stored([as_copy_binary(part) for part in slices]) == rows_of(batch)


def test_rows_are_stored_in_the_order_that_is_asked_for() -> None:
    batch = every_type()
    places = mixed_places(ROWS)
    assert places is not None
    assert stored([as_copy_binary(batch, places)]) == [rows_of(batch)[place] for place in places]


def test_neighbors_come_from_many_places() -> None:
    places = mixed_places(2_003)
    assert places is not None
    assert sorted(places.tolist()) == list(range(2_003))
    assert len(set((places[:20] // 100).tolist())) >= 6
    assert mixed_places(100) is None


def test_a_type_that_has_no_form_is_refused() -> None:
    with pytest.raises(TypeError, match="COPY cannot be given the type double"):
        as_copy_binary(pa.record_batch({"value": [1.5]}))

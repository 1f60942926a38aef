"""A table's digest follows from the values of its rows: not from their order, from batches, or from Arrow's layouts."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from seeding.engine.digest import ROWS_AT_A_TIME, TableDigest

TYPES: dict[str, pa.DataType] = {
    "number": pa.int32(),
    "key": pa.int64(),
    "day": pa.date32(),
    "time": pa.timestamp("us", "UTC"),
    "amount": pa.decimal128(15, 2),
    "flag": pa.bool_(),
    "wording": pa.string_view(),
    "text": pa.string_view(),
    "code": pa.dictionary(pa.int16(), pa.string()),
}
WORDS = ["", "a", "twelve bytes", "thirteen byte", "sixteen bytes ..", "Zoë Müller of Łódź, in New York", None]


def value(kind: pa.DataType, row: int, column: str) -> Any:
    if row % 11 == len(column):
        return None
    if pa.types.is_date32(kind):
        return date.fromordinal(700_000 + row)
    if pa.types.is_timestamp(kind):
        return datetime.fromtimestamp(row * 977, UTC)
    if pa.types.is_decimal(kind):
        return Decimal(row - 300) / 100
    if pa.types.is_boolean(kind):
        return row % 3 == 0
    if pa.types.is_integer(kind):
        return row * (-1) ** row - len(column)
    word = WORDS[(row + len(column)) % len(WORDS)]
    return word * (row % 9) + word if word and column == "text" else word


def batch(rows: int = 700, **changed: pa.Array) -> pa.RecordBatch:
    """Return rows of every type, with nulls in every column; some columns may be given instead."""
    arrays = {
        name: pa.array([value(kind, row, name) for row in range(rows)], kind, from_pandas=False)
        if not pa.types.is_dictionary(kind)
        else pa.array([value(kind, row, name) for row in range(rows)], pa.string()).dictionary_encode().cast(kind)
        for name, kind in TYPES.items()
    }
    return pa.record_batch({**arrays, **changed})


def column(name: str, rows: int = 700) -> list[Any]:
    return [value(TYPES[name], row, name) for row in range(rows)]


BATCH = batch()
WHOLE = TableDigest.of(BATCH)


def test_a_digest_does_not_depend_on_how_a_table_is_cut() -> None:
    for size in (9, 64, 699):
        parts = [BATCH.slice(start, size) for start in range(0, 700, size)]
        assert TableDigest.total(TableDigest.of(part) for part in reversed(parts)) == WHOLE
    assert TableDigest.of(pa.Table.from_batches([BATCH.slice(0, 13), BATCH.slice(13)])) == WHOLE


def test_tables_longer_than_a_step_are_digested_whole() -> None:
    rows = 2 * ROWS_AT_A_TIME + 3
    long = batch(rows)
    assert TableDigest.of(long) == TableDigest.of(long.slice(0, 5)) + TableDigest.of(long.slice(5))


def test_the_order_of_rows_does_not_matter() -> None:
    backwards = BATCH.slice(0, 0)
    parts = [BATCH.slice(row, 1) for row in reversed(range(700))]
    assert TableDigest.of(pa.Table.from_batches([backwards, *parts]).combine_chunks()) == WHOLE


@pytest.mark.parametrize("layout", [pa.string(), pa.large_string(), pa.string_view()], ids=str)
def test_strings_count_by_their_bytes_whatever_their_layout(layout: pa.DataType) -> None:
    changed = {name: pa.array(column(name), layout) for name in ("wording", "text", "code")}
    assert TableDigest.of(batch(**changed)) == WHOLE


def test_dictionaries_count_by_their_words_in_whatever_order_and_with_words_that_no_row_has() -> None:
    words = ["unused", *reversed([word for word in WORDS if word is not None]), None]
    codes = pa.array([words.index(word) for word in column("code")], pa.int32())
    assert TableDigest.of(batch(code=pa.DictionaryArray.from_arrays(codes, pa.array(words, pa.string())))) == WHOLE


def test_integers_count_by_their_values_whatever_their_width() -> None:
    assert TableDigest.of(batch(number=pa.array(column("number"), pa.int64()))) == WHOLE


@pytest.mark.parametrize("name", TYPES)
def test_every_changed_value_changes_the_digest(name: str) -> None:
    values = column(name)
    kind = pa.string() if name == "code" else TYPES[name]
    null = values.index(None)
    for row, other in ((56, values[57]), (693, None), (null, values[56])):
        changed = [*values[:row], other, *values[row + 1 :]]
        assert values[row] != other
        assert TableDigest.of(batch(**{name: pa.array(changed, kind)})) != WHOLE


@pytest.mark.parametrize("name", TYPES)
def test_two_values_that_change_places_within_a_column_change_the_digest(name: str) -> None:
    values = column(name)
    row = next(row for row in range(400, 700) if values[row] != values[56])
    values[56], values[row] = values[row], values[56]
    changed = pa.array(values, pa.string() if name == "code" else TYPES[name])
    assert TableDigest.of(batch(**{name: changed})) != WHOLE


def test_values_that_change_places_between_columns_change_the_digest() -> None:
    for one, other in (("number", "key"), ("wording", "code")):
        swapped = {one: pa.array(column(other), TYPES["key"] if one == "number" else pa.string_view())}
        swapped[other] = pa.array(column(one), TYPES["key"] if one == "number" else pa.string_view())
        assert TableDigest.of(batch(**swapped)) != WHOLE


def test_a_row_too_many_or_too_few_changes_the_digest() -> None:
    assert len({(WHOLE + TableDigest.of(BATCH.slice(row, 1))).hex() for row in range(0, 700, 10)} | {WHOLE.hex()}) == 71
    assert TableDigest.of(BATCH.slice(1)).hex() != WHOLE.hex()
    twice = WHOLE + TableDigest.of(BATCH.slice(3, 1)) + TableDigest.of(BATCH.slice(3, 1))
    assert twice.hex() != WHOLE.hex()


def test_strings_differ_from_their_beginnings_and_from_strings_with_zeros_behind() -> None:
    texts = ["x" * length for length in range(80)] + ["x" * length + "\0" for length in range(80)]
    texts += ["x" * length + "y" + "x" * 40 for length in range(40)]
    digests = {TableDigest.of(pa.record_batch({"text": pa.array([text])})).hex() for text in texts}
    assert len(digests) == len(texts)


def test_null_differs_from_zero_and_from_empty_text() -> None:
    for kind, nothing in ((pa.int64(), 0), (pa.string(), ""), (pa.bool_(), False)):
        arrays = [pa.array([none], kind) for none in (None, nothing)]
        assert len({TableDigest.of(pa.record_batch({"value": array})) for array in arrays}) == 2


def test_a_digest_is_read_back_from_the_text_that_it_was_written_as() -> None:
    assert TableDigest.parse(WHOLE.rows, WHOLE.hex()) == WHOLE
    assert (WHOLE.rows, len(WHOLE.hex())) == (700, 32)
    with pytest.raises(ValueError, match="32 hexadecimal digits, not 2"):
        TableDigest.parse(1, "ab")


def test_no_rows_add_nothing() -> None:
    assert TableDigest.of(BATCH.slice(0, 0)) == TableDigest()
    assert TableDigest() + WHOLE == WHOLE


def test_digests_are_the_same_in_every_version() -> None:
    """Published digests hold for good: this one was computed once and never again."""
    assert WHOLE.hex() == "1d416526cfb188188e8cd90df18c1a6f"


@pytest.mark.parametrize(
    "kind", [pa.float64(), pa.timestamp("s"), pa.decimal128(30, 2), pa.uint64(), pa.binary()], ids=str
)
def test_a_type_without_exact_values_is_refused(kind: pa.DataType) -> None:
    with pytest.raises(TypeError, match="does not know the type"):
        TableDigest.of(pa.record_batch({"value": pa.nulls(1, kind)}))

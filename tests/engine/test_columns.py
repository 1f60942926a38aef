"""Columns become Arrow arrays, and PostgreSQL reads the same values from COPY as Python from the arrays."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from django.db import connections

from seeding.engine.arrays import NONE
from seeding.engine.calendar import FIRST_DAY, LAST_DAY, NO_DAY
from seeding.engine.columns import NO_NUMBER, Coded, Column, Days, Flags, Fractions, Integers, Money, Text, Timestamps
from seeding.engine.days import SECONDS_PER_DAY, day_number
from seeding.engine.text import gather, iso_dates, join, padded, plain_amounts, string_series
from seeding.storage.copy_binary import HEADER, TRAILER, as_copy_binary

LAST_SECOND = SECONDS_PER_DAY - 1
NOTHING = np.zeros(0, np.int64)
FAR_DAYS = np.array([day_number(FIRST_DAY), -1, 0, day_number(date(2024, 2, 29)), day_number(LAST_DAY)])


TEXT, CODES = pa.string_view(), pa.dictionary(pa.int16(), pa.string())
MONEY, FRACTION = pa.decimal128(15, 2), pa.decimal128(5, 4)
MOMENT = pa.timestamp("us", "UTC")


def stored(column: str, array: pa.Array) -> list[Any]:
    """Return what PostgreSQL reads from an array by COPY; `column` is the type of the column as in CREATE TABLE."""
    with connections["accounts_db"].cursor() as cursor:
        cursor.execute("SET TimeZone = 'UTC'")
        cursor.execute(f"CREATE TEMP TABLE edge (value {column}, place integer)")
        try:
            rows = pa.record_batch({"value": array, "place": pa.array(range(len(array)), pa.int32())})
            with cursor.copy("COPY edge FROM STDIN (FORMAT binary)") as copy:
                copy.write(HEADER + as_copy_binary(rows) + TRAILER)
            cursor.execute("SELECT value FROM edge ORDER BY place")
            return [value for (value,) in cursor.fetchall()]
        finally:
            cursor.execute("DROP TABLE IF EXISTS edge")


def assert_python_and_postgresql_read(
    column: Column, arrow_type: pa.DataType, in_table: str, expected: list[Any]
) -> None:
    assert column.fits(arrow_type)
    array = column.to_arrow(arrow_type)
    assert array.type == arrow_type
    array.validate(full=True)
    assert array.to_pylist() == expected
    assert stored(in_table, array) == expected


def test_text_keeps_every_character_and_distinguishes_empty_from_null() -> None:
    values = [
        "plain",
        "",
        None,
        "a,b",
        'say "hi"',
        "two\nlines",
        "\r",
        "tab\tulator",
        "\a",
        " padded ",
        "NULL",
        "\\N",
        "\\.",
        "Ünïcødé 漢",
        "'",
    ]
    assert_python_and_postgresql_read(Text(pl.Series(values)), TEXT, "text", values)


def test_text_can_be_null_in_every_row() -> None:
    assert_python_and_postgresql_read(Text(pl.Series([None, None], dtype=pl.String)), TEXT, "text", [None, None])


def test_integers_include_both_ends_of_their_type() -> None:
    values = [0, -1, 2**31, 2**63 - 1, 1 - 2**63]
    assert_python_and_postgresql_read(Integers(np.array(values)), pa.int64(), "bigint", values)


def test_numbers_amounts_and_timestamps_can_be_null() -> None:
    assert_python_and_postgresql_read(Integers(np.array([7, NO_NUMBER])), pa.int32(), "integer", [7, None])
    assert_python_and_postgresql_read(
        Money(np.array([NO_NUMBER, 10**14])), MONEY, "numeric(15, 2)", [None, Decimal("1000000000000.00")]
    )
    first = datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
    assert_python_and_postgresql_read(
        Timestamps(np.array([0, NO_DAY]), np.array([1, 0])), MOMENT, "timestamp with time zone", [first, None]
    )


def test_fractions_keep_four_decimals() -> None:
    expected = [Decimal("0.0000"), Decimal("0.0525"), Decimal("1.0000")]
    assert_python_and_postgresql_read(Fractions(np.array([0, 525, 10_000])), FRACTION, "numeric(5, 4)", expected)


def test_coded_words_become_strings_or_a_dictionary() -> None:
    column = Coded(("low", "medium", "high"), np.array([2, NONE, 0]))
    assert_python_and_postgresql_read(column, TEXT, "text", ["high", None, "low"])
    assert_python_and_postgresql_read(column, CODES, "text", ["high", None, "low"])


def test_flags_are_truth_values() -> None:
    assert_python_and_postgresql_read(Flags(np.array([True, False])), pa.bool_(), "boolean", [True, False])


def test_days_become_dates_or_null() -> None:
    days = np.append(FAR_DAYS, NO_DAY)
    expected = [date(1900, 1, 1), date(1969, 12, 31), date(1970, 1, 1), date(2024, 2, 29), date(2199, 12, 31), None]
    assert_python_and_postgresql_read(Days(days), pa.date32(), "date", expected)
    assert_python_and_postgresql_read(Days(FAR_DAYS), pa.date32(), "date", expected[:-1])


def test_days_can_be_null_in_every_row() -> None:
    assert_python_and_postgresql_read(Days(np.array([NO_DAY, NO_DAY])), pa.date32(), "date", [None, None])


def test_timestamps_keep_midnight_the_last_second_and_far_days() -> None:
    expected = [
        datetime(day.year, day.month, day.day, *clock, tzinfo=UTC)
        for day in (date(1900, 1, 1), date(1969, 12, 31), date(1970, 1, 1), date(2024, 2, 29), date(2199, 12, 31))
        for clock in ((0, 0, 0), (0, 0, 1), (12, 34, 56), (23, 59, 59))
    ]
    seconds = np.tile([0, 1, 45_296, LAST_SECOND], len(FAR_DAYS))
    assert_python_and_postgresql_read(
        Timestamps(np.repeat(FAR_DAYS, 4), seconds), MOMENT, "timestamp with time zone", expected
    )


def test_every_second_of_a_day_is_written_correctly() -> None:
    midnight = datetime(2024, 10, 4, tzinfo=UTC)
    moments = Timestamps(np.full(SECONDS_PER_DAY, 20_000), np.arange(SECONDS_PER_DAY))
    expected = [midnight + timedelta(seconds=second) for second in range(SECONDS_PER_DAY)]
    assert_python_and_postgresql_read(moments, MOMENT, "timestamp with time zone", expected)


def test_money_keeps_every_cent() -> None:
    cents = [0, 1, -1, 99, -99, 100, -100, 12_345_678, 10**15 - 1, 1 - 10**15]
    expected = [Decimal(text) for text in (
        "0.00", "0.01", "-0.01", "0.99", "-0.99", "1.00", "-1.00", "123456.78", "9999999999999.99", "-9999999999999.99",
    )]  # fmt: skip
    assert_python_and_postgresql_read(Money(np.array(cents)), MONEY, "numeric(15, 2)", expected)


def test_money_loses_no_cent_over_many_amounts() -> None:
    cents = np.concatenate((np.arange(-20_000, 20_000), np.random.default_rng(1).integers(-(10**14), 10**14, 20_000)))
    for some in (cents, cents[:40_000], cents[:100] * 10**13):
        array = Money(some).to_arrow(pa.decimal128(18, 2))
        assert [int(amount * 100) for amount in stored("numeric(18, 2)", array)] == some.tolist()


@pytest.mark.parametrize("scale", range(8))
def test_decimals_keep_as_many_places_as_they_have(scale: int) -> None:
    unscaled = [0, 1, -1, 9, 10, -9_999, 10_000, 123_456_789, -(10**11)]
    array = pa.array([Decimal(number).scaleb(-scale) for number in unscaled], pa.decimal128(18, scale))
    read = stored(f"numeric(18, {scale})", array)
    assert [number.as_tuple() for number in read] == [number.as_tuple() for number in array.to_pylist()]


@pytest.mark.parametrize(
    ("column", "arrow_type"),
    [
        (Text(pl.Series([], dtype=pl.String)), TEXT), (Coded(("a",), NOTHING), CODES), (Integers(NOTHING), pa.int64()),
        (Flags(np.zeros(0, bool)), pa.bool_()), (Days(NOTHING), pa.date32()), (Timestamps(NOTHING, NOTHING), MOMENT),
        (Money(NOTHING), MONEY), (Fractions(NOTHING), FRACTION),
    ],
)  # fmt: skip
def test_no_rows_are_written_as_nothing(column: Column, arrow_type: pa.DataType) -> None:
    array = column.to_arrow(arrow_type)
    assert array.to_pylist() == []
    assert as_copy_binary(pa.record_batch({"value": array})) == b""


@pytest.mark.parametrize(
    ("column", "arrow_type", "named"),
    [
        (Integers(np.array([0, 2**31])), pa.int32(), "2147483648"),
        (Integers(np.array([-(2**15) - 1])), pa.int16(), "-32769"),
        (Money(np.array([10**15])), MONEY, "1000000000000000"),
        (Money(np.array([-(10**15)])), MONEY, "1000000000000000"),
        (Fractions(np.array([100_000])), FRACTION, "100000"),
    ],
)
def test_a_value_outside_the_range_of_its_type_is_refused(column: Column, arrow_type: pa.DataType, named: str) -> None:
    with pytest.raises(OverflowError, match=f"holds {named}, which .* cannot hold"):
        column.to_arrow(arrow_type)


def test_dates_and_amounts_are_formatted_without_separators() -> None:
    assert iso_dates(np.array([0, 365])).to_list() == ["1970-01-01", "1971-01-01"]
    assert iso_dates(np.array([0, 0]), np.array([True, False])).to_list() == ["1970-01-01", None]
    amounts = plain_amounts(np.array([0, 5, -5, 100, -12_345, 10**12]))
    assert amounts.to_list() == ["0.00", "0.05", "-0.05", "1.00", "-123.45", "10000000000.00"]


def test_gathering_returns_strings_and_null_for_none() -> None:
    names = string_series("checking", "savings")
    assert gather(names, np.array([1, 0, 1])).to_list() == ["savings", "checking", "savings"]
    assert gather(names, np.array([1, NONE, 0])).to_list() == ["savings", None, "checking"]
    assert gather(names, np.array([NONE])).to_list() == [None]
    assert gather(names, np.zeros(0, np.int64)).to_list() == []


def test_joining_is_row_by_row_and_null_where_a_part_is_null() -> None:
    joined = join("ACC-", pl.Series(["1", None, "3"]), "-", padded(np.array([1, 2, 30]), 2))
    assert joined.to_list() == ["ACC-1-01", None, "ACC-3-30"]


@pytest.mark.parametrize("rows", [2, 5_000])
@pytest.mark.parametrize("parts", [1, 3])
def test_joining_few_and_many_rows_and_parts_gives_the_same(rows: int, parts: int) -> None:
    codes = np.arange(rows) % 3 - 1
    joined = join(*("the ", gather(string_series("red", "blue"), codes), " one; ") * parts)
    expected = [None if code == NONE else f"the {('red', 'blue')[code]} one; " * parts for code in codes.tolist()]
    assert joined.to_list() == expected


def test_padding_never_truncates() -> None:
    assert padded(np.array([0, 7, 12_345]), 3).to_list() == ["000", "007", "12345"]
    assert padded(np.array([3, 0, 12, 3] * 9), 2).to_list() == ["03", "00", "12", "03"] * 9
    assert padded(np.array([9_999, 10_000, 12_345_678]), 8).to_list() == ["00009999", "00010000", "12345678"]
    assert padded(np.array([10**9 - 1, 10**8]), 9).to_list() == ["999999999", "100000000"]
    assert padded(np.array([10**9, 7]), 9).to_list() == ["1000000000", "000000007"]
    assert padded(NOTHING, 2).to_list() == []

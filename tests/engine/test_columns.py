"""Columns have two edges, text for COPY and Python values: PostgreSQL reads the first as the second."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
import pytest
from django.db import connections

from seeding.engine.arrays import NONE
from seeding.engine.calendar import FIRST, LAST, NO_DAY, SECONDS_PER_DAY, day_number
from seeding.engine.columns import (
    NO_NUMBER,
    Coded,
    Column,
    Days,
    Flags,
    Fractions,
    Integers,
    Moments,
    Money,
    Text,
    gather,
    join,
    padded,
    words,
)
from seeding.engine.recipe import as_csv

LAST_SECOND = SECONDS_PER_DAY - 1
NOTHING = np.zeros(0, np.int64)
FAR = np.array([day_number(FIRST), -1, 0, day_number(date(2024, 2, 29)), day_number(LAST)])


def stored(columns: dict[str, Column], types: str) -> list[tuple[Any, ...]]:
    """Return what PostgreSQL holds after a COPY of columns of the types given as in CREATE TABLE."""
    with connections["accounts_db"].cursor() as cursor:
        cursor.execute("SET TimeZone = 'UTC'")
        cursor.execute(f"CREATE TEMP TABLE edge ({types}, place integer GENERATED ALWAYS AS IDENTITY)")
        try:
            with cursor.copy(f"COPY edge ({', '.join(columns)}) FROM STDIN (FORMAT csv)") as copy:
                copy.write(as_csv(columns)[1])
            cursor.execute(f"SELECT {', '.join(columns)} FROM edge ORDER BY place")
            return list(cursor.fetchall())
        finally:
            cursor.execute("DROP TABLE IF EXISTS edge")


def assert_edges_agree(column: Column, type_: str, expected: list[Any]) -> None:
    assert column.for_python() == expected
    place = Integers(np.arange(len(expected)))
    found = stored({"value": column, "n": place}, f"value {type_}, n integer")
    assert found == [(value, n) for n, value in enumerate(expected)]


def test_text_keeps_every_character_and_tells_empty_from_null() -> None:
    values = [
        "plain",
        "",
        None,
        "a,b",
        'say "hi"',
        "two\nlines",
        "\r",
        " padded ",
        "NULL",
        "\\N",
        "\\.",
        "Ünïcødé 漢",
        "'",
    ]
    assert_edges_agree(Text(pl.Series(values)), "text", values)


def test_text_may_be_null_throughout() -> None:
    assert_edges_agree(Text(pl.Series([None, None], dtype=pl.String)), "text", [None, None])


def test_integers_reach_the_ends_of_their_type() -> None:
    values = [0, -1, 2**31, 2**63 - 1, 1 - 2**63]
    assert_edges_agree(Integers(np.array(values)), "bigint", values)


def test_numbers_amounts_and_moments_may_be_null() -> None:
    assert_edges_agree(Integers(np.array([7, NO_NUMBER])), "integer", [7, None])
    assert_edges_agree(Money(np.array([NO_NUMBER, 10**14])), "numeric(15, 2)", [None, Decimal("1000000000000.00")])
    first = datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
    assert_edges_agree(Moments(np.array([0, NO_DAY]), np.array([1, 0])), "timestamp with time zone", [first, None])


def test_fractions_keep_four_decimals() -> None:
    expected = [Decimal("0.0000"), Decimal("0.0525"), Decimal("1.0000")]
    assert_edges_agree(Fractions(np.array([0, 525, 10_000])), "numeric(5, 4)", expected)


def test_words_are_written_by_their_place_and_only_those_in_use_count() -> None:
    column = Coded(("low", "medium", "high"), np.array([2, NONE, 0]))
    assert_edges_agree(column, "text", ["high", None, "low"])
    assert column.used == ["low", "high"]


def test_flags_are_truth_values() -> None:
    assert_edges_agree(Flags(np.array([True, False])), "boolean", [True, False])


def test_days_are_dates_and_null_where_there_is_none() -> None:
    days = np.append(FAR, NO_DAY)
    expected = [date(1900, 1, 1), date(1969, 12, 31), date(1970, 1, 1), date(2024, 2, 29), date(2199, 12, 31), None]
    assert_edges_agree(Days(days), "date", expected)
    assert_edges_agree(Days(FAR), "date", expected[:-1])
    assert Days(days).known.tolist() == [True] * 5 + [False]


def test_days_may_be_null_throughout() -> None:
    assert_edges_agree(Days(np.array([NO_DAY, NO_DAY])), "date", [None, None])


def test_moments_hold_midnight_the_last_second_and_far_days() -> None:
    expected = [
        datetime(day.year, day.month, day.day, *clock, tzinfo=UTC)
        for day in (date(1900, 1, 1), date(1969, 12, 31), date(1970, 1, 1), date(2024, 2, 29), date(2199, 12, 31))
        for clock in ((0, 0, 0), (0, 0, 1), (12, 34, 56), (23, 59, 59))
    ]
    seconds = np.tile([0, 1, 45_296, LAST_SECOND], len(FAR))
    assert_edges_agree(Moments(np.repeat(FAR, 4), seconds), "timestamp with time zone", expected)


def test_every_second_of_a_day_is_written_as_itself() -> None:
    seconds = np.arange(SECONDS_PER_DAY)
    moments = Moments(np.full(SECONDS_PER_DAY, 20_000), seconds)
    assert [datetime.fromisoformat(text) for text in moments.for_copy()] == moments.for_python()


def test_money_keeps_every_cent() -> None:
    cents = [0, 1, -1, 99, -99, 100, -100, 12_345_678, 10**15 - 1, 1 - 10**15]
    expected = [Decimal(text) for text in (
        "0.00", "0.01", "-0.01", "0.99", "-0.99", "1.00", "-1.00", "123456.78", "9999999999999.99", "-9999999999999.99",
    )]  # fmt: skip
    assert_edges_agree(Money(np.array(cents)), "numeric(15, 2)", expected)
    assert {value.as_tuple().exponent for value in Money(np.array(cents)).for_python()} == {-2}


def test_money_loses_no_cent_over_many_amounts() -> None:
    cents = np.concatenate((np.arange(-20_000, 20_000), np.random.default_rng(1).integers(-(10**14), 10**14, 20_000)))
    written = [int(text.replace(".", "")) for text in bytes(as_csv({"a": Money(cents)})[1]).decode().split()]
    assert written == cents.tolist()


@pytest.mark.parametrize(
    "column",
    [
        Text(pl.Series([], dtype=pl.String)), Integers(NOTHING), Flags(np.zeros(0, bool)),
        Days(NOTHING), Moments(NOTHING, NOTHING), Money(NOTHING),
    ],
)  # fmt: skip
def test_no_rows_write_nothing(column: Column) -> None:
    assert column.for_python() == []
    assert as_csv({"value": column}) == (0, b"")


@pytest.mark.parametrize("day", [day_number(FIRST) - 1, day_number(LAST) + 1, -40_000, 100_000])
def test_a_day_outside_the_calendar_is_refused_and_not_written_as_another(day: int) -> None:
    with pytest.raises(Exception, match=r"out of bounds|outside"):
        Days(np.array([day])).for_copy()


def test_columns_stand_in_the_order_given() -> None:
    columns = {"b": Integers(np.array([1, 2])), "a": Text(pl.Series(["x", "y"]))}
    assert as_csv(columns) == (2, b"1,x\n2,y\n")


def test_gathering_gives_words_and_null_for_none() -> None:
    names = words("checking", "savings")
    assert gather(names, np.array([1, 0, 1])).to_list() == ["savings", "checking", "savings"]
    assert gather(names, np.array([1, NONE, 0])).to_list() == ["savings", None, "checking"]
    assert gather(names, np.array([NONE])).to_list() == [None]
    assert gather(names, np.zeros(0, np.int64)).to_list() == []


def test_joining_writes_row_by_row_and_is_null_where_a_part_is() -> None:
    joined = join("ACC-", pl.Series(["1", None, "3"]), "-", padded(np.array([1, 2, 30]), 2))
    assert joined.to_list() == ["ACC-1-01", None, "ACC-3-30"]


def test_padding_cuts_nothing_off() -> None:
    assert padded(np.array([0, 7, 12_345]), 3).to_list() == ["000", "007", "12345"]
    assert padded(np.array([3, 0, 12, 3] * 9), 2).to_list() == ["03", "00", "12", "03"] * 9
    assert padded(NOTHING, 2).to_list() == []

"""Arrow arrays as NumPy arrays and series, with nulls and offsets."""

from decimal import Decimal

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from seeding.engine.buffers import (
    bitmap,
    fixed_width_strings,
    nullable_series,
    plain_series,
    series_of,
    stored_integers,
    validity,
    values_at,
)

DAYS = pa.array([10, None, 30, *range(40, 60), None], pa.date32())
ARRAYS = [
    pa.array(["a", None, "a string of more than twelve bytes"], pa.string_view()),
    pa.array(["low", None, "low"], pa.string()).dictionary_encode(),
    pa.DictionaryArray.from_arrays(pa.array([None, None], pa.int16()), pa.array([], pa.string())),
    pa.array([True, None, False, False, True, True, False, True, True]),
    pa.array([True, False] * 9).slice(3, 12),
    pa.array([Decimal("1.50"), None, Decimal("-0.01")], pa.decimal128(15, 2)),
    pa.array([1, 2, None, 4], pa.int64()).slice(1, 3),
    pa.array([7, -7], pa.int16()),
    DAYS,
]
"""Every type of `schema_of`, with nulls and without, and parts of arrays."""


@pytest.mark.parametrize(("start", "length"), [(0, 24), (1, 3), (2, 22), (23, 1), (5, 0)])
def test_values_and_validity_of_a_part_are_those_of_its_rows(start: int, length: int) -> None:
    part = DAYS.slice(start, length)
    valid = validity(part)
    expected = [value is not None for value in part.to_pylist()]
    assert expected == ([True] * length if valid is None else valid.tolist())
    days = stored_integers(part, np.int32)
    assert [int(day) if kept else None for day, kept in zip(days, expected, strict=True)] == [
        value if value is None else (value - DAYS[0].as_py()).days + 10 for value in part.to_pylist()
    ]


def test_there_is_no_validity_without_nulls() -> None:
    assert validity(pa.array([1, 2, 3])) is None


@pytest.mark.parametrize(
    "array", [array for array in ARRAYS if not pa.types.is_dictionary(array.type)], ids=lambda array: str(array.type)
)
def test_a_series_has_the_values_of_the_array(array: pa.Array) -> None:
    assert series_of(array).to_list() == array.to_pylist()


@pytest.mark.parametrize("start", [0, 1, 2])
@pytest.mark.parametrize(
    "values",
    [
        pa.array(["a", "", "a string of more than twelve bytes", None, "another one of these long strings"] * 4).cast(
            pa.string_view()
        ),
        pa.array(["low", None, "high", "low"] * 5).cast(pa.dictionary(pa.int16(), pa.string())),
        pa.array([True, None, False, True] * 5),
        pa.array([Decimal("1.50"), None, Decimal("-0.01"), Decimal("9999999999999.99")] * 5, pa.decimal128(15, 2)),
        pa.array([-(2**63), 2**63 - 1, None, 4] * 5, pa.int64()),
        pa.array([-(2**15), 2**15 - 1, 0, 4] * 5, pa.int16()),
        pa.array([10, None, 30, 40] * 5, pa.date32()),
        pa.array([10, None, 30, 40] * 5, pa.timestamp("us", "UTC")),
    ],
    ids=lambda array: str(array.type),
)
def test_values_at_places_are_those_of_the_rows(values: pa.Array, start: int) -> None:
    part = values.slice(start, 13)
    places = np.array([12, 0, 3, 3, 7, 1])
    found = values_at(part, places)
    found.validate(full=True)
    assert found.type == part.type
    assert found.to_pylist() == [part[place].as_py() for place in places.tolist()]
    assert values_at(part, places[:0]).to_pylist() == []


def test_strings_of_the_same_length_are_made_of_characters() -> None:
    assert fixed_width_strings(np.array([b"first", b"other"], "V5")).to_list() == ["first", "other"]


def test_nullable_series_are_null_where_not_valid() -> None:
    values = np.array([7, 8, 9], np.uint32)
    series = nullable_series(values, np.array([True, False, True]))
    assert (series.dtype, series.to_list()) == (pl.UInt32, [7, None, 9])


@pytest.mark.parametrize("array", ARRAYS, ids=lambda array: str(array.type))
def test_a_plain_series_has_the_words_of_a_dictionary(array: pa.Array) -> None:
    assert plain_series(array).to_list() == array.to_pylist()


@pytest.mark.parametrize("array", ARRAYS, ids=lambda array: str(array.type))
@pytest.mark.parametrize("step", [1, 2, -1])
def test_values_at_every_other_place_are_those_of_the_rows(array: pa.Array, step: int) -> None:
    found = values_at(array, np.arange(len(array))[::step])
    found.validate(full=True)
    assert found.type == array.type
    assert found.to_pylist() == array.to_pylist()[::step]


def test_a_bitmap_has_a_bit_per_flag() -> None:
    flags = np.arange(19) % 3 == 0
    array = pa.Array.from_buffers(pa.bool_(), len(flags), [None, bitmap(flags)])
    assert array.to_pylist() == flags.tolist()

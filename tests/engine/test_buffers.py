"""Arrow arrays as NumPy arrays and series, with nulls and offsets."""

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from seeding.engine.buffers import series_of, stored_integers, validity

DAYS = pa.array([10, None, 30, *range(40, 60), None], pa.date32())


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
    "array",
    [
        pa.array(["a", None, "a string of more than twelve bytes"], pa.string_view()),
        pa.array(["low", None], pa.string()),
        pa.array([True, None, False]),
        pa.array([Decimal("1.50"), None, Decimal("-0.01")], pa.decimal128(15, 2)),
        pa.array([], pa.string_view()),
        pa.array([1, 2, None, 4], pa.int64()).slice(1, 2),
    ],
    ids=lambda array: str(array.type),
)
def test_a_series_has_the_values_of_the_array(array: pa.Array) -> None:
    assert series_of(array).to_list() == array.to_pylist()

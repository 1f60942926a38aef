"""The changes of a table from one day to a later one."""

from typing import Any

import numpy as np
import polars as pl
import pytest

from datahub.employees.models import TrainingProgram
from seeding.engine.changes import TableChanges, changes
from seeding.engine.columns import Coded, Columns, Days, Flags, Integers, Text
from seeding.engine.expected import exactly
from seeding.engine.layout import AsOf
from seeding.engine.recipe import EXISTS_FROM, LaidOutRows, recipe
from seeding.engine.table import RecipeError

NAMES = ("First aid", "Fraud", "Lending", "Ethics")
CODES = ("PRG-01", "PRG-02", "PRG-03", "PRG-04")


def programs(hours: list[int], *, exist_from: list[int], keys: tuple[str, ...] = CODES) -> LaidOutRows:
    def training_program() -> Columns:
        return {
            "program_id": Text(pl.Series(keys)),
            "program_name": Coded(NAMES, np.arange(len(hours))),
            "description": Text(pl.Series(NAMES[: len(hours)])),
            "duration_hours": Integers(np.array(hours)),
            "certification": Flags(np.zeros(len(hours), np.bool_)),
            EXISTS_FROM: Days(np.array(exist_from)),
        }

    return recipe(TrainingProgram, lambda layout: exactly(4), since=EXISTS_FROM)(training_program).laid_out({})


def rows(changed: TableChanges, part: str) -> list[dict[str, Any]]:
    return list(getattr(changed, part).to_pylist())


FROM = [1, 1, 5, 9]


def test_rows_that_come_to_exist_are_inserted() -> None:
    laid_out = programs([1, 2, 3, 4], exist_from=FROM)
    found = changes(laid_out, AsOf(3), laid_out, AsOf(5))
    assert [row["program_id"] for row in rows(found, "inserted")] == ["PRG-03"]
    assert (found.after.num_rows, found.differs, found.count) == (0, {}, 1)


def test_rows_whose_columns_differ_have_changed() -> None:
    earlier, later = programs([1, 2, 3, 4], exist_from=FROM), programs([1, 7, 8, 9], exist_from=FROM)
    found = changes(earlier, AsOf(3), later, AsOf(5))
    assert [row["duration_hours"] for row in rows(found, "before")] == [2]
    assert [row["duration_hours"] for row in rows(found, "after")] == [7]
    assert {column: flags.tolist() for column, flags in found.differs.items()} == {"duration_hours": [True]}
    assert [row["duration_hours"] for row in rows(found, "inserted")] == [8]


def test_a_day_without_an_event_changes_nothing() -> None:
    laid_out = programs([1, 2, 3, 4], exist_from=FROM)
    assert changes(laid_out, AsOf(5), laid_out, AsOf(8)).count == 0


def test_rows_that_depend_on_the_day_are_refused() -> None:
    earlier = programs([1, 2], exist_from=[1, 1], keys=CODES[:2])
    later = programs([1, 2], exist_from=[1, 1], keys=CODES[2:])
    with pytest.raises(RecipeError, match="rows of training_programs depend on the day"):
        changes(earlier, AsOf(3), later, AsOf(5))


def test_rows_that_vanish_are_refused() -> None:
    earlier, later = (
        programs([1, 2], exist_from=[1, 1], keys=CODES[:2]),
        programs([1, 2], exist_from=[1, 9], keys=CODES[:2]),
    )
    with pytest.raises(RecipeError, match="rows of training_programs vanish"):
        changes(earlier, AsOf(3), later, AsOf(5))

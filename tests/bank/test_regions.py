"""A bank of several regions: each has staff and branches of its own, under one president.

Regions are made small here, two cells each, with many employees, so that a small bank has several complete ones.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import polars as pl
import pytest

from seeding.bank.employees.numbers import BRANCHES, MOST_REPORTS
from seeding.bank.employees.region_numbers import branches_of, director_above, levels_of_directors
from seeding.bank.graph import BANK
from seeding.engine.blocks import blocks
from seeding.engine.cells import customers_before
from seeding.engine.evaluation import Evaluation
from seeding.engine.plan import CUSTOMERS_PER_SCALE, EMPLOYEES_PER_SCALE, Plan
from seeding.engine.recipe import TableRows
from seeding.engine.regions import Region, region, regions
from seeding.execution.pipeline import bake, bake_bank, bake_blocks
from tests.bank.baked import plan_of
from tests.bank.test_prefix import CUSTOMER_TABLES, OF_STAFF, customer_of

CELLS = 2
SMALL = replace(plan_of(11, 1_020, 3_060), cells_per_region=CELLS)
LARGE = replace(plan_of(11, 1_620, 4_860), cells_per_region=CELLS)
FIRST, SECOND, LAST = regions(SMALL.layout)
SYSTEM = "SYSTEM"


def frames(tables: Iterable[TableRows]) -> dict[str, pl.DataFrame]:
    """Return tables by name, strings plain."""
    found: dict[str, list[pl.DataFrame]] = {}
    for table in tables:
        rows = pl.DataFrame(pl.from_arrow(table.batch)).with_columns(pl.col(pl.Categorical).cast(pl.String))
        found.setdefault(table.model._meta.db_table, []).append(rows)
    return {name: pl.concat(parts) for name, parts in found.items()}


@cache
def bank() -> dict[str, pl.DataFrame]:
    """Return the bank of three regions, by table."""
    return frames(bake(BANK, SMALL))


def blocks_of(plan: Plan, wanted: Region) -> dict[str, pl.DataFrame]:
    """Return the rows of a region, made without the other regions."""
    inside = [block for block in blocks(plan.layout, 1) if wanted.first <= block.first < wanted.end]
    return frames(bake_blocks(BANK, Evaluation.of_bank(BANK, plan), inside))


def staff_numbers(wanted: Region) -> set[str]:
    """Return the ids of the employees of a region."""
    return {f"EMP-{number:05}" for number in wanted.employee_numbers}


def customer_numbers(wanted: Region) -> range:
    """Return the numbers of the customers of a region."""
    return range(customers_before(wanted.first) + 1, customers_before(wanted.end) + 1)


def employees() -> pl.DataFrame:
    """Return the staff, each with the row of the manager."""
    staff = bank()["employees"]
    return staff.join(staff, left_on="manager_id", right_on="employee_id", how="left", suffix="_of_manager")


@pytest.mark.hard
def test_a_complete_region_is_the_same_in_a_larger_bank_staff_included() -> None:
    for each in (FIRST, SECOND):
        assert each == region(LARGE.layout, each.number)
        mine, theirs = blocks_of(SMALL, each), blocks_of(LARGE, each)
        assert mine.keys() == theirs.keys() >= {"employees", "performance_reviews", "employee_training", "transactions"}
        assert [table for table, rows in mine.items() if not rows.equals(theirs[table])] == []


def test_regions_that_are_made_apart_are_the_bank() -> None:
    whole = frames(bake_bank(BANK, Evaluation.of_bank(BANK, SMALL)))
    parts = [blocks_of(SMALL, each) for each in (LAST, FIRST, SECOND)]
    for table, rows in bank().items():
        apart = pl.concat([part[table] for part in (whole, *parts) if table in part])
        key = rows.columns[0]
        assert apart.sort(key).equals(rows.sort(key)), table


def test_nobody_has_the_id_payroll_number_or_email_of_another_region() -> None:
    staff = bank()["employees"]
    assert staff["employee_id"].to_list() == [f"EMP-{number:05}" for number in range(1, SMALL.employees + 1)]
    for column in ("employee_number", "email"):
        assert staff[column].n_unique() == SMALL.employees
    for table in ("performance_reviews", "employee_training", "employee_assignments"):
        keys = bank()[table][:, 0]
        assert keys.n_unique() == len(keys), table


def test_everybody_reports_to_the_president_through_the_director_of_the_region() -> None:
    staff = employees()
    assert staff.filter(pl.col("manager_id").is_null())["role"].to_list() == ["President"]
    directors = staff.filter(role="Regional Director").sort("employee_id")
    assert directors["employee_id"].to_list() == [f"EMP-{each.employees_before + 1:05}" for each in (SECOND, LAST)]
    assert directors["manager_id"].to_list() == ["EMP-00001", directors["employee_id"][0]]
    assert staff["manager_id"].drop_nulls().value_counts()["count"].max() == MOST_REPORTS
    assert (staff["hire_date_of_manager"] <= staff["hire_date"]).drop_nulls().all()
    for each in (FIRST, SECOND, LAST):
        inside = staff.filter(pl.col("employee_id").is_in(staff_numbers(each)))
        outside = inside.filter(~pl.col("manager_id").is_in(staff_numbers(each)))
        assert outside["role"].to_list() == ([] if each is FIRST else ["Regional Director"])


def test_no_director_leads_more_directors_than_a_region_leaves_room_for() -> None:
    directors = Counter(director_above(number) for number in range(1, 1_000))
    assert (directors[0], max(directors.values())) == (1, 5)
    assert all(above < number for number in range(1, 1_000) for above in [director_above(number)])
    assert [levels_of_directors(count) for count in (1, 2, 3, 7, 8, 953)] == [0, 1, 2, 2, 3, 6]


def test_every_region_has_branches_of_its_own() -> None:
    staff = bank()["employees"]
    managers = staff.filter(role="Branch Manager")["branch_code"]
    assert managers.to_list()[: 2 * len(BRANCHES)] == [*branches_of(0), *branches_of(1)]
    assert len({*branches_of(0), *branches_of(1), *branches_of(2)}) == 3 * len(BRANCHES)
    for each in (FIRST, SECOND, LAST):
        inside = staff.filter(pl.col("employee_id").is_in(staff_numbers(each)))
        assert set(inside["branch_code"].drop_nulls()) <= set(branches_of(each.number))
    assignments = bank()["employee_assignments"]
    covered = assignments.filter(pl.col("end_date").is_null(), assignment_type="branch_coverage")
    assert sorted(covered["related_entity_id"]) == sorted(code for place in range(3) for code in branches_of(place))


def test_customers_are_served_by_the_staff_of_their_region_at_its_branches() -> None:
    assert set(OF_STAFF) < set(CUSTOMER_TABLES)
    for table, columns in OF_STAFF.items():
        rows = bank()[table].to_dicts()
        for each in (FIRST, SECOND, LAST):
            served = [row for row in rows if customer_of(table, row) in customer_numbers(each)]
            assert served or table == "suspicious_activity_reports", table
            people = {row[column] for row in served for column in columns if column.endswith(("_by", "_to", "_id"))}
            assert people - {None, SYSTEM} <= staff_numbers(each), table
    branch_of = bank()["accounts"]
    for each in (FIRST, SECOND, LAST):
        numbers = [f"CUST-{number:08}" for number in customer_numbers(each)]
        inside = branch_of.filter(pl.col("customer_id").is_in(numbers))
        assert set(inside["branch_code"].drop_nulls()) <= set(branches_of(each.number))


def test_departments_are_led_from_the_first_region_and_pay_the_staff_of_all() -> None:
    departments, staff = bank()["departments"], bank()["employees"]
    assert set(departments["department_head_id"]) <= staff_numbers(FIRST)
    payroll = staff.filter(pl.col("employment_status") != "terminated").group_by("department").agg(pl.sum("salary"))
    joined = departments.join(payroll, left_on="department_name", right_on="department")
    assert len(joined) == len(departments)
    assert (joined["budget"] > joined["salary"]).all()
    assert (joined["budget"] < 2 * joined["salary"] + 250_000).all()


def test_the_last_region_of_a_bank_of_three_million_employees_is_made_alone() -> None:
    plan = plan_of(11, 20_000 * CUSTOMERS_PER_SCALE, 20_000 * EMPLOYEES_PER_SCALE)
    *_, last = regions(plan.layout)
    (recipe,) = (recipe for recipe in BANK.region_recipes if recipe.table == "employees")
    evaluation = Evaluation.of_bank(BANK, plan).in_region(last)
    staff = pl.DataFrame(pl.from_arrow(recipe.laid_out(evaluation.arguments(recipe)).batch))
    assert staff["employee_id"][[0, -1]].to_list() == [f"EMP-{last.employees_before + 1}", "EMP-3000000"]
    assert staff["employee_number"].n_unique() == last.employees
    assert staff["employee_number"].str.contains(r"^E[1-9]\d{6,7}$").all()
    assert set(staff["branch_code"].cast(pl.String).drop_nulls()) <= set(branches_of(last.number))

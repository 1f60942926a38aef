"""The regions of a bank as queries name them: where their customers, employees and branches begin."""

from typing import Any

import polars as pl

from seeding.bank.employees.numbers import BRANCHES
from seeding.bank.employees.region_numbers import branches_of, levels_of_directors
from seeding.engine.cells import customers_before
from seeding.engine.plan import Plan
from seeding.engine.regions import regions

MOST_LEVELS = 6
"""Most levels of reporting within a region."""


def region_parameters(plan: Plan) -> dict[str, Any]:
    """Return the values that queries may name, with an item per region: the first customer, the first employee.

    Also the number of employees of each region, all branch codes, region by region, and the most levels of reporting.
    """
    found = list(regions(plan.layout))
    return {
        "first_customers": [customers_before(region.first) + 1 for region in found],
        "first_employees": [region.employees_before + 1 for region in found],
        "employees_of_regions": [region.employees for region in found],
        "branches": [code for region in found for code in branches_of(region.number)],
        "most_levels": MOST_LEVELS + levels_of_directors(len(found)),
    }


def branches(codes: list[str]) -> pl.DataFrame:
    """Return the region of each branch, from 0, and the branch of the first region in the same city, `home_code`."""
    return pl.DataFrame(
        {
            "branch_code": codes,
            "region": [place // len(BRANCHES) for place in range(len(codes))],
            "home_code": [BRANCHES[place % len(BRANCHES)] for place in range(len(codes))],
        }
    )

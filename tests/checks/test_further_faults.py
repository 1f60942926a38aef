"""Each condition of each check is violated once."""

from dataclasses import replace

import psycopg
import pytest

from seeding.checks.faults import fault
from seeding.checks.planting import plant
from seeding.checks.reader import BankReader
from seeding.checks.run import run_check
from seeding.checks.suite import CHECKS
from seeding.discovery import modules_of
from tests.checks import faults

pytestmark = pytest.mark.xdist_group("checks")

OF_ID = {check.id: check for check in CHECKS}
ALL = [(further, place) for module in modules_of(faults) for place, further in enumerate(module.FAULTS)]
"""Each fault and its place in its group. The first of each group is for every run of the suite."""


@pytest.mark.parametrize(
    ("check_id", "statement"),
    [
        pytest.param(check_id, statement, id=f"{check_id}-{number}", marks=[pytest.mark.hard] if place else [])
        for number, ((check_id, statement), place) in enumerate(ALL)
    ],
)
def test_a_further_fault_is_found(
    bank: BankReader, connections: dict[str, psycopg.Connection], check_id: str, statement: tuple[str, str]
) -> None:
    check = replace(OF_ID[check_id], fault=fault("a further fault", statement))
    plant(connections.__getitem__, check, bank.parameters, pick="1")
    assert not run_check(bank, check, 5).passed, statement


def test_a_column_of_another_type_is_found(bank: BankReader, connections: dict[str, psycopg.Connection]) -> None:
    connections["loans_db"].execute("ALTER TABLE collateral ALTER COLUMN appraised_value TYPE numeric(15, 3)")
    assert not run_check(bank, OF_ID["G5"], 5).passed


def test_salaries_of_people_hired_in_the_same_weeks_need_not_rise_with_seniority(
    bank: BankReader, connections: dict[str, psycopg.Connection]
) -> None:
    """So many department managers as a bank of scale 50 has, of whom those hired later earn a little more."""
    connections["employees_db"].execute(
        """
        INSERT INTO employees
        SELECT changed.* FROM employees AS manager, generate_series(1000, 1035) n, jsonb_populate_record(
            manager,
            jsonb_build_object(
                'employee_id', 'EMP-9' || n, 'employee_number', 'E9' || n, 'email', n || '@example.com',
                'hire_date', manager.hire_date + n % 36, 'salary', 150000 + 100 * (n % 36))
        ) AS changed
        WHERE manager.employee_id = (SELECT min(employee_id) FROM employees WHERE role = 'Department Manager')
        """
    )
    assert run_check(bank, OF_ID["E6"], 5).passed

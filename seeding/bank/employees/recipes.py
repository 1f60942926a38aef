"""The recipes of departments, employees and training programs."""

import numpy as np
import polars as pl

from datahub.employees.models import Department, Employee, TrainingProgram
from seeding.bank import vocabularies
from seeding.bank.contact_details import email_addresses, phone_numbers
from seeding.bank.employees import numbers
from seeding.bank.employees.departments import Departments
from seeding.bank.employees.region_numbers import branches_of
from seeding.bank.employees.salaries import Salaries
from seeding.bank.employees.staff import Staff, ids_of_employees
from seeding.bank.employees.training_program_numbers import PROGRAMS
from seeding.engine.arrays import Code, Index, IntArray, Key
from seeding.engine.columns import Coded, Columns, Days, Flags, Integers, Money, Text, Timestamps
from seeding.engine.draw import Draw
from seeding.engine.expected import exactly
from seeding.engine.layout import AsOf, Layout
from seeding.engine.numbering import permuted
from seeding.engine.recipe import recipe
from seeding.engine.regions import Region
from seeding.engine.text import gather, join, padded, string_series

_PAYROLL_NUMBERS = (900_000, 99_000_000)
"""Payroll numbers run from 100,000 to 999,999, and for further employees from 1,000,000 to 99,999,999."""
_STATUSES = (Employee.Status.ACTIVE, Employee.Status.ON_LEAVE, Employee.Status.TERMINATED)
_ACTIVE, _ON_LEAVE, _TERMINATED = range(len(_STATUSES))
_FILE_OPENING_HOURS = (8 * 3_600, 10 * 3_600)
"""Seconds of the day between which personnel files are opened."""


def program_ids(codes: Code) -> pl.Series:
    """Return the ids of some training programs, by code of PROGRAMS."""
    return join("TRN-", padded(codes + 1, 2))


def employee_ids(staff: Staff, index: Index) -> pl.Series:
    """Return the ids of some employees, by index into the staff; null where the index is NONE."""
    return gather(staff.ids, index)


@recipe(Department, lambda layout: exactly(len(numbers.DEPARTMENTS)), since=None)
def department(departments: Departments) -> Columns:
    """Write the departments, which span the bank."""
    return {
        "department_id": Text(join("DEPT-", padded(departments.key + 1, 2))),
        "department_name": Text(string_series(*numbers.DEPARTMENTS)),
        "department_head_id": Text(ids_of_employees(departments.head)),
        "budget": Money(departments.budget),
    }


@recipe(Employee, lambda layout: exactly(layout.employees), since="hire_date")
def employee(staff: Staff, salaries: Salaries, region: Region, as_of: AsOf, draw: Draw) -> Columns:
    """Write the staff of a region."""
    is_woman = draw.uniform("woman", staff) < 0.5
    first_name = pl.select(
        pl.when(pl.Series(is_woman))
        .then(vocabularies.FIRST_NAMES_FEMALE.text(draw, "first_name", staff))
        .otherwise(vocabularies.FIRST_NAMES_MALE.text(draw, "first_name", staff))
    ).to_series()
    last_name = vocabularies.LAST_NAMES.text(draw, "last_name", staff)
    has_left = as_of.has_come(staff.terminated)
    is_on_leave = as_of.has_come(staff.leave_began) & ~as_of.has_come(staff.leave_ended)
    status = np.select([has_left, is_on_leave], [_TERMINATED, _ON_LEAVE], _ACTIVE)
    return {
        "employee_id": Text(staff.ids),
        "employee_number": Text(join("E", padded(_payroll_numbers(staff.key, draw), 6))),
        "first_name": Text(first_name),
        "last_name": Text(last_name),
        "email": Text(
            email_addresses(first_name, last_name, join("e", pl.Series(staff.key).cast(pl.String)), "example.com")
        ),
        "phone": Text(phone_numbers(draw, staff)),
        "role": Coded(tuple(role.title for role in numbers.ROLES), staff.role),
        "department": Coded(numbers.DEPARTMENTS, staff.department),
        "branch_code": Coded(branches_of(region.number), staff.branch),
        "manager_id": Text(ids_of_employees(staff.manager_number)),
        "hire_date": Days(staff.hired),
        "termination_date": Days(as_of.known(staff.terminated)),
        "employment_status": Coded(_STATUSES, status),
        "salary": Money(salaries.yearly),
        "created_at": Timestamps(staff.hired, draw.integers("created_at", staff, *_FILE_OPENING_HOURS)),
    }


def _payroll_numbers(employee_numbers: Key, draw: Draw) -> IntArray:
    """Return a payroll number per employee, in no order."""
    first, further = _PAYROLL_NUMBERS
    if employee_numbers.max() < first:
        return 100_000 + permuted(draw, "number", employee_numbers, first)
    is_first, found = employee_numbers < first, np.empty_like(employee_numbers)
    found[is_first] = 100_000 + permuted(draw, "number", employee_numbers[is_first], first)
    found[~is_first] = 1_000_000 + permuted(draw, "number", employee_numbers[~is_first] - first, further)
    return found


@recipe(TrainingProgram, lambda layout: exactly(len(PROGRAMS)), since=None)
def training_program(layout: Layout) -> Columns:
    """Write the training programs, the same in every bank."""
    return {
        "program_id": Text(program_ids(np.arange(len(PROGRAMS)))),
        "program_name": Text(string_series(*(program.name for program in PROGRAMS))),
        "description": Text(string_series(*(program.description for program in PROGRAMS))),
        "duration_hours": Integers(np.array([program.hours for program in PROGRAMS])),
        "certification": Flags(np.array([program.certifies for program in PROGRAMS])),
    }

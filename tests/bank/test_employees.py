"""employees_db: departments, employees and training programs."""

from seeding.bank.employees.numbers import (
    AML_PROGRAM,
    DEPARTMENTS,
    FOUNDING_ROLES,
    MANAGED_FIRST,
    PROGRAMS,
    ROLES,
)
from seeding.checks.enforcement import SCALE_ONE
from tests.bank.bank import Bank, in_list

DB = "employees_db"
STAFFED = "employment_status <> 'terminated'"


def test_there_are_the_twelve_departments_with_at_most_one_manager_each(bank: Bank) -> None:
    names = [name for (name,) in bank.rows(DB, "SELECT department_name FROM departments")]
    assert sorted(names) == sorted(DEPARTMENTS)
    assert len(names) == 12
    bank.finds_none(
        DB,
        """
        SELECT department, array_agg(employee_id) FROM employees WHERE role = 'Department Manager'
        GROUP BY department HAVING count(*) > 1
        """,
    )


def test_managers_go_first_to_the_departments_that_serve_customers_and_to_compliance(bank: Bank) -> None:
    managed = {name for (name,) in bank.rows(DB, "SELECT department FROM employees WHERE role = 'Department Manager'")}
    first = {"Customer Service", "Lending", "Insurance", "Compliance"}
    assert set(MANAGED_FIRST[:4]) == first
    assert managed >= first or managed < first


def test_the_five_founders_hold_the_five_founding_roles_and_joined_before_the_first_customer(bank: Bank) -> None:
    founders = bank.rows(DB, "SELECT employee_id, role, employment_status FROM employees ORDER BY employee_id LIMIT 5")
    assert founders == [(f"EMP-{n:05}", role, "active") for n, role in enumerate(FOUNDING_ROLES, start=1)]
    joined = bank.value(DB, "SELECT max(hire_date) FROM employees WHERE employee_id <= 'EMP-00005'")
    first_customer = bank.value("accounts_db", "SELECT min(created_at)::date FROM customers")
    assert joined <= first_customer, f"a founder joined on {joined}, the first customer on {first_customer}"


def test_employees_are_numbered_without_a_gap_and_opened_a_file_when_hired(bank: Bank) -> None:
    """G1."""
    ids = [key for (key,) in bank.rows(DB, "SELECT employee_id FROM employees ORDER BY employee_id")]
    assert ids == [f"EMP-{n:05}" for n in range(1, bank.employees + 1)]
    bank.finds_none(
        DB, "SELECT employee_id, hire_date, created_at FROM employees WHERE created_at::date IS DISTINCT FROM hire_date"
    )


def test_staff_who_serve_customers_sit_in_a_branch_of_the_list_and_nobody_else_does(bank: Bank) -> None:
    """X9."""
    at_branch = in_list([role.title for role in ROLES if role.at_branch])
    bank.finds_none(
        DB,
        f"""
        SELECT employee_id, role, branch_code FROM employees
        WHERE (role IN {at_branch}) <> (branch_code IS NOT NULL) OR branch_code !~ '^BR0(0[1-9]|1[0-8])$'
        """,
    )


def test_a_large_bank_has_staff_in_every_branch_and_department(bank: Bank) -> None:
    bank.needs(SCALE_ONE)
    assert bank.value(DB, "SELECT count(DISTINCT branch_code) FROM employees") == 18
    assert bank.value(DB, f"SELECT count(DISTINCT department) FROM employees WHERE {STAFFED}") == 12


def test_there_are_eighteen_programs_of_two_to_forty_hours_each_described_in_a_line(bank: Bank) -> None:
    """E12."""
    programs = bank.rows(DB, "SELECT program_name, description, duration_hours FROM training_programs")
    assert sorted(programs) == sorted((program.name, program.description, program.hours) for program in PROGRAMS)
    assert len({name for name, _, _ in programs}) == 18
    bank.finds_none(
        DB,
        r"""
        SELECT * FROM training_programs
        WHERE duration_hours NOT BETWEEN 2 AND 40 OR description !~ '^[A-Z][^\n]{20,150}\.$'
        """,
    )
    assert [name for name, _, _ in programs if "Anti-Money Laundering" in name] == [AML_PROGRAM]

"""employees_db: departments, employees and training programs."""

from seeding.bank.employees.numbers import DEPARTMENTS, FOUNDING_ROLES, MANAGED_FIRST, ROLES
from seeding.bank.employees.training_program_numbers import AML_PROGRAM, PROGRAMS
from seeding.checks.enforcement import SCALE_ONE
from tests.bank.bank import Bank, in_list
from tests.bank.service import BRANCHES

DB = "employees_db"
STAFFED = "employment_status <> 'terminated'"


def test_the_twelve_departments_have_at_most_one_manager_each(bank: Bank) -> None:
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


def test_departments_that_serve_customers_and_compliance_get_a_manager_first(bank: Bank) -> None:
    managed = {name for (name,) in bank.rows(DB, "SELECT department FROM employees WHERE role = 'Department Manager'")}
    first = {"Customer Service", "Lending", "Insurance", "Compliance"}
    assert set(MANAGED_FIRST[: len(first)]) == first
    assert managed >= first or managed < first


def test_the_founders_hold_the_founding_roles_and_were_hired_before_the_first_customer_joined(bank: Bank) -> None:
    founders = bank.rows(
        DB,
        "SELECT employee_id, role, employment_status, hire_date FROM employees ORDER BY employee_id LIMIT %s",
        [len(FOUNDING_ROLES)],
    )
    expected = [(f"EMP-{number:05}", role, "active") for number, role in enumerate(FOUNDING_ROLES, start=1)]
    assert [founder[:3] for founder in founders] == expected
    hired = max(founder[3] for founder in founders)
    first_customer = bank.value("accounts_db", "SELECT min(created_at)::date FROM customers")
    assert hired <= first_customer, f"a founder was hired on {hired}, the first customer joined on {first_customer}"


def test_employees_are_numbered_without_gaps_and_their_files_were_opened_on_the_hire_date(bank: Bank) -> None:
    """G1."""
    ids = [key for (key,) in bank.rows(DB, "SELECT employee_id FROM employees ORDER BY employee_id")]
    assert ids == [f"EMP-{number:05}" for number in range(1, bank.employees + 1)]
    bank.finds_none(
        DB, "SELECT employee_id, hire_date, created_at FROM employees WHERE created_at::date IS DISTINCT FROM hire_date"
    )


def test_exactly_the_roles_that_serve_customers_have_one_of_the_branches(bank: Bank) -> None:
    """X9."""
    at_branch = in_list([role.title for role in ROLES if role.at_branch])
    branches = in_list(BRANCHES)
    bank.finds_none(
        DB,
        f"""
        SELECT employee_id, role, branch_code FROM employees
        WHERE (role IN {at_branch}) <> (branch_code IS NOT NULL) OR branch_code NOT IN {branches}
        """,
    )


def test_a_large_bank_has_staff_in_every_branch_and_department(bank: Bank) -> None:
    bank.needs(SCALE_ONE)
    assert bank.value(DB, "SELECT count(DISTINCT branch_code) FROM employees") == len(BRANCHES)
    assert bank.value(DB, f"SELECT count(DISTINCT department) FROM employees WHERE {STAFFED}") == 12


def test_the_eighteen_programs_take_two_to_forty_hours_and_have_a_one_line_description(bank: Bank) -> None:
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

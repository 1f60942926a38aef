"""employees_db: departments, employees and training programs."""

import pytest

from seeding.bank.employees.numbers import (
    AML_PROGRAM,
    DEPARTMENTS,
    FOUNDING_ROLES,
    MANAGED_FIRST,
    PROGRAMS,
    ROLES,
    Role,
)
from tests.bank.bank import Bank, business, in_list
from tests.bank.documented import SCALE_ONE

DB = "employees_db"
MANAGERIAL = in_list(["President", "Department Manager", "Branch Manager"])
STAFFED = "employment_status <> 'terminated'"

ABOVE = """
    WITH RECURSIVE above AS (
        SELECT employee_id, employee_id AS boss, 1 AS depth FROM employees
        UNION ALL
        SELECT above.employee_id, manager_id, depth + 1
        FROM above JOIN employees ON employees.employee_id = boss
        WHERE manager_id IS NOT NULL AND depth < 10
    )
"""
"""Everybody, beginning with themselves, and whoever stands above them."""


def test_everybody_reports_through_at_most_six_levels_to_one_president(bank: Bank) -> None:
    """E1."""
    roots = bank.rows(DB, "SELECT employee_id, role FROM employees WHERE manager_id IS NULL")
    assert roots == [("EMP-00001", "President")]
    bank.finds_none(
        DB,
        ABOVE
        + """
        SELECT employee_id, max(depth) AS depth, array_agg(boss) AS above FROM above GROUP BY employee_id
        HAVING max(depth) > 6 OR NOT bool_or(boss = 'EMP-00001')
        """,
    )


def test_managers_are_active_hold_a_managerial_role_and_joined_no_later(bank: Bank) -> None:
    """E1, E2."""
    bank.finds_none(
        DB,
        f"""
        SELECT e.employee_id, e.hire_date, m.employee_id AS manager, m.role, m.hire_date AS joined, m.employment_status
        FROM employees e JOIN employees m ON m.employee_id = e.manager_id
        WHERE m.employee_id = e.employee_id OR m.hire_date > e.hire_date
              OR m.employment_status <> 'active' OR m.role NOT IN {MANAGERIAL}
        """,
    )


def test_the_head_of_a_department_is_its_manager_or_the_nearest_one_above_all_its_staff(bank: Bank) -> None:
    """E3."""
    bank.finds_none(
        DB,
        ABOVE
        + f"""
        , staff AS (SELECT * FROM employees WHERE {STAFFED}),
        sizes AS (SELECT department, count(*) AS size FROM staff GROUP BY department),
        over_all AS (
            SELECT staff.department, boss, sum(depth) AS distance
            FROM staff JOIN above USING (employee_id) JOIN sizes USING (department)
                 JOIN employees manager ON manager.employee_id = boss AND manager.role IN {MANAGERIAL}
            GROUP BY staff.department, boss, size HAVING count(*) = size
        ),
        expected AS (
            SELECT department_name, coalesce(
                (SELECT employee_id FROM staff WHERE department = department_name AND role = 'Department Manager'),
                (SELECT boss FROM over_all WHERE department = department_name ORDER BY distance LIMIT 1)
            ) AS head FROM departments
        )
        SELECT department_name, department_head_id, head AS expected
        FROM departments JOIN expected USING (department_name)
        WHERE department_head_id IS DISTINCT FROM head
        """,
    )


def test_heads_are_active_and_missing_exactly_where_nobody_works(bank: Bank) -> None:
    """E3."""
    bank.finds_none(
        DB,
        f"""
        SELECT department_name, department_head_id, head.employment_status
        FROM departments LEFT JOIN employees head ON head.employee_id = department_head_id
        WHERE head.employment_status <> 'active' OR (department_head_id IS NULL) = EXISTS (
            SELECT FROM employees e WHERE e.department = department_name AND e.{STAFFED}
        )
        """,
    )


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


def test_departments_can_pay_their_staff(bank: Bank) -> None:
    """E7."""
    bank.finds_none(
        DB,
        f"""
        SELECT department_name, budget, sum(salary) AS salaries
        FROM departments JOIN employees ON department = department_name AND {STAFFED}
        GROUP BY department_id HAVING sum(salary) > budget
        """,
    )
    bank.finds_none(DB, "SELECT * FROM departments WHERE budget IS NULL OR budget <= 0")


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.title)
def test_a_role_sits_in_its_departments_and_is_paid_within_its_band(bank: Bank, role: Role) -> None:
    """E4, E6."""
    departments = DEPARTMENTS if role.managerial else role.departments
    bank.finds_none(
        DB,
        f"""
        SELECT employee_id, department, salary FROM employees
        WHERE role = %s AND (department NOT IN {in_list(departments)} OR salary NOT BETWEEN %s AND %s)
        """,
        [role.title, role.salary.low, role.salary.high],
    )


def test_every_role_is_a_known_one(bank: Bank) -> None:
    """E4."""
    titles = in_list([role.title for role in ROLES])
    bank.finds_none(DB, f"SELECT employee_id, role FROM employees WHERE role NOT IN {titles}")


def test_employment_ends_after_it_began_and_exactly_for_the_terminated(bank: Bank) -> None:
    """E5."""
    bank.finds_none(
        DB,
        """
        SELECT employee_id, employment_status, hire_date, termination_date FROM employees
        WHERE (employment_status = 'terminated') <> (termination_date IS NOT NULL)
              OR NOT (hire_date < termination_date AND termination_date <= %s)
        """,
        [bank.as_of],
    )


def test_everybody_was_hired_on_a_business_day_of_the_last_ten_years(bank: Bank) -> None:
    """E8."""
    bank.finds_none(
        DB,
        f"""
        SELECT employee_id, hire_date FROM employees
        WHERE NOT {business("hire_date")} OR hire_date > %s OR hire_date < %s::date - interval '10 years'
        """,
        [bank.as_of, bank.as_of],
    )


def test_pay_rises_with_years_of_service(bank: Bank) -> None:
    """E6: of each role held by twenty or more, the longer-serving half has the higher median salary."""
    bank.finds_none(
        DB,
        """
        WITH halves AS (
            SELECT role, salary, ntile(2) OVER (PARTITION BY role ORDER BY hire_date) AS half,
                   count(*) OVER (PARTITION BY role) AS holders
            FROM employees
        )
        SELECT role, percentile_disc(0.5) WITHIN GROUP (ORDER BY salary) FILTER (WHERE half = 1) AS longer,
               percentile_disc(0.5) WITHIN GROUP (ORDER BY salary) FILTER (WHERE half = 2) AS shorter
        FROM halves WHERE holders >= 20 GROUP BY role
        HAVING percentile_disc(0.5) WITHIN GROUP (ORDER BY salary) FILTER (WHERE half = 1)
               <= percentile_disc(0.5) WITHIN GROUP (ORDER BY salary) FILTER (WHERE half = 2)
        """,
    )


def test_nine_managers_in_ten_earn_no_less_than_their_reports_at_the_median(bank: Bank) -> None:
    """E6."""
    outearning, managers = bank.rows(
        DB,
        """
        SELECT count(*) FILTER (WHERE m.salary >= reports.median), count(*)
        FROM employees m JOIN (
            SELECT manager_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY salary) AS median
            FROM employees WHERE manager_id IS NOT NULL GROUP BY manager_id
        ) reports ON reports.manager_id = m.employee_id
        """,
    )[0]
    assert outearning >= 0.9 * managers, f"{outearning} of {managers} managers earn at least their reports' median"


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

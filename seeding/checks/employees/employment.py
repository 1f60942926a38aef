"""Employment: departments, roles, dates and salaries."""

from datahub.employees.models import Department, Employee
from seeding.bank.employees.numbers import CAREER_YEARS, DEPARTMENTS, ROLES, SENIORITY_PART
from seeding.checks.builders import sql_check, statistical_check, violations_in
from seeding.checks.check import Figure, Severity
from seeding.checks.databases import EMPLOYEES_DB
from seeding.checks.days import is_business_day
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader
from seeding.engine.expected import STANDARD_ERRORS

_PLACES = [f"{role.title}, {name}" for role in ROLES for name in (DEPARTMENTS if role.managerial else role.departments)]
"""The roles of each department."""

E4 = sql_check(
    "E4",
    "Every employee's department exists and has the employee's role",
    EMPLOYEES_DB,
    """
    SELECT employee_id, role, department FROM employees
    WHERE role || ', ' || department <> ALL(%(places)s) OR NOT EXISTS (
        SELECT FROM departments WHERE department_name = department
    )
    """,
    fault(
        "a loan officer in the marketing department",
        update_row(Employee, "department = 'Marketing'", "role = 'Loan Officer'"),
    ),
    places=_PLACES,
)

E5 = sql_check(
    "E5",
    "Only terminated employees have a termination date, after they were hired and no later than the as-of day",
    EMPLOYEES_DB,
    """
    SELECT employee_id, employment_status, hire_date, termination_date FROM employees
    WHERE (employment_status = 'terminated') IS DISTINCT FROM (termination_date IS NOT NULL)
          OR NOT (hire_date < termination_date AND termination_date <= %(as_of)s)
    """,
    fault(
        "a terminated employee with status active",
        update_row(Employee, "employment_status = 'active'", "employment_status = 'terminated'"),
    ),
)

ENOUGH_EMPLOYEES = 20
"""Employees of a role from which its salaries are compared by seniority."""
_YEARS_APART = STANDARD_ERRORS * CAREER_YEARS * (1 - SENIORITY_PART) / SENIORITY_PART
"""Years of service, times the root of the role's employees, by which the halves of a role must differ to be compared.

Years of service decide SENIORITY_PART p of a salary range, from none to all in CAREER_YEARS c: halves that are y years
apart differ by p y / c of it. The rest is personal and uniform: the variance of the median of m uniform numbers is at
most 1 / 4m, that of the difference of the medians of two halves of n employees 2 / (4 n / 2) = 1 / n. The years decide
where p y / c is more than three standard errors: y > 3 c (1 - p) / p / sqrt(n), which is 2.2 years for 20 employees.
Department managers are hired within 17 days, branch managers before all of their staff: among few of them it is the
personal part that decides.
"""

_BANDS = {role.title: role.salary for role in ROLES}

_OUT_OF_BAND = """
    SELECT employee_id, role, salary, low, high
    FROM employees
         LEFT JOIN unnest(%(roles)s::text[], %(lows)s::numeric[], %(highs)s::numeric[]) AS band(role, low, high)
         USING (role)
    WHERE (salary BETWEEN low AND high) IS NOT TRUE
"""

_BY_SENIORITY = """
    WITH halves AS (
        SELECT role, salary, hire_date, ntile(2) OVER (PARTITION BY role ORDER BY hire_date) AS half,
               count(*) OVER (PARTITION BY role) AS holders
        FROM employees
    ), medians AS (
        SELECT half, role, holders, percentile_disc(0.5) WITHIN GROUP (ORDER BY salary) AS salary,
               percentile_disc(0.5) WITHIN GROUP (ORDER BY hire_date) AS hired
        FROM halves WHERE holders >= %(enough)s GROUP BY half, role, holders
    )
    SELECT count(*) AS roles, coalesce(min(longer.salary / shorter.salary), 0)::float8 AS least
    FROM medians longer JOIN medians shorter USING (role)
    WHERE longer.half = 1 AND shorter.half = 2
          AND (shorter.hired - longer.hired) / 365.25 * sqrt(longer.holders) > %(apart)s
"""

_MANAGERS = """
    SELECT count(*) AS managers, coalesce(avg((salary >= median)::int), 1)::float8 AS share
    FROM employees JOIN (
        SELECT manager_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY salary) AS median
        FROM employees WHERE manager_id IS NOT NULL GROUP BY manager_id
    ) reports ON reports.manager_id = employee_id
"""


def _pay(bank: BankReader) -> list[Figure]:
    (seniority,) = bank.rows(EMPLOYEES_DB, _BY_SENIORITY, enough=ENOUGH_EMPLOYEES, apart=_YEARS_APART)
    (managers,) = bank.rows(EMPLOYEES_DB, _MANAGERS)
    no_role = (
        "" if seniority["roles"] else f"not enforced: no role has {ENOUGH_EMPLOYEES} employees who differ in years"
    )
    return [
        Figure(
            "smallest ratio, by role, of the median salary of the more senior half to that of the other",
            seniority["least"],
            1,
            None,
            seniority["roles"],
            no_role,
        ),
        Figure(
            "share of managers who earn at least their reports' median", managers["share"], 0.9, 1, managers["managers"]
        ),
    ]


E6 = statistical_check(
    "E6",
    "Salaries are within the range of their role and rise with seniority, and managers earn at least "
    "their reports' median",
    [EMPLOYEES_DB],
    _pay,
    fault(
        "a salary of twice the highest one",
        update_row(Employee, "salary = (SELECT 2 * max(salary) FROM employees)"),
    ),
    Severity.ERROR,
    violations_in(
        EMPLOYEES_DB,
        _OUT_OF_BAND,
        roles=list(_BANDS),
        lows=[band.low for band in _BANDS.values()],
        highs=[band.high for band in _BANDS.values()],
    ),
)

E7 = sql_check(
    "E7",
    "A department's budget covers its salaries",
    EMPLOYEES_DB,
    """
    SELECT department_id, department_name, budget, sum(salary) AS salaries
    FROM departments LEFT JOIN employees ON department = department_name AND employment_status <> 'terminated'
    GROUP BY department_id
    HAVING coalesce(budget, 0) <= 0 OR sum(salary) > budget
    """,
    fault(
        "a department whose budget is a dollar below its salaries",
        update_row(
            Department,
            """budget = (
                SELECT sum(salary) - 1 FROM employees
                WHERE department = department_name AND employment_status <> 'terminated'
            )""",
            """EXISTS (
                SELECT FROM employees WHERE department = department_name AND employment_status <> 'terminated'
            )""",
        ),
    ),
)

E8 = sql_check(
    "E8",
    "Every employee was hired on a business day, at most ten years before the bank was first seen",
    EMPLOYEES_DB,
    f"""
    SELECT employee_id, hire_date FROM employees
    WHERE NOT {is_business_day("hire_date")} OR hire_date > %(as_of)s
          OR hire_date < %(start)s::date - make_interval(years => %(years)s)
    """,
    fault(
        "an employee hired on a Sunday",
        update_row(Employee, "hire_date = date_trunc('week', hire_date)::date - 1"),
    ),
    years=CAREER_YEARS,
)

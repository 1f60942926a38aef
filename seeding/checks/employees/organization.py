"""The organization: spans of control, branches with managers and staff, hires and leavers, yearly training."""

from datahub.employees.models import Employee, EmployeeTraining
from seeding.bank.employees.development_numbers import FIRST_ROUND_DAYS
from seeding.bank.employees.numbers import (
    BRANCH_MANAGER,
    BRANCHES,
    CAREER_YEARS,
    LEAVERS_KEPT_DAYS,
    MOST_REPORTS,
    SERVICE,
)
from seeding.bank.employees.training_program_numbers import PROGRAMS, YEARLY
from seeding.checks.builders import sql_check, statistical_check
from seeding.checks.check import Figure
from seeding.checks.databases import EMPLOYEES_DB
from seeding.checks.enforcement import not_enforced
from seeding.checks.faults import delete_rows, fault, update_rows
from seeding.checks.reader import BankReader

STAFF_OF_SCALE_FIVE = 750
LEAVING = (0.08, 0.14)
"""Part of the staff that leaves in a year."""
LEAST_HIRED, MOST_HIRED = 0.02, 0.25
"""Part of the staff that was hired in each of the last nine years."""
_BEGINNING_DAYS = 120
"""Most days for which a yearly program may be under way."""

M60 = sql_check(
    "M60",
    f"Nobody has more than {MOST_REPORTS} direct reports",
    EMPLOYEES_DB,
    """
    SELECT manager_id, count(*) AS reports FROM employees WHERE manager_id IS NOT NULL
    GROUP BY manager_id HAVING count(*) > %(most)s
    """,
    fault("everybody reports to the president", update_rows(Employee, "manager_id = 'EMP-00001'", "manager_id > ''")),
    most=MOST_REPORTS,
)

M62 = sql_check(
    "M62",
    f"From {STAFF_OF_SCALE_FIVE} employees of a region on each of its branches has one manager and at least two "
    "service representatives on the last day of a history, and no branch ever has two managers",
    EMPLOYEES_DB,
    """
    SELECT branch, count(employee_id) FILTER (WHERE role = %(manager)s) AS managers,
           count(employee_id) FILTER (WHERE role = %(service)s) AS representatives
    FROM unnest(%(branches)s::text[]) WITH ORDINALITY AS listed(branch, place)
         LEFT JOIN employees ON branch_code = branch AND employment_status <> 'terminated'
    GROUP BY branch, place
    HAVING (%(employees_of_regions)s::int[])[(place - 1) / %(branches_of_region)s + 1] >= %(enough)s
           AND %(as_of)s = %(until)s AND (count(*) FILTER (WHERE role = %(manager)s) <> 1
                                          OR count(*) FILTER (WHERE role = %(service)s) < 2)
        OR count(*) FILTER (WHERE role = %(manager)s) > 1
    """,
    fault(
        "all branch managers moved to one branch",
        update_rows(Employee, "branch_code = 'BR001'", f"role = '{BRANCH_MANAGER}'"),
    ),
    branches_of_region=len(BRANCHES),
    manager=BRANCH_MANAGER,
    service=SERVICE,
    enough=STAFF_OF_SCALE_FIVE,
)

_LEFT = """
    SELECT count(*) FILTER (WHERE termination_date >= %(as_of)s::date - %(kept)s) * 365.25 / %(kept)s
           / nullif(count(*) FILTER (WHERE hire_date <= %(as_of)s::date - %(kept)s
                                           AND (termination_date < %(as_of)s::date - %(kept)s) IS NOT TRUE)
                    + count(*) FILTER (WHERE termination_date IS NULL), 0) * 2 AS leaving, count(*)::int AS employees,
           count(*) FILTER (WHERE termination_date < %(start)s::date - %(kept)s)::int AS kept_too_long
    FROM employees
"""
_HIRED = """
    SELECT coalesce(min(hired), 0)::float8 AS least, coalesce(max(hired), 1)::float8 AS most FROM (
        SELECT count(employee_id)::float8 / nullif((SELECT count(*) FROM employees), 0) AS hired
        FROM generate_series(0, %(years)s - 2) AS year
             LEFT JOIN employees ON hire_date > %(as_of)s::date - make_interval(years => year + 1)
                                AND hire_date <= %(as_of)s::date - make_interval(years => year)
        GROUP BY year
    ) years
"""


def _turnover(bank: BankReader) -> list[Figure]:
    (left,) = bank.rows(EMPLOYEES_DB, _LEFT, kept=LEAVERS_KEPT_DAYS)
    (hired,) = bank.rows(EMPLOYEES_DB, _HIRED, years=CAREER_YEARS)
    small = not_enforced(bank, 0, STAFF_OF_SCALE_FIVE)
    staff = left["employees"]
    return [
        Figure("part of the staff that leaves in a year", float(left["leaving"] or 0), *LEAVING, staff, small),
        Figure(
            "employees listed who left more than half a year before the bank was first seen",
            left["kept_too_long"],
            None,
            0,
            staff,
        ),
        Figure("smallest part of the staff hired in a year", hired["least"], LEAST_HIRED, None, staff, small),
        Figure("largest part of the staff hired in a year", hired["most"], None, MOST_HIRED, staff, small),
    ]


M63 = statistical_check(
    "M63",
    "8 to 14 % of the staff leave in a year, as the leavers of the last half year on the list show, and every year has "
    "hires",
    [EMPLOYEES_DB],
    _turnover,
    fault(
        "terminations spread over ten years",
        update_rows(
            Employee,
            "termination_date = hire_date + greatest(1, (termination_date - hire_date) / 4)",
            "termination_date > hire_date + 1000",
        ),
    ),
)

M64 = sql_check(
    "M64",
    "Everybody took the programs on money laundering and on conduct within a year, or is taking them",
    EMPLOYEES_DB,
    """
    SELECT employee_id, program_name, status, enrollment_date, completion_date, termination_date
    FROM employees CROSS JOIN (SELECT * FROM training_programs WHERE program_name = ANY(%(yearly)s)) programs
         LEFT JOIN employee_training USING (employee_id, program_id)
    WHERE coalesce(completion_date > coalesce(termination_date, %(as_of)s::date) - interval '1 year',
                   enrollment_date > %(as_of)s::date - %(beginning)s) IS NOT TRUE
          AND NOT (training_record_id IS NULL AND %(as_of)s < %(until)s
                   AND hire_date >= %(as_of)s::date - %(newcomer)s)
    """,
    fault(
        "nobody took the program on conduct",
        delete_rows(
            EmployeeTraining,
            "program_id IN (SELECT program_id FROM training_programs WHERE program_name LIKE 'Code of Conduct%%')",
        ),
    ),
    yearly=[PROGRAMS[code].name for code in YEARLY],
    beginning=_BEGINNING_DAYS + 5,
    newcomer=FIRST_ROUND_DAYS,
)
"""An enrollment moves to the business day before: up to five days. Before the last day of a history, newcomers have
some weeks to begin."""

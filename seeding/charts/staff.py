"""Charts of the staff: who works in which branch, and who came and left by year."""

from datetime import date

from datahub.browsing.chart_data import ChartKind, Series, Unit
from datahub.employees.models import Employee
from seeding.charts.bank import EMPLOYEES_DB, Bank, within_year
from seeding.charts.definition import BankChart, Figures

YEARS = 10
ROLES_SHOWN = 6
"""Roles with a color of their own; all further ones share one."""
OTHER_ROLES = "other roles"
BRANCHES_SHOWN = 18
"""The branches of the first region; a larger bank has as many in each further region."""

_BRANCHES = """
    SELECT branch_code, role, count(*) AS employees FROM employees
    WHERE branch_code IS NOT NULL AND employment_status IS DISTINCT FROM 'terminated'
    GROUP BY 1, 2 ORDER BY 1, 2
"""
_TURNOVER = """
    SELECT year, count(*) FILTER (WHERE extract(year FROM hire_date) = year) AS hired,
           count(*) FILTER (WHERE extract(year FROM termination_date) = year) AS gone,
           count(*) FILTER (
               WHERE hire_date < make_date(year, 1, 1)
               AND (termination_date IS NULL OR termination_date >= make_date(year, 1, 1))
           ) AS before
    FROM employees CROSS JOIN generate_series(%(last)s::int - %(years)s::int + 1, %(last)s::int) AS year
    GROUP BY 1 ORDER BY 1
"""


def _branches(bank: Bank) -> Figures:
    found = bank.rows(EMPLOYEES_DB, _BRANCHES)
    branches = sorted({row["branch_code"] for row in found})[:BRANCHES_SHOWN]
    found = [row for row in found if row["branch_code"] in branches]
    totals: dict[str, int] = {}
    for row in found:
        totals[row["role"]] = totals.get(row["role"], 0) + row["employees"]
    ranked = sorted(totals, key=lambda role: (-totals[role], role))
    shown = ranked[:ROLES_SHOWN]
    names = [*shown, *([OTHER_ROLES] if len(ranked) > ROLES_SHOWN else [])]
    counts = {name: dict.fromkeys(branches, 0) for name in names}
    for row in found:
        name = row["role"] if row["role"] in shown else OTHER_ROLES
        counts[name][row["branch_code"]] += row["employees"]
    series = tuple(
        Series(name, list(by_branch.values()), links=_employed(bank, branches, None if name == OTHER_ROLES else name))
        for name, by_branch in counts.items()
    )
    return Figures(branches, series, note="Employees of the head office have no branch.")


def _employed(bank: Bank, branches: list[str], role: str | None) -> list[str]:
    """Return the address of the list of each branch's employees, of a role or of all."""
    working = [status for status in Employee.Status if status != Employee.Status.TERMINATED]
    of_role = {} if role is None else {"role__exact": role}
    return [
        bank.list_url(Employee, branch_code__exact=branch, employment_status__exact=working, **of_role)
        for branch in branches
    ]


def _turnover(bank: Bank) -> Figures:
    found = bank.rows(EMPLOYEES_DB, _TURNOVER, last=bank.as_of.year, years=YEARS)
    years = [row["year"] for row in found]
    series = tuple(
        Series(
            name,
            [row[key] for row in found],
            links=[bank.list_url(Employee, **within_year(column, year)) for year in years],
        )
        for name, key, column in (("hired", "hired", "hire_date"), ("left", "gone", "termination_date"))
    )
    texts = [f"{row['before']:,} employees on January 1" for row in found]
    days = [date(year, 1, 1) for year in years]
    return Figures([str(year) for year in years], series, texts, "Up to the bank's day in the last year.", days)


CHARTS = (
    BankChart(
        "Staff by branch",
        "Every branch has people at the counter, and large branches have loan officers and agents, too.",
        ChartKind.STACKED,
        "branch",
        "employees",
        Unit.COUNT,
        _branches,
    ),
    BankChart(
        "Hires and leavers by year",
        "Hires outnumber leavers while the bank grows, and about one in ten leaves in a year.",
        ChartKind.GROUPED,
        "year",
        "employees",
        Unit.COUNT,
        _turnover,
    ),
)
"""In the order of the page."""

"""Careers: what people earn in a role."""

from seeding.bank.employees.numbers import ROLES
from seeding.checks.check import Figure, breaks, statistical
from seeding.checks.held import HeldBank

DB = "employees_db"


def _salaries(bank: HeldBank) -> list[Figure]:
    staff = bank.frame(DB, "SELECT role, (salary * 100)::bigint AS cents FROM employees")
    bands = {role.title: (role.salary.low * 100, role.salary.high * 100) for role in ROLES}
    outside = sum(not bands[role][0] <= cents <= bands[role][1] for role, cents in staff.iter_rows())
    return [Figure("salaries outside the band of their role", outside, None, 0, len(staff))]


E6 = statistical(
    "E6",
    "Salaries lie in the band of their role and rise with seniority, and managers earn what their reports do",
    [DB],
    _salaries,
    breaks("everybody's salary doubled", (DB, "UPDATE employees SET salary = salary * 2 RETURNING employee_id")),
)

"""Reporting lines: managers and heads of departments."""

from datahub.employees.models import Department, Employee
from seeding.bank.employees.numbers import (
    BRANCH_MANAGER,
    DEPARTMENT_MANAGER,
    PRESIDENT,
    REGIONAL_DIRECTOR,
    TEAM_LEADER,
)
from seeding.checks.builders import sql_check
from seeding.checks.databases import EMPLOYEES_DB
from seeding.checks.faults import fault, update_row

MANAGERIAL = [PRESIDENT, REGIONAL_DIRECTOR, DEPARTMENT_MANAGER, BRANCH_MANAGER, TEAM_LEADER]

_ABOVE = """
    WITH RECURSIVE above AS (
        SELECT employee_id, employee_id AS boss, 1 AS depth FROM employees
        UNION ALL
        SELECT above.employee_id, manager_id, depth + 1
        FROM above JOIN employees ON employees.employee_id = boss
        WHERE manager_id IS NOT NULL AND depth <= %(most_levels)s
    ),
    roots AS (SELECT employee_id, role::text FROM employees WHERE manager_id IS NULL)
"""
"""Every employee with everyone above them, from themselves at depth 1; a circle is followed one level too far."""

E1 = sql_check(
    "E1",
    "All employees report to one president through at most six levels, plus those of regional directors, without a "
    "circle",
    EMPLOYEES_DB,
    _ABOVE
    + """
    SELECT employee_id, max(depth) AS depth, (SELECT array_agg(role) FROM roots) AS at_the_top, array_agg(boss) AS line
    FROM above GROUP BY employee_id
    HAVING max(depth) > %(most_levels)s OR NOT bool_or(boss IN (SELECT employee_id FROM roots))
           OR (SELECT array_agg(role) FROM roots) IS DISTINCT FROM ARRAY[%(president)s]
    """,
    fault(
        "an employee who reports to one of their own reports",
        (
            EMPLOYEES_DB,
            """
            UPDATE employees manager SET manager_id = report.employee_id
            FROM employees report JOIN employees middle ON middle.employee_id = report.manager_id
            WHERE manager.employee_id = middle.employee_id AND report.employee_id = (
                SELECT employee_id FROM employees WHERE manager_id IS NOT NULL
                ORDER BY md5(employee_id || %(pick)s) LIMIT 1
            )
            RETURNING manager.employee_id, manager.manager_id
            """,
        ),
    ),
    president=PRESIDENT,
)

E2 = sql_check(
    "E2",
    "Managers are active, hold a managerial role and were hired no later than their reports",
    EMPLOYEES_DB,
    """
    SELECT e.employee_id, e.hire_date, m.employee_id AS manager_id, m.role, m.employment_status, m.hire_date AS joined
    FROM employees e JOIN employees m ON m.employee_id = e.manager_id
    WHERE (m.hire_date <= e.hire_date AND m.employment_status = 'active' AND m.role = ANY(%(managerial)s)) IS NOT TRUE
    """,
    fault(
        "an employee hired before their manager",
        update_row(
            Employee,
            "hire_date = (SELECT hire_date - 1 FROM employees m WHERE m.employee_id = employees.manager_id)",
            "manager_id IS NOT NULL",
        ),
    ),
    managerial=MANAGERIAL,
)

E3 = sql_check(
    "E3",
    "A department's head is its manager, or the nearest manager above all its staff, in the first region; a department "
    "without staff there has none",
    EMPLOYEES_DB,
    _ABOVE
    + """
    , staff AS (
        SELECT * FROM employees
        WHERE employment_status <> 'terminated' AND substr(employee_id, 5)::int <= (%(employees_of_regions)s::int[])[1]
    ),
    over_all AS (
        SELECT staff.department, boss, sum(depth) AS distance
        FROM (SELECT *, count(*) OVER (PARTITION BY department) AS size FROM staff) staff
             JOIN above USING (employee_id)
             JOIN employees manager ON manager.employee_id = boss AND manager.role = ANY(%(managerial)s)
        GROUP BY staff.department, boss, size HAVING count(*) = size
    ),
    expected AS (
        SELECT department_name, coalesce(
            (SELECT min(employee_id) FROM staff WHERE department = department_name AND role = %(manager)s),
            (SELECT boss FROM over_all WHERE department = department_name ORDER BY distance LIMIT 1)
        ) AS expected_head FROM departments
    )
    SELECT department_id, department_name, department_head_id, expected_head, employment_status
    FROM departments JOIN expected USING (department_name) LEFT JOIN employees ON employee_id = department_head_id
    WHERE department_head_id IS DISTINCT FROM expected_head OR employment_status <> 'active'
    """,
    fault(
        "a department headed by somebody else",
        update_row(
            Department,
            """department_head_id = (
                SELECT min(employee_id) FROM employees WHERE employee_id <> department_head_id
            )""",
            "department_head_id IS NOT NULL",
        ),
    ),
    managerial=MANAGERIAL,
    manager=DEPARTMENT_MANAGER,
)

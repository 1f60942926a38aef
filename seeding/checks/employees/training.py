"""Training: programs, dates and scores."""

from datahub.employees.models import EmployeeTraining
from seeding.bank.employees.development_numbers import (
    FEWEST_PROGRAMS,
    FIRST_ROUND_DAYS,
    NEW_DAYS,
    PROGRAMS_TAKEN,
    SCORES,
)
from seeding.bank.employees.training_program_numbers import AML_PROGRAM
from seeding.checks.builders import sql_check
from seeding.checks.databases import EMPLOYEES_DB
from seeding.checks.days import is_business_day
from seeding.checks.faults import fault, update_row

E11 = sql_check(
    "E11",
    "Training lies within employment and on business days; only completed programs have a date and a passing score",
    EMPLOYEES_DB,
    f"""
    SELECT training_record_id, status, score, hire_date, enrollment_date, completion_date, termination_date
    FROM employee_training LEFT JOIN employees USING (employee_id)
    WHERE (hire_date <= enrollment_date AND greatest(enrollment_date, completion_date) <= %(as_of)s) IS NOT TRUE
          OR completion_date < enrollment_date OR greatest(enrollment_date, completion_date) >= termination_date
          OR NOT {is_business_day("enrollment_date")} OR NOT {is_business_day("completion_date")}
          OR (status = 'completed') IS DISTINCT FROM (completion_date IS NOT NULL)
          OR (status = 'completed') IS DISTINCT FROM (score IS NOT NULL)
          OR score NOT BETWEEN %(passing)s AND %(most)s
    """,
    fault(
        "a completed program with a failing score",
        update_row(EmployeeTraining, "score = 50", "status = 'completed'"),
    ),
    passing=SCORES.low,
    most=SCORES.high,
)

E12 = sql_check(
    "E12",
    "Every employee takes two to four different programs of 2 to 40 hours; compliance staff take the AML program",
    EMPLOYEES_DB,
    """
    SELECT employee_id, NULL AS program_id, count(program_id) || ' programs' AS what
    FROM employees LEFT JOIN employee_training USING (employee_id) GROUP BY employee_id
    HAVING count(program_id) > %(most)s OR count(program_id) < %(fewest)s AND NOT
           (%(as_of)s < %(until)s AND employees.hire_date >= %(as_of)s::date - %(newcomer)s)
    UNION ALL
    SELECT employee_id, program_id, 'taken ' || count(*) || ' times'
    FROM employee_training GROUP BY employee_id, program_id HAVING count(*) > 1
    UNION ALL
    SELECT NULL, program_id, duration_hours || ' hours' FROM training_programs
    WHERE (duration_hours BETWEEN 2 AND 40) IS NOT TRUE
    UNION ALL
    SELECT employee_id, program_id, coalesce(status, 'not taken') FROM employees LEFT JOIN (
        SELECT * FROM employee_training JOIN training_programs USING (program_id) WHERE program_name = %(aml)s
    ) taken USING (employee_id)
    WHERE department = 'Compliance' AND (status IS NULL OR (status <> 'completed' AND hire_date <= %(as_of)s - %(new)s))
          AND NOT (%(as_of)s < %(until)s AND hire_date >= %(as_of)s::date - %(first_round)s)
    """,
    fault(
        "a compliance officer without the AML program",
        (
            EMPLOYEES_DB,
            """
            DELETE FROM employee_training WHERE training_record_id = (
                SELECT training_record_id FROM employee_training JOIN employees USING (employee_id)
                WHERE department = 'Compliance' AND program_id = 'TRN-01' ORDER BY md5(employee_id || %(pick)s) LIMIT 1
            ) RETURNING employee_id, program_id
            """,
        ),
    ),
    fewest=FEWEST_PROGRAMS,
    most=FEWEST_PROGRAMS + len(PROGRAMS_TAKEN) - 1,
    aml=AML_PROGRAM,
    new=NEW_DAYS,
    newcomer=FIRST_ROUND_DAYS,
    first_round=2 * FIRST_ROUND_DAYS,
)
"""Employees hired within two weeks cannot have completed a program of 16 hours. Before the last day of a history,
newcomers have some weeks to begin their first programs, and as many to complete them."""

"""employees_db.employee_training: which programs employees take, and how far they got."""

from seeding.checks.enforcement import SCALE_HALF
from tests.bank.bank import Bank

DB = "employees_db"
NEW_DAYS = 14
"""An employee hired within these days is a newcomer."""
ENROLLED, IN_PROGRESS = 30, 120
"""Most days since an enrollment that has not begun, and since one that is in progress."""
LONGEST_WEEKEND = 5
"""Most days from a day to the last business day before it."""


def test_employees_who_left_completed_everything_and_newcomers_are_only_enrolled(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT training_record_id, status, hire_date, termination_date
        FROM employee_training JOIN employees USING (employee_id)
        WHERE (termination_date IS NOT NULL AND status <> 'completed')
              OR (hire_date > %s::date - %s AND status <> 'enrolled')
        """,
        [bank.as_of, NEW_DAYS],
    )


def test_programs_that_are_not_completed_are_recent(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT training_record_id, status, enrollment_date FROM employee_training
        WHERE enrollment_date < %s::date - %s - CASE status WHEN 'enrolled' THEN %s WHEN 'in_progress' THEN %s END
        """,
        [bank.as_of, LONGEST_WEEKEND, ENROLLED, IN_PROGRESS],
    )


def test_lending_staff_take_the_lending_programs_more_often_than_others(bank: Bank) -> None:
    bank.needs(SCALE_HALF)
    lending, others = bank.rows(
        DB,
        """
        SELECT avg((program_name IN ('Mortgage Lending', 'Consumer and Auto Credit'))::int)
        FROM employee_training JOIN training_programs USING (program_id) JOIN employees USING (employee_id)
        GROUP BY department = 'Lending' ORDER BY department = 'Lending' DESC
        """,
    )
    assert lending[0] > 3 * others[0], (lending, others)


def test_the_records_of_an_employee_are_numbered_in_the_order_of_enrollment(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        WITH numbered AS (
            SELECT *, row_number() OVER (
                PARTITION BY employee_id ORDER BY enrollment_date, training_record_id) AS ordinal
            FROM employee_training
        )
        SELECT * FROM numbered WHERE training_record_id <> right(employee_id, 5)::int * 10 + ordinal
        """,
    )

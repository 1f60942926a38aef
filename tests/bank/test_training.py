"""employees_db.employee_training: which programs the staff took, and how far they got."""

from seeding.checks.enforcement import SCALE_HALF
from tests.bank.bank import Bank

DB = "employees_db"


def test_who_left_or_joined_these_days_has_nothing_half_done(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT training_record_id, status, hire_date, termination_date
        FROM employee_training JOIN employees USING (employee_id)
        WHERE (termination_date IS NOT NULL AND status <> 'completed')
              OR (hire_date > %s::date - 14 AND status <> 'enrolled')
        """,
        [bank.as_of],
    )


def test_what_is_not_completed_is_recent(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT training_record_id, status, enrollment_date FROM employee_training
        WHERE enrollment_date < %s::date - CASE status WHEN 'enrolled' THEN 35 WHEN 'in_progress' THEN 125 END
        """,
        [bank.as_of],
    )


def test_programs_suit_the_department(bank: Bank) -> None:
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


def test_records_are_numbered_within_each_employee_in_the_order_of_enrolment(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        WITH numbered AS (
            SELECT *, row_number() OVER (PARTITION BY employee_id ORDER BY enrollment_date, training_record_id) AS place
            FROM employee_training
        )
        SELECT * FROM numbered WHERE training_record_id <> right(employee_id, 5)::int * 10 + place
        """,
    )

"""employees_db.employee_training: which programs the staff took, and how far they got."""

from seeding.bank.employees.numbers import AML_PROGRAM
from tests.bank.bank import Bank, business
from tests.bank.documented import SCALE_HALF

DB = "employees_db"


def test_everybody_takes_two_to_four_programs_and_none_twice(bank: Bank) -> None:
    """E12."""
    bank.finds_none(
        DB,
        """
        SELECT employee_id, count(program_id) AS records, count(DISTINCT program_id) AS programs
        FROM employees LEFT JOIN employee_training USING (employee_id) GROUP BY employee_id
        HAVING count(program_id) NOT BETWEEN 2 AND 4 OR count(DISTINCT program_id) <> count(program_id)
        """,
    )


def test_enrolment_follows_hiring_and_completion_enrolment_while_employed(bank: Bank) -> None:
    """E11."""
    bank.finds_none(
        DB,
        f"""
        SELECT training_record_id, hire_date, enrollment_date, completion_date, termination_date
        FROM employee_training JOIN employees USING (employee_id)
        WHERE enrollment_date IS NULL OR enrollment_date < hire_date OR completion_date < enrollment_date
              OR greatest(enrollment_date, completion_date) > %s
              OR greatest(enrollment_date, completion_date) >= termination_date
              OR NOT {business("enrollment_date")} OR NOT {business("completion_date")}
        """,
        [bank.as_of],
    )


def test_what_is_completed_and_nothing_else_has_a_date_and_a_score_that_passes(bank: Bank) -> None:
    """E11."""
    bank.finds_none(
        DB,
        """
        SELECT training_record_id, status, completion_date, score FROM employee_training
        WHERE status IS NULL OR (status = 'completed') <> (completion_date IS NOT NULL)
              OR (status = 'completed') <> (score IS NOT NULL) OR score NOT BETWEEN 65 AND 100
        """,
    )


def test_compliance_staff_hold_the_program_against_money_laundering(bank: Bank) -> None:
    """E12: completed, unless they joined within the last two weeks."""
    bank.finds_none(
        DB,
        """
        SELECT employee_id, hire_date, status
        FROM employees e LEFT JOIN (
            SELECT * FROM employee_training JOIN training_programs USING (program_id) WHERE program_name = %s
        ) aml USING (employee_id)
        WHERE e.department = 'Compliance'
              AND (status IS NULL OR (status <> 'completed' AND hire_date <= %s::date - 14))
        """,
        [AML_PROGRAM, bank.as_of],
    )


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

"""Performance reviews: reviewers, dates and ratings."""

import polars as pl

from datahub.employees.models import PerformanceReview
from seeding.bank.employees.development_numbers import FIRST_REVIEW_DAYS, GOALS_MET, RATINGS
from seeding.checks.builders import sql_check, statistical_check, violations_in
from seeding.checks.check import Figure, Severity
from seeding.checks.databases import EMPLOYEES_DB
from seeding.checks.enforcement import not_enforced
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader

E9 = sql_check(
    "E9",
    "Employees are reviewed by their manager at most once a year, the president never",
    EMPLOYEES_DB,
    """
    SELECT * FROM (
        SELECT review_id, employee_id, review_date, reviewer_id, manager_id,
               count(*) OVER (PARTITION BY employee_id, extract(year FROM review_date)) AS in_that_year
        FROM performance_reviews LEFT JOIN employees USING (employee_id)
    ) reviews
    WHERE reviewer_id IS DISTINCT FROM manager_id OR in_that_year > 1
    """,
    fault(
        "a review by somebody other than the manager",
        update_row(
            PerformanceReview,
            """reviewer_id = (
                SELECT max(employee_id) FROM employees e
                WHERE e.employee_id NOT IN (performance_reviews.employee_id, performance_reviews.reviewer_id)
            )""",
        ),
    ),
)

_OUT_OF_RANGE = """
    SELECT review_id, review_date, hire_date, termination_date, rating, goals_met
    FROM performance_reviews JOIN employees USING (employee_id)
    WHERE review_date NOT BETWEEN hire_date + %(first)s AND least(%(as_of)s, termination_date)
          OR (rating BETWEEN 1 AND %(best)s AND goals_met BETWEEN %(least)s AND %(most)s) IS NOT TRUE
"""


def _goals_by_rating(bank: BankReader) -> list[Figure]:
    ratings = bank.frame(EMPLOYEES_DB, "SELECT rating, goals_met FROM performance_reviews")
    correlation = ratings.select(pl.corr("rating", "goals_met", method="spearman")).item()
    return [Figure("rank correlation of rating and goals met", correlation, 0.5, 1, len(ratings), not_enforced(bank))]


E10 = statistical_check(
    "E10",
    "Reviews start after 90 days of service and end with employment, and goals met rise with the rating",
    [EMPLOYEES_DB],
    _goals_by_rating,
    fault(
        "a review in the first month",
        update_row(
            PerformanceReview,
            """review_date = (
                SELECT hire_date + 20 FROM employees WHERE employees.employee_id = performance_reviews.employee_id
            )""",
        ),
    ),
    Severity.ERROR,
    violations_in(
        EMPLOYEES_DB,
        _OUT_OF_RANGE,
        first=FIRST_REVIEW_DAYS,
        best=len(RATINGS),
        least=GOALS_MET[0].low,
        most=GOALS_MET[-1].high,
    ),
)

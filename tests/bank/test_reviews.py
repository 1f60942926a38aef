"""employees_db.performance_reviews: how managers judge the staff, once a year."""

import polars as pl

from tests.bank.bank import Bank, nothing_in
from tests.bank.documented import SCALE_HALF, SCALE_ONE
from tests.bank.service import served_by

DB = "employees_db"


def test_everybody_with_ninety_days_of_service_but_the_president_has_one_to_three_reviews(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT employee_id, hire_date, termination_date, count(review_id)
        FROM employees LEFT JOIN performance_reviews USING (employee_id) GROUP BY employee_id
        HAVING CASE WHEN manager_id IS NOT NULL AND coalesce(termination_date, %s::date) >= hire_date + 90
                    THEN count(review_id) NOT BETWEEN 1 AND 3 ELSE count(review_id) > 0 END
        """,
        [bank.as_of],
    )


def test_the_reviewer_is_the_manager_and_in_service_that_day(bank: Bank) -> None:
    """E9, X2."""
    bank.finds_none(
        DB,
        """
        SELECT review_id, reviewer_id, manager_id FROM performance_reviews JOIN employees USING (employee_id)
        WHERE reviewer_id IS DISTINCT FROM manager_id
        """,
    )
    reviewed = served_by(bank, "performance_reviews", "reviewer_id", pl.col("review_date"))
    nothing_in(reviewed.filter(~pl.col("in_service")).select("review_id", "reviewer_id", "review_date"))


def test_nobody_is_reviewed_twice_in_a_year(bank: Bank) -> None:
    """E9."""
    bank.finds_none(
        DB,
        """
        SELECT employee_id, extract(year FROM review_date), count(*) FROM performance_reviews
        GROUP BY 1, 2 HAVING count(*) > 1
        """,
    )


def test_reviews_are_yearly(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        WITH pairs AS (
            SELECT *, review_date - lag(review_date) OVER (PARTITION BY employee_id ORDER BY review_id) AS apart
            FROM performance_reviews
        )
        SELECT review_id, apart FROM pairs WHERE apart NOT BETWEEN 355 AND 375
        """,
    )


def test_a_review_lies_between_ninety_days_of_service_and_the_end_of_employment(bank: Bank) -> None:
    """E10."""
    bank.finds_none(
        DB,
        """
        SELECT review_id, review_date, hire_date, termination_date
        FROM performance_reviews JOIN employees USING (employee_id)
        WHERE review_date NOT BETWEEN hire_date + 90 AND least(%s, termination_date)
        """,
        [bank.as_of],
    )


def test_ratings_and_goals_lie_on_their_scales(bank: Bank) -> None:
    """E10."""
    bank.finds_none(
        DB,
        """
        SELECT review_id, rating, goals_met FROM performance_reviews
        WHERE rating IS NULL OR rating NOT BETWEEN 1 AND 5 OR goals_met IS NULL OR goals_met NOT BETWEEN 60 AND 100
        """,
    )


def test_goals_met_rise_with_the_rating(bank: Bank) -> None:
    """E10."""
    bank.needs(SCALE_HALF)
    correlation = bank.table("performance_reviews").select(pl.corr("rating", "goals_met", method="spearman")).item()
    assert correlation > 0.5, correlation


def test_people_are_alike_from_year_to_year(bank: Bank) -> None:
    bank.needs(SCALE_ONE)
    reviews = bank.table("performance_reviews").sort("review_id")
    before = pl.col("rating").shift().over("employee_id")
    pairs = reviews.with_columns(before=before).drop_nulls("before")
    assert pairs.select(pl.corr("rating", "before", method="spearman")).item() > 0.3


def test_comments_suit_rating_and_role(bank: Bank) -> None:
    reviews = bank.table("performance_reviews").join(bank.table("employees"), on="employee_id")
    said = pl.col("comments")
    nothing_in(reviews.filter(said.is_null() | ~said.str.contains(r"^[A-Z][^{}\n]{40,250}\.$")))
    praise = said.str.contains("outstanding|promotion|Exceptional|strong year")
    blame = said.str.contains("missed by far|below|has to change|Uneven")
    nothing_in(reviews.filter(praise & (pl.col("rating") < 4)).select("rating", "comments"))
    nothing_in(reviews.filter(blame & (pl.col("rating") > 2)).select("rating", "comments"))
    for word, role in {
        "Alerts": "Compliance Officer", "Applicants": "Loan Officer", "exclusions": "Insurance Agent",
        "Calls": "Customer Service Representative",
    }.items():  # fmt: skip
        nothing_in(reviews.filter(said.str.contains(word) & (pl.col("role") != role)).select("role", "comments"))

"""employees_db.performance_reviews: who is reviewed when, and what the comments say."""

import polars as pl

from seeding.checks.enforcement import SCALE_ONE
from tests.bank.bank import Bank, nothing_in

DB = "employees_db"


def test_employees_with_ninety_days_of_service_except_the_president_have_one_to_three_reviews(bank: Bank) -> None:
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


def test_reviews_lie_about_a_year_apart(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        WITH pairs AS (
            SELECT *, review_date - lag(review_date) OVER (PARTITION BY employee_id ORDER BY review_id) AS days_between
            FROM performance_reviews
        )
        SELECT review_id, days_between FROM pairs WHERE days_between NOT BETWEEN 355 AND 375
        """,
    )


def test_ratings_of_an_employee_are_similar_from_year_to_year(bank: Bank) -> None:
    bank.needs(SCALE_ONE)
    reviews = bank.table("performance_reviews").sort("review_id")
    previous = pl.col("rating").shift().over("employee_id")
    pairs = reviews.with_columns(previous=previous).drop_nulls("previous")
    assert pairs.select(pl.corr("rating", "previous", method="spearman")).item() > 0.3


def test_comments_suit_the_rating_and_the_role(bank: Bank) -> None:
    reviews = bank.table("performance_reviews").join(bank.table("employees"), on="employee_id")
    comments = pl.col("comments")
    nothing_in(reviews.filter(comments.is_null() | ~comments.str.contains(r"^[A-Z][^{}\n]{40,250}\.$")))
    praises = comments.str.contains("outstanding|promotion|Exceptional|strong year")
    criticizes = comments.str.contains("missed by far|below|has to change|Uneven")
    nothing_in(reviews.filter(praises & (pl.col("rating") < 4)).select("rating", "comments"))
    nothing_in(reviews.filter(criticizes & (pl.col("rating") > 2)).select("rating", "comments"))
    for word, role in {
        "Alerts": "Compliance Officer", "Applicants": "Loan Officer", "exclusions": "Insurance Agent",
        "Calls": "Customer Service Representative",
    }.items():  # fmt: skip
        nothing_in(reviews.filter(comments.str.contains(word) & (pl.col("role") != role)).select("role", "comments"))

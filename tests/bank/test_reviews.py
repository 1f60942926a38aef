"""employees_db.performance_reviews: how managers judge the staff, once a year."""

import polars as pl

from seeding.checks.enforcement import SCALE_ONE
from tests.bank.bank import Bank, nothing_in

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

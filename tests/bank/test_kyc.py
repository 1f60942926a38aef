"""compliance_db.kyc_records: when customers were verified, and how their reviews follow each other."""

import polars as pl

from seeding.bank.accounts.numbers import JOINED_YEARS
from tests.bank.bank import Bank, nothing_in

REVIEW_MONTHS = {"high": 12, "medium": 30, "low": 60}
VERIFIED_BEFORE = 30
"""Most days from the first verification to the onboarding."""
VERIFIED_AFTER_REPORT = 90
"""Most days from a report to the verification that it causes."""
REVIEWS = JOINED_YEARS * 12 // min(REVIEW_MONTHS.values()) + 2
"""More reviews than a customer can have had since joining."""


def records_with_intervals(bank: Bank) -> pl.DataFrame:
    """Return every record with the day the customer joined and the months from one review to the next."""
    joined = bank.table("customer_profiles").select("customer_id", "onboarding_date")
    records = bank.table("kyc_records").join(joined, on="customer_id")
    return records.with_columns(months=pl.col("risk_rating").replace_strict(REVIEW_MONTHS, return_dtype=pl.Int64))


def months_later(day: str, months: pl.Expr) -> pl.Expr:
    """Return the same day of the month a number of months later, or the last day of that month."""
    return pl.col(day).dt.offset_by(pl.format("{}mo", months))


def reported(bank: Bank) -> pl.DataFrame:
    """Return the subjects of filed reports, and the day each report was begun."""
    reports = bank.table("suspicious_activity_reports").filter(pl.col("sar_status") == "filed")
    return reports.select("customer_id", "report_date")


def test_the_key_of_a_record_contains_the_customer_number(bank: Bank) -> None:
    """G1."""
    nothing_in(bank.table("kyc_records").filter(pl.col("kyc_id") != "KYC-" + pl.col("customer_id").str.slice(5)))


def test_customers_who_left_have_no_next_review_and_the_others_do(bank: Bank) -> None:
    """K3."""
    status = bank.table("customer_profiles").select("customer_id", "customer_status")
    records = bank.table("kyc_records").join(status, on="customer_id")
    nothing_in(records.filter((pl.col("customer_status") == "closed") != pl.col("next_review_date").is_null()))


def test_verifications_follow_each_other_at_the_intervals_of_the_risk_rating(bank: Bank) -> None:
    """The first one is in the month before joining, or in the three months after a report on the customer."""
    records = records_with_intervals(bank).join(reported(bank), on="customer_id", how="left")
    after_report = pl.col("verification_date") >= pl.col("report_date")
    since = (
        pl.when(after_report)
        .then("report_date")
        .otherwise(pl.col("onboarding_date") - pl.duration(days=VERIFIED_BEFORE))
    )
    until = pl.when(after_report).then(since + pl.duration(days=VERIFIED_AFTER_REPORT)).otherwise("onboarding_date")
    firsts = records.with_columns(first=pl.date_ranges(since, until)).explode("first")
    steps = firsts.join(pl.DataFrame({"reviews": range(REVIEWS)}), how="cross")
    follows = months_later("first", pl.col("months") * pl.col("reviews")) == pl.col("verification_date")
    nothing_in(records.join(steps.filter(follows), on="customer_id", how="anti"))

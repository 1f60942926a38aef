"""compliance_db.kyc_records: who was verified when, by what document, and when the next review is due."""

import polars as pl

from tests.bank.bank import Bank, nothing_in

REVIEW_MONTHS = {"high": 12, "medium": 30, "low": 60}
VERIFIED_BEFORE = 30
"""Days before the onboarding within which a customer is verified."""
VERIFIED_AFTER_REPORT = 90
"""Days after a report was filed within which its subject is verified anew."""
REVIEWS = 9
"""More than anybody had since joining, seven years ago at most."""


def known(bank: Bank) -> pl.DataFrame:
    """Return every record with the day its customer joined and the months from one review to the next."""
    joined = bank.table("customer_profiles").select("customer_id", "onboarding_date")
    records = bank.table("kyc_records").join(joined, on="customer_id")
    return records.with_columns(months=pl.col("risk_rating").replace_strict(REVIEW_MONTHS, return_dtype=pl.Int64))


def months_later(day: str, months: pl.Expr) -> pl.Expr:
    """Return the same day of the month so many months later, or the month's last."""
    return pl.col(day).dt.offset_by(pl.format("{}mo", months))


def reported(bank: Bank) -> pl.DataFrame:
    """Return the customers of whom a report was filed, and the day it was begun."""
    reports = bank.table("suspicious_activity_reports").filter(pl.col("sar_status") == "filed")
    return reports.select("customer_id", "report_date")


def test_a_records_key_carries_its_customer(bank: Bank) -> None:
    """G1."""
    nothing_in(bank.table("kyc_records").filter(pl.col("kyc_id") != "KYC-" + pl.col("customer_id").str.slice(5)))


def test_verifications_follow_each_other_as_reviews_do(bank: Bank) -> None:
    """In steps of the review's months, from the month before joining or from the three after a report was filed."""
    records = known(bank).join(reported(bank), on="customer_id", how="left")
    anew = pl.col("verification_date") >= pl.col("report_date")
    since = pl.when(anew).then("report_date").otherwise(pl.col("onboarding_date") - pl.duration(days=VERIFIED_BEFORE))
    until = pl.when(anew).then(since + pl.duration(days=VERIFIED_AFTER_REPORT)).otherwise("onboarding_date")
    firsts = records.with_columns(first=pl.date_ranges(since, until)).explode("first")
    steps = firsts.join(pl.DataFrame({"reviews": range(REVIEWS)}), how="cross")
    follows = months_later("first", pl.col("months") * pl.col("reviews")) == pl.col("verification_date")
    nothing_in(records.join(steps.filter(follows), on="customer_id", how="anti"))

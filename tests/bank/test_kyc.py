"""compliance_db.kyc_records: who was verified when, by what document, and when the next review is due."""

import polars as pl

from tests.bank.bank import Bank, nothing_in

DB = "compliance_db"
REVIEW_MONTHS = {"high": 12, "medium": 30, "low": 60}
VERIFIED_BEFORE = 30
"""Days before the onboarding within which a customer is verified."""
VERIFIED_AFTER_REPORT = 90
"""Days after a report was filed within which its subject is verified anew."""
REVIEWS = 9
"""More than anybody had since joining, seven years ago at most."""


def known(bank: Bank) -> pl.DataFrame:
    """Return every record with its customer's profile, whose status and risk end in `_there`, and review months."""
    profiles = bank.table("customer_profiles").select("customer_id", "onboarding_date", "kyc_status", "risk_rating")
    records = bank.table("kyc_records").join(profiles, on="customer_id", how="full", suffix="_there", coalesce=True)
    return records.with_columns(months=pl.col("risk_rating").replace_strict(REVIEW_MONTHS, return_dtype=pl.Int64))


def months_later(day: str, months: pl.Expr) -> pl.Expr:
    """Return the same day of the month so many months later, or the month's last."""
    return pl.col(day).dt.offset_by(pl.format("{}mo", months))


def reported(bank: Bank) -> pl.DataFrame:
    """Return the customers of whom a report was filed, and the day it was begun."""
    reports = bank.table("suspicious_activity_reports").filter(pl.col("sar_status") == "filed")
    return reports.select("customer_id", "report_date")


def test_every_customer_has_one_record_that_agrees_with_the_profile(bank: Bank) -> None:
    """K1."""
    records = known(bank)
    assert len(records) == bank.customers
    agrees = (
        (pl.col("kyc_status") == pl.col("kyc_status_there"))
        & (pl.col("risk_rating") == pl.col("risk_rating_there"))
        & (pl.col("kyc_id") == "KYC-" + pl.col("customer_id").str.slice(5))
    )
    nothing_in(records.filter(~agrees.fill_null(value=False)))


def test_nobody_is_verified_earlier_than_a_month_before_joining_and_no_document_expires_before_it_is_seen(
    bank: Bank,
) -> None:
    """K2."""
    records = known(bank)
    early = (pl.col("onboarding_date") - pl.col("verification_date")).dt.total_days() > VERIFIED_BEFORE
    wrong = early | (pl.col("verification_date") > bank.as_of) | (pl.col("expiry_date") <= pl.col("verification_date"))
    nothing_in(records.filter(wrong.fill_null(value=True)))


def test_a_record_has_expired_exactly_where_its_document_has(bank: Bank) -> None:
    """K2."""
    expired = pl.col("expiry_date") < bank.as_of
    nothing_in(bank.table("kyc_records").filter((pl.col("kyc_status") == "expired") != expired))


def test_the_next_review_of_the_verified_comes_when_their_risk_says(bank: Bank) -> None:
    """K3: after 12, 30 or 60 months, and never is it overdue."""
    verified = known(bank).filter(pl.col("kyc_status") == "verified").with_columns(
        due=months_later("verification_date", pl.col("months"))
    )  # fmt: skip
    wrong = (pl.col("next_review_date") != pl.col("due")) | (pl.col("next_review_date") < bank.as_of)
    nothing_in(verified.filter(wrong.fill_null(value=True)))


def test_a_pending_review_has_been_due_for_90_days_at_most(bank: Bank) -> None:
    """K3."""
    bank.finds_none(
        DB,
        """
        SELECT kyc_id, next_review_date FROM kyc_records WHERE next_review_date IS NULL
        OR (kyc_status = 'pending' AND next_review_date NOT BETWEEN %s::date - 90 AND %s)
        """,
        [bank.as_of, bank.as_of],
    )


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


def test_the_subject_of_a_filed_report_is_a_high_risk_and_verified_anew_within_three_months(bank: Bank) -> None:
    """K12."""
    subjects = known(bank).join(reported(bank), on="customer_id")
    anew = pl.col("verification_date") >= pl.col("report_date")
    may_come = pl.col("report_date") + pl.duration(days=VERIFIED_AFTER_REPORT) > bank.as_of
    nothing_in(subjects.filter((pl.col("risk_rating") != "high") | ~(anew | may_come)))
    assert len(subjects) == len(reported(bank))


def test_documents_are_fictional_and_no_two_have_one_number(bank: Bank) -> None:
    """K4: no state issues numbers that begin so."""
    bank.finds_none(
        DB,
        r"""
        SELECT kyc_id, document_type, document_number FROM (
            SELECT *, count(*) OVER (PARTITION BY document_type, document_number) AS times FROM kyc_records
        ) AS documents
        WHERE times > 1 OR document_number IS NULL OR document_number !~ CASE document_type
            WHEN 'passport' THEN '^XP\d{8}$' WHEN 'drivers_license' THEN '^XD-\d{8}$'
            WHEN 'national_id' THEN '^XN\d{8}$' END
        """,
    )

"""compliance_db.suspicious_activity_reports: what flagged checks led to, and what became of it."""

import polars as pl

from seeding.checks.enforcement import SCALE_ONE, SHARES_FROM
from tests.bank.bank import Bank, nothing_in

DB = "compliance_db"
ACTIVITY = {
    "structuring": "structuring", "high_risk_wires": "high_risk_country",
    "fan_in": "unusual_pattern", "fan_out": "unusual_pattern", "cycle": "unusual_pattern",
}  # fmt: skip
"""By the kind of the case."""


def involved(bank: Bank) -> pl.DataFrame:
    """Return the transactions of each report's checks, each once, with the account that they are on."""
    ledger = bank.table("transactions").select(
        "transaction_id", "transaction_amount", "transaction_date", on="account_id"
    )
    checks = bank.table("aml_checks").select(pl.col("sar_id", "transaction_id").cast(pl.String)).unique()
    return bank.table("suspicious_activity_reports").join(checks, on="sar_id", how="left").join(
        ledger, on="transaction_id", how="left"
    )  # fmt: skip


def subjects(bank: Bank) -> pl.DataFrame:
    """Return whom cases and their twins are about."""
    return bank.answers.filter("subject").select("customer_id", "account_id", "kind", "planted").unique()


def test_every_bank_from_60_customers_has_a_report(bank: Bank) -> None:
    bank.needs(SHARES_FROM)
    assert len(bank.table("suspicious_activity_reports"))


def test_a_report_says_how_many_transactions_of_what_sum_it_is_about_and_when_they_were(bank: Bank) -> None:
    rows = involved(bank).with_columns(day=pl.col("transaction_date").dt.date())
    told = rows.group_by("sar_id", "description", "amount_involved").agg(
        number=pl.len(), first=pl.col("day").min(), last=pl.col("day").max()
    )
    for row in told.to_dicts():
        begins = "{number} transactions of {amount_involved:,} USD together from {first} to {last}: ".format(**row)
        assert row["description"].startswith(begins), row


def test_the_tier_is_that_of_the_amount(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT sar_id, amount_involved, regulatory_tier FROM suspicious_activity_reports
        WHERE regulatory_tier IS DISTINCT FROM
              CASE WHEN amount_involved >= 50000 THEN 'tier1' WHEN amount_involved >= 10000 THEN 'tier2'
                   ELSE 'tier3' END
        """,
    )


def test_reports_are_about_cases_and_only_those_that_are_closed_again_about_innocent_twins(bank: Bank) -> None:
    reports = bank.table("suspicious_activity_reports").join(
        subjects(bank), on=["customer_id", "account_id"], how="left"
    )
    activity = pl.col("kind").replace_strict(ACTIVITY, return_dtype=pl.String)
    right = (pl.col("planted") == (pl.col("sar_status") != "closed")) & (pl.col("activity_type") == activity)
    nothing_in(reports.filter(~right.fill_null(value=False)))
    nothing_in(reports.filter(pl.col("customer_id").is_duplicated()), "reports are about the same customer")


def test_one_draft_and_two_reports_under_review_are_there_from_scale_1(bank: Bank) -> None:
    bank.needs(SCALE_ONE)
    status = dict(bank.table("suspicious_activity_reports")["sar_status"].value_counts().iter_rows())
    assert (status["draft"], status["under_review"]) == (1, 2)

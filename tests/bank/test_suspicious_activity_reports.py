"""compliance_db.suspicious_activity_reports: whom and what they are about, and their statuses."""

import polars as pl

from seeding.checks.enforcement import SCALE_ONE, SHARES_FROM
from tests.bank.bank import Bank, nothing_in

DB = "compliance_db"
ACTIVITY = {
    "structuring": "structuring", "high_risk_wires": "high_risk_country",
    "fan_in": "unusual_pattern", "fan_out": "unusual_pattern", "cycle": "unusual_pattern",
}  # fmt: skip
"""By type of case."""


def involved(bank: Bank) -> pl.DataFrame:
    """Return the transactions of each report's checks, each once, with the account that they are on."""
    ledger = bank.table("transactions").select(
        "transaction_id", "transaction_amount", "transaction_date", booked_on="account_id"
    )
    checks = bank.table("aml_checks").select(pl.col("sar_id", "transaction_id").cast(pl.String)).unique()
    return bank.table("suspicious_activity_reports").join(checks, on="sar_id", how="left").join(
        ledger, on="transaction_id", how="left"
    )  # fmt: skip


def subjects(bank: Bank) -> pl.DataFrame:
    """Return the subjects of cases and of twins."""
    return bank.answers.filter("subject").select("customer_id", "account_id", "kind", "planted").unique()


def test_every_bank_from_60_customers_has_a_report(bank: Bank) -> None:
    bank.needs(SHARES_FROM)
    assert len(bank.table("suspicious_activity_reports"))


def test_a_description_states_number_sum_and_days_of_the_transactions(bank: Bank) -> None:
    rows = involved(bank).with_columns(day=pl.col("transaction_date").dt.date())
    stated = rows.group_by("sar_id", "description", "amount_involved").agg(
        number=pl.len(), first=pl.col("day").min(), last=pl.col("day").max()
    )
    for row in stated.to_dicts():
        begins = "{number} transactions totaling {amount_involved:,} USD from {first} to {last}: ".format(**row)
        assert row["description"].startswith(begins), row


def test_the_tier_follows_from_the_amount(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT sar_id, amount_involved, regulatory_tier FROM suspicious_activity_reports
        WHERE regulatory_tier IS DISTINCT FROM
              CASE WHEN amount_involved >= 50000 THEN 'tier1' WHEN amount_involved >= 10000 THEN 'tier2'
                   ELSE 'tier3' END
        """,
    )


def test_closed_reports_are_about_innocent_twins_and_all_others_about_cases(bank: Bank) -> None:
    reports = bank.table("suspicious_activity_reports").join(
        subjects(bank), on=["customer_id", "account_id"], how="left"
    )
    activity = pl.col("kind").replace_strict(ACTIVITY, return_dtype=pl.String)
    right = (pl.col("planted") == (pl.col("sar_status") != "closed")) & (pl.col("activity_type") == activity)
    nothing_in(reports.filter(~right.fill_null(value=False)))
    nothing_in(reports.filter(pl.col("customer_id").is_duplicated()), "reports are about the same customer")


def test_one_draft_and_two_reports_under_review_exist_from_scale_1(bank: Bank) -> None:
    bank.needs(SCALE_ONE)
    status = dict(bank.table("suspicious_activity_reports")["sar_status"].value_counts().iter_rows())
    assert (status["draft"], status["under_review"]) == (1, 2)

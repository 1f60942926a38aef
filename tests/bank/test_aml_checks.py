"""compliance_db.aml_checks: screenings of customers against lists, and checks of the ledger rows of alerts."""

import polars as pl

from seeding.bank.compliance.screening_lists import SCREENING_LISTS
from tests.bank.bank import Bank, nothing_in

DB = "compliance_db"
LISTS = [screening_list.check_type for screening_list in SCREENING_LISTS]
ONE_DAY = pl.duration(days=1)


def screenings(bank: Bank) -> pl.DataFrame:
    """Return the screenings with the profiles of the customers and the `day` of each screening."""
    profiles = bank.table("customer_profiles").select("customer_id", "onboarding_date", "customer_segment")
    checks = bank.table("aml_checks").filter(pl.col("check_type").is_in(LISTS))
    return checks.join(profiles, on="customer_id", how="left").with_columns(day=pl.col("check_date").dt.date())


def test_customers_are_screened_after_joining_and_once_or_twice_against_all_their_lists(bank: Bank) -> None:
    """X6."""
    nothing_in(screenings(bank).filter((pl.col("day") < pl.col("onboarding_date")).fill_null(value=True)))
    times = screenings(bank).group_by("customer_id", "check_type").len("times")
    nothing_in(times.filter(pl.col("times") > 2))
    nothing_in(times.group_by("customer_id").agg(pl.col("times").n_unique()).filter(pl.col("times") > 1))


def test_closed_customers_are_not_checked_later_than_a_day_after_the_end(bank: Bank) -> None:
    """X6: an alert on the last day is checked within one more day."""
    left = bank.table("accounts").group_by("customer_id").agg(left=pl.col("closed_date").max())
    closed = bank.table("customer_profiles").filter(pl.col("customer_status") == "closed").join(
        left, on="customer_id", how="left"
    )  # fmt: skip
    end = closed.select("customer_id", end=pl.coalesce("left", pl.col("updated_at").dt.date()) + ONE_DAY)
    checks = bank.table("aml_checks").join(end, on="customer_id")
    nothing_in(checks.filter(pl.col("check_date").dt.date() > pl.col("end")))


def test_exactly_the_checks_of_alerts_name_a_transaction(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT check_id, check_type, transaction_id FROM aml_checks
        WHERE (check_type = 'transaction_monitoring') <> (transaction_id IS NOT NULL)
              OR customer_id IS NULL OR check_date IS NULL OR screening_result IS NULL
        """,
    )


def test_exactly_the_flagged_checks_are_reviewed_risky_and_may_lead_to_a_report(bank: Bank) -> None:
    """K8."""
    bank.finds_none(
        DB,
        """
        SELECT check_id, aml_flag, reviewed_by, risk_level, sar_id FROM aml_checks
        WHERE aml_flag IS NULL
              OR aml_flag AND (reviewed_by IS NULL OR risk_level IS NULL OR risk_level = 'low')
              OR NOT aml_flag AND (reviewed_by IS NOT NULL OR sar_id IS NOT NULL OR risk_level <> 'low')
        """,
    )


def test_the_result_of_a_check_agrees_with_its_flag_and_its_report(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT check_id, aml_flag, sar_id, screening_result FROM aml_checks
        WHERE (screening_result LIKE '%%reviewed and reported') <> (sar_id IS NOT NULL)
              OR (screening_result LIKE '%%reviewed, no suspicion')
                 <> (aml_flag AND check_type = 'transaction_monitoring' AND sar_id IS NULL)
              OR (screening_result LIKE 'Same name%%') <> (aml_flag AND check_type <> 'transaction_monitoring')
              OR (screening_result LIKE 'No%%') <> (NOT aml_flag AND check_type <> 'transaction_monitoring')
        """,
        [],
    )


def test_the_checks_of_a_customer_are_numbered_in_order_of_time(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT * FROM (
            SELECT check_id, customer_id, check_date,
                   row_number() OVER (PARTITION BY customer_id ORDER BY check_date, check_id) AS ordinal
            FROM aml_checks
        ) AS numbered
        WHERE check_id <> replace(customer_id, 'CUST', 'AML') || '-' || lpad(ordinal::text, 3, '0')
        """,
    )

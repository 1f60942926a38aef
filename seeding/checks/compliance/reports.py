"""Suspicious activity reports and regulatory reports."""

import polars as pl

from datahub.compliance.models import RegulatoryReport, SuspiciousActivityReport
from seeding.bank.compliance.numbers import OFFICERS
from seeding.bank.compliance.regulatory_numbers import QUARTERS, REPORT_TYPES, SUBMISSION_DAYS
from seeding.bank.employees.numbers import PRESIDENT
from seeding.checks.builders import frame_check
from seeding.checks.databases import ACCOUNTS_DB, COMPLIANCE_DB, EMPLOYEES_DB
from seeding.checks.days import is_business_day
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader
from seeding.checks.staff_references import not_in_roles, staff_reference

SMALLEST_AMOUNT = 5_000
"""Smallest amount of a suspicious activity report."""
FILED_WITHIN = 30
"""Most days from the start of a report to its filing."""


def _without_grounds(bank: BankReader) -> pl.DataFrame:
    """Return reports without an earlier flagged check of the customer, or whose amount is wrong."""
    rows = bank.frame(
        COMPLIANCE_DB,
        """
        SELECT sar_id, report.customer_id, report.account_id, (amount_involved * 100)::bigint AS involved,
               transaction_id, bool_and(
                   aml_flag AND check_date::date < report_date AND checked.customer_id = report.customer_id) AS grounds
        FROM suspicious_activity_reports report LEFT JOIN aml_checks checked USING (sar_id)
        GROUP BY sar_id, transaction_id
        """,
    )
    ledger = bank.frame(
        ACCOUNTS_DB,
        """
        SELECT transaction_id, account_id AS booked_on, customer_id AS owner,
               abs(transaction_amount * 100)::bigint AS cents
        FROM transactions JOIN accounts USING (account_id) WHERE transaction_id = ANY(%(checked)s::text[])
        """,
        checked=rows["transaction_id"].drop_nulls().unique().to_list(),
    )
    theirs = (pl.col("booked_on") == pl.col("account_id")) & (pl.col("owner") == pl.col("customer_id"))
    reports = (
        rows.join(ledger, on="transaction_id", how="left")
        .group_by("sar_id", "customer_id", "account_id")
        .agg(
            pl.col("involved").first(),
            grounds=(pl.col("grounds") & theirs).fill_null(False).all(),
            transactions=pl.col("cents").sum(),
        )
    )
    fits = (
        pl.col("grounds")
        & (pl.col("involved") == pl.col("transactions"))
        & (pl.col("involved") >= 100 * SMALLEST_AMOUNT)
    )
    return reports.filter(~fits.fill_null(False))


K9 = frame_check(
    "K9",
    "A suspicious activity report rests on earlier flagged checks of its customer; its amount is the sum "
    "of their transactions",
    [COMPLIANCE_DB, ACCOUNTS_DB],
    _without_grounds,
    fault(
        "an amount one cent above the sum of the transactions",
        update_row(SuspiciousActivityReport, "amount_involved = amount_involved + 0.01"),
    ),
)

FILED = staff_reference(SuspiciousActivityReport, "filed_by")


def _wrong_filings(bank: BankReader) -> pl.DataFrame:
    reports = bank.frame(
        COMPLIANCE_DB,
        f"""
        SELECT sar_id, sar_status, report_date, filed_date, filed_by AS who FROM suspicious_activity_reports
        WHERE sar_status IS NULL OR (sar_status = 'filed') <> (filed_date IS NOT NULL)
              OR (sar_status = 'filed') <> (filed_by IS NOT NULL)
              OR filed_date NOT BETWEEN report_date AND least(report_date + {FILED_WITHIN}, %(as_of)s)
              OR report_date > %(as_of)s
              OR sar_status IN ('draft', 'under_review') AND report_date <= %(as_of)s - {FILED_WITHIN}
        """,
    )
    others = not_in_roles(bank, FILED, OFFICERS, required=False).select("sar_id", "who", "role")
    return pl.concat([reports, others], how="diagonal")


K10 = frame_check(
    "K10",
    "Suspicious activity reports are filed by a compliance officer within 30 days, or closed; open ones are younger",
    [COMPLIANCE_DB, EMPLOYEES_DB],
    _wrong_filings,
    fault(
        "a report filed after two months",
        update_row(SuspiciousActivityReport, "report_date = filed_date - 60", "filed_date IS NOT NULL"),
    ),
)

PREPARED, APPROVED = (staff_reference(RegulatoryReport, column) for column in ("prepared_by", "approved_by"))


def _wrong_submissions(bank: BankReader) -> pl.DataFrame:
    """Return missing and extra quarterly reports, late ones, and those by employees of other roles.

    The quarters are the last that had ended when the bank was first seen, and all that have ended since.
    """
    reports = bank.frame(
        COMPLIANCE_DB,
        f"""
        WITH quarters AS (
            SELECT type, since::date AS since, (since + interval '3 months')::date - 1 AS until
            FROM generate_series(
                     date_trunc('quarter', %(start)s + interval '1 day') - {QUARTERS} * interval '3 months',
                     %(as_of)s + interval '1 day' - interval '3 months',
                     interval '3 months') AS since,
                 unnest(%(types)s::text[]) AS type
        )
        SELECT report_id, type, since, until, report_type, reporting_period_start, reporting_period_end,
               submission_date, status
        FROM quarters FULL JOIN regulatory_reports
             ON report_type = type AND reporting_period_start = since AND reporting_period_end = until
        WHERE type IS NULL OR report_id IS NULL OR status IS NULL
              OR submission_date NOT BETWEEN until + 1 AND least(until + {SUBMISSION_DAYS}, %(as_of)s)
              OR NOT {is_business_day("submission_date")}
              OR submission_date IS NULL AND (until + {SUBMISSION_DAYS} < %(as_of)s OR status <> 'pending')
              OR prepared_by = approved_by
        """,
        types=list(REPORT_TYPES),
    )
    prepared = not_in_roles(bank, PREPARED, OFFICERS)
    approved = not_in_roles(bank, APPROVED, (*OFFICERS, PRESIDENT))
    others = pl.concat([prepared, approved]).select("report_id", "who", "role")
    return pl.concat([reports, others], how="diagonal")


K13 = frame_check(
    "K13",
    "Every quarter has one regulatory report of each type, submitted in time and approved by a second person",
    [COMPLIANCE_DB, EMPLOYEES_DB],
    _wrong_submissions,
    fault(
        "a report submitted ten weeks late",
        update_row(
            RegulatoryReport,
            "submission_date = submission_date + 70",
            "reporting_period_end < %(as_of)s - 150",
        ),
    ),
)

"""Know your customer: one record per customer that agrees with the profile and is reviewed in time."""

import polars as pl

from datahub.compliance.models import KycRecord
from seeding.bank.compliance.kyc_numbers import (
    DOCUMENT_DIGITS,
    DOCUMENT_PREFIXES,
    DOCUMENT_SERIES,
    DOCUMENTS,
    REVIEW_MONTHS,
)
from seeding.bank.compliance.numbers import OFFICERS
from seeding.checks.builders import frame_check, sql_check
from seeding.checks.databases import COMPLIANCE_DB, CUSTOMER_DB, EMPLOYEES_DB
from seeding.checks.faults import fault, pick_row, update_row
from seeding.checks.reader import BankReader
from seeding.checks.staff_references import not_in_roles, staff_reference

VERIFIED_BEFORE, VERIFIED_AFTER_REPORT = 30, 90
"""Most days from a verification to the onboarding, and from a filed report to the next verification."""
OVERDUE = 90
"""Most days for which a pending review is overdue."""


def profiles(bank: BankReader) -> pl.DataFrame:
    """Return the profile of each customer."""
    return bank.frame(
        CUSTOMER_DB,
        """
        SELECT customer_id, onboarding_date, customer_segment, customer_status, updated_at::date AS changed,
               kyc_status AS profile_status, risk_rating AS profile_risk
        FROM customer_profiles
        """,
    )


def _records(bank: BankReader) -> pl.DataFrame:
    """Return each KYC record with its profile; either may be missing."""
    records = bank.frame(
        COMPLIANCE_DB,
        "SELECT kyc_id, customer_id, kyc_status, risk_rating, verification_date, expiry_date FROM kyc_records",
    )
    return records.join(bank.cached(profiles), on="customer_id", how="full", coalesce=True)


def _disagreeing(bank: BankReader) -> pl.DataFrame:
    agrees = (
        (pl.col("kyc_status") == pl.col("profile_status"))
        & (pl.col("risk_rating") == pl.col("profile_risk"))
        & pl.col("customer_id").is_unique()
    )
    records = bank.cached(_records).filter(~agrees.fill_null(False))
    return records.select("kyc_id", "customer_id", "kyc_status", "profile_status", "risk_rating", "profile_risk")


K1 = frame_check(
    "K1",
    "Every customer has one KYC record, with the status and risk rating of the profile",
    [COMPLIANCE_DB, CUSTOMER_DB],
    _disagreeing,
    fault(
        "a KYC record with a different risk rating than the profile",
        update_row(KycRecord, "risk_rating = 'high'", "risk_rating = 'low'"),
    ),
)


def _wrong_dates(bank: BankReader) -> pl.DataFrame:
    verified, expires = pl.col("verification_date"), pl.col("expiry_date")
    early = (pl.col("onboarding_date") - verified).dt.total_days() > VERIFIED_BEFORE
    expired = (pl.col("kyc_status") == "expired") == (expires < bank.as_of)
    fits = ~early & (verified <= bank.as_of) & (expires > verified) & expired
    records = bank.cached(_records).filter(~fits.fill_null(False))
    return records.select("kyc_id", "onboarding_date", "verification_date", "kyc_status", "expiry_date")


K2 = frame_check(
    "K2",
    "Customers are verified at most 30 days before onboarding, by documents that are valid unless the "
    "record has expired",
    [COMPLIANCE_DB, CUSTOMER_DB],
    _wrong_dates,
    fault(
        "an expired document in a verified record",
        update_row(KycRecord, "expiry_date = %(as_of)s - 1", "kyc_status = 'verified'"),
    ),
)

_MONTHS = "CASE risk_rating " + " ".join(f"WHEN '{risk}' THEN {n}" for risk, n in REVIEW_MONTHS.items()) + " END"


def _wrong_reviews(bank: BankReader) -> pl.DataFrame:
    """Return next reviews on the wrong day, missing ones, and those of customers who left."""
    reviews = bank.frame(
        COMPLIANCE_DB,
        f"""
        SELECT kyc_id, customer_id, kyc_status, risk_rating, verification_date, next_review_date, coalesce(
            CASE kyc_status WHEN 'verified' THEN next_review_date = due AND next_review_date >= %(as_of)s
                 WHEN 'pending' THEN next_review_date BETWEEN %(as_of)s - {OVERDUE} AND %(as_of)s
                 ELSE next_review_date IS NOT NULL END, false) AS in_time
        FROM (SELECT *, (verification_date + {_MONTHS} * interval '1 month')::date AS due FROM kyc_records) reviewed
        """,
    ).join(bank.cached(profiles).select("customer_id", "customer_status"), on="customer_id", how="left")
    fits = (
        pl.when(pl.col("customer_status") == "closed").then(pl.col("next_review_date").is_null()).otherwise("in_time")
    )
    return reviews.filter(~fits.fill_null(False)).drop("in_time")


K3 = frame_check(
    "K3",
    "The next review is due 12, 30 or 60 months after verification by risk, a pending one at most 90 days overdue; "
    "customers who left have none",
    [COMPLIANCE_DB, CUSTOMER_DB],
    _wrong_reviews,
    fault(
        "a review date one day too early",
        update_row(
            KycRecord,
            "next_review_date = next_review_date - 1",
            "kyc_status = 'verified' AND next_review_date IS NOT NULL",
        ),
    ),
)

_PATTERNS = " ".join(
    f"WHEN '{kind}' THEN '^{prefix}[{''.join(DOCUMENT_SERIES)}]?[0-9]{{{DOCUMENT_DIGITS}}}$'"
    for kind, prefix in zip(DOCUMENTS.names, DOCUMENT_PREFIXES, strict=True)
)
VERIFIED = staff_reference(KycRecord, "verified_by")


def _wrong_documents(bank: BankReader) -> pl.DataFrame:
    """Return documents with repeated or possibly real numbers, or not verified by a compliance officer."""
    documents = bank.frame(
        COMPLIANCE_DB,
        f"""
        SELECT kyc_id, document_type, document_number FROM (
            SELECT *, count(*) OVER (PARTITION BY document_type, document_number) AS times FROM kyc_records
        ) documents
        WHERE times > 1 OR (document_number ~ CASE document_type {_PATTERNS} END) IS NOT TRUE
        """,
    )
    others = not_in_roles(bank, VERIFIED, OFFICERS).select("kyc_id", "who", "role")
    return pl.concat([documents, others], how="diagonal")


K4 = frame_check(
    "K4",
    "Documents have unique fictional numbers and were verified by compliance officers",
    [COMPLIANCE_DB, EMPLOYEES_DB],
    _wrong_documents,
    fault(
        "a document with another customer's number",
        (
            COMPLIANCE_DB,
            f"""
            UPDATE kyc_records SET (document_type, document_number) = (
                SELECT document_type, document_number FROM kyc_records WHERE customer_id = 'CUST-00000001')
            WHERE kyc_id = {pick_row("kyc_records", "kyc_id", "customer_id <> 'CUST-00000001'")} RETURNING kyc_id
            """,
        ),
    ),
)

K12 = sql_check(
    "K12",
    "The subject of a filed report has a high risk rating and was verified again within 90 days",
    COMPLIANCE_DB,
    f"""
    SELECT sar_id, customer_id, report_date, kyc_id, risk_rating, verification_date
    FROM suspicious_activity_reports LEFT JOIN kyc_records USING (customer_id)
    WHERE sar_status = 'filed' AND (
        risk_rating IS DISTINCT FROM 'high'
        OR report_date + {VERIFIED_AFTER_REPORT} <= %(as_of)s AND verification_date < report_date)
    """,
    fault(
        "a subject of a filed report with a low risk rating",
        update_row(
            KycRecord,
            "risk_rating = 'low'",
            "customer_id IN (SELECT customer_id FROM suspicious_activity_reports WHERE sar_status = 'filed')",
        ),
    ),
)

"""Updates of profiles: none is earlier than a change that the audit trail or the KYC record shows."""

import polars as pl

from datahub.compliance.models import AuditTrail
from seeding.checks.builders import frame_check
from seeding.checks.databases import COMPLIANCE_DB, CUSTOMER_DB
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader

_LAST_CHANGES = """
    SELECT customer_id, max(changed)::bigint AS changed FROM (
        SELECT entity_id AS customer_id, floor(extract(epoch FROM performed_at)) AS changed
        FROM audit_trails WHERE entity_type = 'customer' AND action = 'update'
        UNION ALL SELECT customer_id, extract(epoch FROM verification_date) FROM kyc_records
        WHERE verification_date > %(start)s
        UNION ALL SELECT customer_id, extract(epoch FROM since) FROM (
            SELECT customer_id, CASE kyc_status WHEN 'pending' THEN next_review_date
                                                WHEN 'expired' THEN expiry_date + 1 END AS since
            FROM kyc_records) states
        WHERE since > %(start)s AND since <= %(as_of)s
    ) changes GROUP BY customer_id
"""
"""The last change of each customer's data, in seconds since 1970: changes that an employee made, and after the day on
which the bank was first seen also verifications, reviews that became due and documents that expired."""


def _updated_before(bank: BankReader) -> pl.DataFrame:
    profiles = bank.frame(
        CUSTOMER_DB,
        "SELECT customer_id, floor(extract(epoch FROM updated_at))::bigint AS updated FROM customer_profiles",
    )
    customers = bank.frame(COMPLIANCE_DB, _LAST_CHANGES).join(profiles, on="customer_id", how="left")
    return customers.filter((pl.col("updated") < pl.col("changed")).fill_null(True))


K27 = frame_check(
    "K27",
    "No profile was last updated before a change in the audit trail, or before its KYC status last changed",
    [COMPLIANCE_DB, CUSTOMER_DB],
    _updated_before,
    fault(
        "a phone number that changed in the last second",
        update_row(AuditTrail, "performed_at = %(last)s", "action = 'update' AND entity_type = 'customer'"),
    ),
)

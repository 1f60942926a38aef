"""Complaints: who filed them, who handles them, and how long it takes."""

import polars as pl

from datahub.customers.models import Complaint
from seeding.bank.customers.service_numbers import COMPLAINT_DESK, FRAUD_DESK
from seeding.checks.builders import frame_check, statistical_check, violations_in
from seeding.checks.check import Figure, Severity
from seeding.checks.databases import ACCOUNTS_DB, CUSTOMER_DB, EMPLOYEES_DB
from seeding.checks.enforcement import not_enforced
from seeding.checks.faults import fault, update_row, update_rows
from seeding.checks.reader import BankReader
from seeding.checks.staff_references import not_in_roles, not_in_service, staff_reference

_WRONG_RESOLUTION = """
    SELECT complaint_id, status, filed_date, resolved_date, resolution_time_hours FROM complaints
    WHERE (status IN ('resolved', 'closed')) IS DISTINCT FROM (resolved_date IS NOT NULL)
          OR (resolved_date IS NULL) <> (resolution_time_hours IS NULL) OR resolution_time_hours <= 0
          OR resolved_date <> filed_date + resolution_time_hours * interval '1 hour'
"""

_HOURS = """
    SELECT priority, percentile_cont(0.5) WITHIN GROUP (ORDER BY resolution_time_hours) AS hours, count(*) AS settled
    FROM complaints WHERE resolution_time_hours IS NOT NULL AND priority IN ('critical', 'low') GROUP BY priority
"""


def _resolution_time(bank: BankReader) -> list[Figure]:
    found = {row["priority"]: row for row in bank.rows(CUSTOMER_DB, _HOURS)}
    critical, low = (found.get(priority, {"hours": 1, "settled": 0}) for priority in ("critical", "low"))
    quicker, settled = critical["hours"] / low["hours"], critical["settled"] + low["settled"]
    return [Figure("median hours of critical complaints over low ones", quicker, None, 1, settled, not_enforced(bank))]


C9 = statistical_check(
    "C9",
    "Only settled complaints have a resolution date, filed date + hours taken, and critical ones are settled faster",
    [CUSTOMER_DB],
    _resolution_time,
    fault(
        "a complaint that took an hour longer than its dates show",
        update_row(
            Complaint,
            "resolution_time_hours = resolution_time_hours + 1",
            "resolution_time_hours IS NOT NULL",
        ),
    ),
    Severity.ERROR,
    violations_in(CUSTOMER_DB, _WRONG_RESOLUTION),
)

_FILED = """
    SELECT complaint_id, customer_id, complaint_type, filed_date::date AS filed, onboarding_date,
           (filed_date::date > onboarding_date
            AND (%(history)s = 'full' OR filed_date::date >= %(start)s::date - interval '24 months')) IS TRUE AS in_time
    FROM complaints LEFT JOIN customer_profiles USING (customer_id)
"""


def _wrong_complaints(bank: BankReader) -> pl.DataFrame:
    opened = bank.frame(
        ACCOUNTS_DB, "SELECT customer_id, min(opened_date) AS opened FROM accounts GROUP BY customer_id"
    )
    filed = bank.frame(CUSTOMER_DB, _FILED).join(opened, on="customer_id", how="left")
    had_account = (pl.col("opened") <= pl.col("filed")).fill_null(False)
    early = filed.filter(~pl.col("in_time") | ((pl.col("complaint_type") == "fraud") & ~had_account))
    assigned = staff_reference(Complaint, "assigned_to")
    by_others = [not_in_service(bank, assigned), not_in_roles(bank, assigned, [*COMPLAINT_DESK, *FRAUD_DESK])]
    return pl.concat([early, *by_others], how="diagonal")


C10 = frame_check(
    "C10",
    "Complaints are filed after joining, in a brief history since 24 months before the bank was first seen, those of "
    "fraud by account holders, and assigned to staff in service",
    [CUSTOMER_DB, ACCOUNTS_DB, EMPLOYEES_DB],
    _wrong_complaints,
    fault(
        "a complaint filed on the day the customer joined",
        update_row(
            Complaint,
            """filed_date = (
                SELECT onboarding_date FROM customer_profiles p WHERE p.customer_id = complaints.customer_id
            )""",
        ),
    ),
)

_QUEUE = """
    SELECT (%(as_of)s::date - filed_date::date) / 30 AS month, count(*)::int AS filed FROM complaints GROUP BY 1
"""
RECENT, BEFORE = range(3), range(3, 15)
"""Months of 30 days back from the as-of day: the last three, and the twelve before."""
SPIKE = 0.40
"""Most that the last three months may differ from the year before, as a part of it."""
SPIKE_OF_FEW = 0.3, 2.6
"""Bounds of the same ratio below SCALE_FIVE: there are about 100 complaints at scale 1, 15 in three months."""
SCALE_FIVE = 6_000


def _queue(bank: BankReader) -> list[Figure]:
    filed = {row["month"]: row["filed"] for row in bank.rows(CUSTOMER_DB, _QUEUE)}
    recent, before = (sum(filed.get(month, 0) for month in months) / len(months) for months in (RECENT, BEFORE))
    ratio = recent / before if before else float("nan")
    complaints = sum(filed.values())
    low, high = (1 - SPIKE, 1 + SPIKE) if bank.customers >= SCALE_FIVE else SPIKE_OF_FEW
    small = not_enforced(bank)
    return [Figure("complaints a month, the last three over the year before", ratio, low, high, complaints, small)]


M68 = statistical_check(
    "M68",
    "In the last three months customers complain as often as in the year before, within 40 %",
    [CUSTOMER_DB],
    _queue,
    fault(
        "complaints of two years filed in the last three months",
        update_rows(Complaint, "filed_date = %(as_of)s::date - (filed_date::date - date '2000-01-01') %% 90"),
    ),
)

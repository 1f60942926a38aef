"""Figures of compliance as a whole: flags, false alarms, reports and audit entries."""

from datahub.accounts.models import Account, Customer
from datahub.compliance.models import AmlCheck, AuditTrail, SuspiciousActivityReport
from datahub.insurance.models import Policy
from datahub.loans.models import Loan
from seeding.bank.accounts.ledger_size_numbers import further_months
from seeding.bank.compliance.numbers import LATE_STATUSES, NEW_PHONES, SAR_STATUSES, VIEWED
from seeding.bank.compliance.size_numbers import ENTRIES, part_of_violations
from seeding.checks.accounts.everyday_rates import expected_rows, is_booked_by_staff
from seeding.checks.all_tables.row_counts import row_count
from seeding.checks.builders import statistical_check
from seeding.checks.check import Figure
from seeding.checks.databases import ACCOUNTS_DB, COMPLIANCE_DB, CUSTOMER_DB, INSURANCE_DB, LOANS_DB
from seeding.checks.enforcement import SCALE_ONE, SHARES_FROM, not_enforced, widened
from seeding.checks.faults import delete_rows, fault, update_rows
from seeding.checks.reader import BankReader
from seeding.checks.shares import Population

FLAGGED, FLAGGED_IN_FULL = (0.04, 0.08), (0.08, 0.25)
FLAGGED_OF_LONGER_WINDOW = (0.04, 0.12)
FALSE_ALARMS_IN_FULL = (0.85, 0.98)
FALSE_ALARMS, FALSE_ALARMS_DEVIATION = (0.60, 0.85), 0.52
"""Bounds of the share of false alarms, and its standard deviation for one customer."""
ENTRIES_PER_CUSTOMER = (4.0, 6.0)
ENTRIES_OF_EXPECTED, ENTRIES_DEVIATION = (0.85, 1.2), 0.5
"""Bounds in a full history, as multiples of the registrations, changes, views and everyday rows booked by staff that
the numbers expect, and the standard deviation of this multiple for one customer: what staff booked for contracts, and
changes of contracts, come on top."""
REPORTS_AT_SCALE_ONE = (20, 25)

_CHECKS = Population(
    COMPLIANCE_DB,
    """
    SELECT aml_flag, sar_status FROM aml_checks LEFT JOIN suspicious_activity_reports USING (sar_id)
    """,
)
_ALL_CHECKS = _CHECKS.aggregate("count(*)")
_FLAGS = _CHECKS.aggregate("count(*) FILTER (WHERE aml_flag)")
_JUSTIFIED = _CHECKS.aggregate("count(*) FILTER (WHERE aml_flag AND sar_status IS NOT NULL AND sar_status <> 'closed')")
"""Flags that led to a report which was filed or may be; all others are false alarms."""


def _flagged(bank: BankReader) -> list[Figure]:
    checks = _ALL_CHECKS(bank)
    of_brief = FLAGGED_OF_LONGER_WINDOW if further_months(bank.plan.layout) else FLAGGED
    bounds = FLAGGED_IN_FULL if bank.plan.is_full else of_brief
    return [Figure("share of flagged checks", _FLAGS(bank) / max(checks, 1), *bounds, checks, not_enforced(bank))]


K23 = statistical_check(
    "K23",
    "4 to 8 % of the AML checks are flagged, 4 to 12 % where the bank is first seen before the last day of its "
    "history, 8 to 25 % in a full history",
    [COMPLIANCE_DB],
    _flagged,
    fault("no check flagged", update_rows(AmlCheck, "aml_flag = false")),
)


def _false_alarms(bank: BankReader) -> list[Figure]:
    flags = _FLAGS(bank)
    share = 1 - _JUSTIFIED(bank) / max(flags, 1)
    bounds = widened(_bounds_of_false_alarms(bank), bank, FALSE_ALARMS_DEVIATION)
    return [Figure("share of false alarms", share, *bounds, flags, not_enforced(bank))]


def _bounds_of_false_alarms(bank: BankReader) -> tuple[float, float]:
    """Return the bounds of the share of false alarms.

    Customers have as many reports in a longer window of a brief history, and alarms grow with it: at most as many more
    false alarms come to a justified flag as there are more violations.
    """
    if bank.plan.is_full:
        return FALSE_ALARMS_IN_FULL
    low, high = FALSE_ALARMS
    odds = high / (1 - high) / part_of_violations(bank.plan.layout)
    return low, odds / (1 + odds)


K24 = statistical_check(
    "K24",
    "60 to 85 % of the flags, 85 to 98 % in a full history, within three standard errors, are false alarms, without a "
    "report or with a closed one; more where the bank is first seen before the last day of its history",
    [COMPLIANCE_DB],
    _false_alarms,
    fault("no check led to a report", update_rows(AmlCheck, "sar_id = NULL")),
)


def _entries(bank: BankReader) -> list[Figure]:
    entries = row_count(bank, AuditTrail)
    customers = max(row_count(bank, Customer), 1)
    further = ENTRIES.per_customer(bank.plan.layout)
    mean = entries / customers
    bounds = ENTRIES_PER_CUSTOMER[0] + further.low, ENTRIES_PER_CUSTOMER[1] + further.high
    if bank.plan.is_full:
        created = sum(row_count(bank, model) for model in (Customer, Account, Loan, Policy))
        expected = created / customers + NEW_PHONES + VIEWED + expected_rows(bank, is_booked_by_staff) / customers
        low, high = widened(ENTRIES_OF_EXPECTED, bank, ENTRIES_DEVIATION)
        bounds = low * expected, high * expected
    return [Figure("audit entries per customer", mean, *bounds, entries, not_enforced(bank))]


K25 = statistical_check(
    "K25",
    "The audit trail has 4 to 6 entries per customer and more where the window is longer, in a full history 85 to 120 "
    "% of what creations, changes, views and the everyday rows booked by staff make, within three standard errors",
    [COMPLIANCE_DB, ACCOUNTS_DB, CUSTOMER_DB, LOANS_DB, INSURANCE_DB],
    _entries,
    fault("half of the audit entries deleted", delete_rows(AuditTrail, "audit_id %% 2 = 0")),
)

_REPORTS = Population(COMPLIANCE_DB, "SELECT sar_status FROM suspicious_activity_reports")
_ALL_REPORTS = _REPORTS.aggregate("count(*)")
_UNFINISHED = {
    status: (
        sum(SAR_STATUSES[status_code] == status for status_code in LATE_STATUSES.values()),
        _REPORTS.aggregate(f"count(*) FILTER (WHERE sar_status = '{status}')"),
    )
    for status in dict.fromkeys(SAR_STATUSES[status_code] for status_code in LATE_STATUSES.values())
}
"""The expected and the actual number of reports that are still being written, by status."""


def _reports(bank: BankReader) -> list[Figure]:
    reports = _ALL_REPORTS(bank)
    scale = max(bank.customers, 1) / SCALE_ONE
    return [
        Figure("reports", reports, 1, None, reports, not_enforced(bank, SHARES_FROM)),
        Figure("reports per 1,200 customers", reports / scale, *REPORTS_AT_SCALE_ONE, reports, not_enforced(bank)),
        *(
            Figure(f"reports with status {status}", count(bank), expected, expected, reports, not_enforced(bank))
            for status, (expected, count) in _UNFINISHED.items()
        ),
    ]


K26 = statistical_check(
    "K26",
    "Suspicious activity reports: at least 1, 20 to 25 per 1,200 customers, 1 of them a draft and 2 under review",
    [COMPLIANCE_DB],
    _reports,
    fault("all drafts filed", update_rows(SuspiciousActivityReport, "sar_status = 'filed'", "sar_status = 'draft'")),
)

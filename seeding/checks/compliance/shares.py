"""Shares of documents, screenings, rule violations and reports."""

from dataclasses import replace

from datahub.compliance.models import AmlCheck, KycRecord, RuleViolation, SuspiciousActivityReport
from seeding.bank.compliance.case_numbers import REPORTED, TYPOLOGIES
from seeding.bank.compliance.kyc_numbers import DOCUMENTS
from seeding.bank.compliance.numbers import (
    INVESTIGATED,
    INVESTIGATED_IN_FULL,
    OPENED,
    OPENED_IN_FULL,
    RESCREENED,
    SETTLED,
    unsettled_shares,
)
from seeding.checks.builders import statistical_check
from seeding.checks.check import Figure
from seeding.checks.databases import COMPLIANCE_DB
from seeding.checks.faults import delete_rows, fault, update_rows
from seeding.checks.reader import BankReader
from seeding.checks.shares import Category, Population, Tolerance, by_name, listed, recategorized, share_check, size

K18 = share_check(
    "K18",
    "KYC records by document: {}",
    Population(COMPLIANCE_DB, "SELECT document_type FROM kyc_records").by("document_type", by_name(DOCUMENTS)),
    Tolerance.ENTITIES,
    recategorized(KycRecord, "document_type", by_name(DOCUMENTS)),
)

_SCREENED = Population(
    COMPLIANCE_DB,
    "SELECT customer_id, count(*) AS screenings FROM aml_checks WHERE check_type = 'watchlist' GROUP BY customer_id",
)

K19 = share_check(
    "K19",
    "Customers by number of watchlist screenings: {}",
    _SCREENED.by("screenings", {1: round(1 - size(RESCREENED), 9), 2: size(RESCREENED)}),
    Tolerance.ENTITIES,
    fault(
        "all but one watchlist screening of each customer deleted",
        delete_rows(
            AmlCheck,
            """check_type = 'watchlist' AND check_id NOT IN (
                SELECT min(check_id) FROM aml_checks WHERE check_type = 'watchlist' GROUP BY customer_id)""",
        ),
    ),
)


def _by_status(opened: float, investigated: float) -> dict[Category, float]:
    """Return the share of each status, of which two are given; the others divide the rest."""
    return {**_settled(1 - opened - investigated), "investigating": investigated, "open": opened}


def _settled(rest: float) -> dict[Category, float]:
    """Return the share of each status of settled violations, given their part of all violations."""
    return {status: round(rest * share, 9) for status, share in by_name(SETTLED).items()}


_VIOLATIONS = _by_status(size(OPENED), size(INVESTIGATED))
_VIOLATIONS_IN_FULL = _by_status(size(OPENED_IN_FULL), size(INVESTIGATED_IN_FULL))
_STATUSES = Population(COMPLIANCE_DB, "SELECT status FROM rule_violations").by("status", _VIOLATIONS)


def _violation_statuses(bank: BankReader) -> list[Figure]:
    """Return the share of each status; in a longer window of a brief history, as many violations are unsettled."""
    opened, investigated = map(size, unsettled_shares(bank.plan.layout))
    return replace(_STATUSES, expected=_by_status(opened, investigated)).figures(bank, Tolerance.CLUSTERS)


K20 = statistical_check(
    "K20",
    f"Rule violations by status: {listed(_VIOLATIONS)}; in a full history, {listed(_VIOLATIONS_IN_FULL)}; fewer are "
    "unsettled where the bank is first seen before the last day of its history",
    [COMPLIANCE_DB],
    _violation_statuses,
    recategorized(RuleViolation, "status", _VIOLATIONS),
)

_REPORTS = Population(COMPLIANCE_DB, "SELECT activity_type, sar_status FROM suspicious_activity_reports")
_TYPOLOGIES = by_name(TYPOLOGIES)
_ACTIVITIES: dict[Category, float] = {
    "structuring": _TYPOLOGIES["structuring"],
    "unusual_pattern": round(_TYPOLOGIES["fan_in"] + _TYPOLOGIES["fan_out"] + _TYPOLOGIES["cycle"], 9),
    "high_risk_country": _TYPOLOGIES["high_risk_wires"],
}

K21 = share_check(
    "K21",
    "Suspicious activity reports by activity: {}",
    _REPORTS.by("activity_type", _ACTIVITIES),
    Tolerance.CASES,
    recategorized(SuspiciousActivityReport, "activity_type", _ACTIVITIES),
)

K22 = share_check(
    "K22",
    "{} of suspicious activity reports were closed",
    _REPORTS.where("sar_status = 'closed'", round(1 - size(REPORTED), 9)),
    Tolerance.SUB_POPULATION,
    fault(
        "all reports closed",
        update_rows(SuspiciousActivityReport, "sar_status = 'closed', filed_date = NULL, filed_by = NULL"),
    ),
)

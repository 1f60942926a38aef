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
from seeding.bank.compliance.size_numbers import part_of_violations
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


_VIOLATIONS_IN_FULL: dict[Category, float] = {
    "resolved": 0.805,
    "false_positive": 0.17,
    "investigating": size(INVESTIGATED_IN_FULL),
    "open": size(OPENED_IN_FULL),
}
"""More are resolved than in a brief history, for every currency transaction report is, and there are many."""


def _by_status(opened: float, investigated: float, part: float = 1) -> dict[Category, float]:
    """Return the share of each status, of which two are given.

    The others divide the rest. `part` is the part of the violations that the shortest window would have: those that a
    longer one adds are settled as in a full history.
    """
    settled_in_full = sum(_VIOLATIONS_IN_FULL[status] for status in SETTLED.names)
    rest = 1 - opened - investigated
    settled = {
        status: rest * (part * share + (1 - part) * _VIOLATIONS_IN_FULL[status] / settled_in_full)
        for status, share in by_name(SETTLED).items()
    }
    return {
        **{status: round(share, 9) for status, share in settled.items()},
        "investigating": investigated,
        "open": opened,
    }


_VIOLATIONS = _by_status(size(OPENED), size(INVESTIGATED))
_BY_STATUS = Population(COMPLIANCE_DB, "SELECT status FROM rule_violations")


_STATUSES = _BY_STATUS.by("status", _VIOLATIONS)


def _violation_statuses(bank: BankReader) -> list[Figure]:
    """Return the share of each status; in a longer window of a brief history, as many violations are unsettled."""
    layout = bank.plan.layout
    opened, investigated = map(size, unsettled_shares(layout))
    of_brief = _by_status(opened, investigated, part_of_violations(layout))
    expected = _VIOLATIONS_IN_FULL if bank.plan.is_full else of_brief
    return replace(_STATUSES, expected=expected).figures(bank, Tolerance.CLUSTERS)


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

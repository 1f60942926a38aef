"""How rules, violations, checks, reports and what is known of customers are written."""

import numpy as np
import polars as pl

from datahub.compliance.models import (
    AmlCheck,
    ComplianceRule,
    KycRecord,
    RegulatoryReport,
    RuleViolation,
    SuspiciousActivityReport,
)
from seeding.bank.accounts.ledger import Ledger
from seeding.bank.accounts.lives import Accounts, Customers
from seeding.bank.accounts.numbers import JOINED_YEARS
from seeding.bank.accounts.recipes import customer_ids, transaction_ids
from seeding.bank.case_assignments import KINDS
from seeding.bank.compliance import numbers, texts
from seeding.bank.compliance.alerts import Alerts
from seeding.bank.compliance.numbers import RULES
from seeding.bank.compliance.regulatory_reports import RegulatoryReports
from seeding.bank.compliance.reports import Reports
from seeding.bank.compliance.screening import MONITORING, TYPES, AlertChecks, AmlChecks
from seeding.bank.compliance.verifications import Verifications
from seeding.bank.compliance.violations import Violations
from seeding.bank.customers import numbers as customer_numbers
from seeding.bank.customers.profiles import Profiles
from seeding.bank.employees.recipes import employee_ids
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import NONE, IntArray
from seeding.engine.calendar import Calendar
from seeding.engine.columns import Coded, Columns, Days, Flags, Money, Text, Timestamps
from seeding.engine.draw import Draw
from seeding.engine.expected import exactly, per_customer
from seeding.engine.money import CENTS
from seeding.engine.numbering import permuted
from seeding.engine.plan import Plan
from seeding.engine.recipe import recipe
from seeding.engine.rows import one_stratum
from seeding.engine.text import gather, iso_dates, join, padded, string_series

_RULE_IDS = tuple(rule.id for rule in RULES)
_LOW, _MEDIUM, _HIGH = (customer_numbers.RISK.code(name) for name in ("low", "medium", "high"))


def _dollars(cents: IntArray) -> pl.Series:
    """Return amounts as they are spoken of: with thousands set apart and two decimals."""
    text = pl.Series(cents // CENTS).cast(pl.String).str.reverse().str.replace_all(r"(\d{3})", "$1,").str.reverse()
    return join(text.str.strip_prefix(","), ".", padded(cents % CENTS, 2))


def sar_ids(keys: IntArray) -> pl.Series:
    """Return reports' keys, from the subjects' customer numbers."""
    return join("SAR-", padded(keys, 8), "-1")


@recipe(ComplianceRule, lambda plan: exactly(len(RULES)))
def compliance_rule(plan: Plan, calendar: Calendar, draw: Draw) -> Columns:
    rows = one_stratum(np.arange(len(RULES)))
    first = calendar.years_before(np.full(len(rows), plan.last_day), JOINED_YEARS)
    made = first - draw.integers("made", rows, *numbers.MADE_BEFORE_DAYS)
    return {
        "rule_id": Text(string_series(*_RULE_IDS)),
        "rule_name": Text(string_series(*(rule.name for rule in RULES))),
        "rule_type": Text(string_series(*(rule.type for rule in RULES))),
        "description": Text(string_series(*(rule.description for rule in RULES))),
        "threshold_value": Money(np.array([rule.threshold * CENTS for rule in RULES])),
        "is_active": Flags(np.array([rule.active for rule in RULES])),
        "created_date": Days(calendar.last_business(made)),
    }


@recipe(RuleViolation, per_customer(0.409, 9.5, first=14))
def rule_violation(
    customers: Customers,
    accounts: Accounts,
    ledger: Ledger,
    alerts: Alerts,
    violations: Violations,
    reports: Reports,
    staff: Staff,
    draw: Draw,
) -> Columns:
    customer = customer_ids(customers.key[violations.customer])
    account = accounts.ids.gather(ledger.account[alerts.row])
    names = pl.concat((transaction_ids(accounts, ledger, alerts.row), account, customer))
    settled = violations.officer != NONE
    report = gather(sar_ids(reports.key), np.where(settled, violations.report, NONE))
    mention = join(string_series("Named in ", "Led to ").gather(violations.led_to_it.astype(np.int64)), report, ".")
    about = np.array([texts.ABOUT.get(key, NONE) for key in _RULE_IDS])[alerts.rule]
    note_of = about + len(texts.SUBJECTS) * (violations.status // 2)
    note = texts.NOTES.text(draw, "note", violations, np.where(settled & (violations.report == NONE), note_of, NONE))
    return {
        "violation_id": Text(join("VIO-", customer.str.slice(5), "-", padded(violations.nth, 3))),
        "rule_id": Coded(_RULE_IDS, alerts.rule),
        "entity_type": Coded(numbers.ENTITIES, alerts.entity),
        "entity_id": Text(names.gather(alerts.entity * len(alerts) + np.arange(len(alerts)))),
        "violation_date": Timestamps(ledger.day[alerts.row], ledger.second[alerts.row]),
        "severity": Coded(numbers.SEVERITIES, alerts.severity),
        "status": Coded(numbers.STATUSES, violations.status),
        "resolution_notes": Text(note.zip_with(note.is_not_null(), mention)),
        "resolved_by": Text(employee_ids(staff, violations.officer)),
        "resolved_date": Days(violations.settled),
    }


@recipe(AmlCheck, per_customer(4.11, 0.5, first=14))
def aml_check(
    customers: Customers,
    accounts: Accounts,
    ledger: Ledger,
    alerts: Alerts,
    alert_checks: AlertChecks,
    aml_checks: AmlChecks,
    reports: Reports,
    staff: Staff,
) -> Columns:
    row = np.append(alert_checks.row, 0)[aml_checks.monitoring]
    report = np.append(reports.report_of, NONE)[aml_checks.monitoring]
    monitored = aml_checks.type == MONITORING
    customer = customer_ids(customers.key[aml_checks.customer])
    return {
        "check_id": Text(join("AML-", customer.str.slice(5), "-", padded(aml_checks.nth, 3))),
        "customer_id": Text(customer),
        "transaction_id": Text(gather(transaction_ids(accounts, ledger, row), _places(monitored))),
        "check_date": Timestamps(aml_checks.day, aml_checks.second),
        "check_type": Coded(TYPES, aml_checks.type),
        "aml_flag": Flags(aml_checks.flagged),
        "risk_level": Coded(
            customer_numbers.RISK.names, np.where(aml_checks.flagged, np.where(report == NONE, _MEDIUM, _HIGH), _LOW)
        ),
        "screening_result": Text(_results(alerts, alert_checks, aml_checks, report)),
        "reviewed_by": Text(employee_ids(staff, aml_checks.reviewer)),
        "sar_id": Text(gather(sar_ids(reports.key), report)),
    }


def _places(known: np.ndarray) -> IntArray:
    """Return each row's own place, NONE where it has none."""
    return np.where(known, np.arange(len(known)), NONE)


def _results(alerts: Alerts, alert_checks: AlertChecks, aml_checks: AmlChecks, report: IntArray) -> pl.Series:
    """Return what each check found, and what its review came to."""
    found = string_series(*texts.NO_MATCH, *texts.MATCH, *(f"{rule.id} {rule.name}" for rule in RULES))
    lists = len(texts.NO_MATCH)
    of_rule = 2 * lists + np.append(alerts.rule[alert_checks.catch], 0)[aml_checks.monitoring]
    place = np.where(aml_checks.type == MONITORING, of_rule, aml_checks.type + lists * aml_checks.flagged)
    reviewed = np.where(aml_checks.flagged & (aml_checks.type == MONITORING), (report != NONE).astype(np.int64), NONE)
    return join(found.gather(place), gather(string_series(*texts.REVIEWED), reviewed), separator="; ")


@recipe(SuspiciousActivityReport, per_customer(0.0201, 0.3))
def suspicious_activity_report(accounts: Accounts, reports: Reports, staff: Staff) -> Columns:
    tier = (reports.amount[:, None] >= np.array(numbers.TIER_FROM)).sum(axis=1)
    in_storyline = string_series(*(texts.STORIES[kind] for kind in KINDS.names)).gather(reports.kind)
    found = string_series(*texts.FINDINGS).gather(reports.outcome)
    return {
        "sar_id": Text(sar_ids(reports.key)),
        "customer_id": Text(customer_ids(reports.key)),
        "account_id": Text(accounts.ids.gather(reports.account)),
        "report_date": Days(reports.day),
        "activity_type": Coded(numbers.ACTIVITIES, reports.activity),
        "description": Text(join(
            padded(reports.transactions, 1), " transactions of ", _dollars(reports.amount), " USD together from ",
            iso_dates(reports.first), " to ", iso_dates(reports.last), ": ",
            in_storyline, ". ", found,
        )),
        "sar_status": Coded(numbers.OUTCOMES, reports.outcome),
        "filed_date": Days(reports.filed),
        "regulatory_tier": Coded(numbers.TIERS, tier),
        "filed_by": Text(employee_ids(staff, reports.officer)),
        "amount_involved": Money(reports.amount),
    }  # fmt: skip


@recipe(KycRecord, lambda plan: exactly(plan.customers))
def kyc_record(verifications: Verifications, profiles: Profiles, staff: Staff, draw: Draw) -> Columns:
    digits = numbers.DOCUMENT_DIGITS
    number = padded(permuted(draw, "number", verifications.key, 10**digits), digits)
    return {
        "kyc_id": Text(join("KYC-", padded(verifications.key, 8))),
        "customer_id": Text(customer_ids(verifications.key)),
        "verification_date": Days(verifications.verified),
        "kyc_status": Coded(customer_numbers.KYC.names, profiles.kyc),
        "document_type": Coded(numbers.DOCUMENTS.names, verifications.document),
        "document_number": Text(join(string_series(*numbers.DOCUMENT_PREFIXES).gather(verifications.document), number)),
        "expiry_date": Days(verifications.expires),
        "verified_by": Text(employee_ids(staff, verifications.officer)),
        "next_review_date": Days(verifications.review),
        "risk_rating": Coded(customer_numbers.RISK.names, profiles.risk),
    }


@recipe(RegulatoryReport, lambda plan: exactly(len(numbers.REPORT_TYPES) * numbers.QUARTERS))
def regulatory_report(regulatory_reports: RegulatoryReports, staff: Staff) -> Columns:
    return {
        "report_id": Text(join("REG-", padded(np.arange(len(regulatory_reports)) + 1, 2))),
        "report_type": Coded(numbers.REPORT_TYPES, regulatory_reports.type),
        "reporting_period_start": Days(regulatory_reports.start),
        "reporting_period_end": Days(regulatory_reports.end),
        "submission_date": Days(regulatory_reports.submitted),
        "status": Coded(numbers.REPORT_STATUSES, regulatory_reports.status),
        "prepared_by": Text(employee_ids(staff, regulatory_reports.author)),
        "approved_by": Text(employee_ids(staff, regulatory_reports.approver)),
    }

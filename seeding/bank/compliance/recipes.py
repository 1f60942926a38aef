"""The recipes of rules, violations, AML checks, reports and know-your-customer records."""

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
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.ledger import Ledger
from seeding.bank.accounts.numbers import JOINED_YEARS
from seeding.bank.accounts.recipes import customer_ids, transaction_ids
from seeding.bank.compliance import check_results, kyc_numbers, numbers, texts
from seeding.bank.compliance.alerts import Alerts
from seeding.bank.compliance.case_types import ACTIVITIES, EXPLANATIONS, NARRATIVES
from seeding.bank.compliance.numbers import RULES
from seeding.bank.compliance.regulatory_reports import RegulatoryReports
from seeding.bank.compliance.resolution_notes import ResolutionNotes, sar_ids
from seeding.bank.compliance.screening import AlertChecks, AmlChecks, Screenings
from seeding.bank.compliance.screening_lists import CHECK_TYPES, MONITORING
from seeding.bank.compliance.suspicious_activity_reports import SuspiciousActivityReports
from seeding.bank.compliance.verifications import Verifications
from seeding.bank.compliance.violations import Violations
from seeding.bank.customers import numbers as customer_numbers
from seeding.bank.customers.profiles import Profiles
from seeding.bank.employees.recipes import employee_ids
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import NONE, BoolArray, Index
from seeding.engine.calendar import Calendar
from seeding.engine.columns import Coded, Columns, Days, Flags, Money, Text, Timestamps
from seeding.engine.draw import Draw
from seeding.engine.expected import by_history, exactly, per_customer
from seeding.engine.money import CENTS
from seeding.engine.numbering import permuted
from seeding.engine.plan import Plan
from seeding.engine.recipe import recipe
from seeding.engine.rows import one_stratum
from seeding.engine.text import dollars, gather, iso_dates, join, padded, string_series

_RULE_IDS = tuple(rule.id for rule in RULES)
_RULE_TYPES = tuple(sorted({rule.type for rule in RULES}))
_LOW, _MEDIUM, _HIGH = (customer_numbers.RISK.code(name) for name in ("low", "medium", "high"))


@recipe(ComplianceRule, lambda plan: exactly(len(RULES)))
def compliance_rule(plan: Plan, calendar: Calendar, draw: Draw) -> Columns:
    rows = one_stratum(np.arange(len(RULES)))
    first_joining = calendar.years_before(np.full(len(rows), plan.last_day), JOINED_YEARS)
    created = first_joining - draw.integers("made", rows, *numbers.MADE_BEFORE_DAYS)
    return {
        "rule_id": Text(string_series(*_RULE_IDS)),
        "rule_name": Text(string_series(*(rule.name for rule in RULES))),
        "rule_type": Coded(_RULE_TYPES, np.array([_RULE_TYPES.index(rule.type) for rule in RULES])),
        "description": Text(string_series(*(rule.description for rule in RULES))),
        "threshold_value": Money(np.array([rule.threshold_in(plan) * CENTS for rule in RULES])),
        "is_active": Flags(np.array([rule.active for rule in RULES])),
        "created_date": Days(calendar.last_business(created)),
    }


@recipe(RuleViolation, by_history(per_customer(0.221, 9.5, storylines=24), per_customer(1.15, 9, storylines=60)))
def rule_violation(
    customers: Customers,
    accounts: Accounts,
    ledger: Ledger,
    alerts: Alerts,
    violations: Violations,
    resolution_notes: ResolutionNotes,
    staff: Staff,
    plan: Plan,
) -> Columns:
    customer = customer_ids(customers.key[violations.customer])
    account = accounts.ids.gather(ledger.account[alerts.row])
    entity_ids = pl.concat((transaction_ids(accounts, ledger, alerts.row), account, customer))
    return {
        "violation_id": Text(join("VIO-", customer.str.slice(5), "-", padded(violations.ordinal, 3))),
        "rule_id": Coded(_RULE_IDS, alerts.rule),
        "entity_type": Coded(numbers.ENTITIES, alerts.entity),
        "entity_id": Text(entity_ids.gather(alerts.entity * len(alerts) + np.arange(len(alerts)))),
        "violation_date": Timestamps(ledger.day[alerts.row], ledger.second[alerts.row]),
        "severity": Coded(numbers.SEVERITIES, alerts.severity(plan)),
        "status": Coded(numbers.STATUSES, violations.status),
        "resolution_notes": Text(resolution_notes.text),
        "resolved_by": Text(employee_ids(staff, violations.officer)),
        "resolved_date": Days(violations.settled),
    }


@recipe(AmlCheck, by_history(per_customer(3.95, 0.5, storylines=14), per_customer(5.3, 3, storylines=200)))
def aml_check(
    customers: Customers,
    accounts: Accounts,
    ledger: Ledger,
    alerts: Alerts,
    screenings: Screenings,
    alert_checks: AlertChecks,
    aml_checks: AmlChecks,
    suspicious_activity_reports: SuspiciousActivityReports,
    staff: Staff,
    calendar: Calendar,
    draw: Draw,
) -> Columns:
    of_screenings = check_results.screening_results(customers, screenings, calendar, draw)
    of_alert_check = suspicious_activity_reports.of_alert_check
    of_alert_checks = check_results.alert_check_results(accounts, ledger, alerts, alert_checks, of_alert_check)
    # The last element serves checks without an alert.
    row = np.append(alert_checks.row, 0)[aml_checks.alert_check]
    report = np.append(of_alert_check, NONE)[aml_checks.alert_check]
    is_monitoring = aml_checks.type == MONITORING
    risk_if_flagged = np.where(report == NONE, _MEDIUM, _HIGH)
    customer = customer_ids(customers.key[aml_checks.customer])
    return {
        "check_id": Text(join("AML-", customer.str.slice(5), "-", padded(aml_checks.ordinal, 3))),
        "customer_id": Text(customer),
        "transaction_id": Text(gather(transaction_ids(accounts, ledger, row), _own_index(is_monitoring))),
        "check_date": Timestamps(aml_checks.day, aml_checks.second),
        "check_type": Coded(CHECK_TYPES, aml_checks.type),
        "aml_flag": Flags(aml_checks.is_flagged),
        "risk_level": Coded(customer_numbers.RISK.names, np.where(aml_checks.is_flagged, risk_if_flagged, _LOW)),
        "screening_result": Text(check_results.results(aml_checks, of_screenings, of_alert_checks)),
        "reviewed_by": Text(employee_ids(staff, aml_checks.reviewer)),
        "sar_id": Text(gather(sar_ids(suspicious_activity_reports.key), report)),
    }


def _own_index(selected: BoolArray) -> Index:
    """Return the index of each selected row, NONE for the others."""
    return np.where(selected, np.arange(len(selected)), NONE)


@recipe(SuspiciousActivityReport, per_customer(0.0201, 0.3))
def suspicious_activity_report(
    accounts: Accounts, suspicious_activity_reports: SuspiciousActivityReports, staff: Staff, draw: Draw
) -> Columns:
    reports = suspicious_activity_reports
    tier = (reports.amount[:, None] >= np.array(numbers.TIER_FROM)).sum(axis=1)
    closed_kind = np.where(reports.status == numbers.CLOSED, reports.kind, NONE)
    explanation = join(" ", EXPLANATIONS.text(draw, "explanation", reports, closed_kind), ".")
    return {
        "sar_id": Text(sar_ids(reports.key)),
        "customer_id": Text(customer_ids(reports.key)),
        "account_id": Text(accounts.ids.gather(reports.account)),
        "report_date": Days(reports.day),
        "activity_type": Coded(ACTIVITIES, reports.activity),
        "description": Text(join(
            padded(reports.transactions, 1), " transactions totaling ", dollars(reports.amount), " USD from ",
            iso_dates(reports.first), " to ", iso_dates(reports.last), ": ",
            NARRATIVES.text(draw, "narrative", reports, reports.kind), ". ",
            texts.REPORT_FINDINGS.text(draw, "finding", reports, reports.status),
            explanation.fill_null(""),
        )),
        "sar_status": Coded(numbers.SAR_STATUSES, reports.status),
        "filed_date": Days(reports.filed),
        "regulatory_tier": Coded(numbers.TIERS, tier),
        "filed_by": Text(employee_ids(staff, reports.officer)),
        "amount_involved": Money(reports.amount),
    }  # fmt: skip


@recipe(KycRecord, lambda plan: exactly(plan.customers))
def kyc_record(verifications: Verifications, profiles: Profiles, staff: Staff, draw: Draw) -> Columns:
    digits = kyc_numbers.DOCUMENT_DIGITS
    prefix = string_series(*kyc_numbers.DOCUMENT_PREFIXES).gather(verifications.document)
    number = padded(permuted(draw, "number", verifications.key, 10**digits), digits)
    return {
        "kyc_id": Text(join("KYC-", padded(verifications.key, 8))),
        "customer_id": Text(customer_ids(verifications.key)),
        "verification_date": Days(verifications.verified),
        "kyc_status": Coded(customer_numbers.KYC.names, profiles.kyc),
        "document_type": Coded(kyc_numbers.DOCUMENTS.names, verifications.document),
        "document_number": Text(join(prefix, number)),
        "expiry_date": Days(verifications.expires),
        "verified_by": Text(employee_ids(staff, verifications.officer)),
        "next_review_date": Days(verifications.next_review),
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
        "status": Coded(numbers.REGULATORY_STATUSES, regulatory_reports.status),
        "prepared_by": Text(employee_ids(staff, regulatory_reports.author)),
        "approved_by": Text(employee_ids(staff, regulatory_reports.approver)),
    }

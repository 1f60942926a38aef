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
from seeding.bank.compliance import check_results, kyc_numbers, numbers, regulatory_numbers, size_numbers, texts
from seeding.bank.compliance.alerts import Alerts
from seeding.bank.compliance.case_types import ACTIVITIES, EXPLANATIONS, NARRATIVES
from seeding.bank.compliance.numbers import RULES
from seeding.bank.compliance.regulatory_reports import RegulatoryReports
from seeding.bank.compliance.resolution_notes import ResolutionNotes, sar_ids
from seeding.bank.compliance.screening import AlertChecks, AmlChecks, Screenings
from seeding.bank.compliance.screening_lists import CHECK_TYPES, MONITORING
from seeding.bank.compliance.suspicious_activity_reports import SuspiciousActivityReports
from seeding.bank.compliance.verifications import KycStates
from seeding.bank.compliance.violations import Violations
from seeding.bank.customers import numbers as customer_numbers
from seeding.bank.employees.recipes import employee_ids
from seeding.bank.employees.staff import Staff, ids_of_employees
from seeding.engine.arrays import NONE, BoolArray, Index
from seeding.engine.calendar import Calendar
from seeding.engine.columns import Coded, Columns, Days, Flags, Money, Text, Timestamps
from seeding.engine.draw import Draw
from seeding.engine.expected import Expected, by_history, exactly, per_customer
from seeding.engine.layout import AsOf, Layout
from seeding.engine.money import CENTS
from seeding.engine.numbering import permuted
from seeding.engine.recipe import EXISTS_FROM, recipe
from seeding.engine.rows import one_stratum
from seeding.engine.text import dollars, gather, iso_dates, join, padded, string_series

_RULE_IDS = tuple(rule.id for rule in RULES)
_RULE_TYPES = tuple(sorted({rule.type for rule in RULES}))
_LOW, _MEDIUM, _HIGH = (customer_numbers.RISK.code(name) for name in ("low", "medium", "high"))


@recipe(ComplianceRule, lambda layout: exactly(len(RULES)), since="created_date")
def compliance_rule(layout: Layout, calendar: Calendar, draw: Draw) -> Columns:
    """Write the rules with their thresholds."""
    rows = one_stratum(np.arange(len(RULES)))
    first_joining = calendar.years_before(np.full(len(rows), layout.start), JOINED_YEARS)
    created = first_joining - draw.integers("made", rows, *numbers.MADE_BEFORE_DAYS)
    return {
        "rule_id": Text(string_series(*_RULE_IDS)),
        "rule_name": Text(string_series(*(rule.name for rule in RULES))),
        "rule_type": Coded(_RULE_TYPES, np.array([_RULE_TYPES.index(rule.type) for rule in RULES])),
        "description": Text(string_series(*(rule.description for rule in RULES))),
        "threshold_value": Money(np.array([rule.threshold_in(layout) * CENTS for rule in RULES])),
        "is_active": Flags(np.array([rule.active for rule in RULES])),
        "created_date": Days(calendar.last_business(created)),
    }


@recipe(
    RuleViolation,
    by_history(
        size_numbers.VIOLATIONS.added_to(per_customer(size_numbers.VIOLATIONS_OF_SHORT_WINDOW, 9.5, storylines=24)),
        per_customer(1.15, 9, storylines=60),
    ),
    since="violation_date",
)
def rule_violation(
    customers: Customers,
    accounts: Accounts,
    ledger: Ledger,
    alerts: Alerts,
    violations: Violations,
    resolution_notes: ResolutionNotes,
    staff: Staff,
    layout: Layout,
    as_of: AsOf,
) -> Columns:
    """Write the violations of a block, with the note of each settled one."""
    customer = customer_ids(customers.key[violations.customer])
    account = gather(accounts.ids, ledger.account[alerts.row])
    entity_ids = pl.concat((transaction_ids(accounts, ledger, alerts.row), account, customer))
    return {
        "violation_id": Text(join("VIO-", customer.str.slice(5), "-", padded(violations.ordinal, 3))),
        "rule_id": Coded(_RULE_IDS, alerts.rule),
        "entity_type": Coded(numbers.ENTITIES, alerts.entity),
        "entity_id": Text(gather(entity_ids, alerts.entity * len(alerts) + np.arange(len(alerts)))),
        "violation_date": Timestamps(ledger.day[alerts.row], ledger.second[alerts.row]),
        "severity": Coded(numbers.SEVERITIES, alerts.severity(layout)),
        "status": Coded(numbers.STATUSES, violations.statuses_on(as_of)),
        "resolution_notes": Text(resolution_notes.text),
        "resolved_by": Text(
            employee_ids(staff, np.where(as_of.has_come(violations.settled), violations.officer, NONE))
        ),
        "resolved_date": Days(as_of.known(violations.settled)),
    }


@recipe(
    AmlCheck,
    by_history(
        size_numbers.CHECKS.added_to(per_customer(3.95, 0.5, storylines=14)), per_customer(5.3, 3, storylines=200)
    ),
    since="check_date",
)
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
    as_of: AsOf,
    calendar: Calendar,
    draw: Draw,
) -> Columns:
    """Write the checks of a block, each with its result."""
    of_screenings = check_results.screening_results(customers, screenings, calendar, draw)
    reports = suspicious_activity_reports
    of_alert_check = np.where(reports.alert_checks_reported_on(as_of), reports.of_alert_check, NONE)
    of_alert_checks = check_results.alert_check_results(accounts, ledger, alerts, alert_checks, reports, as_of)
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
        "sar_id": Text(gather(sar_ids(reports.key), report)),
    }


def _own_index(selected: BoolArray) -> Index:
    """Return the index of each selected row, NONE for the others."""
    return np.where(selected, np.arange(len(selected)), NONE)


@recipe(SuspiciousActivityReport, per_customer(0.0201, 0.3), since="report_date")
def suspicious_activity_report(
    accounts: Accounts, suspicious_activity_reports: SuspiciousActivityReports, staff: Staff, as_of: AsOf, draw: Draw
) -> Columns:
    """Write the suspicious activity reports of a block."""
    reports, status = suspicious_activity_reports, suspicious_activity_reports.statuses_on(as_of)
    tier = (reports.amount[:, None] >= np.array(numbers.TIER_FROM)).sum(axis=1)
    closed_kind = np.where(status == numbers.CLOSED, reports.kind, NONE)
    explanation = join(" ", EXPLANATIONS.text(draw, "explanation", reports, closed_kind), ".")
    return {
        "sar_id": Text(sar_ids(reports.key)),
        "customer_id": Text(customer_ids(reports.key)),
        "account_id": Text(gather(accounts.ids, reports.account)),
        "report_date": Days(reports.day),
        "activity_type": Coded(ACTIVITIES, reports.activity),
        "description": Text(join(
            padded(reports.transactions, 1), " transactions totaling ", dollars(reports.amount), " USD from ",
            iso_dates(reports.first), " to ", iso_dates(reports.last), ": ",
            NARRATIVES.text(draw, "narrative", reports, reports.kind), ". ",
            texts.REPORT_FINDINGS.text(draw, "finding", reports, status),
            explanation.fill_null(""),
        )),
        "sar_status": Coded(numbers.SAR_STATUSES, status),
        "filed_date": Days(as_of.known(reports.filed)),
        "regulatory_tier": Coded(numbers.TIERS, tier),
        "filed_by": Text(employee_ids(staff, np.where(as_of.has_come(reports.filed), reports.officer, NONE))),
        "amount_involved": Money(reports.amount),
    }  # fmt: skip


@recipe(KycRecord, lambda layout: exactly(layout.customers), since=EXISTS_FROM)
def kyc_record(customers: Customers, kyc_states: KycStates, staff: Staff, draw: Draw) -> Columns:
    """Write the latest verification of each customer of a block."""
    prefix = gather(string_series(*kyc_numbers.DOCUMENT_PREFIXES), kyc_states.document)
    return {
        "kyc_id": Text(join("KYC-", padded(kyc_states.key, 8))),
        "customer_id": Text(customer_ids(kyc_states.key)),
        "verification_date": Days(kyc_states.verified),
        "kyc_status": Coded(customer_numbers.KYC.names, kyc_states.status),
        "document_type": Coded(kyc_numbers.DOCUMENTS.names, kyc_states.document),
        "document_number": Text(join(prefix, _document_numbers(kyc_states, draw))),
        "expiry_date": Days(kyc_states.expires),
        "verified_by": Text(employee_ids(staff, kyc_states.officer)),
        "next_review_date": Days(kyc_states.next_review),
        "risk_rating": Coded(customer_numbers.RISK.names, kyc_states.risk),
        EXISTS_FROM: Days(customers.joined),
    }


def _document_numbers(kyc_states: KycStates, draw: Draw) -> pl.Series:
    """Return the number of each customer's document; renewed documents have other numbers than those before.

    Customers beyond the first ones have a letter before the digits, which says how often the document will be renewed.
    """
    digits, first = kyc_numbers.DOCUMENT_DIGITS, kyc_numbers.CUSTOMERS_WITHOUT_SERIES
    is_first, renewals = kyc_states.key <= first, kyc_states.renewals
    documents = kyc_states.key + renewals * (first + 1)
    series = gather(string_series("", *kyc_numbers.DOCUMENT_SERIES), np.where(is_first, 0, renewals + 1))
    numbers = permuted(draw, "number", documents % 10**digits, 10**digits)
    return join(series, padded(numbers, digits))


def _reports_expected(layout: Layout) -> Expected:
    """Return the rows that a plan promises: a report of each type for each quarter."""
    return exactly(len(regulatory_numbers.REPORT_TYPES) * regulatory_numbers.quarters_of(layout))


@recipe(RegulatoryReport, _reports_expected, since=EXISTS_FROM)
def regulatory_report(regulatory_reports: RegulatoryReports) -> Columns:
    """Write the quarterly reports to the regulator."""
    return {
        "report_id": Text(join("REG-", padded(np.arange(len(regulatory_reports)) + 1, 2))),
        "report_type": Coded(regulatory_numbers.REPORT_TYPES, regulatory_reports.type),
        "reporting_period_start": Days(regulatory_reports.start),
        "reporting_period_end": Days(regulatory_reports.end),
        "submission_date": Days(regulatory_reports.submitted),
        "status": Coded(regulatory_numbers.REGULATORY_STATUSES, regulatory_reports.status),
        "prepared_by": Text(ids_of_employees(regulatory_reports.author)),
        "approved_by": Text(ids_of_employees(regulatory_reports.approver)),
        EXISTS_FROM: Days(regulatory_reports.end),
    }

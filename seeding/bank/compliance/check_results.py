"""The results of anti-money-laundering checks: what was compared with which list, or which row a rule raised."""

import numpy as np
import polars as pl

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.ledger import Ledger
from seeding.bank.compliance.alerts import Alerts
from seeding.bank.compliance.numbers import RULES
from seeding.bank.compliance.resolution_notes import amounts_of_rows
from seeding.bank.compliance.screening import AlertChecks, AmlChecks, Screenings
from seeding.bank.compliance.screening_lists import (
    MATCHES,
    NO_MATCH,
    SCORES_OF_MATCHES,
    SCORES_WITHOUT_MATCH,
    SCREENING_LISTS,
)
from seeding.bank.compliance.suspicious_activity_reports import SuspiciousActivityReports
from seeding.bank.compliance.texts import NO_SUSPICION, REPORTED, REVIEW_RESULTS, UNDER_REVIEW
from seeding.engine.arrays import NONE
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.layout import AsOf
from seeding.engine.text import gather, iso_dates, join, padded, string_series

_RULES = string_series(*(f"{rule.id} {rule.name}: " for rule in RULES))
_HOLDERS = 2


def screening_results(customers: Customers, screenings: Screenings, calendar: Calendar, draw: Draw) -> pl.Series:
    """Return what each screening found: the list of the business day before, what was compared, the nearest score."""
    is_company = customers.corporate[screenings.customer].astype(np.int64)
    category = (screenings.is_later * _HOLDERS + is_company) * len(SCREENING_LISTS) + screenings.screening_list
    without, matching = (
        phrases.text(draw, column, screenings, category)
        for column, phrases in (("result", NO_MATCH), ("result/match", MATCHES))
    )
    low, high = (
        np.where(screenings.is_match, of_match, of_others)
        for of_match, of_others in zip(SCORES_OF_MATCHES, SCORES_WITHOUT_MATCH, strict=True)
    )
    return join(
        matching.zip_with(pl.Series(screenings.is_match), without),
        "; list of ",
        iso_dates(calendar.last_business(screenings.day - 1)),
        ", nearest score ",
        padded(draw.integers("score", screenings, low, high), 1),
    )


def alert_check_results(
    accounts: Accounts,
    ledger: Ledger,
    alerts: Alerts,
    alert_checks: AlertChecks,
    reports: SuspiciousActivityReports,
    as_of: AsOf,
) -> pl.Series:
    """Return the rule, the row and the outcome, on a day, of the review of each alert check.

    Only rows of patterns are reviewed.
    """
    leads_to_report = reports.of_alert_check != NONE
    outcome = np.select(
        [reports.alert_checks_reported_on(as_of), ~leads_to_report & as_of.has_come(alert_checks.reviewed)],
        [REPORTED, NO_SUSPICION],
        UNDER_REVIEW,
    )
    review = np.where(alerts.is_pattern[alert_checks.alert], outcome, NONE)
    facts = join(gather(_RULES, alerts.rule[alert_checks.alert]), amounts_of_rows(accounts, ledger, alert_checks.row))
    return join(facts, gather(string_series(*REVIEW_RESULTS), review), separator="; ")


def results(aml_checks: AmlChecks, of_screenings: pl.Series, of_alert_checks: pl.Series) -> pl.Series:
    """Return the result of each check: that of its screening or of its alert check."""
    alert_check = aml_checks.alert_check
    place = np.where(alert_check == NONE, aml_checks.screening, len(of_screenings) + alert_check)
    return gather(pl.concat((of_screenings, of_alert_checks)), place)

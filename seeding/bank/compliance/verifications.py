"""Know your customer: when each customer was last verified, by which document, and when the next review is due."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.customers import PERSON_CLOSED, Customers
from seeding.bank.compliance import kyc_numbers, numbers
from seeding.bank.compliance.numbers import FILED
from seeding.bank.compliance.screening import FOUNDING_COMPLIANCE_OFFICER
from seeding.bank.compliance.suspicious_activity_reports import SuspiciousActivityReports
from seeding.bank.customers import numbers as customer_numbers
from seeding.bank.customers.profiles import Profiles
from seeding.bank.employees.staff import Staff
from seeding.bank.products import in_order_of
from seeding.engine.arrays import BoolArray, Code, DayNumber, Index, Months
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows

_PENDING, _EXPIRED = (customer_numbers.KYC.code(name) for name in ("pending", "expired"))
_REVIEW_MONTHS = np.array(
    in_order_of(customer_numbers.RISK.names, kyc_numbers.REVIEW_MONTHS, "review interval", "the risk ratings")
)

_DOCUMENTS_OF_PERSONS = np.array([kyc_numbers.DOCUMENTS.code(name) for name in kyc_numbers.DOCUMENTS_OF_PERSONS.names])
"""The code in DOCUMENTS of each name in DOCUMENTS_OF_PERSONS."""
_DOCUMENT_OF_COMPANIES = kyc_numbers.DOCUMENTS.code(kyc_numbers.DOCUMENT_OF_COMPANIES)


@dataclass(frozen=True)
class Verifications(Rows):
    """The latest verification of each customer of a block, in the customers' order.

    `document` is a code of DOCUMENTS, `officer` an index into the staff; `verified`, `expires` and `next_review` are
    the days of the verification, of the document's expiry and of the next review, NO_DAY for customers who left.
    """

    verified: DayNumber
    document: Code
    expires: DayNumber
    next_review: DayNumber
    officer: Index


@node(stream="customer verifications")
def verifications(
    customers: Customers,
    profiles: Profiles,
    suspicious_activity_reports: SuspiciousActivityReports,
    staff: Staff,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> Verifications:
    """Return the latest verification: before joining, at a review, or after a report was filed on the customer.

    Customers who left were last verified while they were customers, and are not reviewed again.
    """
    before_joining = customers.joined - draw.integers("before", customers, *kyc_numbers.VERIFIED_BEFORE_DAYS)
    after_report = _days_after_reports(customers, suspicious_activity_reports, layout, draw)
    months = _REVIEW_MONTHS[profiles.risk]
    is_pending, is_expired = profiles.kyc == _PENDING, profiles.kyc == _EXPIRED
    has_left = customers.status == PERSON_CLOSED
    # The profile of a customer who left changed for the last time on that day.
    until = np.where(has_left, profiles.updated, layout.until)
    verified = _last_reviews(calendar, np.maximum(before_joining, after_report), months, until)
    # An expired document was still valid when the customer was verified.
    verified = np.where(is_expired, np.minimum(verified, layout.until - 1 - kyc_numbers.EXPIRED_DAYS[0]), verified)
    due = layout.until - draw.integers("due", customers, *kyc_numbers.DUE_WITHIN_DAYS)
    officer = staff.serving(draw, "officer", customers, verified, numbers.OFFICERS)
    officer[customers.in_storyline] = FOUNDING_COMPLIANCE_OFFICER
    return Verifications(
        key=customers.key,
        cell=customers.cell,
        verified=verified,
        document=_documents(customers, draw),
        expires=_expiry_days(customers, verified, is_expired, layout, draw),
        next_review=np.where(has_left, NO_DAY, np.where(is_pending, due, calendar.months_later(verified, months))),
        officer=officer,
    )


def _documents(customers: Customers, draw: Draw) -> Code:
    """Return the document of each customer, a code of DOCUMENTS: companies show their registration."""
    is_person = ~customers.corporate
    document = draw.stratified_category("document", customers, kyc_numbers.DOCUMENTS_OF_PERSONS, subset=is_person)
    return np.where(is_person, _DOCUMENTS_OF_PERSONS[document], _DOCUMENT_OF_COMPANIES)


def _days_after_reports(
    customers: Customers, reports: SuspiciousActivityReports, layout: Layout, draw: Draw
) -> DayNumber:
    """Return the day each customer was verified because of a filed report, NO_DAY for the others."""
    day = reports.day + draw.integers("after_report", reports, *kyc_numbers.REVIEWED_AFTER_REPORT_DAYS)
    filed = (reports.status == FILED) & (day <= layout.until)
    verified = np.full(len(customers), NO_DAY, np.int64)
    verified[np.searchsorted(customers.key, reports.key[filed])] = day[filed]
    return verified


def _last_reviews(calendar: Calendar, first: DayNumber, months: Months, until: DayNumber) -> DayNumber:
    """Return the latest day, up to a last one, of reviews that follow a first day at intervals of so many months."""
    intervals = calendar.months_between(first, until) // months
    verified = calendar.months_later(first, intervals.clip(0) * months)
    # A short month moves a review forward: then the next review may already be due.
    following = calendar.months_later(verified, months)
    return np.where(following < until, following, verified)


def _expiry_days(
    customers: Customers, verified: DayNumber, is_expired: BoolArray, layout: Layout, draw: Draw
) -> DayNumber:
    """Return the day each document expires: in the past where the KYC status is expired, otherwise in the future."""
    future = layout.until + draw.integers("valid", customers, *kyc_numbers.VALID_DAYS)
    fewest_days_ago, most_days_ago = kyc_numbers.EXPIRED_DAYS
    latest = np.full(len(customers), layout.until - fewest_days_ago)
    earliest = np.minimum(np.maximum(verified + 1, layout.until - most_days_ago), latest)
    return np.where(is_expired, draw.dates("expired", customers, earliest, latest), future)

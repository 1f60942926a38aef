"""Know your customer: when each customer was last verified, by what document, and when the next review is due."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.customers import Customers
from seeding.bank.compliance import numbers
from seeding.bank.compliance.numbers import FILED
from seeding.bank.compliance.reports import Reports
from seeding.bank.compliance.screening import FOUNDER
from seeding.bank.customers import numbers as customer_numbers
from seeding.bank.customers.profiles import Profiles
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import BoolArray, IntArray
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

_PENDING, _EXPIRED = (customer_numbers.KYC.code(name) for name in ("pending", "expired"))
_MONTHS = np.array([numbers.REVIEW_MONTHS[name] for name in customer_numbers.RISK.names])


@dataclass(frozen=True)
class Verifications(Rows):
    """The verification of each customer, in the customers' order.

    `document` is a place in DOCUMENTS; `officer` an index into the staff.
    """

    verified: IntArray
    document: IntArray
    expires: IntArray
    review: IntArray
    officer: IntArray


@node(stream="customer verifications")
def verifications(
    customers: Customers, profiles: Profiles, reports: Reports, staff: Staff, plan: Plan, calendar: Calendar, draw: Draw
) -> Verifications:
    """Verify everybody before they join, at every review, and again after a report was filed."""
    first = customers.joined - draw.integers("before", customers, *numbers.VERIFIED_BEFORE_DAYS)
    first = _after_reports(customers, reports, first, plan, draw)
    months = _MONTHS[profiles.risk]
    pending, expired = profiles.kyc == _PENDING, profiles.kyc == _EXPIRED
    verified = _last_review(calendar, first, months, plan.last_day)
    # A document that has expired was valid when it was last seen.
    verified = np.where(expired, np.minimum(verified, plan.last_day - 1 - numbers.EXPIRED_DAYS[0]), verified)
    due = plan.last_day - draw.integers("due", customers, *numbers.DUE_WITHIN_DAYS)
    officer = staff.serving(draw, "officer", customers, verified, numbers.OFFICERS)
    officer[customers.in_storyline] = FOUNDER
    return Verifications(
        key=customers.key,
        cell=customers.cell,
        verified=verified,
        document=draw.stratified_category("document", customers, numbers.DOCUMENTS),
        expires=_expiries(customers, verified, expired, plan, draw),
        review=np.where(pending, due, calendar.months_later(verified, months)),
        officer=officer,
    )


def _after_reports(customers: Customers, reports: Reports, first: IntArray, plan: Plan, draw: Draw) -> IntArray:
    """Return the days from which reviews are counted: anew for those of whom a report was filed."""
    day = reports.day + draw.integers("after_report", reports, *numbers.REVIEWED_AFTER_REPORT_DAYS)
    filed = (reports.outcome == FILED) & (day <= plan.last_day)
    anew = np.full(len(customers), NO_DAY, np.int64)
    anew[np.searchsorted(customers.key, reports.key[filed])] = day[filed]
    return np.maximum(first, anew)


def _last_review(calendar: Calendar, first: IntArray, months: IntArray, today: int) -> IntArray:
    """Return the latest of the reviews that follow each other from a first day in steps of some months."""
    steps = calendar.months_between(first, np.full(len(first), today)) // months
    verified = calendar.months_later(first, steps.clip(0) * months)
    # A month's last day may come before the day that was begun with: the next review would be due already.
    following = calendar.months_later(verified, months)
    return np.where(following < today, following, verified)


def _expiries(customers: Customers, verified: IntArray, expired: BoolArray, plan: Plan, draw: Draw) -> IntArray:
    """Return the day each document expires: lately where the status says so, else ahead."""
    ahead = plan.last_day + draw.integers("valid", customers, *numbers.VALID_DAYS)
    low, high = numbers.EXPIRED_DAYS[1], numbers.EXPIRED_DAYS[0]
    latest = np.full(len(customers), plan.last_day - high)
    lately = draw.dates("expired", customers, np.minimum(np.maximum(verified + 1, plan.last_day - low), latest), latest)
    return np.where(expired, lately, ahead)

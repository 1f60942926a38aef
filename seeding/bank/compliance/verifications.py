"""Know your customer: what is known of each customer on a day - status, rating, last verification, next review."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.customers import PERSON_CLOSED, Customers
from seeding.bank.compliance import kyc_numbers, numbers
from seeding.bank.compliance.kyc_episodes import Episodes, earlier_episodes, one_each
from seeding.bank.compliance.numbers import FILED
from seeding.bank.compliance.screening import FOUNDING_COMPLIANCE_OFFICER
from seeding.bank.compliance.suspicious_activity_reports import SuspiciousActivityReports
from seeding.bank.customers import numbers as customer_numbers
from seeding.bank.customers.profiles import Profiles
from seeding.bank.employees.staff import Staff
from seeding.bank.products import in_order_of
from seeding.engine.arrays import BoolArray, Code, DayNumber, Index, IntArray, Months
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.layout import AsOf, Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows

_VERIFIED, _PENDING, _EXPIRED = (customer_numbers.KYC.code(name) for name in ("verified", "pending", "expired"))
_REVIEW_MONTHS = np.array(
    in_order_of(customer_numbers.RISK.names, kyc_numbers.REVIEW_MONTHS, "review interval", "the risk ratings")
)
_RISKS_BEFORE_REPORT = np.array([customer_numbers.RISK.code(name) for name in kyc_numbers.RISK_BEFORE_REPORT.names])
"""The code in RISK of each name in RISK_BEFORE_REPORT."""
_DOCUMENTS_OF_PERSONS = np.array([kyc_numbers.DOCUMENTS.code(name) for name in kyc_numbers.DOCUMENTS_OF_PERSONS.names])
"""The code in DOCUMENTS of each name in DOCUMENTS_OF_PERSONS."""
_DOCUMENT_OF_COMPANIES = kyc_numbers.DOCUMENTS.code(kyc_numbers.DOCUMENT_OF_COMPANIES)


@dataclass(frozen=True)
class KycStates(Rows):
    """The KYC state on a day of each customer of a block, in their order.

    `status` and `risk` are codes of KYC and RISK, `document` of DOCUMENTS; `officer` is an index into the staff.
    `verified`, `expires` and `next_review` are the days of the last verification, of the document's expiry and of the
    next review, NO_DAY for customers who left. `renewals` is how often the document will be renewed until the last day
    of the history.
    """

    status: Code
    risk: Code
    verified: DayNumber
    document: Code
    renewals: IntArray
    expires: DayNumber
    next_review: DayNumber
    officer: Index


@node(stream="customer verifications")
def kyc_states(
    customers: Customers,
    profiles: Profiles,
    suspicious_activity_reports: SuspiciousActivityReports,
    staff: Staff,
    layout: Layout,
    as_of: AsOf,
    calendar: Calendar,
    draw: Draw,
) -> KycStates:
    """Return what is known of each customer: verified before joining, at reviews, and after a report was filed.

    Customers who left were last verified while they were customers, and are not reviewed again. On the last day of the
    history, the profile says who is waiting for a review and whose document has expired.
    """
    due = layout.until - draw.integers("due", customers, *kyc_numbers.DUE_WITHIN_DAYS)
    histories = _histories(customers, profiles, suspicious_activity_reports, due, layout, draw)
    is_expired = profiles.kyc == _EXPIRED
    at_the_end = histories.verified_on(AsOf(layout.until), calendar)
    expires = _expiry_days(customers, at_the_end, is_expired, layout, draw)
    renewed_before = histories.expired.next_beginning(as_of)
    expires = np.where(renewed_before == NO_DAY, expires, renewed_before - 1)
    # A customer who is verified while a review is due waits for the next one from then on.
    is_pending = (profiles.kyc == _PENDING) & as_of.has_come(np.maximum(due, at_the_end))
    due = np.where(is_pending, due, histories.pending.running(as_of))
    verified, risk = histories.verified_on(as_of, calendar), histories.risks_on(as_of)
    officer = staff.serving(draw, "officer", customers, verified, numbers.OFFICERS)
    officer[customers.in_storyline] = FOUNDING_COMPLIANCE_OFFICER
    following = np.where(due == NO_DAY, calendar.months_later(verified, _REVIEW_MONTHS[risk]), due)
    return KycStates(
        key=customers.key,
        cell=customers.cell,
        status=np.select([expires < as_of.day, due != NO_DAY], [_EXPIRED, _PENDING], _VERIFIED),
        risk=risk,
        verified=verified,
        document=_documents(customers, draw),
        renewals=histories.expired.still_to_end(as_of).sum(axis=1),
        expires=expires,
        next_review=np.where(as_of.has_come(histories.left), NO_DAY, following),
        officer=officer,
    )


@dataclass(frozen=True)
class _Histories:
    """The history of each customer's verification; days are NO_DAY for events that do not happen.

    `first` is the day of the verification before joining, `left` the last day of a customer who leaves. `rated_high` is
    the day from which a report on the customer makes the rating high, `after_report` that of the verification that
    follows; until then the rating is `risk_before`, and from then on `risk`. `pending` and `expired` are the episodes
    that are over on the last day of the history, `until`; nobody is verified later than on `latest`.
    """

    first: DayNumber
    left: DayNumber
    rated_high: DayNumber
    after_report: DayNumber
    risk_before: Code
    risk: Code
    pending: Episodes
    expired: Episodes
    latest: DayNumber
    until: int

    def risks_on(self, as_of: AsOf) -> Code:
        """Return the rating of each customer on a day, a code of RISK."""
        is_lower = (self.rated_high != NO_DAY) & ~as_of.has_come(self.rated_high)
        return np.where(is_lower, self.risk_before, self.risk)

    def verified_on(self, as_of: AsOf, calendar: Calendar) -> DayNumber:
        """Return the last verification of each customer up to a day; nobody is verified during an episode."""
        until = np.where(as_of.day < self.latest, as_of.day, self.until)
        # A document is valid for at least a day after each verification by it; its expiry precedes the episode.
        for end in (self.left, self.pending.running(as_of), self.expired.next_beginning(as_of) - 2):
            until = np.where(end > NO_DAY, np.minimum(until, end), until)
        is_reported = (self.after_report != NO_DAY) & (self.after_report <= until)
        first = np.where(is_reported, self.after_report, self.first)
        for episodes in (self.pending, self.expired):
            first = np.maximum(first, episodes.last_end(until))
        is_lower = (self.after_report != NO_DAY) & ~is_reported
        months = _REVIEW_MONTHS[np.where(is_lower, self.risk_before, self.risk)]
        return np.minimum(_last_reviews(calendar, first, months, until), self.latest)


def _histories(
    customers: Customers,
    profiles: Profiles,
    reports: SuspiciousActivityReports,
    due: DayNumber,
    layout: Layout,
    draw: Draw,
) -> _Histories:
    """Return what happens to the verification of each customer, whose turns of pending reviews end on `due`."""
    is_expired, has_left = profiles.kyc == _EXPIRED, customers.status == PERSON_CLOSED
    joined = np.where(customers.in_storyline | customers.in_case | has_left, NO_DAY, customers.joined)
    expiry = layout.until - draw.integers("expired_turn", customers, *kyc_numbers.EXPIRED_DAYS)
    pending, expired = (
        earlier_episodes(draw, column, customers, of_kind, joined, last, layout)
        for column, of_kind, last in (
            ("pending", kyc_numbers.PENDING_EPISODES, due),
            ("expired", kyc_numbers.EXPIRED_EPISODES, expiry),
        )
    )
    filed, after_report = _days_after_reports(customers, reports, layout, draw)
    # A report that is filed makes the next review due at once.
    waits = (filed != NO_DAY) & (filed < after_report)
    before = draw.categorical("risk_before", customers, kyc_numbers.RISK_BEFORE_REPORT)
    return _Histories(
        first=customers.joined - draw.integers("before", customers, *kyc_numbers.VERIFIED_BEFORE_DAYS),
        left=profiles.left,
        rated_high=np.minimum(filed, after_report),
        after_report=after_report,
        risk_before=_RISKS_BEFORE_REPORT[before],
        risk=profiles.risk,
        pending=pending.joined_with(one_each(filed, after_report, waits)),
        expired=expired,
        # An expired document was still valid when the customer was verified.
        latest=np.where(is_expired, layout.until - 1 - kyc_numbers.EXPIRED_DAYS[0], layout.until),
        until=layout.until,
    )


def _documents(customers: Customers, draw: Draw) -> Code:
    """Return the document of each customer, a code of DOCUMENTS: companies show their registration."""
    is_person = ~customers.corporate
    document = draw.stratified_category("document", customers, kyc_numbers.DOCUMENTS_OF_PERSONS, subset=is_person)
    return np.where(is_person, _DOCUMENTS_OF_PERSONS[document], _DOCUMENT_OF_COMPANIES)


def _days_after_reports(
    customers: Customers, reports: SuspiciousActivityReports, layout: Layout, draw: Draw
) -> tuple[DayNumber, DayNumber]:
    """Return the day each report was filed and that of the verification that it causes, NO_DAY for other customers."""
    day = reports.day + draw.integers("after_report", reports, *kyc_numbers.REVIEWED_AFTER_REPORT_DAYS)
    is_verified = (reports.status == FILED) & (day <= layout.until)
    filed, verified = np.full((2, len(customers)), NO_DAY, np.int64)
    subject = np.searchsorted(customers.key, reports.key[is_verified])
    filed[subject], verified[subject] = reports.filed[is_verified], day[is_verified]
    return filed, verified


def _last_reviews(calendar: Calendar, first: DayNumber, months: Months, until: DayNumber) -> DayNumber:
    """Return the latest day, up to a last one, of reviews that follow a first day at intervals of some months."""
    intervals = calendar.months_between(first, until) // months
    verified = calendar.months_later(first, intervals.clip(0) * months)
    # A short month moves a review forward: then the next review may already be due.
    following = calendar.months_later(verified, months)
    return np.where(following <= until, following, verified)


def _expiry_days(
    customers: Customers, verified: DayNumber, is_expired: BoolArray, layout: Layout, draw: Draw
) -> DayNumber:
    """Return the day each document expires: in the past where the KYC status is expired, otherwise in the future."""
    future = layout.until + draw.integers("valid", customers, *kyc_numbers.VALID_DAYS)
    fewest_days_ago, most_days_ago = kyc_numbers.EXPIRED_DAYS
    latest = np.full(len(customers), layout.until - fewest_days_ago)
    earliest = np.minimum(np.maximum(verified + 1, layout.until - most_days_ago), latest)
    return np.where(is_expired, draw.dates("expired", customers, earliest, latest), future)

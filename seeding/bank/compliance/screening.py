"""Anti-money-laundering checks: customers screened against lists, and the ledger rows of alerts checked one by one."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.customers import PERSON_CLOSED, Customers
from seeding.bank.accounts.ledger import Ledger
from seeding.bank.accounts.numbers import SEGMENTS
from seeding.bank.compliance import numbers
from seeding.bank.compliance.alerts import Alerts
from seeding.bank.compliance.screening_lists import MONITORING, SCREENING_LISTS
from seeding.bank.employees.numbers import COMPLIANCE_OFFICER, FOUNDING_ROLES
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import NONE, BoolArray, Code, DayNumber, Index, Ordinal, SecondOfDay, rank_within
from seeding.engine.days import SECONDS_PER_DAY
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

FOUNDING_COMPLIANCE_OFFICER = FOUNDING_ROLES.index(COMPLIANCE_OFFICER)
"""The compliance officer who handles the customers of storylines, by index into the staff."""
_RETAIL = SEGMENTS.index("retail")
_NOT_FOR_RETAIL = np.array([not screening_list.for_retail for screening_list in SCREENING_LISTS])
_ONBOARDING, _RESCREENING = range(2)
_SCREENINGS_OF_CUSTOMER = Room("screenings of a customer", 8)
_ROWS_OF_ALERT = Room("ledger rows of an alert", 1_024)


@dataclass(frozen=True)
class Screenings(Rows):
    """The screenings of a block's customers, one element per customer, occasion and list.

    `customer` is an index, `screening_list` a code of SCREENING_LISTS; `is_later` is false at onboarding; `is_match`
    says whether the list has a person of the same name.
    """

    customer: Index
    screening_list: Code
    is_later: BoolArray
    day: DayNumber
    second: SecondOfDay
    is_match: BoolArray


@node(stream="screening checks")
def screenings(customers: Customers, plan: Plan, draw: Draw) -> Screenings:
    """Return a screening of every customer at onboarding and of half of them again later, against each list."""
    customer, occasion, screening_list = np.nonzero(_screened(customers, plan, draw))
    first_ordinal = occasion * len(SCREENING_LISTS)
    cell = customers.cell[customer]
    rows = Rows(child_key(customers.key[customer], first_ordinal + screening_list, _SCREENINGS_OF_CUSTOMER), cell)
    # All lists of an occasion share a day: it is drawn for the first of them.
    occasions = Rows(child_key(customers.key[customer], first_ordinal, _SCREENINGS_OF_CUSTOMER), cell)
    joined, joined_at = customers.joined[customer], customers.joined_at[customer]
    days_after_joining = draw.integers("days", occasions, 0, numbers.SCREENED_WITHIN_DAYS)
    earliest = np.minimum(joined + numbers.RESCREENED_AFTER_DAYS, plan.last_day)
    rescreened = draw.dates("later_on", occasions, earliest, plan.last_day)
    day = np.where(occasion == _ONBOARDING, np.minimum(joined + days_after_joining, plan.last_day), rescreened)
    earliest_second = np.where(day == joined, joined_at, 0)
    return Screenings(
        key=rows.key,
        cell=rows.cell,
        customer=customer,
        screening_list=screening_list,
        is_later=occasion == _RESCREENING,
        day=day,
        second=draw.integers("second", rows, earliest_second, SECONDS_PER_DAY - 1),
        is_match=draw.uniform("match", rows) < numbers.NAME_MATCHES,
    )


def _screened(customers: Customers, plan: Plan, draw: Draw) -> BoolArray:
    """Return whether a customer is screened, by customer, occasion and list."""
    joined_long_ago = customers.joined <= plan.last_day - numbers.RESCREENED_AFTER_DAYS
    eligible = joined_long_ago & (customers.status != PERSON_CLOSED)
    rescreened = draw.stratified_sample("later", customers, numbers.RESCREENED, eligible)
    screened = np.ones((len(customers), 2, len(SCREENING_LISTS)), bool)
    screened[:, _RESCREENING] &= rescreened[:, None]
    screened[:, :, _NOT_FOR_RETAIL] &= (customers.segment != _RETAIL)[:, None, None]
    return screened


@dataclass(frozen=True)
class AlertChecks(Rows):
    """The checks of ledger rows that belong to alerts: every row of a pattern, or the row that reached a size.

    `alert` is an index, `row` a ledger row; `day` and `second` lie within a day of the alert.
    """

    alert: Index
    row: Index
    day: DayNumber
    second: SecondOfDay


@node(stream="alert checks")
def alert_checks(alerts: Alerts, ledger: Ledger, plan: Plan, draw: Draw) -> AlertChecks:
    """Return a check, within a day of the alert, of every row of a pattern and of each row that reached a size."""
    is_alert_row = alerts.evidence_row == alerts.row[alerts.evidence_alert]
    is_checked = alerts.is_pattern[alerts.evidence_alert] | is_alert_row
    row, alert = alerts.evidence_row[is_checked], alerts.evidence_alert[is_checked]
    alerted_at = ledger.day[alerts.row] * SECONDS_PER_DAY + ledger.second[alerts.row]
    end = (plan.last_day + 1) * SECONDS_PER_DAY - 1
    latest = np.minimum(alerted_at + numbers.CHECKED_WITHIN_SECONDS, end)
    moment = draw.integers("moment", alerts, alerted_at, latest)[alert]
    day, second = np.divmod(moment, SECONDS_PER_DAY)
    return AlertChecks(
        key=child_key(alerts.key[alert], rank_within(alert), _ROWS_OF_ALERT),
        cell=alerts.cell[alert],
        alert=alert,
        row=row,
        day=day,
        second=second,
    )


@dataclass(frozen=True)
class AmlChecks(Rows):
    """All checks of a block, customer by customer in order of time.

    `customer` is an index; `ordinal` counts a customer's checks from 1. `screening` and `alert_check` are indices, one
    of which is NONE. `type` is a code of CHECK_TYPES. `reviewer` is an index into the staff, NONE unless flagged.
    """

    customer: Index
    ordinal: Ordinal
    screening: Index
    alert_check: Index
    type: Code
    day: DayNumber
    second: SecondOfDay
    is_flagged: BoolArray
    reviewer: Index


@node(stream="AML checks")
def aml_checks(
    customers: Customers,
    accounts: Accounts,
    ledger: Ledger,
    screenings: Screenings,
    alert_checks: AlertChecks,
    alerts: Alerts,
    staff: Staff,
    draw: Draw,
) -> AmlChecks:
    """Return the screenings and the alert checks in order of time, with a reviewer for each flagged check."""
    screening_count, alert_check_count = len(screenings), len(alert_checks)
    owner = accounts.owner[ledger.account[alert_checks.row]]
    customer = np.concatenate((screenings.customer, owner))
    day = np.concatenate((screenings.day, alert_checks.day))
    second = np.concatenate((screenings.second, alert_checks.second))
    check_type = np.concatenate((screenings.screening_list, np.full(alert_check_count, MONITORING)))
    # The keys of screenings are far smaller than those of alert checks: no key occurs twice.
    key = np.concatenate((screenings.key, alert_checks.key))
    order = np.lexsort((key, second, day, customer))
    screening = np.concatenate((np.arange(screening_count), np.full(alert_check_count, NONE)))
    alert_check = np.concatenate((np.full(screening_count, NONE), np.arange(alert_check_count)))
    is_flagged = np.concatenate((screenings.is_match, alerts.is_pattern[alert_checks.alert]))[order]
    customer, day = customer[order], day[order]
    rows = Rows(key[order], customers.cell[customer])
    reviewer = staff.serving(draw, "reviewer", rows, day, numbers.OFFICERS)
    reviewer[customers.in_storyline[customer]] = FOUNDING_COMPLIANCE_OFFICER
    return AmlChecks(
        key=rows.key,
        cell=rows.cell,
        customer=customer,
        ordinal=rank_within(customer) + 1,
        screening=screening[order],
        alert_check=alert_check[order],
        type=check_type[order],
        day=day,
        second=second[order],
        is_flagged=is_flagged,
        reviewer=np.where(is_flagged, reviewer, NONE),
    )

"""Anti-money-laundering checks: customers screened against lists, and the rows of the ledger that rules caught."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.customers import PERSON_CLOSED, Customers
from seeding.bank.accounts.ledger import Ledger
from seeding.bank.accounts.numbers import SEGMENTS
from seeding.bank.compliance import numbers
from seeding.bank.compliance.alerts import Alerts
from seeding.bank.employees.numbers import COMPLIANCE_OFFICER, FOUNDING_ROLES
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import NONE, BoolArray, IntArray, rank_within
from seeding.engine.days import SECONDS_PER_DAY
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

TYPES = ("watchlist", "sanctions", "pep_screening", "transaction_monitoring")
_WATCHLIST, _SANCTIONS, _EXPOSED, MONITORING = range(len(TYPES))
FOUNDER = FOUNDING_ROLES.index(COMPLIANCE_OFFICER)
"""Who handles the people of storylines, by index into the staff."""
_RETAIL = SEGMENTS.index("retail")
_LISTS = 3
_WINDOW = 1_024
"""Room for the rows of one catch."""


@dataclass(frozen=True)
class Screenings(Rows):
    """Customers held against the lists; the key is the customer's x 8 + occasion x 3 + list.

    `customer` is an index, `type` a place in TYPES; `match` says whether somebody of that name was on the list.
    """

    customer: IntArray
    type: IntArray
    day: IntArray
    second: IntArray
    match: BoolArray


@node(stream="screening checks")
def screenings(customers: Customers, plan: Plan, draw: Draw) -> Screenings:
    """Screen everybody at onboarding, half again later; who may be politically exposed, for that, too."""
    old = customers.joined <= plan.last_day - numbers.LATER_AFTER_DAYS
    later = draw.stratified_sample("later", customers, numbers.RESCREENED, old & (customers.status != PERSON_CLOSED))
    wanted = np.ones((len(customers), 2, _LISTS), bool)
    wanted[:, 1] &= later[:, None]
    wanted[:, :, _EXPOSED] &= (customers.segment != _RETAIL)[:, None]
    customer, occasion, kind = np.nonzero(wanted)
    rows = Rows(customers.key[customer] * 8 + occasion * _LISTS + kind, customers.cell[customer])
    occasions = Rows(rows.key - kind, rows.cell)
    joined, joined_at = customers.joined[customer], customers.joined_at[customer]
    at_once = draw.integers("days", occasions, 0, numbers.SCREENED_WITHIN_DAYS)
    earliest = np.minimum(joined + numbers.LATER_AFTER_DAYS, plan.last_day)
    again = draw.dates("later_on", occasions, earliest, plan.last_day)
    day = np.where(occasion == 0, np.minimum(joined + at_once, plan.last_day), again)
    since = np.where(day == joined, joined_at, 0)
    return Screenings(
        key=rows.key,
        cell=rows.cell,
        customer=customer,
        type=kind,
        day=day,
        second=draw.integers("second", rows, since, SECONDS_PER_DAY - 1),
        match=draw.uniform("match", rows) < numbers.NAME_MATCHES,
    )


@dataclass(frozen=True)
class AlertChecks(Rows):
    """Checks of the ledger rows that rules caught: one of each row of a pattern, one for a size.

    `catch` is an index, `row` the ledger's; `day` and `second` are within a day of the catch.
    """

    catch: IntArray
    row: IntArray
    day: IntArray
    second: IntArray


@node(stream="alert checks")
def alert_checks(alerts: Alerts, ledger: Ledger, plan: Plan, draw: Draw) -> AlertChecks:
    """Check every row that makes a pattern, and the row that reached a size, within a day of the catch."""
    checked = alerts.pattern[alerts.of] | (alerts.window == alerts.row[alerts.of])
    row, catch = alerts.window[checked], alerts.of[checked]
    caught_at = ledger.day[alerts.row] * SECONDS_PER_DAY + ledger.second[alerts.row]
    end = (plan.last_day + 1) * SECONDS_PER_DAY - 1
    moment = draw.integers("moment", alerts, caught_at, np.minimum(caught_at + numbers.WITHIN_A_DAY, end))[catch]
    day, second = np.divmod(moment, SECONDS_PER_DAY)
    return AlertChecks(
        key=alerts.key[catch] * _WINDOW + rank_within(catch),
        cell=alerts.cell[catch],
        catch=catch,
        row=row,
        day=day,
        second=second,
    )


@dataclass(frozen=True)
class AmlChecks(Rows):
    """All checks, customer by customer in order of time; `nth` counts a customer's from 1.

    `screening` and `monitoring` are indices, one of them NONE; `type` is a place in TYPES; `flagged` ones have a
    reviewer, an index into the staff.
    """

    customer: IntArray
    nth: IntArray
    screening: IntArray
    monitoring: IntArray
    type: IntArray
    day: IntArray
    second: IntArray
    flagged: BoolArray
    reviewer: IntArray


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
    """Put all checks in order, and have what was flagged reviewed."""
    many, more = len(screenings), len(alert_checks)
    owner = accounts.owner[ledger.account[alert_checks.row]]
    customer = np.concatenate((screenings.customer, owner))
    day = np.concatenate((screenings.day, alert_checks.day))
    second = np.concatenate((screenings.second, alert_checks.second))
    kind = np.concatenate((screenings.type, np.full(more, MONITORING)))
    # Screenings' keys are far below those of monitorings: the two never meet.
    key = np.concatenate((screenings.key, alert_checks.key))
    order = np.lexsort((key, second, day, customer))
    screening = np.concatenate((np.arange(many), np.full(more, NONE)))
    monitoring = np.concatenate((np.full(many, NONE), np.arange(more)))
    flagged = np.concatenate((screenings.match, alerts.pattern[alert_checks.catch]))[order]
    customer, day = customer[order], day[order]
    rows = Rows(key[order], customers.cell[customer])
    reviewer = staff.serving(draw, "reviewer", rows, day, numbers.OFFICERS)
    reviewer[customers.in_storyline[customer]] = FOUNDER
    return AmlChecks(
        key=rows.key,
        cell=rows.cell,
        customer=customer,
        nth=rank_within(customer) + 1,
        screening=screening[order],
        monitoring=monitoring[order],
        type=kind[order],
        day=day,
        second=second[order],
        flagged=flagged,
        reviewer=np.where(flagged, reviewer, NONE),
    )

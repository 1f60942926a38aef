"""Suspicious activity reports: what flagged checks of a case, or of a twin taken for one, led to."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.ledger import Ledger
from seeding.bank.compliance import numbers
from seeding.bank.compliance.alerts import Alerts
from seeding.bank.compliance.numbers import ACTIVITIES, FILED
from seeding.bank.compliance.scenarios import STRUCTURING, WIRES, Participants, Scenarios
from seeding.bank.compliance.screening import FOUNDER, AlertChecks
from seeding.bank.employees.staff import Staff
from seeding.bank.storylines import storyline_mask
from seeding.engine.arrays import NONE, BoolArray, IntArray, run_lengths
from seeding.engine.calendar import NO_DAY
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

_STRUCTURING, _UNUSUAL, _COUNTRY = range(len(ACTIVITIES))


@dataclass(frozen=True)
class Reports(Rows):
    """The reports of a block; the key is the subject's customer number.

    `account` is an index, `kind` a place in TYPOLOGIES, `outcome` one in OUTCOMES; `amount` sums up `transactions` rows
    of the ledger, which happened from day `first` to day `last`; `filed` is NO_DAY and `officer`, an index into the
    staff, NONE where it was not filed. `report_of` has the index of the report that each monitoring led to, NONE
    without one; `named_in` the one that names others than its subject, for each catch on an account of theirs.
    """

    account: IntArray
    kind: IntArray
    outcome: IntArray
    day: IntArray
    filed: IntArray
    officer: IntArray
    amount: IntArray
    transactions: IntArray
    first: IntArray
    last: IntArray
    report_of: IntArray
    named_in: IntArray

    @property
    def activity(self) -> IntArray:
        """What it is called: places in ACTIVITIES."""
        known = np.where(self.kind == WIRES, _COUNTRY, _UNUSUAL)
        return np.where(self.kind == STRUCTURING, _STRUCTURING, known)


@node(stream="suspicious activity reports")
def reports(
    ledger: Ledger,
    scenarios: Scenarios,
    participants: Participants,
    alerts: Alerts,
    alert_checks: AlertChecks,
    staff: Staff,
    plan: Plan,
    draw: Draw,
) -> Reports:
    """Write a report for every scheme that is to have one and was caught."""
    first_of_all = participants.place == 0
    scheme = _scheme_of(ledger, scenarios, participants, first_of_all, alerts)[alert_checks.catch]
    involved = np.flatnonzero(scheme != NONE)
    # A row may be checked for several catches, and is involved once.
    pair = np.unique(np.stack((scheme[involved], alert_checks.row[involved])), axis=1)
    first, count = run_lengths(pair[0])
    reported, row = pair[0][first], pair[1]
    amount = np.add.reduceat(np.abs(ledger.cents[row]), first) if len(first) else first
    checked = np.full(len(scenarios), NO_DAY, np.int64)
    np.maximum.at(checked, scheme[involved], alert_checks.day[involved])
    subject = scenarios.subject[reported]
    rows = Rows(participants.key[subject], participants.cell[subject])
    outcome = scenarios.outcome[reported]
    day = _report_days(rows, outcome, checked[reported], plan, draw)
    filed = np.where(outcome == FILED, day + draw.integers("filed", rows, *numbers.FILED_AFTER_DAYS), NO_DAY)
    officer = staff.serving(draw, "officer", rows, np.maximum(day, filed), numbers.OFFICERS)
    officer[storyline_mask(rows.key)] = FOUNDER
    place = np.full(len(scenarios) + 1, NONE, np.int64)
    place[reported] = np.arange(len(reported))
    return Reports(
        key=rows.key,
        cell=rows.cell,
        account=participants.account[subject],
        kind=scenarios.kind[reported],
        outcome=outcome,
        day=day,
        filed=filed,
        officer=np.where(outcome == FILED, officer, NONE),
        amount=amount,
        transactions=count,
        first=np.minimum.reduceat(ledger.day[row], first) if len(first) else first,
        last=np.maximum.reduceat(ledger.day[row], first) if len(first) else first,
        report_of=place[scheme],
        named_in=place[_scheme_of(ledger, scenarios, participants, ~first_of_all, alerts)],
    )


def _scheme_of(
    ledger: Ledger, scenarios: Scenarios, participants: Participants, among: BoolArray, alerts: Alerts
) -> IntArray:
    """Return the scheme to be reported that each catch is about, NONE for the others.

    A pattern on the account of one of some members, caught while the scheme went on.
    """
    pinned = np.flatnonzero(among & (scenarios.outcome[participants.scheme] != NONE))
    if not len(pinned):
        return np.full(len(alerts), NONE, np.int64)
    pinned = pinned[np.argsort(participants.account[pinned])]
    account, scheme = participants.account[pinned], participants.scheme[pinned]
    at = ledger.account[alerts.row]
    place = np.minimum(np.searchsorted(account, at), len(account) - 1)
    since = ledger.day[alerts.row] - scenarios.begins[scheme[place]]
    about = alerts.pattern & (account[place] == at) & (since >= 0) & (since <= numbers.LONGEST_CASE_DAYS)
    return np.where(about, scheme[place], NONE)


def _report_days(rows: Rows, outcome: IntArray, checked: IntArray, plan: Plan, draw: Draw) -> IntArray:
    """Return the day each report was begun: some days after the last check, lately for those still being written."""
    soon = checked + draw.integers("day", rows, *numbers.REPORTED_AFTER_DAYS)
    high, low = numbers.LATE_REPORT_DAYS
    late = draw.dates("day/late", rows, plan.last_day - high, plan.last_day - low)
    return np.where(np.isin(outcome, list(numbers.LATE_OUTCOMES.values())), late, soon)

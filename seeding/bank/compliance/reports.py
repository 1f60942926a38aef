"""Suspicious activity reports: what flagged checks of a case, or of a twin taken for one, led to."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.ledger import Ledger
from seeding.bank.compliance import numbers
from seeding.bank.compliance.catches import Catches
from seeding.bank.compliance.numbers import ACTIVITIES, FILED
from seeding.bank.compliance.schemes import STRUCTURING, WIRES, Members, Schemes
from seeding.bank.compliance.screening import FOUNDER, Monitorings
from seeding.bank.employees.lives import Staff
from seeding.bank.storylines import storyline_members
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

    `account` is an index, `kind` a place in KINDS, `outcome` one in OUTCOMES; `amount` sums up `transactions` rows of
    the ledger, which happened from day `first` to day `last`; `filed` is NO_DAY and `officer`, an index into the staff,
    NONE where it was not filed. `report_of` has the index of the report that each monitoring led to, NONE without one;
    `named_in` the one that names others than its subject, for each catch on an account of theirs.
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
    schemes: Schemes,
    members: Members,
    catches: Catches,
    monitorings: Monitorings,
    staff: Staff,
    plan: Plan,
    draw: Draw,
) -> Reports:
    """Write a report for every scheme that is to have one and was caught."""
    first_of_all = members.place == 0
    scheme = _scheme_of(ledger, schemes, members, first_of_all, catches)[monitorings.catch]
    involved = np.flatnonzero(scheme != NONE)
    # A row may be checked for several catches, and is involved once.
    pair = np.unique(np.stack((scheme[involved], monitorings.row[involved])), axis=1)
    first, count = run_lengths(pair[0])
    reported, row = pair[0][first], pair[1]
    amount = np.add.reduceat(np.abs(ledger.cents[row]), first) if len(first) else first
    checked = np.full(len(schemes), NO_DAY, np.int64)
    np.maximum.at(checked, scheme[involved], monitorings.day[involved])
    subject = schemes.subject[reported]
    rows = Rows(members.key[subject], members.cell[subject])
    outcome = schemes.outcome[reported]
    day = _report_days(rows, outcome, checked[reported], plan, draw)
    filed = np.where(outcome == FILED, day + draw.integers("filed", rows, *numbers.FILED_AFTER_DAYS), NO_DAY)
    officer = staff.serving(draw, "officer", rows, np.maximum(day, filed), numbers.OFFICERS)
    officer[storyline_members(rows.key)] = FOUNDER
    place = np.full(len(schemes) + 1, NONE, np.int64)
    place[reported] = np.arange(len(reported))
    return Reports(
        key=rows.key,
        cell=rows.cell,
        account=members.account[subject],
        kind=schemes.kind[reported],
        outcome=outcome,
        day=day,
        filed=filed,
        officer=np.where(outcome == FILED, officer, NONE),
        amount=amount,
        transactions=count,
        first=np.minimum.reduceat(ledger.day[row], first) if len(first) else first,
        last=np.maximum.reduceat(ledger.day[row], first) if len(first) else first,
        report_of=place[scheme],
        named_in=place[_scheme_of(ledger, schemes, members, ~first_of_all, catches)],
    )


def _scheme_of(ledger: Ledger, schemes: Schemes, members: Members, among: BoolArray, catches: Catches) -> IntArray:
    """Return the scheme to be reported that each catch is about, NONE for the others.

    A pattern on the account of one of some members, caught while the scheme went on.
    """
    pinned = np.flatnonzero(among & (schemes.outcome[members.scheme] != NONE))
    if not len(pinned):
        return np.full(len(catches), NONE, np.int64)
    pinned = pinned[np.argsort(members.account[pinned])]
    account, scheme = members.account[pinned], members.scheme[pinned]
    at = ledger.account[catches.row]
    place = np.minimum(np.searchsorted(account, at), len(account) - 1)
    since = ledger.day[catches.row] - schemes.begins[scheme[place]]
    about = catches.pattern & (account[place] == at) & (since >= 0) & (since <= numbers.LONGEST_CASE_DAYS)
    return np.where(about, scheme[place], NONE)


def _report_days(rows: Rows, outcome: IntArray, checked: IntArray, plan: Plan, draw: Draw) -> IntArray:
    """Return the day each report was begun: some days after the last check, lately for those still being written."""
    soon = checked + draw.integers("day", rows, *numbers.REPORTED_AFTER_DAYS)
    high, low = numbers.LATE_REPORT_DAYS
    late = draw.dates("day/late", rows, plan.last_day - high, plan.last_day - low)
    return np.where(np.isin(outcome, list(numbers.LATE_OUTCOMES.values())), late, soon)

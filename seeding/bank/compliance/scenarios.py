"""Scenarios: planted cases and their innocent twins, with their participants, first days and report statuses."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.case_assignments import CaseAssignments
from seeding.bank.compliance import case_numbers, numbers
from seeding.bank.compliance.case_numbers import TYPOLOGIES
from seeding.bank.compliance.numbers import CLOSED, FILED
from seeding.bank.storylines import ROLES
from seeding.engine.arrays import NONE, BoolArray, Code, DayNumber, Index, IntArray, Key, Ordinal, run_lengths
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows

_RING = 900
"""The case number of the storylines' structuring ring: no case block of cell 0 has it."""
_RING_DAYS_AGO = np.array([case_numbers.RING_DAYS_AGO, case_numbers.SHOP_DAYS_AGO])
_DEPOSITORS = [role for role in ROLES.values() if role.deposits]
_CASE_AND_TWIN = Room("scenarios of a case number", 2)
"""The ordinal of a case is 0, that of its innocent twin 1."""


@dataclass(frozen=True)
class Participants(Rows):
    """The customers who take part in scenarios, scenario by scenario; the key is the customer's number.

    `scenario_key` is the scenario's key and `scenario` its index; `kind` is a code of TYPOLOGIES; `account` is the
    index of the customer's first account; `position` counts a scenario's participants from 0, its subject, and `size`
    is their number.
    """

    scenario_key: Key
    scenario: Index
    kind: Code
    account: Index
    position: Ordinal
    size: IntArray


@node(stream="case participants")
def participants(customers: Customers, accounts: Accounts, case_assignments: CaseAssignments) -> Participants:
    """Return the participants of every case and twin, with those of the storylines' ring and of its twin, the shop."""
    assigned, ring = _assigned_participants(case_assignments), _ring_participants(customers)
    customer, scenario_key, kind, cell, position = np.concatenate((assigned, ring), axis=1)
    order = np.lexsort((position, scenario_key, cell))
    first, sizes = run_lengths(scenario_key[order])
    return Participants(
        key=customer[order],
        cell=cell[order],
        scenario_key=scenario_key[order],
        scenario=np.repeat(np.arange(len(first)), sizes),
        kind=kind[order],
        account=_first_accounts(customers, accounts)[np.searchsorted(customers.key, customer[order])],
        position=np.arange(len(order)) - np.repeat(first, sizes),
        size=np.repeat(sizes, sizes),
    )


def _first_accounts(customers: Customers, accounts: Accounts) -> Index:
    """Return the index of each customer's first account, NONE where the customer has no account."""
    first = np.flatnonzero(accounts.ordinal == 0)
    account = np.full(len(customers), NONE, np.int64)
    account[accounts.owner[first]] = first
    return account


def _assigned_participants(case_assignments: CaseAssignments) -> IntArray:
    """Return customer number, scenario key, kind, cell and position of everybody assigned to a case, one row each."""
    assigned = np.flatnonzero(case_assignments.takes_part)
    position, size = case_assignments.position[assigned], case_assignments.size[assigned]
    in_twin = (position >= size).astype(np.int64)
    scenario_key = child_key(case_assignments.case[assigned], in_twin, _CASE_AND_TWIN)
    kind, cell = case_assignments.typology[assigned], case_assignments.cell[assigned]
    return np.stack((case_assignments.key[assigned], scenario_key, kind, cell, position))


def _ring_participants(customers: Customers) -> IntArray:
    """Return the same of the storylines' ring and the shop, as far as they are in this block."""
    customer = np.array([role.customer for role in _DEPOSITORS])
    zero = np.zeros_like(customer)
    in_twin = np.array([role.deposits == "twin" for role in _DEPOSITORS], np.int64)
    scenario_key = child_key(zero + _RING, in_twin, _CASE_AND_TWIN)
    in_block = np.isin(customer, customers.key)
    return np.stack((customer, scenario_key, zero + TYPOLOGIES.code("structuring"), zero, customer))[:, in_block]


@dataclass(frozen=True)
class Scenarios(Rows):
    """The cases of a block, each followed by its innocent twin; one element per scenario.

    `kind` is a code of TYPOLOGIES, `subject` an index into the participants, `first_day` the day the scenario begins,
    and `report_status` the code, in SAR_STATUSES, of the report on its subject; NONE where there is no report.
    """

    kind: Code
    subject: Index
    first_day: DayNumber
    report_status: Code

    @property
    def case(self) -> IntArray:
        """The number of each scenario's case, which a case and its twin share."""
        return self.key // _CASE_AND_TWIN.size

    @property
    def is_innocent(self) -> BoolArray:
        """Whether each scenario is an innocent twin."""
        return _is_twin(self.key)


def _is_twin(scenario_key: Key) -> BoolArray:
    return scenario_key % _CASE_AND_TWIN.size == 1


def _is_ring(scenario_key: Key) -> BoolArray:
    """Return which scenarios are the storylines' ring or its twin."""
    return scenario_key // _CASE_AND_TWIN.size == _RING


@node(stream="case scenarios")
def scenarios(accounts: Accounts, participants: Participants, layout: Layout, draw: Draw) -> Scenarios:
    """Return when each case and each twin begins, and the status of its report."""
    subject = np.flatnonzero(participants.position == 0)
    rows = Rows(participants.scenario_key[subject], participants.cell[subject])
    report_status = _report_statuses(rows, draw)
    latest_opening = np.maximum.reduceat(accounts.opened[participants.account], subject) if len(subject) else subject
    return Scenarios(
        key=rows.key,
        cell=rows.cell,
        kind=participants.kind[subject],
        subject=subject,
        first_day=_first_days(rows, latest_opening, report_status, layout, draw),
        report_status=report_status,
    )


def _report_statuses(rows: Rows, draw: Draw) -> Code:
    """Return the report status of each scenario, a code of SAR_STATUSES or NONE.

    Most cases are reported; the twin of each unreported case is reported by mistake, and that report closed.
    """
    is_twin = _is_twin(rows.key)
    cases = rows.where(~is_twin)
    is_ring = _is_ring(cases.key)
    drawn = draw.stratified_sample("reported", cases, case_numbers.REPORTED, ~is_ring, already_selected=is_ring)
    reported = drawn | is_ring
    status_of_cases = np.where(reported, FILED, NONE)
    for cell, late_status in numbers.LATE_STATUSES.items():
        status_of_cases[np.flatnonzero(reported & (cases.cell == cell))[:1]] = late_status
    status = np.full(len(rows), NONE, np.int64)
    status[~is_twin] = status_of_cases
    # Every twin follows its case.
    status[is_twin] = np.where(status[np.flatnonzero(is_twin) - 1] == NONE, CLOSED, NONE)
    return status


def is_late(report_status: Code) -> BoolArray:
    """Return which scenarios are so recent that their reports are still being written."""
    return np.isin(report_status, list(numbers.LATE_STATUSES.values()))


def _first_days(rows: Rows, latest_opening: DayNumber, report_status: Code, layout: Layout, draw: Draw) -> DayNumber:
    """Return the first day of each scenario: after all its accounts have been open for a while."""
    most_days_ago, fewest_days_ago = case_numbers.CASE_DAYS_AGO
    earliest, latest = layout.start - most_days_ago, layout.until - fewest_days_ago
    unreported_latest = layout.until - case_numbers.UNREPORTED_DAYS_AGO
    latest_of_each = np.where(report_status == NONE, unreported_latest, latest)
    after_opening = latest_opening + case_numbers.AFTER_OPENING_DAYS
    first_day = draw.dates("begins", rows, np.maximum(earliest, after_opening), latest_of_each)
    earliest, latest = (layout.until - days for days in case_numbers.LATE_CASE_DAYS_AGO)
    first_day = np.where(is_late(report_status), draw.dates("begins/late", rows, earliest, latest), first_day)
    days_ago = _RING_DAYS_AGO[_is_twin(rows.key).astype(np.int64)]
    return np.where(_is_ring(rows.key), layout.until - days_ago, first_day)

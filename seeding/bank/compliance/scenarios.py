"""Planted cases and their innocent twins: who is in which, when it happens, and whether it is reported."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.case_assignments import TYPOLOGIES, CaseAssignments
from seeding.bank.compliance import numbers
from seeding.bank.compliance.numbers import CLOSED, FILED
from seeding.bank.storylines import ROLES
from seeding.engine.arrays import NONE, BoolArray, IntArray, run_lengths
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

STRUCTURING, WIRES, FAN_IN, FAN_OUT, CYCLE = range(len(TYPOLOGIES))
_RING = 900
"""Number of the storylines' case: cell 0 has no precinct of this number."""
_RING_BEGINS = np.array([numbers.RING_DAYS_AGO, numbers.SHOP_DAYS_AGO])
_DEPOSITORS = [role for role in ROLES.values() if role.deposits]


@dataclass(frozen=True)
class Participants(Rows):
    """Who takes part in cases and twins, one of these after the other; the key is the customer's number.

    `number` is the case's x 2, plus 1 for its twin; `scheme` counts these in the block; `kind` is a place in
    TYPOLOGIES; `account` is the index of the customer's first account; `place` counts from 0, the subject, to `size`.
    """

    number: IntArray
    scheme: IntArray
    kind: IntArray
    account: IntArray
    place: IntArray
    size: IntArray


@node(stream="case participants")
def participants(accounts: Accounts, case_assignments: CaseAssignments) -> Participants:
    """Gather the people of each case and of each twin, those of the storylines' ring among them."""
    customer, number, kind, cell, place = np.concatenate((_cast_members(case_assignments), _ring(accounts)), axis=1)
    order = np.lexsort((place, number, cell))
    first, sizes = run_lengths(number[order])
    size = np.repeat(sizes, sizes)
    return Participants(
        key=customer[order],
        cell=cell[order],
        number=number[order],
        scheme=np.repeat(np.arange(len(first)), sizes),
        kind=kind[order],
        account=np.searchsorted(accounts.key, customer[order] * 2),
        place=np.arange(len(order)) - np.repeat(first, sizes),
        size=size,
    )


def _cast_members(case_assignments: CaseAssignments) -> IntArray:
    """Return customer, number, kind, cell and place of everybody who is cast."""
    plays = np.flatnonzero(case_assignments.takes_part)
    place, size = case_assignments.position[plays], case_assignments.size[plays]
    number = case_assignments.case[plays] * 2 + (place >= size)
    return np.stack(
        (case_assignments.key[plays], number, case_assignments.typology[plays], case_assignments.cell[plays], place)
    )


def _ring(accounts: Accounts) -> IntArray:
    """Return the same of the storylines' ring and the shop, as far as they are in this block."""
    customer = np.array([role.customer for role in _DEPOSITORS])
    number = np.array([_RING * 2 + (role.deposits == "twin") for role in _DEPOSITORS])
    nothing = np.zeros_like(customer)
    return np.stack((customer, number, nothing + STRUCTURING, nothing, customer))[
        :, np.isin(customer * 2, accounts.key)
    ]


@dataclass(frozen=True)
class Scenarios(Rows):
    """The cases of a block, each followed by its innocent twin; the key is a member's `number`.

    `kind` is a place in TYPOLOGIES; `subject` is an index into the members; `begins` is a day; `outcome` is a place in
    OUTCOMES, that of the report on the subject, NONE where nobody reports.
    """

    kind: IntArray
    subject: IntArray
    begins: IntArray
    outcome: IntArray

    @property
    def innocent(self) -> BoolArray:
        """Which are twins."""
        return self.key % 2 == 1


@node(stream="case scenarios")
def scenarios(accounts: Accounts, participants: Participants, plan: Plan, draw: Draw) -> Scenarios:
    """Say of each case and twin when it begins and what is reported of it."""
    subject = np.flatnonzero(participants.place == 0)
    rows = Rows(participants.number[subject], participants.cell[subject])
    outcome = _outcomes(rows, draw)
    opened = np.maximum.reduceat(accounts.opened[participants.account], subject) if len(subject) else subject
    return Scenarios(
        key=rows.key,
        cell=rows.cell,
        kind=participants.kind[subject],
        subject=subject,
        begins=_beginnings(rows, opened, outcome, plan, draw),
        outcome=outcome,
    )


def _outcomes(rows: Rows, draw: Draw) -> IntArray:
    """Return what becomes of each scheme: most cases are reported; where one is missed its twin is, by mistake."""
    innocent = rows.key % 2 == 1
    cases = rows.where(~innocent)
    ring = cases.key // 2 == _RING
    found = draw.stratified_sample("reported", cases, numbers.REPORTED, ~ring, already_selected=ring) | ring
    outcome = np.where(found, FILED, NONE)
    for cell, late in numbers.LATE_OUTCOMES.items():
        outcome[np.flatnonzero(found & (cases.cell == cell))[:1]] = late
    of_all = np.full(len(rows), NONE, np.int64)
    of_all[~innocent] = outcome
    # Every twin stands behind its case.
    of_all[innocent] = np.where(of_all[np.flatnonzero(innocent) - 1] == NONE, CLOSED, NONE)
    return of_all


def _beginnings(rows: Rows, opened: IntArray, outcome: IntArray, plan: Plan, draw: Draw) -> IntArray:
    """Return the day each begins: when everybody's account has been open for a while, and early enough to be told."""
    low, high = (plan.last_day - days for days in numbers.CASE_DAYS)
    begins = draw.dates("begins", rows, np.maximum(low, opened + numbers.AFTER_OPENING_DAYS), high)
    low, high = (plan.last_day - days for days in numbers.LATE_CASE_DAYS)
    late = np.isin(outcome, list(numbers.LATE_OUTCOMES.values()))
    begins = np.where(late, draw.dates("begins/late", rows, low, high), begins)
    return np.where(rows.key // 2 == _RING, plan.last_day - _RING_BEGINS[rows.key % 2], begins)

"""What people in planted cases and in their innocent twins book: cash, transfers between our accounts, wires abroad."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts import ledger_numbers
from seeding.bank.accounts.ledger_numbers import KIND
from seeding.bank.accounts.numbers import BRANCH_HOURS
from seeding.bank.accounts.postings import Clock, Postings, posted
from seeding.bank.compliance import numbers
from seeding.bank.compliance.numbers import Sums
from seeding.bank.compliance.schemes import CYCLE, FAN_IN, FAN_OUT, STRUCTURING, WIRES, Members, Schemes
from seeding.engine.arrays import BoolArray, IntArray, ordinals
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.money import CENTS, cents
from seeding.engine.node import node
from seeding.engine.rows import Rows, concat

_PER_MEMBER = 8
"""Room for the rows of a kind that a member books."""


@dataclass(frozen=True)
class _Deeds(Rows):
    """Rows to be booked; `member` is an index, `innocent` says whether it is in a twin, `nth` counts the member's."""

    member: IntArray
    innocent: BoolArray
    nth: IntArray


def _deeds(schemes: Schemes, members: Members, among: BoolArray, count: IntArray) -> _Deeds:
    """Return so many rows for each of some members."""
    index = np.flatnonzero(among)
    member, nth = np.repeat(index, count[index]), ordinals(count[index])
    innocent = schemes.innocent[members.scheme[member]]
    return _Deeds(members.key[member] * _PER_MEMBER + nth, members.cell[member], member, innocent, nth)


def _sums(draw: Draw, column: str, rows: Rows, innocent: BoolArray, planted: Sums, twin: Sums) -> IntArray:
    """Return cents: those of cases and of twins have bounds and units of their own."""
    low, high, unit = np.array([(sums.low, sums.high, sums.unit) for sums in (planted, twin)])[innocent.astype(int)].T
    return draw.integers(column, rows, low, high) * unit


@node(stream="structuring deposits", order=70)
def structuring(schemes: Schemes, members: Members, clock: Clock, calendar: Calendar, draw: Draw) -> Postings:
    """Deposit cash on some business days in a row, each time below the reporting threshold, and move it on.

    The innocent shop deposits its takings and pays a supplier.
    """
    twin = schemes.innocent[members.scheme].astype(np.int64)
    few, many = np.array([numbers.DEPOSITS, numbers.TAKINGS_BANKED])[twin].T
    deeds = _deeds(schemes, members, members.kind == STRUCTURING, draw.integers("deposits", members, few, many))
    account, begins = members.account[deeds.member], schemes.begins[members.scheme[deeds.member]]
    amount = _sums(draw, "sum", deeds, deeds.innocent, numbers.STRUCTURED_SUMS, numbers.TAKINGS)
    second = draw.integers("second", deeds, *BRANCH_HOURS)
    after = deeds.nth * (1 + deeds.innocent)
    deposits = posted(account, calendar.next_business(begins, after), second, amount, "case_branch_deposit")
    deposits.kind[draw.uniform("machine", deeds) < numbers.AT_MACHINE] = KIND["case_atm_deposit"]
    return concat((deposits, _moved_on(schemes, members, deeds, deposits, clock, draw)))


def _moved_on(
    schemes: Schemes, members: Members, deeds: _Deeds, deposits: Postings, clock: Clock, draw: Draw
) -> Postings:
    """Return a transfer of most of the deposits of each subject to somebody outside, some days after the last."""
    sender, first = np.unique(deeds.member, return_index=True)
    total = np.add.reduceat(deposits.cents, first) if len(first) else first
    last = np.maximum.reduceat(deposits.day, first) if len(first) else first
    subject = members.place[sender] == 0
    sender, total, last, innocent = sender[subject], total[subject], last[subject], deeds.innocent[first][subject]
    rows = Rows(members.key[sender], members.cell[sender])
    kept, spent = numbers.MOVED_ON_PART, numbers.SPENT_PART
    part = np.where(innocent, draw.between("spent", rows, spent), draw.between("moved_on", rows, kept))
    amount = cents(np.round(part, 9) * total / CENTS)
    after = draw.integers("moved_on_after", rows, *numbers.MOVED_ON_AFTER_DAYS)
    second = clock.seconds(draw, "moved_on_at", rows, "online")
    payee = draw.integers("payee", rows, ledger_numbers.EMPLOYERS, ledger_numbers.PARTIES - 1)
    moved = posted(members.account[sender], last + after, second, -amount, "case_sent", payee)
    moved.kind[innocent] = KIND["case_supplier"]
    return moved


@node(stream="fan-in and fan-out transfers", order=80)
def fans(schemes: Schemes, members: Members, clock: Clock, draw: Draw) -> Postings:
    """Let many send money to one within days, or one to many; the innocent family pools money, or shares it out."""
    deeds = _deeds(
        schemes,
        members,
        ((members.kind == FAN_IN) | (members.kind == FAN_OUT)) & (members.place > 0),
        np.ones(len(members), np.int64),
    )
    hub = members.account[schemes.subject[members.scheme[deeds.member]]]
    other = members.account[deeds.member]
    outward = members.kind[deeds.member] == FAN_OUT
    each = _sums(draw, "sum", deeds, deeds.innocent, numbers.FAN_SUMS, numbers.POOLED_SUMS)
    of_scheme = Rows(members.number[deeds.member], deeds.cell)
    alike = _sums(draw, "share", of_scheme, deeds.innocent, numbers.FAN_SUMS, numbers.POOLED_SUMS)
    amount = np.where(deeds.innocent, alike, each)
    day = schemes.begins[members.scheme[deeds.member]] + draw.integers("day", deeds, 0, numbers.FAN_DAYS)
    second = clock.seconds(draw, "second", deeds, "online")
    return _transfers(np.where(outward, hub, other), np.where(outward, other, hub), day, second, amount)


@node(stream="circular transfers", order=85)
def cycles(schemes: Schemes, members: Members, clock: Clock, draw: Draw) -> Postings:
    """Send a sum round a circle of accounts, each of which keeps a little; friends who help each other keep nothing."""
    deeds = _deeds(schemes, members, members.kind == CYCLE, np.ones(len(members), np.int64))
    scheme, place = members.scheme[deeds.member], members.place[deeds.member]
    last = place == members.size[deeds.member] - 1
    payee = np.where(last, schemes.subject[scheme], deeds.member + 1)
    of_scheme = Rows(schemes.key[scheme], deeds.cell)
    first = draw.integers("sum", of_scheme, numbers.CYCLE_SUMS.low, numbers.CYCLE_SUMS.high) * numbers.CYCLE_SUMS.unit
    kept = np.where(deeds.innocent, 0.0, draw.between("kept", of_scheme, numbers.CYCLE_KEPT))
    amount = cents(np.round((1 - kept) ** place, 9) * first / CENTS)
    most = numbers.CYCLE_DAYS // (members.size[deeds.member] - 1)
    gap: IntArray = np.minimum(draw.integers("gap", of_scheme, *numbers.CYCLE_GAP_DAYS), most)
    second = clock.seconds(draw, "second", deeds, "online")
    day = schemes.begins[scheme] + gap * place
    return _transfers(members.account[deeds.member], members.account[payee], day, second, amount)


def _transfers(payer: IntArray, payee: IntArray, day: IntArray, second: IntArray, amount: IntArray) -> Postings:
    """Return both rows of transfers between accounts of ours."""
    sent = posted(payer, day, second, -amount, "case_out", payee)
    return concat((sent, posted(payee, day, second, amount, "case_in", payer)))


@node(stream="high-risk wires", order=75)
def wires(schemes: Schemes, members: Members, calendar: Calendar, draw: Draw) -> Postings:
    """Wire money to a high-risk country: each time to somebody else, or always to the same family."""
    deeds = _deeds(schemes, members, members.kind == WIRES, draw.integers("wires", members, *numbers.WIRES))
    amount = _sums(draw, "sum", deeds, deeds.innocent, numbers.WIRE_SUMS, numbers.SUPPORT_SUMS)
    day = schemes.begins[members.scheme[deeds.member]] + deeds.nth * numbers.WIRE_GAP_DAYS
    same = draw.integers("payee", Rows(members.key[deeds.member], deeds.cell), 0, ledger_numbers.HIGH_RISK_PARTIES - 1)
    payee = np.where(deeds.innocent, same, (same + deeds.nth * 7) % ledger_numbers.HIGH_RISK_PARTIES)
    second = draw.integers("second", deeds, *BRANCH_HOURS)
    return posted(members.account[deeds.member], calendar.next_business(day), second, -amount, "case_wire", payee)

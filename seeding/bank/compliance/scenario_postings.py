"""What people in planted cases and in their innocent twins book: cash, transfers between our accounts, wires abroad."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.external_parties import draw_external_parties
from seeding.bank.accounts.external_party_numbers import HIGH_RISK_PARTIES
from seeding.bank.accounts.ledger_numbers import POSTING_CODES
from seeding.bank.accounts.numbers import BRANCH_HOURS
from seeding.bank.accounts.posting_times import Clock
from seeding.bank.accounts.postings import Postings, posted
from seeding.bank.compliance import numbers
from seeding.bank.compliance.numbers import Sums
from seeding.bank.compliance.scenarios import CYCLE, FAN_IN, FAN_OUT, STRUCTURING, WIRES, Participants, Scenarios
from seeding.engine.arrays import BoolArray, IntArray, ordinals
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.money import CENTS, cents
from seeding.engine.node import node
from seeding.engine.rows import Rows, concat

_PER_MEMBER = 8
"""Room for the rows of a kind that a member books."""


@dataclass(frozen=True)
class _CaseRows(Rows):
    """Rows to be booked; `member` is an index, `innocent` says whether it is in a twin, `nth` counts the member's."""

    member: IntArray
    innocent: BoolArray
    nth: IntArray


def _deeds(scenarios: Scenarios, participants: Participants, among: BoolArray, count: IntArray) -> _CaseRows:
    """Return so many rows for each of some members."""
    index = np.flatnonzero(among)
    member, nth = np.repeat(index, count[index]), ordinals(count[index])
    innocent = scenarios.innocent[participants.scheme[member]]
    return _CaseRows(participants.key[member] * _PER_MEMBER + nth, participants.cell[member], member, innocent, nth)


def _sums(draw: Draw, column: str, rows: Rows, innocent: BoolArray, planted: Sums, twin: Sums) -> IntArray:
    """Return cents: those of cases and of twins have bounds and units of their own."""
    low, high, unit = np.array([(sums.low, sums.high, sums.unit) for sums in (planted, twin)])[innocent.astype(int)].T
    return draw.integers(column, rows, low, high) * unit


@node(stream="structuring deposits", order=70)
def structuring(
    scenarios: Scenarios, participants: Participants, clock: Clock, calendar: Calendar, draw: Draw
) -> Postings:
    """Deposit cash on some business days in a row, each time below the reporting threshold, and move it on.

    The innocent shop deposits its takings and pays a supplier.
    """
    twin = scenarios.innocent[participants.scheme].astype(np.int64)
    few, many = np.array([numbers.DEPOSITS, numbers.TAKINGS_BANKED])[twin].T
    case_rows = _deeds(
        scenarios, participants, participants.kind == STRUCTURING, draw.integers("deposits", participants, few, many)
    )
    account, begins = participants.account[case_rows.member], scenarios.begins[participants.scheme[case_rows.member]]
    amount = _sums(draw, "sum", case_rows, case_rows.innocent, numbers.STRUCTURED_SUMS, numbers.TAKINGS)
    second = draw.integers("second", case_rows, *BRANCH_HOURS)
    after = case_rows.nth * (1 + case_rows.innocent)
    deposits = posted(account, calendar.next_business(begins, after), second, amount, "case_branch_deposit")
    deposits.kind[draw.uniform("machine", case_rows) < numbers.AT_MACHINE] = POSTING_CODES["case_atm_deposit"]
    return concat((deposits, _moved_on(scenarios, participants, case_rows, deposits, clock, draw)))


def _moved_on(
    scenarios: Scenarios, participants: Participants, case_rows: _CaseRows, deposits: Postings, clock: Clock, draw: Draw
) -> Postings:
    """Return a transfer of most of the deposits of each subject to somebody outside, some days after the last."""
    sender, first = np.unique(case_rows.member, return_index=True)
    total = np.add.reduceat(deposits.cents, first) if len(first) else first
    last = np.maximum.reduceat(deposits.day, first) if len(first) else first
    subject = participants.place[sender] == 0
    sender, total, last, innocent = sender[subject], total[subject], last[subject], case_rows.innocent[first][subject]
    rows = Rows(participants.key[sender], participants.cell[sender])
    kept, spent = numbers.MOVED_ON_PART, numbers.SPENT_PART
    part = np.where(innocent, draw.between("spent", rows, spent), draw.between("moved_on", rows, kept))
    amount = cents(np.round(part, 9) * total / CENTS)
    after = draw.integers("moved_on_after", rows, *numbers.MOVED_ON_AFTER_DAYS)
    second = clock.seconds(draw, "moved_on_at", rows, "online")
    payee = draw_external_parties(draw, "payee", rows)
    moved = posted(participants.account[sender], last + after, second, -amount, "case_sent", payee)
    moved.kind[innocent] = POSTING_CODES["case_supplier"]
    return moved


@node(stream="fan-in and fan-out transfers", order=80)
def fans(scenarios: Scenarios, participants: Participants, clock: Clock, draw: Draw) -> Postings:
    """Let many send money to one within days, or one to many; the innocent family pools money, or shares it out."""
    case_rows = _deeds(
        scenarios,
        participants,
        ((participants.kind == FAN_IN) | (participants.kind == FAN_OUT)) & (participants.place > 0),
        np.ones(len(participants), np.int64),
    )
    hub = participants.account[scenarios.subject[participants.scheme[case_rows.member]]]
    other = participants.account[case_rows.member]
    outward = participants.kind[case_rows.member] == FAN_OUT
    each = _sums(draw, "sum", case_rows, case_rows.innocent, numbers.FAN_SUMS, numbers.POOLED_SUMS)
    of_scheme = Rows(participants.number[case_rows.member], case_rows.cell)
    alike = _sums(draw, "share", of_scheme, case_rows.innocent, numbers.FAN_SUMS, numbers.POOLED_SUMS)
    amount = np.where(case_rows.innocent, alike, each)
    day = scenarios.begins[participants.scheme[case_rows.member]] + draw.integers("day", case_rows, 0, numbers.FAN_DAYS)
    second = clock.seconds(draw, "second", case_rows, "online")
    return _transfers(np.where(outward, hub, other), np.where(outward, other, hub), day, second, amount)


@node(stream="circular transfers", order=85)
def cycles(scenarios: Scenarios, participants: Participants, clock: Clock, draw: Draw) -> Postings:
    """Send a sum round a circle of accounts, each of which keeps a little; friends who help each other keep nothing."""
    case_rows = _deeds(scenarios, participants, participants.kind == CYCLE, np.ones(len(participants), np.int64))
    scheme, place = participants.scheme[case_rows.member], participants.place[case_rows.member]
    last = place == participants.size[case_rows.member] - 1
    payee = np.where(last, scenarios.subject[scheme], case_rows.member + 1)
    of_scheme = Rows(scenarios.key[scheme], case_rows.cell)
    first = draw.integers("sum", of_scheme, numbers.CYCLE_SUMS.low, numbers.CYCLE_SUMS.high) * numbers.CYCLE_SUMS.unit
    kept = np.where(case_rows.innocent, 0.0, draw.between("kept", of_scheme, numbers.CYCLE_KEPT))
    amount = cents(np.round((1 - kept) ** place, 9) * first / CENTS)
    most = numbers.CYCLE_DAYS // (participants.size[case_rows.member] - 1)
    gap: IntArray = np.minimum(draw.integers("gap", of_scheme, *numbers.CYCLE_GAP_DAYS), most)
    second = clock.seconds(draw, "second", case_rows, "online")
    day = scenarios.begins[scheme] + gap * place
    return _transfers(participants.account[case_rows.member], participants.account[payee], day, second, amount)


def _transfers(payer: IntArray, payee: IntArray, day: IntArray, second: IntArray, amount: IntArray) -> Postings:
    """Return both rows of transfers between accounts of ours."""
    sent = posted(payer, day, second, -amount, "case_out", payee)
    return concat((sent, posted(payee, day, second, amount, "case_in", payer)))


@node(stream="high-risk wires", order=75)
def wires(scenarios: Scenarios, participants: Participants, calendar: Calendar, draw: Draw) -> Postings:
    """Wire money to a high-risk country: each time to somebody else, or always to the same family."""
    case_rows = _deeds(
        scenarios, participants, participants.kind == WIRES, draw.integers("wires", participants, *numbers.WIRES)
    )
    amount = _sums(draw, "sum", case_rows, case_rows.innocent, numbers.WIRE_SUMS, numbers.SUPPORT_SUMS)
    day = scenarios.begins[participants.scheme[case_rows.member]] + case_rows.nth * numbers.WIRE_GAP_DAYS
    same = draw.integers("payee", Rows(participants.key[case_rows.member], case_rows.cell), 0, HIGH_RISK_PARTIES - 1)
    payee = np.where(case_rows.innocent, same, (same + case_rows.nth * 7) % HIGH_RISK_PARTIES)
    second = draw.integers("second", case_rows, *BRANCH_HOURS)
    return posted(
        participants.account[case_rows.member], calendar.next_business(day), second, -amount, "case_wire", payee
    )

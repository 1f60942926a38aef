"""The postings of planted cases and of their innocent twins: cash, internal transfers, wires abroad."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.external_parties import draw_external_parties
from seeding.bank.accounts.external_party_numbers import HIGH_RISK_PARTIES
from seeding.bank.accounts.ledger_numbers import POSTING_CODES
from seeding.bank.accounts.numbers import BRANCH_HOURS
from seeding.bank.accounts.posting_times import Clock
from seeding.bank.accounts.postings import Postings, posted
from seeding.bank.compliance import case_numbers as numbers
from seeding.bank.compliance.case_numbers import TYPOLOGIES, AmountSteps
from seeding.bank.compliance.scenarios import Participants, Scenarios
from seeding.engine.arrays import BoolArray, Cents, DayNumber, Index, IntArray, Ordinal, SecondOfDay, ordinals
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.money import CENTS, cents
from seeding.engine.node import node
from seeding.engine.rows import Rows, concat

_ROWS_OF_PARTICIPANT = Room("scenario postings of a participant", 8)
_FAN_OUT = TYPOLOGIES.code("fan_out")


@dataclass(frozen=True)
class _ScenarioRows(Rows):
    """Ledger rows that participants will book, one element per row.

    `participant` is an index, `is_innocent` says whether the row belongs to a twin, and `ordinal` counts the
    participant's rows from 0.
    """

    participant: Index
    is_innocent: BoolArray
    ordinal: Ordinal


def _rows_of(scenarios: Scenarios, participants: Participants, selected: BoolArray, counts: IntArray) -> _ScenarioRows:
    """Return a number of rows for each selected participant; `selected` and `counts` have one element for each."""
    index = np.flatnonzero(selected)
    participant, ordinal = np.repeat(index, counts[index]), ordinals(counts[index])
    return _ScenarioRows(
        key=child_key(participants.key[participant], ordinal, _ROWS_OF_PARTICIPANT),
        cell=participants.cell[participant],
        participant=participant,
        is_innocent=scenarios.is_innocent[participants.scenario[participant]],
        ordinal=ordinal,
    )


def _is(participants: Participants, *kinds: str) -> BoolArray:
    """Return which participants are in a case of one of the kinds, or in the twin of one."""
    return np.isin(participants.kind, [TYPOLOGIES.code(kind) for kind in kinds])


def _one_row_each(participants: Participants) -> IntArray:
    return np.ones(len(participants), np.int64)


def _amounts(
    draw: Draw, column: str, rows: Rows, is_innocent: BoolArray, of_case: AmountSteps, of_twin: AmountSteps
) -> Cents:
    """Return an amount per row: cases and twins have limits and steps of their own."""
    steps = np.array([(steps.low, steps.high, steps.step) for steps in (of_case, of_twin)])
    low, high, step = steps[is_innocent.astype(int)].T
    return draw.integers(column, rows, low, high) * step


@node(stream="structuring deposits", order=70)
def structuring_postings(
    scenarios: Scenarios, participants: Participants, clock: Clock, calendar: Calendar, draw: Draw
) -> Postings:
    """Return cash deposits on several business days, each below the reporting threshold, and the payment that follows.

    The innocent store deposits its receipts and pays a supplier.
    """
    is_innocent = scenarios.is_innocent[participants.scenario].astype(np.int64)
    fewest, most = np.array([numbers.DEPOSITS, numbers.SHOP_DEPOSITS])[is_innocent].T
    counts = draw.integers("deposits", participants, fewest, most)
    rows = _rows_of(scenarios, participants, _is(participants, "structuring"), counts)
    account = participants.account[rows.participant]
    first_day = scenarios.first_day[participants.scenario[rows.participant]]
    structured = _amounts(draw, "sum", rows, rows.is_innocent, numbers.STRUCTURED_AMOUNTS, numbers.SHOP_AMOUNTS)
    smaller = _amounts(draw, "small_sum", rows, rows.is_innocent, numbers.SMALL_AMOUNTS, numbers.SHOP_AMOUNTS)
    amount = np.where(draw.uniform("small", rows) < numbers.SMALL_DEPOSITS, smaller, structured)
    second = draw.integers("second", rows, *BRANCH_HOURS)
    # A shop deposits on every other business day.
    business_days_later = rows.ordinal * (1 + rows.is_innocent)
    day = calendar.next_business(first_day, business_days_later)
    deposits = posted(account, day, second, amount, "case_branch_deposit")
    deposits.kind[draw.uniform("machine", rows) < numbers.MACHINE_DEPOSITS] = POSTING_CODES["case_atm_deposit"]
    return concat((deposits, _payments_after_deposits(participants, rows, deposits, clock, draw)))


def _payments_after_deposits(
    participants: Participants, rows: _ScenarioRows, deposits: Postings, clock: Clock, draw: Draw
) -> Postings:
    """Return a payment by each depositor to somebody outside the bank, some days after the last deposit.

    A depositor forwards most of the deposits, whether or not the case is about this one; a store pays a supplier.
    """
    payer, first = np.unique(rows.participant, return_index=True)
    total = np.add.reduceat(deposits.cents, first) if len(first) else first
    last_day = np.maximum.reduceat(deposits.day, first) if len(first) else first
    is_innocent = rows.is_innocent[first]
    payments = Rows(participants.key[payer], participants.cell[payer])
    supplier_part = draw.between("spent", payments, numbers.SUPPLIER_PART)
    forwarded_part = draw.between("moved_on", payments, numbers.FORWARDED_PART)
    paid_part = np.where(is_innocent, supplier_part, forwarded_part)
    amount = cents(np.round(paid_part, 9) * total / CENTS)
    day = last_day + draw.integers("moved_on_after", payments, *numbers.FORWARDED_AFTER_DAYS)
    second = clock.seconds(draw, "moved_on_at", payments, "online")
    payee = draw_external_parties(draw, "payee", payments)
    paid = posted(participants.account[payer], day, second, -amount, "case_sent", payee)
    paid.kind[is_innocent] = POSTING_CODES["case_supplier"]
    return paid


@node(stream="fan-in and fan-out transfers", order=80)
def fan_postings(scenarios: Scenarios, participants: Participants, clock: Clock, draw: Draw) -> Postings:
    """Return transfers from many accounts to one within days, or from one to many.

    The innocent family pools money, or shares it.
    """
    selected = _is(participants, "fan_in", "fan_out") & (participants.position > 0)
    rows = _rows_of(scenarios, participants, selected, _one_row_each(participants))
    scenario = participants.scenario[rows.participant]
    subject_account = participants.account[scenarios.subject[scenario]]
    other_account = participants.account[rows.participant]
    is_outward = participants.kind[rows.participant] == _FAN_OUT
    scenario_rows = Rows(participants.scenario_key[rows.participant], rows.cell)
    amounts = numbers.FAN_AMOUNTS, numbers.FAMILY_AMOUNTS
    individual = _amounts(draw, "sum", rows, rows.is_innocent, *amounts)
    same_for_all = _amounts(draw, "share", scenario_rows, rows.is_innocent, *amounts)
    return _internal_transfers(
        payer=np.where(is_outward, subject_account, other_account),
        payee=np.where(is_outward, other_account, subject_account),
        day=scenarios.first_day[scenario] + draw.integers("day", rows, 0, numbers.FAN_DAYS),
        second=clock.seconds(draw, "second", rows, "online"),
        amount=np.where(rows.is_innocent, same_for_all, individual),
    )


@node(stream="circular transfers", order=85)
def cycle_postings(scenarios: Scenarios, participants: Participants, clock: Clock, draw: Draw) -> Postings:
    """Return transfers that send an amount around a circle of accounts, each of which keeps a little.

    The innocent friends help each other out and keep nothing.
    """
    rows = _rows_of(scenarios, participants, _is(participants, "cycle"), _one_row_each(participants))
    scenario, position = participants.scenario[rows.participant], participants.position[rows.participant]
    transfers_before_last = participants.size[rows.participant] - 1
    is_last = position == transfers_before_last
    payee = np.where(is_last, scenarios.subject[scenario], rows.participant + 1)
    scenario_rows = Rows(scenarios.key[scenario], rows.cell)
    steps = draw.integers("sum", scenario_rows, numbers.CYCLE_AMOUNTS.low, numbers.CYCLE_AMOUNTS.high)
    kept = np.where(rows.is_innocent, 0.0, draw.between("kept", scenario_rows, numbers.CYCLE_KEPT))
    longest_gap = numbers.CYCLE_DAYS // transfers_before_last
    gap: IntArray = np.minimum(draw.integers("gap", scenario_rows, *numbers.CYCLE_GAP_DAYS), longest_gap)
    return _internal_transfers(
        payer=participants.account[rows.participant],
        payee=participants.account[payee],
        day=scenarios.first_day[scenario] + gap * position,
        second=clock.seconds(draw, "second", rows, "online"),
        amount=cents(np.round((1 - kept) ** position, 9) * (steps * numbers.CYCLE_AMOUNTS.step) / CENTS),
    )


def _internal_transfers(payer: Index, payee: Index, day: DayNumber, second: SecondOfDay, amount: Cents) -> Postings:
    """Return both rows of each transfer between two accounts of this bank; the arrays have one element per transfer."""
    sent = posted(payer, day, second, -amount, "case_out", payee)
    return concat((sent, posted(payee, day, second, amount, "case_in", payer)))


@node(stream="high-risk wires", order=75)
def wire_postings(scenarios: Scenarios, participants: Participants, calendar: Calendar, draw: Draw) -> Postings:
    """Return wires to high-risk countries: in cases to several people, in twins to one family."""
    counts = draw.integers("wires", participants, *numbers.WIRES)
    rows = _rows_of(scenarios, participants, _is(participants, "high_risk_wires"), counts)
    customers = Rows(participants.key[rows.participant], rows.cell)
    family = draw.integers("payee", customers, 0, HIGH_RISK_PARTIES - 1)
    several = (family + rows.ordinal * 7) % HIGH_RISK_PARTIES
    day = scenarios.first_day[participants.scenario[rows.participant]] + rows.ordinal * numbers.WIRE_GAP_DAYS
    amount = _amounts(draw, "sum", rows, rows.is_innocent, numbers.WIRE_AMOUNTS, numbers.SUPPORT_AMOUNTS)
    return posted(
        participants.account[rows.participant],
        calendar.next_business(day),
        draw.integers("second", rows, *BRANCH_HOURS),
        -amount,
        "case_wire",
        np.where(rows.is_innocent, family, several),
    )

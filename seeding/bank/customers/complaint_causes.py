"""The causes of complaints in the ledger: a fee of any kind, or a disputed card payment and its provisional credit."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts import everyday_numbers
from seeding.bank.accounts import external_party_numbers as parties
from seeding.bank.accounts.accounts import CHECKING, Accounts
from seeding.bank.accounts.amounts import draw_amounts
from seeding.bank.accounts.merchant_numbers import ABROAD, MERCHANT_NAMES
from seeding.bank.accounts.numbers import BRANCH_HOURS
from seeding.bank.accounts.postings import Postings, posted
from seeding.bank.customers import service_numbers as numbers
from seeding.bank.customers.complaint_categories import FEE, FRAUD
from seeding.bank.customers.complaints import Complaints
from seeding.bank.customers.late_fees import LateFees
from seeding.engine.arrays import NONE, BoolArray, Cents, Code, DayNumber, Index, SecondOfDay
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows, concat

_ABROAD = np.array(ABROAD)
_MERCHANTS_ABROAD, _MERCHANTS_IN_US = np.flatnonzero(_ABROAD), np.flatnonzero(~_ABROAD)
_PERCENT = 100


@dataclass(frozen=True)
class ComplaintCauses(Rows):
    """The ledger rows that the complaints about fees and fraud of a block follow; the key is the customer number.

    `complaint` and `account` are indexes. `fee_for` is a code of FEE_CAUSES or LATE, NONE for fraud. `cents` is
    positive: the disputed payment, or what the fee is for, 0 where nothing else is booked; `fee` is the fee, 0 for
    fraud. `reference` is a code of MERCHANT_NAMES for card payments, the index of a party abroad for wires, else NONE.
    """

    complaint: Index
    account: Index
    fee_for: Code
    day: DayNumber
    second: SecondOfDay
    cents: Cents
    fee: Cents
    reference: Index


@node(stream="causes of complaints")
def complaint_causes(
    accounts: Accounts, complaints: Complaints, late_fees: LateFees, calendar: Calendar, draw: Draw
) -> ComplaintCauses:
    """Return a row some days before each complaint about a fee or fraud."""
    complaint = np.flatnonzero(np.isin(complaints.category, (FEE, FRAUD)))
    rows = Rows(complaints.key[complaint], complaints.cell[complaint])
    is_fraud = complaints.category[complaint] == FRAUD
    late_fee = complaints.late_fee[complaint]
    fee_for = _fee_causes(rows, accounts.type[complaints.account[complaint]] == CHECKING, draw)
    fee_for = np.select([is_fraud, late_fee != NONE], [NONE, numbers.LATE], fee_for)
    filed = complaints.day[complaint]
    day = filed - draw.integers("days_before", rows, *numbers.COMPLAINT_AFTER_DAYS)
    wired = calendar.last_business(filed - draw.integers("days_before/wire", rows, *numbers.WIRE_AFTER_DAYS))
    # The last element serves complaints that are not about a late fee.
    charged, late = (np.append(values, 0)[late_fee] for values in (late_fees.day, late_fees.cents))
    cents = _amounts(rows, fee_for, draw)
    return ComplaintCauses(
        key=rows.key,
        cell=rows.cell,
        complaint=complaint,
        account=complaints.account[complaint],
        fee_for=fee_for,
        day=np.select([fee_for == numbers.WIRE, fee_for == numbers.LATE], [wired, charged], day),
        second=draw.integers("second", rows, *BRANCH_HOURS),
        cents=cents,
        fee=_fees(fee_for, cents, late),
        reference=_references(rows, fee_for, draw),
    )


def _fee_causes(rows: Rows, has_card: BoolArray, draw: Draw) -> Code:
    """Return what the fee of each row is for, a code of FEE_CAUSES: purchases with a card need a checking account."""
    fee_for = draw.categorical("fee_for", rows, numbers.FEE_CAUSES)
    return np.where((fee_for == numbers.PURCHASE) & ~has_card, numbers.WITHDRAWAL, fee_for)


def _amounts(rows: Rows, fee_for: Code, draw: Draw) -> Cents:
    """Return the disputed payment or what the fee is for, 0 for refused payments and late installments."""
    drawn = (
        (NONE, draw_amounts(draw, "disputed", rows, numbers.DISPUTED)),
        (numbers.WITHDRAWAL, draw_amounts(draw, "withdrawn", rows, numbers.WITHDRAWN)),
        (numbers.PURCHASE, draw_amounts(draw, "bought", rows, numbers.BOUGHT_ABROAD)),
        (numbers.WIRE, draw_amounts(draw, "wired", rows, numbers.WIRED_ABROAD)),
    )
    return np.select([fee_for == code for code, _ in drawn], [cents for _, cents in drawn], 0)


def _fees(fee_for: Code, cents: Cents, late: Cents) -> Cents:
    """Return the fee of each row, by what it is for and, for purchases, by their amount; 0 for fraud."""
    abroad = (cents * everyday_numbers.FOREIGN_FEE_PERCENT + _PERCENT // 2) // _PERCENT
    fees = {
        numbers.WITHDRAWAL: np.full(len(cents), everyday_numbers.ATM_FEE),
        numbers.PURCHASE: abroad,
        numbers.WIRE: np.full(len(cents), everyday_numbers.WIRE_FEE),
        numbers.REFUSED: np.full(len(cents), everyday_numbers.RETURNED_PAYMENT_FEE),
        numbers.LATE: late,
    }
    return np.select([fee_for == code for code in fees], list(fees.values()), 0)


def _references(rows: Rows, fee_for: Code, draw: Draw) -> Index:
    """Return the merchant of each card payment and the party abroad of each wire, NONE for other rows.

    Disputed payments are to merchants in the US: a purchase abroad would have a fee of its own.
    """
    merchant = MERCHANT_NAMES.pick(draw, "merchant", rows)
    in_us = _MERCHANTS_IN_US[draw.integers("merchant in the US", rows, 0, len(_MERCHANTS_IN_US) - 1)]
    disputed = np.where(_ABROAD[merchant], in_us, merchant)
    abroad = _MERCHANTS_ABROAD[draw.integers("merchant abroad", rows, 0, len(_MERCHANTS_ABROAD) - 1)]
    party = draw.integers("party", rows, parties.HIGH_RISK_PARTIES, parties.PARTIES_ABROAD - 1)
    is_of = [fee_for == code for code in (NONE, numbers.PURCHASE, numbers.WIRE)]
    return np.select(is_of, [disputed, abroad, party], NONE)


@node(stream="postings of complaints", order=150)
def complaint_postings(
    complaints: Complaints, complaint_causes: ComplaintCauses, layout: Layout, calendar: Calendar, draw: Draw
) -> Postings:
    """Return what each fee is for and the fee, or the disputed payment and its provisional credit, of each complaint.

    The ledger adds the fees of wires, and the loans those of late installments.
    """
    causes = complaint_causes
    frauds = causes.where(causes.fee_for == NONE)
    withdrawals, purchases, wires, refused = (causes.where(causes.fee_for == code) for code in range(numbers.LATE))
    filed = complaints.day[frauds.complaint]
    credited = calendar.next_business(filed, after=draw.integers("credited_after", frauds, *numbers.CREDITED_AFTER))
    second = draw.integers("credited_at", frauds, *BRANCH_HOURS)
    credits = posted(frauds.account, credited, second, frauds.cents, "provisional_credit")
    return concat(
        (
            _posted(withdrawals, -withdrawals.cents, "complaint_withdrawal"),
            _posted(withdrawals, -withdrawals.fee, "complaint_fee"),
            _posted(purchases, -purchases.cents, "complaint_purchase", purchases.reference),
            _posted(purchases, -purchases.fee, "complaint_foreign_fee"),
            _posted(wires, -wires.cents, "complaint_wire", wires.reference),
            _posted(refused, -refused.fee, "complaint_returned_fee"),
            _posted(frauds, -frauds.cents, "disputed_payment", frauds.reference),
            credits.where(credited <= layout.until),
        )
    )


def _posted(causes: ComplaintCauses, cents: Cents, kind: str, reference: Index | None = None) -> Postings:
    """Return a posting of a kind for each cause, at its time on its account."""
    return posted(causes.account, causes.day, causes.second, cents, kind, reference)

"""What complaints follow in the ledger: a fee, or a disputed card payment and its provisional credit."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts import everyday_numbers
from seeding.bank.accounts.amounts import draw_amounts
from seeding.bank.accounts.merchant_numbers import MERCHANT_NAMES
from seeding.bank.accounts.numbers import BRANCH_HOURS
from seeding.bank.accounts.postings import Postings, posted
from seeding.bank.customers import service_numbers as numbers
from seeding.bank.customers.complaint_categories import FEE, FRAUD
from seeding.bank.customers.complaints import Complaints
from seeding.engine.arrays import NONE, Cents, DayNumber, Index, SecondOfDay
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows, concat


@dataclass(frozen=True)
class ComplaintCauses(Rows):
    """The ledger rows that the complaints about fees and fraud of a block follow; the key is the customer number.

    `complaint` and `account` are indexes. `cents` is positive: the disputed payment, or the withdrawal that the fee is
    for. `merchant` is a code of MERCHANT_NAMES, NONE for fees.
    """

    complaint: Index
    account: Index
    day: DayNumber
    second: SecondOfDay
    cents: Cents
    merchant: Index


@node(stream="causes of complaints")
def complaint_causes(complaints: Complaints, draw: Draw) -> ComplaintCauses:
    """Return a row some days before each complaint about a fee or fraud."""
    complaint = np.flatnonzero(np.isin(complaints.category, (FEE, FRAUD)))
    rows = Rows(complaints.key[complaint], complaints.cell[complaint])
    is_fraud = complaints.category[complaint] == FRAUD
    disputed = draw_amounts(draw, "disputed", rows, numbers.DISPUTED)
    withdrawn = draw_amounts(draw, "withdrawn", rows, numbers.WITHDRAWN)
    return ComplaintCauses(
        key=rows.key,
        cell=rows.cell,
        complaint=complaint,
        account=complaints.account[complaint],
        day=complaints.day[complaint] - draw.integers("days_before", rows, *numbers.COMPLAINT_AFTER_DAYS),
        second=draw.integers("second", rows, *BRANCH_HOURS),
        cents=np.where(is_fraud, disputed, withdrawn),
        merchant=np.where(is_fraud, MERCHANT_NAMES.pick(draw, "merchant", rows), NONE),
    )


@node(stream="postings of complaints", order=150)
def complaint_postings(
    complaints: Complaints, complaint_causes: ComplaintCauses, layout: Layout, calendar: Calendar, draw: Draw
) -> Postings:
    """Return the withdrawal and its fee, or the disputed payment and its provisional credit, of each complaint."""
    is_fraud = complaint_causes.merchant != NONE
    fees, frauds = complaint_causes.where(~is_fraud), complaint_causes.where(is_fraud)
    fee = np.full(len(fees), -everyday_numbers.ATM_FEE)
    filed = complaints.day[frauds.complaint]
    credited = calendar.next_business(filed, after=draw.integers("credited_after", frauds, *numbers.CREDITED_AFTER))
    second = draw.integers("credited_at", frauds, *BRANCH_HOURS)
    credits = posted(frauds.account, credited, second, frauds.cents, "provisional_credit")
    return concat(
        (
            posted(fees.account, fees.day, fees.second, -fees.cents, "complaint_withdrawal"),
            posted(fees.account, fees.day, fees.second, fee, "complaint_fee"),
            posted(frauds.account, frauds.day, frauds.second, -frauds.cents, "disputed_payment", frauds.merchant),
            credits.where(credited <= layout.until),
        )
    )

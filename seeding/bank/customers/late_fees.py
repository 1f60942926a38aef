"""The fees for late installments that customers complain about."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.loans.loans import Loans
from seeding.bank.loans.schedule import Schedule
from seeding.engine.arrays import NONE, BoolArray, Cents, DayNumber, Index
from seeding.engine.node import node

_BITS_OF_DAY = 18
_DAY_OFFSET = 1 << (_BITS_OF_DAY - 1)


@dataclass(frozen=True)
class LateFees:
    """The fees for late installments that linked accounts paid, in the order of customer and day.

    `customer` and `account` are indexes of the block; `day` is the day on which the account was charged.
    """

    customer: Index
    account: Index
    day: DayNumber
    cents: Cents

    def latest(self, customer: Index, first: DayNumber, last: DayNumber) -> Index:
        """Return each customer's latest fee between two days, by index; NONE where there is none."""
        if not len(self.customer):
            return np.full(len(customer), NONE)
        packed = _packed(self.customer, self.day)
        place = np.searchsorted(packed, _packed(customer, last), side="right") - 1
        found = place.clip(0)
        fits: BoolArray = (place >= 0) & (self.customer[found] == customer) & (self.day[found] >= first)
        return np.where(fits, found, NONE)


@node(stream="late fees of customers")
def late_fees(accounts: Accounts, loans: Loans, schedule: Schedule) -> LateFees:
    """Return the fees for late installments."""
    account = loans.linked_account[schedule.loan]
    index = np.flatnonzero((schedule.late_fee > 0) & schedule.is_paid & ~schedule.in_payoff & (account != NONE))
    owner, day = accounts.owner[account[index]], schedule.payment_day[index]
    order = np.argsort(_packed(owner, day), kind="stable")
    return LateFees(owner[order], account[index][order], day[order], schedule.late_fee[index][order])


def _packed(customer: Index, day: DayNumber) -> Index:
    return (customer << _BITS_OF_DAY) | (day + _DAY_OFFSET)

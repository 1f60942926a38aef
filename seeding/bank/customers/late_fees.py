"""The fees for late installments that customers complain about."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.customers.dated_events import DatedEvents, order_of_events
from seeding.bank.loans.loans import Loans
from seeding.bank.loans.schedule import Schedule
from seeding.engine.arrays import NONE, Cents, Index
from seeding.engine.node import node


@dataclass(frozen=True)
class LateFees(DatedEvents):
    """The fees for late installments; `day` is the day on which the linked account, by index, was charged."""

    account: Index
    cents: Cents


@node(stream="late fees of customers")
def late_fees(accounts: Accounts, loans: Loans, schedule: Schedule) -> LateFees:
    """Return the fees for late installments that linked accounts paid."""
    late = np.flatnonzero((schedule.late_fee > 0) & ~schedule.in_payoff)
    linked_account = loans.linked_account[schedule.loan[late]]
    late, account = late[linked_account != NONE], linked_account[linked_account != NONE]
    owner, day = accounts.owner[account], schedule.payment_day[late]
    order = order_of_events(owner, day)
    return LateFees(owner[order], day[order], account[order], schedule.late_fee[late][order])

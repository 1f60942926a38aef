"""The ledger as the rules see it: which rows are cash, wires, cards or the customer's own doing, and who is behind."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.counterparties import Counterparties
from seeding.bank.accounts.ledger import Ledger
from seeding.bank.accounts.ledger_numbers import CUSTOMER_INITIATED, POSTING_KINDS, PostingKind
from seeding.bank.compliance.windows import Counted, counted
from seeding.engine.arrays import BoolArray, IntArray
from seeding.engine.calendar import Calendar
from seeding.engine.days import SECONDS_PER_DAY
from seeding.engine.node import node


def _kinds(*names: str) -> BoolArray:
    """Return which kinds' names begin with one of some words."""
    return np.array([kind.name.startswith(names) for kind in POSTING_KINDS])


def _is_cash(kind: PostingKind) -> bool:
    return kind.transaction_type in ("deposit", "withdrawal") and kind.channel in ("branch", "atm")


_OPENING = _kinds("opening")
_CASH = np.array([_is_cash(kind) for kind in POSTING_KINDS])
_DEPOSIT = np.array([kind.transaction_type == "deposit" for kind in POSTING_KINDS])
_INITIATED = np.array([kind.channel in CUSTOMER_INITIATED for kind in POSTING_KINDS]) & ~_OPENING
_OWN_TRANSFER = np.array([kind.refers_to == "account" for kind in POSTING_KINDS])
DISBURSED = _kinds("disbursement", "passed_on")
PASSED_ON = _kinds("passed_on", "settled_on")
EXPECTED_CREDITS = _kinds("salary", "disbursement", "settlement", "opening", "payoff_funds")
"""Kinds of credits of which everybody knows where they came from and go to."""


@dataclass(frozen=True)
class LedgerView:
    """The rows of the ledger in its order: by account, then time.

    `account` and `owner` are indices; `moment` is the second since 1970-01-01; `cents` is signed; `number` is the
    counterparty's account number, null where there is none, `other` an account of ours by index where it is one.
    """

    account: IntArray
    owner: IntArray
    day: IntArray
    moment: IntArray
    cents: IntArray
    kind: IntArray
    other: IntArray
    number: pl.Series
    calendar: Calendar

    @property
    def amount(self) -> IntArray:
        """Cents without sign."""
        return np.abs(self.cents)

    @property
    def cash(self) -> BoolArray:
        """Deposits and withdrawals at branches and machines."""
        return _CASH[self.kind]

    @property
    def deposited(self) -> BoolArray:
        """Deposits."""
        return _DEPOSIT[self.kind]

    @property
    def initiated(self) -> BoolArray:
        """What customers did themselves, the opening deposit apart."""
        return _INITIATED[self.kind]

    @property
    def internal(self) -> BoolArray:
        """Transfers between accounts of ours."""
        return _OWN_TRANSFER[self.kind]

    def on(self, channel: str) -> BoolArray:
        """Return which rows came by a channel."""
        return np.array([kind.channel == channel for kind in POSTING_KINDS])[self.kind]

    def any_of(self, kinds: BoolArray) -> BoolArray:
        """Return which rows are of some kinds."""
        return kinds[self.kind]

    def countries(self, rows: IntArray) -> pl.Series:
        """Return the country of the other side of some rows, null where there is no other side."""
        return self.number.gather(rows).str.slice(0, 2)

    def by_account(self, among: BoolArray, days: int) -> Counted:
        """Return the rows to count, with windows of so many days, for each account."""
        rows = np.flatnonzero(among)
        return counted(rows, self.account[rows], self.day[rows], self.amount[rows], days)

    def by_customer(self, among: BoolArray, days: int) -> Counted:
        """Return the same for each customer, the rows of all accounts together in order of time."""
        rows = np.flatnonzero(among)
        rows = rows[np.lexsort((rows, self.moment[rows], self.owner[rows]))]
        return counted(rows, self.owner[rows], self.day[rows], self.amount[rows], days)


@node(stream="ledger view")
def view(accounts: Accounts, ledger: Ledger, counterparties: Counterparties, calendar: Calendar) -> LedgerView:
    """Lay the ledger out for the rules."""
    return LedgerView(
        account=ledger.account,
        owner=accounts.owner[ledger.account],
        day=ledger.day,
        moment=ledger.day * SECONDS_PER_DAY + ledger.second,
        cents=ledger.cents,
        kind=ledger.kind,
        other=ledger.reference,
        number=counterparties.account_number,
        calendar=calendar,
    )

"""The ledger as the rules see it: which rows are cash, wires or cards, who initiated them, and whom they concern."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.counterparties import Counterparties
from seeding.bank.accounts.ledger import Ledger
from seeding.bank.accounts.ledger_numbers import CUSTOMER_INITIATED, POSTING_KINDS, PostingKind
from seeding.bank.compliance.trailing_windows import TrailingWindows, trailing_windows
from seeding.engine.arrays import BoolArray, Cents, Code, DayNumber, Index, IntArray
from seeding.engine.calendar import Calendar
from seeding.engine.days import SECONDS_PER_DAY
from seeding.engine.node import node
from seeding.engine.text import gather


def _kinds_named(*prefixes: str) -> BoolArray:
    """Return which kinds of postings have a name that begins with one of the prefixes, one per kind.

    Raises ValueError for a prefix that no kind has.
    """
    for prefix in prefixes:
        if not any(kind.name.startswith(prefix) for kind in POSTING_KINDS):
            raise ValueError(f"no kind of posting has a name that begins with {prefix!r}")
    return np.array([kind.name.startswith(prefixes) for kind in POSTING_KINDS])


def is_cash(kind: PostingKind) -> bool:
    """Return whether a kind of posting is cash at a branch or an ATM; a check deposited there is not cash."""
    is_at_counter = kind.transaction_type in ("deposit", "withdrawal") and kind.channel in ("branch", "atm")
    return is_at_counter and kind.name != "opening_check"


_OPENING = _kinds_named("opening")
_CASH = np.array([is_cash(kind) for kind in POSTING_KINDS])
_DEPOSIT = np.array([kind.transaction_type == "deposit" for kind in POSTING_KINDS])
_CUSTOMER_INITIATED = np.array([kind.channel in CUSTOMER_INITIATED for kind in POSTING_KINDS]) & ~_OPENING
_INTERNAL_TRANSFER = np.array([kind.refers_to == "account" for kind in POSTING_KINDS])
CONTRACT_PAYMENTS = _kinds_named("disbursement", "passed_on", "settlement", "settled_on", "payoff")
"""Kinds of postings that pay out loans and claims, pass this money on, or pay off a loan early and fund it."""
ONWARD_PAYMENTS = _kinds_named("passed_on", "settled_on")
"""Kinds of postings that pay the money of a loan or a settled claim on to its final recipient."""
EXPECTED_CREDITS = _kinds_named("salary", "disbursement", "settlement", "opening", "payoff_funds")
"""Kinds of credits whose origin and use the bank knows."""


@dataclass(frozen=True)
class LedgerView:
    """The rows of the ledger, sorted by account and time; all arrays have one element per row.

    `account` and `customer` are indices; `moment` counts seconds since 1970-01-01; `cents` is signed; `kind` is a code
    of the ledger's POSTING_KINDS. `counterparty_account` is the other account of a transfer between two accounts of
    this bank, by index; it means something else on other rows. `counterparty_number` is the counterparty's account
    number, null where there is none.
    """

    account: Index
    customer: Index
    day: DayNumber
    moment: IntArray
    cents: Cents
    kind: Code
    counterparty_account: Index
    counterparty_number: pl.Series
    calendar: Calendar

    @cached_property
    def amount(self) -> Cents:
        """The amount of each row without sign."""
        return np.abs(self.cents)

    @property
    def is_cash(self) -> BoolArray:
        """Whether each row is a deposit or withdrawal at a branch or an ATM."""
        return _CASH[self.kind]

    @property
    def is_deposit(self) -> BoolArray:
        """Whether each row is a deposit."""
        return _DEPOSIT[self.kind]

    @property
    def is_customer_initiated(self) -> BoolArray:
        """Whether the customer initiated each row; opening deposits do not count."""
        return _CUSTOMER_INITIATED[self.kind]

    @property
    def is_internal_transfer(self) -> BoolArray:
        """Whether each row is a transfer between two accounts of this bank."""
        return _INTERNAL_TRANSFER[self.kind]

    def is_by(self, channel: str) -> BoolArray:
        """Return whether each row came by a channel."""
        return np.array([kind.channel == channel for kind in POSTING_KINDS])[self.kind]

    def is_any_of(self, kinds: BoolArray) -> BoolArray:
        """Return whether each row is of one of the selected kinds; `kinds` has one element per kind of posting."""
        return kinds[self.kind]

    def counterparty_countries(self, rows: Index) -> pl.Series:
        """Return the country code of the counterparty of some rows, null where there is no counterparty."""
        return gather(self.counterparty_number, rows).str.slice(0, 2)

    def windows_by_account(self, selected: BoolArray, days: int, least: int = 2) -> TrailingWindows:
        """Return the selected rows of each account, with windows of a number of days, those of `least` rows or more."""
        rows = np.flatnonzero(selected)
        return trailing_windows(rows, self.account[rows], self.day[rows], self.amount[rows], days, least)

    def windows_by_customer(self, selected: BoolArray, days: int) -> TrailingWindows:
        """Return the selected rows of each customer, all accounts together, with windows of a number of days."""
        rows = np.flatnonzero(selected)
        rows = rows[np.lexsort((rows, self.moment[rows], self.customer[rows]))]
        return trailing_windows(rows, self.customer[rows], self.day[rows], self.amount[rows], days)


@node(stream="ledger view")
def ledger_view(accounts: Accounts, ledger: Ledger, counterparties: Counterparties, calendar: Calendar) -> LedgerView:
    """Return the ledger of a block as the rules see it."""
    return LedgerView(
        account=ledger.account,
        customer=accounts.owner[ledger.account],
        day=ledger.day,
        moment=ledger.day * SECONDS_PER_DAY + ledger.second,
        cents=ledger.cents,
        kind=ledger.kind,
        counterparty_account=ledger.reference,
        counterparty_number=counterparties.account_number,
        calendar=calendar,
    )

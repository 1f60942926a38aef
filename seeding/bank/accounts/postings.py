"""Postings: what the parts of the bank book on accounts. The ledger collects them all and knows none of the parts."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from seeding.bank.accounts import ledger_numbers as numbers
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.ledger_numbers import POSTING_CODES, POSTING_KINDS
from seeding.bank.accounts.numbers import BRANCH_HOURS
from seeding.engine.arrays import NONE, BoolArray, Cents, Code, DayNumber, Index, SecondOfDay
from seeding.engine.calendar import NO_DAY
from seeding.engine.draw import Draw
from seeding.engine.rows import ParallelArrays, Rows

_INITIATED_BY_CUSTOMER = np.array([kind.channel in numbers.CUSTOMER_INITIATED for kind in POSTING_KINDS])


@dataclass(frozen=True)
class Postings(ParallelArrays):
    """Bookings on accounts of a block, in any order.

    `account` is an index of the block's accounts; `cents` is signed, negative for debits; `kind` is a code in
    POSTING_KINDS; `reference` is an index of what the kind refers to, NONE for kinds that refer to nothing.
    """

    account: Index
    day: DayNumber
    second: SecondOfDay
    cents: Cents
    kind: Code
    reference: Index

    def __len__(self) -> int:
        return len(self.account)


@dataclass(frozen=True)
class EverydayFlow:
    """Postings that the holders of accounts, or those who pay them, make again and again.

    Transfers that keep accounts in balance are as large as the difference of what these bring and take.
    """

    postings: Postings


@dataclass(frozen=True)
class Obligations:
    """The debits that contracts will make: account by index, day and cents, one of each per debit.

    The account's owner sends money to the account before they come.
    """

    account: Index
    day: DayNumber
    cents: Cents


@dataclass(frozen=True)
class DescriptionSource:
    """The texts, and account numbers of the other side, that the references of some kinds of postings index.

    `name` is what these kinds refer to; `account_number` is None if the postings have no counterparty.
    """

    name: str
    text: pl.Series
    account_number: pl.Series | None = None


def posted(
    account: Index, day: DayNumber, second: SecondOfDay, cents: Cents, kind: str, reference: Index | None = None
) -> Postings:
    """Return postings of one kind, which is given by its name."""
    size = len(account)
    return Postings(
        account=account,
        day=day,
        second=second,
        cents=cents,
        kind=np.full(size, POSTING_CODES[kind]),
        reference=np.full(size, NONE) if reference is None else reference,
    )


def none_posted() -> Postings:
    """Return no postings."""
    nothing = np.zeros(0, np.int64)
    return Postings(nothing, nothing, nothing, nothing, nothing, nothing)


def external_transfers(
    rows: Rows, account: Index, index: Index, day: DayNumber, cents: Cents, kind: str, draw: Draw
) -> Postings:
    """Return transfers with accounts outside the bank: of large amounts by wire, of others by ACH.

    `account` has the account of each of the `rows`; `index` says which rows transfer, `day` and `cents` when and how
    much. The kinds are called `kind` with _ach and _wire; their references are indexes of `rows`.
    """
    second = draw.integers(f"{kind}_at", rows, *BRANCH_HOURS)[index]
    by_wire = np.abs(cents) >= numbers.BY_WIRE_FROM
    transfers = posted(account[index], day, second, cents, f"{kind}_ach", index)
    transfers.kind[by_wire] = POSTING_CODES[f"{kind}_wire"]
    return transfers


def possible(postings: Postings, accounts: Accounts) -> BoolArray:
    """Return which postings their accounts allow.

    They come after the opening day and before a closing day. Dormant customers start nothing any more, and nobody
    starts a debit on an account that is frozen.
    """
    account = postings.account
    closed, frozen = accounts.closed[account], accounts.frozen[account]
    initiated = _INITIATED_BY_CUSTOMER[postings.kind]
    is_open = (postings.day > accounts.opened[account]) & ((closed == NO_DAY) | (postings.day < closed))
    blocked = initiated & (postings.cents < 0) & (frozen != NO_DAY) & (postings.day >= frozen)
    idle_from = accounts.idle_from[account]
    idle = initiated & (idle_from != NO_DAY) & (postings.day >= idle_from)
    return is_open & ~blocked & ~idle

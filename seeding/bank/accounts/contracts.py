"""Contracts that are paid from an account, such as loans and policies: who makes one, and with which account."""

import numpy as np

from seeding.bank.accounts.account_types import ACCOUNT_TYPES
from seeding.bank.accounts.accounts import ACTIVE, Accounts
from seeding.bank.accounts.customers import PERSON_ACTIVE, Customers
from seeding.bank.accounts.numbers import CURRENCIES, LINKED, WITH_ACCOUNT
from seeding.engine.arrays import NONE, BoolArray, DayNumber, Index
from seeding.engine.draw import Draw
from seeding.engine.layout import Layout
from seeding.engine.rows import Rows
from seeding.engine.shares import share_range

MIN_DAYS_BEFORE_CONTRACT = 130
"""A customer joined, and opened the linked account, at least this many days ago: decided applications are older than a
month."""
_HALVES = ("applicants", "holders")
"""Who makes contracts: applicants for loans, and holders of policies."""
_USD = CURRENCIES.index("USD")


def eligible_for_contract(customers: Customers, layout: Layout) -> BoolArray:
    """Return whether each customer can make a contract; participants in planted cases make none."""
    joined_early_enough = customers.joined <= layout.until - MIN_DAYS_BEFORE_CONTRACT
    return (customers.status == PERSON_ACTIVE) & joined_early_enough & ~customers.in_case


def linkable_accounts(customers: Customers, accounts: Accounts, layout: Layout) -> Index:
    """Return for each customer the index of the account that a contract can be linked with; NONE where there is none.

    It is the first account that is active, in USD, of a type that pays contracts, and not opened recently. Accounts of
    planted cases cannot be linked.
    """
    suitable = (accounts.status == ACTIVE) & (accounts.currency == _USD) & ~accounts.dormant & ~accounts.in_case
    suitable &= ACCOUNT_TYPES.pays_contracts[accounts.type]
    index = np.flatnonzero(suitable & (accounts.opened <= layout.until - MIN_DAYS_BEFORE_CONTRACT))
    account = np.full(len(customers), NONE, np.int64)
    # From the last to the first, so that a customer's first account is written last and stays.
    account[accounts.owner[index[::-1]]] = index[::-1]
    return account


def choose_contract_holders(
    customers: Customers, account: Index, share: float, eligible: BoolArray, already: BoolArray, name: str, draw: Draw
) -> BoolArray:
    """Return whether each customer makes a contract: a share of all customers, three in four with an account to link.

    `account` comes from `linkable_accounts`. Customers who make one `already` count towards the share; the others are
    drawn from `eligible`. `name` is what the draw calls the contract holders, one of _HALVES: customers without any
    account come first, half of them for each kind of contract, for most customers hold something.
    """
    chosen, has_account = already.copy(), account != NONE
    share_with_account = WITH_ACCOUNT * share
    without = share_range(share - share_with_account, after=share_with_account)
    holds_nothing_else = (customers.accounts == 0) & (customers.key % len(_HALVES) == _HALVES.index(name))
    for column, wanted, group in (
        ("with_account", share_range(share_with_account), has_account),
        ("without anything", without, holds_nothing_else),
        ("without", without, ~has_account),
        # Where a small cell has too few customers with an account, or too few without, the others make up for it.
        ("any", share_range(share), np.ones(len(customers), bool)),
    ):
        chosen |= draw.stratified_sample(
            column,
            customers,
            wanted,
            eligible & ~chosen & group,
            rounding=name,
            already_selected=chosen & (group if column != "without anything" else ~has_account),
        )
    return chosen


def linked_accounts(
    accounts: Accounts, account: Index, rows: Rows, since: DayNumber, in_storyline: BoolArray, draw: Draw
) -> Index:
    """Return the index of the account that each contract is linked with; NONE for three in ten contracts.

    `account` is the account that each of the contracts `rows` could be linked with, NONE for none; it is linked only if
    it was opened before the contract began, on the day `since`. Contracts of storylines are linked whenever possible.
    """
    possible = (account != NONE) & (accounts.opened[account] < since)
    pinned = possible & in_storyline
    chosen = draw.stratified_sample("linked", rows, LINKED, possible & ~in_storyline, already_selected=pinned)
    return np.where(chosen | pinned, account, NONE)

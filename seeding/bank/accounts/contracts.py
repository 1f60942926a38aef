"""Contracts that run on an account, such as loans and policies: who makes one, and which account it is linked with."""

import numpy as np

from seeding.bank.accounts.lives import ACTIVE, CHECKING, PERSON_ACTIVE, SAVINGS, Accounts, Customers
from seeding.bank.accounts.numbers import CURRENCIES, LINKED, WITH_ACCOUNT
from seeding.engine.arrays import NONE, BoolArray, IntArray
from seeding.engine.draw import Draw
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows
from seeding.engine.shares import part

STANDING_DAYS = 130
"""Nobody makes a contract who joined, or opened the account for it, more recently: decided applications are older than
a month."""
_USD = CURRENCIES.index("USD")


def may_contract(customers: Customers, plan: Plan) -> BoolArray:
    """Return who may make a contract.

    Planted cases keep accounts of theirs free: they hold one without being able to link it.
    """
    here_long = customers.joined <= plan.last_day - STANDING_DAYS
    return (customers.status == PERSON_ACTIVE) & here_long & ~customers.in_case


def linkable(customers: Customers, accounts: Accounts, plan: Plan) -> IntArray:
    """Return for each customer the index of the account that a contract can be linked with, else NONE.

    The first that is in use, in USD, checking or savings, and not opened these days; planted cases keep theirs free.
    """
    fits = (accounts.status == ACTIVE) & (accounts.currency == _USD) & ~accounts.dormant & ~accounts.in_case
    fits &= (accounts.type == CHECKING) | (accounts.type == SAVINGS)
    index = np.flatnonzero(fits & (accounts.opened <= plan.last_day - STANDING_DAYS))
    account = np.full(len(customers), NONE, np.int64)
    account[accounts.owner[index[::-1]]] = index[::-1]
    return account


def contractors(
    customers: Customers, account: IntArray, share: float, free: BoolArray, already: BoolArray, name: str, draw: Draw
) -> BoolArray:
    """Return who makes a contract: a share of all customers, four in five of them with an account to link.

    Those who do `already` count; the others are drawn from `free`. `name` is what they are called.
    """
    chosen, holds = already.copy(), account != NONE
    with_account = WITH_ACCOUNT * share
    for column, wanted, eligible in (
        ("with_account", part(with_account), holds),
        ("without", part(share - with_account, after=with_account), ~holds),
        # Where a small cell has too few of either, the other kind makes up for it.
        ("any", part(share), np.ones(len(customers), bool)),
    ):
        chosen |= draw.stratified_sample(
            column, customers, wanted, free & ~chosen & eligible, rounding=name, already_selected=chosen & eligible
        )
    return chosen


def linked(
    accounts: Accounts, account: IntArray, rows: Rows, since: IntArray, in_storyline: BoolArray, draw: Draw
) -> IntArray:
    """Return the account that each contract is linked with, opened before it began; NONE for three in ten."""
    fits = (account != NONE) & (accounts.opened[account] < since)
    chosen = draw.stratified_sample("linked", rows, LINKED, fits & ~in_storyline, already_selected=fits & in_storyline)
    return np.where(chosen | (fits & in_storyline), account, NONE)

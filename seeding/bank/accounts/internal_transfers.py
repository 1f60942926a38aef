"""Transfers between accounts of the bank: to the owner's savings, and between the adults of a household."""

import numpy as np

from seeding.bank.accounts import everyday_numbers as numbers
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.amounts import draw_amounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.incomes import SPENDING_LEVELS, Incomes
from seeding.bank.accounts.posting_times import LATEST_SECOND, Clock
from seeding.bank.accounts.postings import Postings, possible, posted
from seeding.engine.arrays import NONE, Index
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.rows import Rows, concat


@node(stream="internal transfers", order=130)
def internal_transfers(
    customers: Customers, accounts: Accounts, incomes: Incomes, clock: Clock, draw: Draw
) -> Postings:
    """Return both postings of each transfer: the debit of the payer and the same credit of the payee."""
    payer, payee = _payers_and_payees(customers, accounts, draw)
    rows = Rows(accounts.key[payer], accounts.cell[payer])
    level = incomes.spending_level[accounts.owner[payer]]
    amount = draw_amounts(draw, "amount", rows, numbers.SAVED, SPENDING_LEVELS, level)
    day = clock.days(draw, "day", rows, "online")
    second = np.minimum(clock.seconds(draw, "second", rows, "online"), LATEST_SECOND)
    sent = posted(payer, day, second, -amount, "internal_out", payee)
    received = posted(payee, day, second, amount, "internal_in", payer)
    both_possible = possible(sent, accounts) & possible(received, accounts)
    return concat((sent.where(both_possible), received.where(both_possible)))


def _payers_and_payees(customers: Customers, accounts: Accounts, draw: Draw) -> tuple[Index, Index]:
    """Return the accounts that pay and those that are paid; both are in use, and no account pays twice."""
    savings = accounts.own_savings()
    can_save = (savings != NONE) & accounts.in_use & accounts.in_use[savings]
    saver = np.flatnonzero(can_save & (draw.uniform("saver", accounts) < numbers.SAVERS))
    first = np.flatnonzero(accounts.everyday & (accounts.ordinal == 0) & accounts.in_use)
    household = np.where(customers.in_household, customers.household_id, -customers.key)[accounts.owner[first]]
    first_adult = np.flatnonzero(household[1:] == household[:-1]) if len(first) else np.zeros(0, np.int64)
    # The second adult sends and the first adult receives, so that a first adult who saves does not pay twice.
    sender, receiver = first[first_adult + 1], first[first_adult]
    sends = (accounts.currency[sender] == accounts.currency[receiver]) & ~np.isin(sender, saver)
    sends &= draw.uniform("household", accounts)[sender] < numbers.HOUSEHOLD_TRANSFERS
    return np.concatenate((saver, sender[sends])), np.concatenate((savings[saver], receiver[sends]))

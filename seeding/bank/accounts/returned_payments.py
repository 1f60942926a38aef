"""Fees for payments that an account could not make."""

import numpy as np

from seeding.bank.accounts import everyday_numbers as numbers
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.ledger_numbers import NIGHT_RUN
from seeding.bank.accounts.postings import Postings, possible, posted
from seeding.bank.insurance.policies import AUTO_DEBIT, Policies
from seeding.bank.insurance.premiums import FAILED, Premiums
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.rows import Rows


@node(stream="returned payment fees", order=55)
def returned_payment_fees(accounts: Accounts, policies: Policies, premiums: Premiums, draw: Draw) -> Postings:
    """Return the fee for each premium whose debit was refused, on that day: an overdraft is not granted."""
    refused = (premiums.status == FAILED) & (policies.payment_method[premiums.policy] == AUTO_DEBIT)
    index = np.flatnonzero(refused)
    second = draw.integers("second", Rows(premiums.key[index], premiums.cell[index]), *NIGHT_RUN)
    account = policies.linked_account[premiums.policy[index]]
    fee = np.full(len(index), -numbers.RETURNED_PAYMENT_FEE)
    booked = posted(account, premiums.payment_day[index], second, fee, "returned_fee")
    return booked.where(possible(booked, accounts))

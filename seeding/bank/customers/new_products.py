"""The products that customers bought: accounts, loans and policies, with the day on which each began."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.account_types import ACCOUNT_TYPES
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.customers.dated_events import DatedEvents, order_of_events
from seeding.bank.insurance.policies import Policies
from seeding.bank.insurance.policy_types import POLICY_TYPES
from seeding.bank.loans.applications import Applications
from seeding.bank.loans.loan_types import LOAN_TYPES
from seeding.bank.loans.loans import Loans
from seeding.engine.arrays import Code
from seeding.engine.node import node

PRODUCTS = (*ACCOUNT_TYPES.names, *LOAN_TYPES.names, *POLICY_TYPES.names)
"""All products of the bank: types of accounts, of loans and of policies."""
_FIRST_LOAN_TYPE = len(ACCOUNT_TYPES.names)
_FIRST_POLICY_TYPE = _FIRST_LOAN_TYPE + len(LOAN_TYPES.names)


@dataclass(frozen=True)
class NewProducts(DatedEvents):
    """The openings of accounts, disbursements of loans and beginnings of policies; `product` is a code of PRODUCTS."""

    product: Code


@node(stream="new products")
def new_products(accounts: Accounts, applications: Applications, loans: Loans, policies: Policies) -> NewProducts:
    """Return the products that the customers of a block bought."""
    borrower = applications.customer[loans.application]
    customer = np.concatenate((accounts.owner, borrower, policies.customer))
    day = np.concatenate((accounts.opened, loans.disbursement_day, policies.start_day))
    product = np.concatenate((accounts.type, _FIRST_LOAN_TYPE + loans.type, _FIRST_POLICY_TYPE + policies.type))
    order = order_of_events(customer, day)
    return NewProducts(customer[order], day[order], product[order])

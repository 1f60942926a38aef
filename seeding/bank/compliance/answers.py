"""The answer key: which rows of the ledger belong to a planted case, and which to an innocent twin."""

import numpy as np
import polars as pl

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.ledger import Ledger
from seeding.bank.accounts.ledger_numbers import CASE_POSTING_CODES
from seeding.bank.accounts.recipes import customer_ids, transaction_ids
from seeding.bank.case_assignments import TYPOLOGIES
from seeding.bank.compliance.scenarios import Participants, Scenarios
from seeding.engine.arrays import NONE
from seeding.engine.columns import Coded, Columns, Flags, Text
from seeding.engine.expected import Expected
from seeding.engine.plan import Plan
from seeding.engine.recipe import recipe
from seeding.engine.text import join, padded, string_series
from seeding.models.answers import PlantedTransaction


def _answers_expected(plan: Plan) -> Expected:
    return Expected(0, 40 + plan.customers * 3 // 10)


@recipe(PlantedTransaction, _answers_expected)
def planted_transaction(
    accounts: Accounts, ledger: Ledger, participants: Participants, scenarios: Scenarios
) -> Columns:
    """Write down what nobody is to see who looks for the cases."""
    row = np.flatnonzero(np.isin(ledger.kind, CASE_POSTING_CODES))
    account = ledger.account[row]
    member = np.full(len(accounts), NONE, np.int64)
    member[participants.account] = np.arange(len(participants))
    scheme = participants.scheme[member[account]]
    return {
        "transaction_id": Text(transaction_ids(accounts, ledger, row)),
        "case_id": Text(case_ids(scenarios).gather(scheme)),
        "kind": Coded(TYPOLOGIES.names, scenarios.kind[scheme]),
        "planted": Flags(~scenarios.innocent[scheme]),
        "account_id": Text(accounts.ids.gather(account)),
        "customer_id": Text(customer_ids(accounts.key[account] // 2)),
        "subject": Flags(participants.place[member[account]] == 0),
    }


def case_ids(scenarios: Scenarios) -> pl.Series:
    """Return the keys of cases and their twins: the cell and the case in it, and a T for the twin."""
    case = scenarios.key // 2
    twin = string_series("", "-T").gather(scenarios.innocent.astype(np.int64))
    return join("CASE-", padded(scenarios.cell, 5), "-", padded(case % 1_000, 3), twin)

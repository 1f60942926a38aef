"""The answer key: which ledger rows belong to a planted case, and which to an innocent twin."""

import numpy as np
import polars as pl

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.ledger import Ledger
from seeding.bank.accounts.ledger_numbers import CASE_POSTING_CODES
from seeding.bank.accounts.recipes import customer_ids, transaction_ids
from seeding.bank.compliance.case_numbers import TYPOLOGIES
from seeding.bank.compliance.scenarios import Participants, Scenarios
from seeding.engine.arrays import NONE
from seeding.engine.columns import Coded, Columns, Days, Flags, Text
from seeding.engine.expected import Expected
from seeding.engine.layout import Layout
from seeding.engine.recipe import EXISTS_FROM, recipe
from seeding.engine.text import gather, join, padded, string_series
from seeding.models.answers import PlantedTransaction


def _answers_expected(layout: Layout) -> Expected:
    return Expected(0, 40 + layout.customers * 3 // 10)


@recipe(PlantedTransaction, _answers_expected, since=EXISTS_FROM)
def planted_transaction(
    customers: Customers, accounts: Accounts, ledger: Ledger, participants: Participants, scenarios: Scenarios
) -> Columns:
    """Write the answer key, which solvers must not see."""
    row = np.flatnonzero(np.isin(ledger.kind, CASE_POSTING_CODES))
    account = ledger.account[row]
    participant_of_account = np.full(len(accounts), NONE, np.int64)
    participant_of_account[participants.account] = np.arange(len(participants))
    participant = participant_of_account[account]
    scenario = participants.scenario[participant]
    return {
        "transaction_id": Text(transaction_ids(accounts, ledger, row)),
        "case_id": Text(gather(case_ids(scenarios), scenario)),
        "kind": Coded(TYPOLOGIES.names, scenarios.kind[scenario]),
        "planted": Flags(~scenarios.is_innocent[scenario]),
        "account_id": Text(gather(accounts.ids, account)),
        "customer_id": Text(customer_ids(customers.key[accounts.owner[account]])),
        "subject": Flags(participants.position[participant] == 0),
        EXISTS_FROM: Days(ledger.day[row]),
    }


def case_ids(scenarios: Scenarios) -> pl.Series:
    """Return the id of each scenario: its cell and the number of its case there, with "-T" for an innocent twin."""
    suffix = gather(string_series("", "-T"), scenarios.is_innocent.astype(np.int64))
    return join("CASE-", padded(scenarios.cell, 5), "-", padded(scenarios.case % 1_000, 3), suffix)

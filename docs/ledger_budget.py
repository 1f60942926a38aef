"""The budget of the ledger: how many rows of each kind a bank of scale 1 has, and how much money they move."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from seeding.bank.accounts.ledger import ledger
from seeding.bank.accounts.ledger_numbers import POSTING_KINDS
from seeding.bank.graph import BANK
from seeding.engine.arrays import Cents, Code
from seeding.engine.blocks import blocks
from seeding.engine.evaluation import evaluations
from seeding.engine.plan import CUSTOMERS_PER_SCALE, DEFAULT_SEED, EMPLOYEES_PER_SCALE, Plan

FILE = Path(__file__).resolve().parent / "ledger.md"
_DAY = date(2026, 6, 30)
_CELLS = 100
_CENTS = 100
_HEAD = """# The budget of the ledger

How many rows of each kind of posting the ledger of a bank of scale 1 has, with what sign, and how much money they move
in and out, in thousands of USD (of each account's currency). `make papers` writes it again; the bank is the one of the
default seed on {day}. Debits are {debits:.0%} of {rows:,} rows, {per_account:.1f} rows per account.

| kind | type | channel | sign | rows | money in | money out |
|---|---|---|---|---|---|---|"""


def ledger_budget() -> str:
    """Return the budget as a Markdown page: one row per kind of posting, the most frequent first."""
    plan = Plan(DEFAULT_SEED, CUSTOMERS_PER_SCALE, EMPLOYEES_PER_SCALE, _DAY, _DAY, _DAY)
    kinds, cents, accounts = [], [], 0
    for evaluation, recipes in evaluations(BANK, plan, blocks(plan.layout, _CELLS)):
        if recipes == BANK.block_recipes:
            found = ledger(**evaluation.arguments(ledger))
            kinds.append(found.kind)
            cents.append(found.cents)
            accounts += len(found.balances_on(plan.seen_on))
    kind, amount = np.concatenate(kinds), np.concatenate(cents)
    head = _HEAD.format(
        day=_DAY, debits=(amount < 0).mean(), rows=len(amount), per_account=len(amount) / max(accounts, 1)
    )
    return "\n".join([head, *_rows(kind, amount), ""])


def _rows(kind: Code, cents: Cents) -> Iterator[str]:
    counts = np.bincount(kind, minlength=len(POSTING_KINDS))
    for code in np.argsort(-counts, kind="stable"):
        each, amounts = POSTING_KINDS[code], cents[kind == code]
        sums = (amounts.clip(0).sum(), -amounts.clip(max=0).sum())
        money_in, money_out = (int(each_sum) // (1_000 * _CENTS) for each_sum in sums)
        sign = "+" if (amounts > 0).all() else "-"
        yield (
            f"| {each.description} ({each.name}) | {each.transaction_type} | {each.channel} | {sign} "
            f"| {counts[code]:,} | {money_in:,} | {money_out:,} |"
        )

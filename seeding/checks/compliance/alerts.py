"""Alerts: what the active rules find in the ledger, with the thresholds of compliance_rules."""

import polars as pl

from seeding.bank.compliance.numbers import RULES
from seeding.checks.compliance import rules
from seeding.checks.databases import ACCOUNTS_DB, COMPLIANCE_DB
from seeding.checks.reader import BankReader
from seeding.discovery import modules_of

_RULES = {rule.id for rule in RULES}
QUERIES = {name: str(query) for module in modules_of(rules) for name, query in vars(module).items() if name in _RULES}
"""The query of each active rule by its key: the constants of these names in the modules of rules."""

_ALERT = {
    "entity_id": pl.String,
    "transaction_id": pl.String,
    "at": pl.Int64,
    "hundredfold": pl.Int64,
    "rows": pl.String,
    "rule_id": pl.String,
}
"""Columns of an alert, for a bank without active rules."""


def active_rules(bank: BankReader) -> pl.DataFrame:
    """Return the active rules, with a hundred times their threshold."""
    return bank.frame(
        COMPLIANCE_DB,
        """
        SELECT rule_id, (threshold_value * 100)::bigint AS threshold, created_date
        FROM compliance_rules WHERE is_active ORDER BY rule_id
        """,
    )


def alerts(bank: BankReader) -> pl.DataFrame:
    """Return the alerts of all active rules: entity, transaction, measured value and the transactions of the window."""
    found = [
        bank.frame(ACCOUNTS_DB, QUERIES[rule], limit=threshold / 100).with_columns(rule_id=pl.lit(rule))
        for rule, threshold in active_rules(bank).select("rule_id", "threshold").iter_rows()
        if rule in QUERIES
    ]
    return pl.concat([pl.DataFrame(schema=_ALERT), *found])

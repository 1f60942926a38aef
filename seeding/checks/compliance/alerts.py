"""Alerts: what the active rules find in the ledger, with the thresholds of compliance_rules."""

import polars as pl

from seeding.checks.compliance.rules import amounts, cash, paths
from seeding.checks.databases import ACCOUNTS_DB, COMPLIANCE_DB
from seeding.checks.reader import BankReader

QUERIES = {
    "R01": cash.R01,
    "R02": amounts.R02,
    "R03": amounts.R03,
    "R04": cash.R04,
    "R05": cash.R05,
    "R06": cash.R06,
    "R07": amounts.R07,
    "R08": paths.R08,
    "R09": paths.R09,
    "R10": paths.R10,
    "R11": paths.R11,
    "R12": amounts.R12,
    "R13": amounts.R13,
    "R14": amounts.R14,
    "R15": cash.R15,
    "R16": amounts.R16,
}
"""The query of each rule, by its key."""

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

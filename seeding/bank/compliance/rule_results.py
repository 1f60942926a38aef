"""The results of a rule on a ledger: its alerts, each with the ledger rows that caused it."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.compliance.ledger_view import LedgerView
from seeding.bank.compliance.trailing_windows import TrailingWindows
from seeding.engine.arrays import BoolArray, Index, IntArray


@dataclass(frozen=True)
class RuleResult:
    """The alerts of one rule.

    `row` and `value` have one element per alert: the ledger row at which the rule's condition turns true, and what the
    rule measured, in the unit of its limit. `evidence_row` and `evidence_alert` have one element per ledger row that
    belongs to an alert: the row, and the index of the alert.
    """

    row: Index
    value: IntArray
    evidence_row: Index
    evidence_alert: Index


def single_row_alerts(ledger: LedgerView, breaks_rule: BoolArray) -> RuleResult:
    """Return an alert for each row that breaks a rule by itself; its value is the row's amount in cents."""
    rows = np.flatnonzero(breaks_rule)
    return RuleResult(rows, ledger.amount[rows], rows, np.arange(len(rows)))


def window_alerts(windows: TrailingWindows, condition: BoolArray, value: IntArray) -> RuleResult:
    """Return an alert for each row at which a condition on its window turns true.

    `condition` and `value` have one element per row of `windows`.
    """
    positions = windows.where_turns_true(condition)
    evidence_row, evidence_alert = windows.rows_of_windows(positions)
    return RuleResult(windows.row[positions], value[positions], evidence_row, evidence_alert)


def sum_alerts(windows: TrailingWindows, limit: int) -> RuleResult:
    """Return an alert for each row at which the sum of its window comes to exceed `limit` cents."""
    sums = windows.sums()
    return window_alerts(windows, sums > limit, sums)

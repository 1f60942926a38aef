"""The alerts of the active rules in the ledger of a block."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.ledger import Ledger
from seeding.bank.compliance import numbers, rules
from seeding.bank.compliance.detectors import Detector, one_per_active_rule
from seeding.bank.compliance.ledger_view import LedgerView
from seeding.bank.compliance.numbers import ENTITIES, RULE_CODE, RULES
from seeding.discovery import instances_in
from seeding.engine.arrays import NONE, BoolArray, Code, Index, IntArray
from seeding.engine.calendar import Calendar
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows

DETECTORS = one_per_active_rule(detector for _, detector in instances_in([rules], Detector))
"""The detector of every active rule, by rule id."""
_ALERTS_OF_ROW = Room("alerts of a ledger row", 32)
_PATTERN = np.array([rule.pattern for rule in RULES])
_ENTITY = np.array([ENTITIES.index(rule.entity) for rule in RULES])


@dataclass(frozen=True)
class Alerts(Rows):
    """The alerts of a block, in the ledger's order.

    `rule`, `row` and `value` have one element per alert: a code of RULES, the ledger row at which the rule's condition
    turned true, and what the rule measured, in the unit of its limit. `evidence_row` and `evidence_alert` have one
    element per ledger row that belongs to an alert: the row, and the index of the alert.
    """

    rule: Code
    row: Index
    value: IntArray
    evidence_row: Index
    evidence_alert: Index

    @property
    def is_pattern(self) -> BoolArray:
        """Whether each alert comes from a rule that looks for a pattern, not for a size."""
        return _PATTERN[self.rule]

    @property
    def entity(self) -> Code:
        """The entity that broke the rule, a code of ENTITIES for each alert."""
        return _ENTITY[self.rule]

    def severity(self, layout: Layout) -> Code:
        """Return how far the value exceeds the limit, a code of SEVERITIES for each alert."""
        percent = np.array(numbers.SEVERITY_FROM_PERCENT)
        limit = np.array([rule.limit(layout) for rule in RULES])
        return (self.value[:, None] * 100 >= percent * limit[self.rule][:, None]).sum(axis=1)


@node(stream="alerts")
def alerts(ledger: Ledger, view: LedgerView, layout: Layout, calendar: Calendar) -> Alerts:
    """Return the alerts of every active rule on the ledger rows of the monitored years."""
    codes, results = zip(
        *((RULE_CODE[id_], found.alerts(view, layout)) for id_, found in DETECTORS.items()), strict=True
    )
    counts = [len(result.row) for result in results]
    first = np.cumsum([0, *counts[:-1]])
    rule = np.repeat(codes, counts)
    row = np.concatenate([result.row for result in results])
    value = np.concatenate([result.value for result in results])
    evidence_row = np.concatenate([result.evidence_row for result in results])
    evidence_alert = np.concatenate(
        [result.evidence_alert + start for result, start in zip(results, first, strict=True)]
    )
    years = numbers.MONITORED_YEARS_IN_FULL if layout.is_full else numbers.MONITORED_YEARS
    since = calendar.years_before(np.array([layout.start]), years)[0]
    kept = np.flatnonzero(view.day[row] > since)
    kept = kept[np.lexsort((rule[kept], row[kept]))]
    new_index = np.full(len(row), NONE, np.int64)
    new_index[kept] = np.arange(len(kept))
    evidence = np.flatnonzero(new_index[evidence_alert] != NONE)
    evidence = evidence[np.lexsort((evidence_row[evidence], new_index[evidence_alert[evidence]]))]
    row, rule = row[kept], rule[kept]
    return Alerts(
        key=child_key(ledger.key[row], rule, _ALERTS_OF_ROW),
        cell=ledger.cell[row],
        rule=rule,
        row=row,
        value=value[kept],
        evidence_row=evidence_row[evidence],
        evidence_alert=new_index[evidence_alert[evidence]],
    )

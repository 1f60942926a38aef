"""What the active rules find in the ledger of a block."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.ledger import Ledger
from seeding.bank.compliance import numbers
from seeding.bank.compliance.ledger_view import LedgerView
from seeding.bank.compliance.numbers import ENTITIES, RULE, RULES
from seeding.bank.compliance.rules import FUNCTIONS
from seeding.engine.arrays import BoolArray, IntArray
from seeding.engine.calendar import Calendar
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

_RULES = 32
"""Room for the rules that catch one row, in the keys of catches."""
_PATTERN = np.array([rule.pattern for rule in RULES])
_LIMIT = np.array([rule.limit for rule in RULES])
_ENTITY = np.array([ENTITIES.index(rule.entity) for rule in RULES])


@dataclass(frozen=True)
class Alerts(Rows):
    """The catches of a block, in the ledger's order; the key is the ledger row's x 32 + the rule's place in RULES.

    `row` is the row of the ledger at which the rule's condition turned true; `value` is in the unit of its limit.
    The rows that make up the catches come beside: `window` are rows of the ledger, `of` the catch of each, by index.
    """

    rule: IntArray
    row: IntArray
    value: IntArray
    window: IntArray
    of: IntArray

    @property
    def pattern(self) -> BoolArray:
        """Which were told by a pattern, and not by a size."""
        return _PATTERN[self.rule]

    @property
    def entity(self) -> IntArray:
        """What broke the rule: places in ENTITIES."""
        return _ENTITY[self.rule]

    @property
    def severity(self) -> IntArray:
        """How far the value is over the limit: places in SEVERITIES."""
        percent = np.array(numbers.SEVERITY_FROM_PERCENT)
        return (self.value[:, None] * 100 >= percent * _LIMIT[self.rule][:, None]).sum(axis=1)


@node(stream="alerts")
def alerts(ledger: Ledger, view: LedgerView, plan: Plan, calendar: Calendar) -> Alerts:
    """Run every active rule over the ledger and keep what it catches in the years that are watched."""
    found = {RULE[key]: function(view) for key, function in FUNCTIONS.items()}
    counts = [len(each.row) for each in found.values()]
    first = np.cumsum([0, *counts[:-1]])
    row = np.concatenate([each.row for each in found.values()])
    rule = np.repeat(list(found), counts)
    value = np.concatenate([each.value for each in found.values()])
    window = np.concatenate([each.window for each in found.values()])
    of = np.concatenate([each.of + start for each, start in zip(found.values(), first, strict=True)])
    since = calendar.years_before(np.array([plan.last_day]), numbers.WATCHED_YEARS)[0]
    kept = np.flatnonzero(view.day[row] > since)
    kept = kept[np.lexsort((rule[kept], row[kept]))]
    place = np.full(len(row), -1, np.int64)
    place[kept] = np.arange(len(kept))
    shown = np.flatnonzero(place[of] >= 0)
    shown = shown[np.lexsort((window[shown], place[of[shown]]))]
    row, rule = row[kept], rule[kept]
    return Alerts(
        key=ledger.key[row] * _RULES + rule,
        cell=ledger.cell[row],
        rule=rule,
        row=row,
        value=value[kept],
        window=window[shown],
        of=place[of[shown]],
    )

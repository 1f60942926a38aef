"""Detectors: the active rules of `numbers.RULES`, each with the function that finds its alerts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from seeding.bank.compliance.ledger_view import LedgerView
from seeding.bank.compliance.numbers import RULE_CODE, RULES, Rule
from seeding.bank.compliance.rule_results import RuleResult
from seeding.bank.products import require_same_names
from seeding.engine.layout import Layout

DetectorFunction: TypeAlias = Callable[[LedgerView, int], RuleResult]
"""Takes a ledger and the rule's limit, in cents or as a number, and returns the alerts."""


@dataclass(frozen=True)
class Detector:
    """An active rule with the function that finds its alerts in a ledger."""

    rule: Rule
    function: DetectorFunction

    def alerts(self, ledger: LedgerView, layout: Layout) -> RuleResult:
        """Return what the rule finds in a ledger."""
        return self.function(ledger, self.rule.limit(layout))


def detects(rule_id: str) -> Callable[[DetectorFunction], Detector]:
    """Return the decorator that makes a function the detector of a rule.

    Raises ValueError for a rule that does not exist or is switched off.
    """
    if rule_id not in RULE_CODE:
        raise ValueError(f"a detector is for rule {rule_id}, which does not exist")
    rule = RULES[RULE_CODE[rule_id]]
    if not rule.active:
        raise ValueError(f"a detector is for rule {rule_id}, which is switched off")
    return lambda function: Detector(rule, function)


def one_per_active_rule(detectors: Iterable[Detector]) -> dict[str, Detector]:
    """Return the detectors by rule id, in the order of the rules.

    Raises ValueError, which names the rules, for active rules without a detector and rules with two.
    """
    found = sorted(detectors, key=lambda detector: RULE_CODE[detector.rule.id])
    ids = [detector.rule.id for detector in found]
    require_same_names("detector", ids, "the active rules", [rule.id for rule in RULES if rule.active])
    return dict(zip(ids, found, strict=True))

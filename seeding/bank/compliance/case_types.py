"""The types of planted cases: for each, what its participants book and how a report describes it."""

from dataclasses import dataclass
from typing import Any

from datahub.compliance.models import SuspiciousActivityReport
from seeding.bank.accounts.postings import Postings
from seeding.bank.compliance.case_numbers import TYPOLOGIES
from seeding.bank.compliance.scenario_postings import (
    cycle_postings,
    fan_postings,
    structuring_postings,
    wire_postings,
)
from seeding.bank.products import in_order_of
from seeding.engine.node import Node


@dataclass(frozen=True)
class CaseType:
    """A type of planted case.

    `postings` is the node that books its rows; `activity` is what a suspicious activity report calls it, and
    `narrative` how a report describes it.

    Raises ValueError for an activity that the model of reports does not know.
    """

    name: str
    postings: Node[Any, Postings]
    activity: str
    narrative: str

    def __post_init__(self) -> None:
        if self.activity not in SuspiciousActivityReport.Activity.values:
            raise ValueError(f"case type {self.name}: reports know no activity {self.activity!r}")


_CASE_TYPES = (
    CaseType(
        "structuring", structuring_postings, "structuring",
        "cash deposits, each below the reporting threshold, on days close to each other, and what became of the money",
    ),
    CaseType(
        "high_risk_wires", wire_postings, "high_risk_country",
        "wires to parties in a country with a call for caution, without a known reason",
    ),
    CaseType(
        "fan_in", fan_postings, "unusual_pattern",
        "credits from several customers within days, who do not seem to be related",
    ),
    CaseType(
        "fan_out", fan_postings, "unusual_pattern",
        "money sent to several customers within days, who do not seem to be related",
    ),
    CaseType(
        "cycle", cycle_postings, "unusual_pattern",
        "a sum that came back within days after it had passed through other customers' accounts",
    ),
)  # fmt: skip

_BY_NAME = {case_type.name: case_type for case_type in _CASE_TYPES}
CASE_TYPES = in_order_of(TYPOLOGIES.names, _BY_NAME, "case type", "the kinds of cases")
"""By code of TYPOLOGIES: every kind of case that customers are assigned to has a type."""
ACTIVITIES: tuple[str, ...] = tuple(dict.fromkeys(case_type.activity for case_type in CASE_TYPES))
"""What reports call the cases."""

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
from seeding.bank.phrases import Phrases
from seeding.bank.products import in_order_of
from seeding.engine.node import Node


@dataclass(frozen=True)
class CaseType:
    """A type of planted case.

    `postings` is the node that books its rows; `activity` is what a suspicious activity report calls it, and
    `narratives` how a report may describe it. `explanations` are what a twin turns out to be.

    Raises ValueError for an activity that the model of reports does not know, and where a text is missing.
    """

    name: str
    postings: Node[Any, Postings]
    activity: str
    narratives: tuple[str, ...]
    explanations: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.activity not in SuspiciousActivityReport.Activity.values:
            raise ValueError(f"case type {self.name}: reports know no activity {self.activity!r}")
        if not self.narratives or not self.explanations:
            raise ValueError(f"case type {self.name}: no narrative or no explanation")


_CASE_TYPES = (
    CaseType(
        "structuring", structuring_postings, "structuring",
        narratives=(
            "cash deposits, each below the reporting threshold, on days close to each other, and what became of the "
            "money",
            "several deposits of cash below 10,000 USD each, followed by a payment of most of the sum",
            "cash that was divided into deposits below the reporting threshold, most of it passed on soon after",
            "cash deposits that stay under the threshold of a currency transaction report, with a payment after the "
            "last one",
            "repeated cash deposits within days, none large enough for a currency transaction report, and a payment "
            "from the account",
            "cash brought in parts on separate days, and a transfer out of the account after it",
        ),
        explanations=(
            "the receipts of a store, deposited every few days", "cash sales that agree with the tax return on file",
            "receipts of a small business whose deposits have this size all year",
            "deposits of a store, and the invoice of its supplier",
        ),
    ),
    CaseType(
        "high_risk_wires", wire_postings, "high_risk_country",
        narratives=(
            "wires to parties in a country with a call for caution, without a known reason",
            "wires abroad to a high-risk country that do not fit the customer's profile",
            "outgoing wires to a country under increased monitoring, for which the customer gave no documents",
            "repeated wires to parties in a high-risk country; their relation to the customer is not known",
            "wires a few days apart to a country on the FATF lists, with no apparent lawful purpose",
            "money wired to a high-risk country in sums that the stated occupation does not explain",
        ),
        explanations=(
            "support of relatives, documented", "family abroad, as the customer file says since onboarding",
            "help for parents, with their letters on file", "school fees of relatives, invoices on file",
        ),
    ),
    CaseType(
        "fan_in", fan_postings, "unusual_pattern",
        narratives=(
            "credits from several customers within days, who do not seem to be related",
            "transfers from several accounts of this bank that come together on one account",
            "money collected from customers with no known tie to the account holder",
            "incoming transfers of several customers in one week, their purpose unknown",
            "funds of several customers gathered on one account within days",
        ),
        explanations=(
            "a family pooling money for a shared purchase", "relatives who gave the same amount each for a gift",
            "shares of a family event", "relatives paying their parts of a trip",
        ),
    ),
    CaseType(
        "fan_out", fan_postings, "unusual_pattern",
        narratives=(
            "money sent to several customers within days, who do not seem to be related",
            "transfers to several accounts of this bank from one account within days",
            "money spread over customers with no known tie to the account holder",
            "outgoing transfers to several customers in one week, their purpose unknown",
            "funds of one account divided among several customers within days",
        ),
        explanations=(
            "a family sharing money", "equal gifts to relatives", "an inheritance divided among relatives",
            "costs of a family event paid back",
        ),
    ),
    CaseType(
        "cycle", cycle_postings, "unusual_pattern",
        narratives=(
            "a sum that came back within days after it had passed through other customers' accounts",
            "money that went through several accounts and returned almost complete",
            "transfers between customers that form a circle, the last one back to the first sender",
            "a circular flow of funds without an economic purpose",
            "a transfer that reached its sender again by way of other customers",
        ),
        explanations=(
            "friends who lent each other money", "a loan among friends, paid back in full",
            "a shared purchase that was called off", "friends settling a trip among themselves",
        ),
    ),
)  # fmt: skip

_BY_NAME = {case_type.name: case_type for case_type in _CASE_TYPES}
CASE_TYPES = in_order_of(TYPOLOGIES.names, _BY_NAME, "case type", "the kinds of cases")
"""By code of TYPOLOGIES: every kind of case that customers are assigned to has a type."""
ACTIVITIES: tuple[str, ...] = tuple(dict.fromkeys(case_type.activity for case_type in CASE_TYPES))
"""What reports call the cases."""

NARRATIVES = Phrases.of(case_type.narratives for case_type in CASE_TYPES)
"""How reports describe a case, by code of TYPOLOGIES."""
EXPLANATIONS = Phrases.of(case_type.explanations for case_type in CASE_TYPES)
"""What the twin of a case turns out to be, by code of TYPOLOGIES."""

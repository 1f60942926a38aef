"""Descriptions of claims and of policy events."""

from seeding.bank.insurance.numbers import EVENT_TYPES
from seeding.bank.insurance.policy_types import POLICY_TYPES
from seeding.bank.phrases import Phrases

STORM = "Storm tore part of the roof off; rain damaged two rooms below"
"""The claim of the storyline."""

PERILS = Phrases.of(each.perils for each in POLICY_TYPES)
"""What happened, by the code of the policy type."""

REJECTION_REASONS = Phrases.of([(
    "Wear and tear is not covered", "The loss is excluded by the terms", "Reported after the time allowed",
    "The documents asked for were not sent", "The loss lies below the deductible", "No proof of the damage",
)])  # fmt: skip
"""Why a claim is rejected."""

MODIFICATIONS = Phrases.of(each.modifications for each in POLICY_TYPES)
"""What a modification changes, by the code of the policy type."""

_EVENTS = {
    "renewal": "Renewed through",
    "modification": "",
    "lapse": "Lapsed: premium not paid",
    "cancellation": "Canceled at the policyholder's request",
    "reinstatement": "Reinstated: outstanding premium paid",
}
EVENTS = tuple(_EVENTS[name] for name in EVENT_TYPES)
"""How the description of an event begins, by its code in EVENT_TYPES."""

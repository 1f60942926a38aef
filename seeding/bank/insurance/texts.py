"""What happened, in words: losses by type of policy, reasons of refusal, changes of policies."""

from seeding.bank.insurance.numbers import EVENTS, TYPES
from seeding.bank.phrases import Phrases, expand

STORM = "Storm tore part of the roof off; rain damaged two rooms below"
"""The storyline's claim."""

_LOSSES = {
    "life": ("Death of the insured",),
    "property": (
        *expand("{} in the {}", ("Burst pipe", "Small fire", "Water leak"), ("kitchen", "basement", "utility room")),
        "Storm damage to the roof", "Hail broke several windows", "Fallen tree on the garage", "Burglary, door forced",
        "Lightning strike, electrical system damaged", "Sewage backup after heavy rain", "Vandalism to the facade",
    ),
    "vehicle": (
        *expand("{} {}", ("Rear-end collision", "Side collision", "Minor collision"), (
            "at a traffic light", "in a parking lot", "on the highway", "at an intersection",
        )),
        "Hail damage to hood and roof", "Windshield broken by a stone", "Collision with a deer",
        "Vehicle broken into, window smashed", "Skidded on ice into a guard rail",
    ),
    "health": (
        *expand("{} {}", ("Outpatient surgery,", "Hospital stay,"), ("knee", "shoulder", "appendix", "hernia")),
        "Broken wrist, emergency room and cast", "Diagnostic imaging and specialist visits",
        "Physical therapy after an injury", "Dental surgery after an accident", "Emergency room visit, chest pain",
        "Treatment of pneumonia",
    ),
    "travel": (
        "Trip cancelled because of illness", "Baggage lost by the airline", "Flight missed after a delayed connection",
        "Doctor's visit abroad", "Camera stolen from the hotel room", "Trip cut short by a family emergency",
    ),
}  # fmt: skip
LOSSES = Phrases.of(_LOSSES[name] for name in TYPES.names)
"""By type of policy."""

REASONS = Phrases.of([(
    "Wear and tear is not covered", "The loss is excluded by the terms", "Reported after the time allowed",
    "The documents asked for were not sent", "The loss lies below the deductible", "No proof of the damage",
)])  # fmt: skip
"""Why a claim is rejected."""

_CHANGES = {
    "life": ("Beneficiaries reviewed and confirmed", "Address of the policyholder changed"),
    "property": ("Deductible changed", "Mailing address of the policyholder changed"),
    "vehicle": ("Deductible changed", "Address of the policyholder changed", "Garaging address changed"),
    "health": ("Deductible changed", "Address of the policyholder changed"),
    "travel": ("Address of the policyholder changed",),
}
CHANGES = Phrases.of(_CHANGES[name] for name in TYPES.names)
"""What a modification changes, by type of policy; never the premium or the cover."""

_EVENTS = {
    "renewal": "Renewed for the year to",
    "modification": "",
    "lapse": "Lapsed: premium not paid",
    "cancellation": "Cancelled at the policyholder's request",
    "reinstatement": "Reinstated: outstanding premium paid",
}
EVENT_TEXTS = tuple(_EVENTS[name] for name in EVENTS)

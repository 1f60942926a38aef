"""Policy types: what each insures, for how long and at what price, and what can happen to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from datahub.insurance.models import Claim, Policy
from seeding.bank.phrases import expand
from seeding.bank.products import ProductError, Products, require, require_same_names
from seeding.bank.storylines import ROLES
from seeding.engine.shares import CategoryShares, Range

LOWEST_RATE, HIGHEST_RATE = 50, 300
"""Basis points of the coverage that a year of any policy may cost: 0.5 to 3 %."""


class Term(StrEnum):
    """How long a policy runs."""

    FIXED = "a fixed number of years"
    RENEWED = "a year, renewed every year"
    SINGLE_TRIP = "one trip, paid for by a single premium; it neither lapses nor changes"


@dataclass(frozen=True, kw_only=True)
class Loss:
    """The part of a claim that is paid, in whole USD: log-normal inside `paid`.

    `spread` is the standard deviation of the logarithm. The `deductible` comes on top in the claimed amount.
    """

    median: float
    spread: float
    paid: Range
    deductible: int

    def __post_init__(self) -> None:
        if not 0 < self.paid.low <= self.median <= self.paid.high:
            raise ProductError(f"the median loss {self.median} lies outside {self.paid.low} to {self.paid.high}")
        if self.spread <= 0 or self.deductible < 0:
            raise ProductError("the spread of losses must be positive, their deductible at least 0")


@dataclass(frozen=True, kw_only=True)
class PolicyType:
    """A policy type. Coverage is in whole USD, `rates` the lowest and highest price of a year in basis points of it.

    `share` is its part of all policies; types `for_companies` make up the policies of companies in the same ratio.
    Coverage is log-normal inside `coverage`: `median` is that of retail customers, `spread` the standard deviation of
    the logarithm, and every amount is a multiple of `unit`. `loss` is None where the policy insures a life: then its
    price follows the age, it names beneficiaries, and one claim pays all of the coverage and ends it. `perils` are the
    descriptions of claims, `modifications` those of changes, which never touch coverage or premium.
    """

    name: str
    share: float
    for_companies: bool
    term: Term
    coverage: Range
    median: float
    spread: float
    unit: int
    rates: tuple[int, int]
    claim_type: str
    loss: Loss | None
    perils: tuple[str, ...]
    modifications: tuple[str, ...]

    def __post_init__(self) -> None:
        require(0 < self.share <= 1, self, f"share {self.share} must lie above 0, up to 1")
        require(self.coverage.low <= self.median <= self.coverage.high, self, "median lies outside `coverage`")
        require(self.coverage.low > 0 and self.spread > 0, self, "coverage and spread must be positive")
        require(0 < self.unit <= self.coverage.low, self, "unit must be positive and at most the lowest coverage")
        in_limits = LOWEST_RATE <= self.rates[0] <= self.rates[1] <= HIGHEST_RATE
        require(in_limits, self, f"rates must rise within {LOWEST_RATE} to {HIGHEST_RATE} basis points")
        is_death = self.claim_type == Claim.Type.DEATH
        require(is_death == self.insures_life, self, "`loss` must be None exactly where the claim type is death")
        require(bool(self.perils) and all(self.perils), self, "perils are missing")
        require(bool(self.modifications) and all(self.modifications), self, "modifications are missing")

    @property
    def insures_life(self) -> bool:
        """Whether it pays its coverage on the death of the insured, not a loss."""
        return self.loss is None


@dataclass(frozen=True)
class PolicyTypes(Products[PolicyType]):
    """All policy types; `claim_choices` are the claim types that the model allows.

    Raises ProductError also where claim types do not match, no type is for companies, or a storyline names an
    undefined one.
    """

    claim_choices: Sequence[str]

    def __post_init__(self) -> None:
        super().__post_init__()
        repeated = sorted({name for name in self.claim_types if self.claim_types.count(name) > 1})
        if repeated:
            raise ProductError(f"claim type {repeated[0]!r} belongs to more than one {self.kind}")
        require_same_names("claim type", self.claim_types, "the model's claim types", self.claim_choices)
        if not any(each.for_companies for each in self.types):
            raise ProductError(f"no {self.kind} is for companies")
        for role in ROLES.values():
            unknown = [name for name in role.policies if name not in self.names]
            if unknown:
                raise ProductError(f"storyline customer {role.customer} has {unknown[0]!r}, no {self.kind}")

    @property
    def claim_types(self) -> tuple[str, ...]:
        """The claim type of each policy type, by its code."""
        return tuple(each.claim_type for each in self.types)

    @property
    def shares_of_companies(self) -> CategoryShares:
        """The shares of the types among the policies of companies."""
        return CategoryShares.from_weights(**{each.name: each.share for each in self.types if each.for_companies})


_ROOMS = ("kitchen", "basement", "utility room")
_PLACES_OF_COLLISION = ("at a traffic light", "in a parking lot", "on the highway", "at an intersection")
_BODY_PARTS = ("knee", "shoulder", "appendix", "hernia")

# Ranges of coverage are the bank's policy. Medians and losses follow the order, not the detail, of the Insurance
# Information Institute's fact statistics, 2024: homes 1,400 USD a year and 14,000 a claim, collisions 5,500, life
# 160,000 of coverage.
POLICY_TYPES = PolicyTypes(
    "policy type",
    (
        PolicyType(
            name="life",
            share=0.35,
            for_companies=False,
            term=Term.FIXED,
            coverage=Range(50_000, 2_000_000),
            median=120_000,
            spread=0.65,
            unit=5_000,
            rates=(50, 300),
            claim_type="death",
            loss=None,
            perils=("Death of the insured",),
            modifications=("Beneficiaries reviewed and confirmed", "Address of the policyholder changed"),
        ),
        PolicyType(
            name="property",
            share=0.25,
            for_companies=True,
            term=Term.RENEWED,
            coverage=Range(100_000, 5_000_000),
            median=260_000,
            spread=0.40,
            unit=10_000,
            rates=(50, 80),
            claim_type="property_damage",
            loss=Loss(median=6_500, spread=0.9, paid=Range(500, 60_000), deductible=1_000),
            perils=(
                *expand("{} in the {}", ("Burst pipe", "Small fire", "Water leak"), _ROOMS),
                "Storm damage to the roof", "Hail broke several windows", "Fallen tree on the garage",
                "Burglary, door forced", "Lightning strike, electrical system damaged",
                "Sewage backup after heavy rain", "Vandalism to the facade",
            ),
            modifications=("Deductible changed", "Mailing address of the policyholder changed"),
        ),
        PolicyType(
            name="vehicle",
            share=0.20,
            for_companies=True,
            term=Term.RENEWED,
            coverage=Range(10_000, 150_000),
            median=32_000,
            spread=0.45,
            unit=1_000,
            rates=(200, 300),
            claim_type="accident",
            loss=Loss(median=3_400, spread=0.7, paid=Range(300, 40_000), deductible=500),
            perils=(
                *expand(
                    "{} {}", ("Rear-end collision", "Side collision", "Minor collision"), _PLACES_OF_COLLISION
                ),
                "Hail damage to hood and roof", "Windshield broken by a stone", "Collision with a deer",
                "Vehicle broken into, window smashed", "Skidded on ice into a guard rail",
            ),
            modifications=(
                "Deductible changed", "Address of the policyholder changed", "Garaging address changed",
            ),
        ),
        PolicyType(
            name="health",
            share=0.15,
            for_companies=False,
            term=Term.RENEWED,
            coverage=Range(50_000, 1_000_000),
            median=170_000,
            spread=0.45,
            unit=10_000,
            rates=(60, 140),
            claim_type="medical",
            loss=Loss(median=3_600, spread=0.8, paid=Range(150, 40_000), deductible=250),
            perils=(
                *expand("{} {}", ("Outpatient surgery,", "Hospital stay,"), _BODY_PARTS),
                "Broken wrist, emergency room and cast", "Diagnostic imaging and specialist visits",
                "Physical therapy after an injury", "Dental surgery after an accident",
                "Emergency room visit, chest pain", "Treatment of pneumonia",
            ),
            modifications=("Deductible changed", "Address of the policyholder changed"),
        ),
        PolicyType(
            name="travel",
            share=0.05,
            for_companies=False,
            term=Term.SINGLE_TRIP,
            coverage=Range(10_000, 100_000),
            median=30_000,
            spread=0.45,
            unit=5_000,
            rates=(50, 150),
            claim_type="travel",
            loss=Loss(median=800, spread=0.6, paid=Range(100, 5_000), deductible=50),
            perils=(
                "Trip canceled because of illness", "Baggage lost by the airline",
                "Flight missed after a delayed connection", "Doctor's visit abroad",
                "Camera stolen from the hotel room", "Trip cut short by a family emergency",
            ),
            modifications=("Address of the policyholder changed",),
        ),
    ),
    Policy.Type.values,
    Claim.Type.values,
)  # fmt: skip
"""A type's code is its position here."""

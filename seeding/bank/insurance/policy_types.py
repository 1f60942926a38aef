"""Policy types: what each insures, for how long and at what price, and what can happen to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from datahub.insurance.models import Claim, Policy
from seeding.bank.insurance import insured_numbers, peril_numbers
from seeding.bank.insurance.peril import Peril
from seeding.bank.products import ProductError, Products, require, require_same_names
from seeding.bank.storylines import ROLES
from seeding.engine.shares import CategoryShares, Range

LOWEST_RATE, HIGHEST_RATE = 50, 300
"""Basis points of the coverage that a year of any policy may cost: 0.5 to 3 %."""


class Term(StrEnum):
    """The time for which a policy runs."""

    FIXED = "a fixed number of years"
    RENEWED = "a year, renewed every year"
    SINGLE_TRIP = "one trip, paid for by a single premium; it neither lapses nor changes"


@dataclass(frozen=True, kw_only=True)
class Loss:
    """The part of a claim that is paid, in whole USD: log-normal inside `paid`.

    `spread` is the standard deviation of the logarithm. The `deductible` comes on top in the claimed amount.

    Raises ProductError for a median outside what is paid.
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
    price follows the age, it names beneficiaries, and one claim pays all of the coverage and ends it. `perils` are
    what can happen, `modifications` the descriptions of changes, which never touch coverage or premium, and
    `cancellations` why it is given up. `insured` has the shares of what the insured is to the policyholder, None where
    a thing is insured; the price of a policy that `rises_with_age` follows the insured's age, and one that
    `changes_at_renewal` costs more or less every year.
    `products` are its names for persons and for companies.
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
    rises_with_age: bool
    changes_at_renewal: bool
    insured: CategoryShares | None
    products: tuple[str, str]
    claim_type: str
    loss: Loss | None
    perils: tuple[Peril, ...]
    modifications: tuple[str, ...]
    cancellations: tuple[str, ...]

    def __post_init__(self) -> None:
        require(0 < self.share <= 1, self, f"share {self.share} must lie above 0, up to 1")
        require(self.coverage.low <= self.median <= self.coverage.high, self, "median lies outside `coverage`")
        require(self.coverage.low > 0 and self.spread > 0, self, "coverage and spread must be positive")
        require(0 < self.unit <= self.coverage.low, self, "unit must be positive and at most the lowest coverage")
        renewed = self.term is Term.RENEWED
        require(renewed or not self.changes_at_renewal, self, "there is no renewal at which its price could change")
        in_limits = LOWEST_RATE <= self.rates[0] <= self.rates[1] <= HIGHEST_RATE
        require(in_limits, self, f"rates must rise within {LOWEST_RATE} to {HIGHEST_RATE} basis points")
        require(all(self.products), self, "products need names")
        require(
            self.insured is not None or not self.rises_with_age, self, "no insured whose age its price could follow"
        )
        is_death = self.claim_type == Claim.Type.DEATH
        require(is_death == self.insures_life, self, "`loss` must be None exactly where the claim type is death")
        require(bool(self.perils), self, "perils are missing")
        require(bool(self.modifications) and all(self.modifications), self, "modifications are missing")
        require(bool(self.cancellations) and all(self.cancellations), self, "cancellations are missing")

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


# Ranges of coverage are the bank's policy. Prices and losses follow the Insurance Information Institute's fact
# statistics, 2024: homes about 1,400 USD a year, 5.9 claims per 100 homes and year of 15,091 each; vehicles about 1,100
# a year, collisions and comprehensive together 11 to 16 claims of 6,000 to 12,000. Hospital indemnity pays small fixed
# benefits.
POLICY_TYPES = PolicyTypes(
    "policy type",
    (
        PolicyType(
            name="life",
            share=0.35,
            for_companies=False,
            term=Term.FIXED,
            coverage=Range(50_000, 2_000_000),
            median=75_000,
            spread=0.55,
            unit=5_000,
            rates=(50, 300),
            rises_with_age=True,
            changes_at_renewal=False,
            insured=insured_numbers.INSURED_LIVES,
            products=("{}-Pay Whole Life", "Key Person Whole Life"),
            claim_type="death",
            loss=None,
            perils=peril_numbers.DEATHS,
            modifications=(
                "Beneficiaries reviewed and confirmed", "Address of the policyholder changed",
                "Day of payment changed", "Assigned as collateral and released",
            ),
            cancellations=("premiums too high", "replaced by another policy", "no longer needed", "children grown up"),
        ),
        PolicyType(
            name="property",
            share=0.25,
            for_companies=True,
            term=Term.RENEWED,
            coverage=Range(100_000, 5_000_000),
            median=150_000,
            spread=0.40,
            unit=10_000,
            rates=(50, 70),
            rises_with_age=False,
            changes_at_renewal=True,
            insured=None,
            products=("Homeowners HO-3", "Commercial Property"),
            claim_type="property_damage",
            loss=Loss(median=13_300, spread=0.55, paid=Range(1_500, 45_000), deductible=1_000),
            perils=peril_numbers.PROPERTY,
            modifications=(
                "Deductible changed", "Mailing address of the policyholder changed", "Mortgage lender noted",
                "Burglar alarm noted",
            ),
            cancellations=(
                "house sold", "moved to another insurer", "premium too high after the renewal", "moved out of state",
            ),
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
            rates=(180, 240),
            rises_with_age=False,
            changes_at_renewal=True,
            insured=None,
            products=("Personal Auto", "Commercial Auto"),
            claim_type="accident",
            loss=Loss(median=5_600, spread=0.55, paid=Range(600, 30_000), deductible=500),
            perils=peril_numbers.VEHICLE,
            modifications=(
                "Deductible changed", "Address of the policyholder changed", "Garaging address changed",
                "Second driver added", "Lienholder noted",
            ),
            cancellations=(
                "car sold", "moved to another insurer", "premium too high after the renewal", "car given to a relative",
            ),
        ),
        PolicyType(
            name="health",
            share=0.15,
            for_companies=False,
            term=Term.RENEWED,
            coverage=Range(50_000, 1_000_000),
            median=60_000,
            spread=0.45,
            unit=10_000,
            rates=(50, 150),
            rises_with_age=True,
            changes_at_renewal=False,
            insured=insured_numbers.INSURED_PATIENTS,
            products=("Hospital Indemnity", "Group Hospital Indemnity"),
            claim_type="medical",
            loss=Loss(median=450, spread=0.8, paid=Range(100, 6_000), deductible=0),
            perils=peril_numbers.HEALTH,
            modifications=("Phone number of the policyholder changed", "Address of the policyholder changed"),
            cancellations=("covered by a new employer", "premium too high", "covered by Medicare", "never used"),
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
            rises_with_age=False,
            changes_at_renewal=False,
            insured=insured_numbers.INSURED_TRAVELERS,
            products=("Single-Trip Travel", "Business Travel"),
            claim_type="travel",
            loss=Loss(median=800, spread=0.6, paid=Range(100, 5_000), deductible=50),
            perils=peril_numbers.TRAVEL,
            modifications=("Address of the policyholder changed",),
            cancellations=("trip called off",),
        ),
    ),
    Policy.Type.values,
    Claim.Type.values,
)  # fmt: skip
"""A type's code is its position here."""

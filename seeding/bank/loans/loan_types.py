"""Loan types: what each is lent for, at what price and for how long, and who may apply for it."""

from dataclasses import dataclass
from enum import StrEnum

from datahub.loans.models import LoanApplication
from seeding.bank.loans.collateral_types import COLLATERAL_NAMES, COLLATERAL_TYPES
from seeding.bank.loans.market_rates import (
    AUTO_RATES,
    BUSINESS_RATES,
    EDUCATION_RATES,
    MORTGAGE_RATES,
    PERSONAL_RATES,
    MarketRates,
)
from seeding.bank.products import ProductError, Products, require
from seeding.bank.storylines import ROLES
from seeding.engine.shares import CategoryShares, Range

LONGEST_TERM_MONTHS = 360
"""Keys of installments have room for this many per loan."""
_BASIS_POINTS = 10_000


class Borrower(StrEnum):
    """The customers who may apply for a loan type."""

    PERSON = "person"
    COMPANY = "company"


@dataclass(frozen=True, kw_only=True)
class LoanType:
    """A loan type. Amounts are whole USD, `rates` the lowest and highest yearly rate in basis points.

    `share` is its part of all applications. Requested amounts are log-normal inside `requested`: `spread` is the
    standard deviation of the logarithm, and every amount is a multiple of `unit`. `terms` are months, all equally
    likely: a term that is listed twice is drawn twice as often. A loan costs the rate of the `market` in the month of
    the decision plus the spread of its grade; `spreads`, in basis points, run from the best grade to the worst. Where
    that lies outside `rates`, the nearer end of `rates` is the rate. `needs_cash` says whether a part of the price is
    paid from own funds. `collateral` gives the shares of the collateral types
    that may secure it, None for an unsecured type. Some loans of a type that `may_reach_term` have been repaid by
    their last installment; its terms are drawn to fit a loan's age.
    """

    name: str
    share: float
    borrower: Borrower
    requested: Range
    median: float
    spread: float
    unit: int
    rates: tuple[int, int]
    market: MarketRates
    spreads: tuple[int, ...]
    terms: tuple[int, ...]
    collateral: CategoryShares | None
    needs_cash: bool = False
    may_reach_term: bool = False

    def __post_init__(self) -> None:
        require(0 < self.share <= 1, self, f"share {self.share} must lie above 0, up to 1")
        require(self.requested.low <= self.median <= self.requested.high, self, "median lies outside `requested`")
        require(self.requested.low > 0 and self.spread > 0, self, "requested amounts and spread must be positive")
        require(0 < self.unit <= self.requested.low, self, "unit must be positive and at most the lowest amount")
        require(0 < self.rates[0] < self.rates[1] <= _BASIS_POINTS, self, "rates must rise from above 0 up to 100 %")
        require(self.spreads == tuple(sorted(set(self.spreads))), self, "spreads must rise as the grade worsens")
        require(bool(self.terms), self, "terms are missing")
        in_room = all(1 <= term <= LONGEST_TERM_MONTHS for term in self.terms)
        require(in_room, self, f"terms must be 1 to {LONGEST_TERM_MONTHS} months")
        unknown = [name for name in self.collateral_names if name not in COLLATERAL_NAMES]
        require(not unknown, self, f"collateral {', '.join(unknown)} is no collateral type")

    @property
    def collateral_names(self) -> tuple[str, ...]:
        """The collateral types that may secure it."""
        return self.collateral.names if self.collateral else ()


@dataclass(frozen=True)
class LoanTypes(Products[LoanType]):
    """All loan types.

    Raises ProductError also where persons or companies have no type, or a storyline names an undefined one.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        for borrower in Borrower:
            if borrower not in {loan_type.borrower for loan_type in self.types}:
                raise ProductError(f"no {self.kind} is meant for a {borrower}")
        persons = self.shares_of(Borrower.PERSON).names
        for role in ROLES.values():
            if role.loan and role.loan not in persons:
                raise ProductError(f"storyline customer {role.customer} has {role.loan!r}, no {self.kind} of persons")

    def shares_of(self, borrower: Borrower) -> CategoryShares:
        """Return the shares of the types that persons, or companies, may apply for: of their own applications."""
        return CategoryShares.from_weights(
            **{each.name: each.share for each in self.types if each.borrower is borrower}
        )

    def part_of(self, borrower: Borrower) -> float:
        """Return the part of all applications that persons, or companies, make."""
        return round(sum(each.share for each in self.types if each.borrower is borrower), 9)


# Medians follow the order of the Federal Reserve's Household Debt and Credit Report, 2025; amounts, ranges of rates,
# spreads and terms are the bank's policy.
LOAN_TYPES = LoanTypes(
    "loan type",
    (
        LoanType(
            name="mortgage",
            share=0.35,
            borrower=Borrower.PERSON,
            requested=Range(100_000, 800_000),
            median=290_000,
            spread=0.45,
            unit=5_000,
            rates=(325, 675),
            market=MORTGAGE_RATES,
            spreads=(-45, -30, -10, 10, 35, 60, 90, 120),
            terms=(180, 240, 300, 360, 360, 360),
            collateral=CategoryShares.of(property=0.7, real_estate=0.3),
            needs_cash=True,
        ),
        LoanType(
            name="personal",
            share=0.30,
            borrower=Borrower.PERSON,
            requested=Range(5_000, 50_000),
            median=13_000,
            spread=0.55,
            unit=500,
            rates=(599, 1_799),
            market=PERSONAL_RATES,
            spreads=(-400, -275, -125, 75, 275, 450, 525, 575),
            terms=(12, 24, 36, 36, 48, 60),
            collateral=None,
            may_reach_term=True,
        ),
        LoanType(
            name="auto",
            share=0.20,
            borrower=Borrower.PERSON,
            requested=Range(10_000, 80_000),
            median=29_000,
            spread=0.42,
            unit=500,
            rates=(399, 899),
            market=AUTO_RATES,
            spreads=(-175, -125, -65, 15, 70, 110, 140, 170),
            terms=(36, 48, 60, 60, 72, 72),
            collateral=CategoryShares.of(vehicle=1.0),
            needs_cash=True,
        ),
        LoanType(
            name="business",
            share=0.10,
            borrower=Borrower.COMPANY,
            requested=Range(20_000, 500_000),
            median=95_000,
            spread=0.75,
            unit=1_000,
            rates=(499, 1_299),
            market=BUSINESS_RATES,
            spreads=(25, 75, 135, 210, 290, 360, 420, 475),
            terms=(36, 60, 60, 84, 120),
            collateral=CategoryShares.of(equipment=0.5, inventory=0.2, real_estate=0.3),
        ),
        LoanType(
            name="education",
            share=0.05,
            borrower=Borrower.PERSON,
            requested=Range(5_000, 100_000),
            median=26_000,
            spread=0.65,
            unit=500,
            rates=(425, 875),
            market=EDUCATION_RATES,
            spreads=(-75, -40, 0, 50, 110, 160, 200, 225),
            terms=(60, 84, 120, 120, 180),
            collateral=None,
        ),
    ),
    LoanApplication.Type.values,
)
"""A type's code is its position here."""

HOMES = tuple(
    item
    for collateral in COLLATERAL_TYPES
    if collateral.name in LOAN_TYPES.types[LOAN_TYPES.code("mortgage")].collateral_names
    for item in collateral.mortgage_items or collateral.items
)
"""What a mortgage may rest on: homes, condominiums, townhouses, land."""

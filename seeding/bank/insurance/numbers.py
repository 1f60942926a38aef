"""Insurance in numbers: who is covered for what, at what price, how premiums are paid and what claims cost."""

from dataclasses import dataclass

from seeding.bank.accounts.numbers import SEGMENTS
from seeding.bank.employees.numbers import BRANCH_MANAGER, DEPARTMENT_MANAGER, INSURANCE_AGENT, PRESIDENT
from seeding.engine.shares import Range, Shares, part

# Policies

POLICYHOLDERS = 0.28
"""Part of all customers."""
POLICIES_OF_HOLDERS = Shares.of(one=0.85, two=0.15)
STARTED_WITHIN_YEARS = 5
STORY_AGE_DAYS = (700, 1_400)
"""Days since the policies of storylines started: renewed, and after the linked account was opened."""

TYPES = Shares.of(life=0.35, property=0.25, vehicle=0.20, health=0.15, travel=0.05)
LIFE, PROPERTY, VEHICLE, HEALTH, TRAVEL = range(len(TYPES))
TYPES_OF_COMPANIES = Shares.parts(property=25, vehicle=20)
YEARLY = (PROPERTY, VEHICLE, HEALTH)
"""Types that run for a year and are renewed."""
CLAIM_TYPES = ("death", "property_damage", "accident", "medical", "travel")
"""By type of policy, in their order."""


@dataclass(frozen=True)
class Line:
    """A type of insurance. Cover in whole USD, rates in ten-thousandths of it a year.

    `median` is the retail customer's, `spread` the standard deviation of the logarithm; covers are multiples of `unit`.
    `loss` is the part of a claim that is paid, in USD, log-normal likewise: `deductible` comes on top when it is
    claimed. Lives are insured for a sum and have no `loss`.
    """

    cover: Range
    median: float
    spread: float
    unit: int
    rates_e4: tuple[int, int]
    loss: tuple[float, float, Range] = (1.0, 1.0, Range(1, 1))
    deductible: int = 0

    def __post_init__(self) -> None:
        low, high = self.rates_e4
        if not (self.cover.low <= self.median <= self.cover.high and 50 <= low <= high <= 300):
            raise ValueError("a line covers a median inside its band, for 0.5 to 3 % of the cover a year")


# Bands of cover are the bank's policy. Medians and losses follow the Insurance Information Institute's fact statistics,
# 2024, in order, not in detail: homes 1,400 a year and 14,000 a claim, collisions 5,500, life 160,000 of cover.
LINES = {
    "life": Line(Range(50_000, 2_000_000), 120_000, 0.65, 5_000, (50, 300)),
    "property": Line(
        Range(100_000, 5_000_000), 260_000, 0.40, 10_000, (50, 80), (6_500, 0.9, Range(500, 60_000)), 1_000
    ),
    "vehicle": Line(Range(10_000, 150_000), 32_000, 0.45, 1_000, (200, 300), (3_400, 0.7, Range(300, 40_000)), 500),
    "health": Line(Range(50_000, 1_000_000), 170_000, 0.45, 10_000, (60, 140), (3_600, 0.8, Range(150, 40_000)), 250),
    "travel": Line(Range(10_000, 100_000), 30_000, 0.45, 5_000, (50, 150), (800, 0.6, Range(100, 5_000)), 50),
}
if tuple(LINES) != TYPES.names:
    raise ValueError("each type of policy needs its line, in the order of their shares")

WEALTH = {"retail": 1.0, "premium": 1.5, "private": 2.6, "corporate": 2.4}
"""A segment's median cover as a multiple of the retail customer's, before the band cuts it."""
if tuple(WEALTH) != SEGMENTS:
    raise ValueError("each segment needs its wealth, in their order")

AGES = (18, 30, 45, 60, 86)
LIFE_RATES_E4 = (50, 58, 80, 140, 290)
"""Ten-thousandths of the cover a year that a life costs at these ages when it is insured, straight lines between."""
HEALTH_OF_LIVES = Range(0.92, 1.08)
"""What the insured's health makes of that."""

FREQUENCIES = Shares.of(monthly=0.20, quarterly=0.30, annual=0.50)
MONTHS_OF_PERIOD = (1, 3, 12)
LIFE_YEARS = (10, 15, 20, 25, 30)
TRAVEL_MONTHS = (1, 12)

LAPSES, CANCELLATIONS = part(0.07), part(0.05, after=0.07)
"""Of all policies but those for travel, which end by themselves."""
AUTO_DEBIT = part(0.60)
"""Of all policies: six in seven of those with a linked account."""
OTHER_METHODS = Shares.parts(online=20, check=15, wire_transfer=5)

# Days of a policy's months: what ends or interrupts a cover comes when the month's premium is long settled

PAID_AFTER_DAYS = (0, 7)
"""Days from a period's first on which its premium is paid, the next business day then: ten at most."""
LOSS_DAYS = (11, 27)
"""Losses fall on these days of a policy's month, and so on none between a failed premium and its second try."""
CANCELLED_DAYS = (14, 27)
LAPSED_DAYS = (18, 27)
"""The business day before; 15 at least, when no retry can come any more."""

# Premiums

FAILS = 0.014
"""Part of the premiums after the first that fail and are paid on a second try; lapses come on top: 2 % fail."""
RETRIED_AFTER_DAYS = (2, 4)
TRIED_AGAIN_WITHIN_DAYS = 15
"""Premiums of the last days do not fail: their second try would not be over."""
CLEARING_DAYS = 2
"""What was paid in the last days is pending."""
INTERRUPTED = 0.15
"""Part of the premiums paid on a second try before which the policy had lapsed; it is then reinstated."""

# Claims

LOSS_RATIO_PERCENT = 70
"""Of earned premium that claims may cost: net loss ratios of U.S. insurers are 69 to 79 % (NAIC, 2020-2024)."""
CLAIMS_TRIED = 4
"""Losses that a policy can have: far more than the premiums pay for, so that each line's account is used up."""
DEATHS_OF_A_CELL = 3
CLAIM_STATUSES = ("submitted", "under_review", "approved", "rejected", "paid")
SUBMITTED, UNDER_REVIEW, APPROVED, REJECTED, PAID = range(len(CLAIM_STATUSES))
APPROVED_OF_GRANTED = part(0.05 / 0.80)
"""Of every 100 claims 75 are paid and 5 granted but not yet paid."""
PER_GRANTED = {REJECTED: part(0.12 / 0.80), UNDER_REVIEW: part(0.08 / 0.80, after=0.12 / 0.80)}
"""And 12 are rejected, 8 under review."""
SETTLED_AFTER_DAYS = (5, 42)
"""The next business day then: 45 days at most."""
SETTLED_WITHIN_DAYS = 46
OPEN_MONTHS = 3
"""Of a policy, in which claims that are not settled yet lie: 110 days at most."""
STORM_CLAIM = 1_248_000
"""Cents paid for the storm of the storyline."""
RELATIVES_INSURED = Shares.of(parent=0.5, sibling=0.3, cousin=0.2)
"""To the policyholder, those on whose lives policies are written."""

AGENTS = (INSURANCE_AGENT,)
MANAGERS = (PRESIDENT, DEPARTMENT_MANAGER, BRANCH_MANAGER)

# Events and beneficiaries

EVENTS = ("renewal", "modification", "lapse", "cancellation", "reinstatement")
RENEWAL, MODIFICATION, LAPSE, CANCELLATION, REINSTATEMENT = range(len(EVENTS))
MODIFIED = part(0.15)
"""Of all policies."""
BY_HAND = part(0.50)
"""Of all events; a lapse comes by itself."""

BENEFICIARIES_OF_LIVES = Shares.of(one=0.40, two=0.40, three=0.20)
WITH_BENEFICIARY = part(0.20)
"""Of the policies that are not on a life."""
RELATIONSHIPS = ("spouse", "child", "parent", "other")
SPOUSE, CHILD, PARENT, OTHER = range(len(RELATIONSHIPS))
SPOUSES, CHILDREN, PARENTS = part(0.50), part(0.30, after=0.50), part(0.10, after=0.80)
"""Of the beneficiaries, the others besides."""
AGE_WITH_CHILDREN, AGE_WITH_PARENTS = 24, 62
"""Years from which policyholders name children, and up to which they name parents."""
PERCENTAGES = (
    ((100,), (100,), (100,), (100,)),
    ((50, 50), (60, 40), (70, 30), (75, 25)),
    ((50, 25, 25), (40, 30, 30), (60, 20, 20), (34, 33, 33)),
)
"""How one, two or three share the benefit."""
if any(sum(shares) != 100 for splits in PERCENTAGES for shares in splits):
    raise ValueError("the shares of a benefit sum to 100 percent")

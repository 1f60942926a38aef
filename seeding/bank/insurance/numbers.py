"""Numbers of insurance: shares, prices, limits and periods of policies, premiums, claims, events and beneficiaries."""

from seeding.bank.accounts.numbers import SEGMENTS
from seeding.bank.employees.numbers import BRANCH_MANAGER, DEPARTMENT_MANAGER, INSURANCE_AGENT, PRESIDENT
from seeding.engine.shares import CategoryShares, Range, share_range

# Policies

POLICYHOLDERS = 0.28
"""Part of all customers."""
POLICIES_OF_HOLDERS = CategoryShares.of(one=0.85, two=0.15)
STARTED_WITHIN_YEARS = 5
STORYLINE_AGE_DAYS = (700, 1_400)
"""Age of the policies of storylines: renewed at least once, and younger than the linked account."""

COVERAGE_BY_SEGMENT = {"retail": 1.0, "premium": 1.5, "private": 2.6, "corporate": 2.4}
"""A segment's median coverage as a multiple of the retail customer's, before the range of the type limits it."""
if tuple(COVERAGE_BY_SEGMENT) != SEGMENTS:
    raise ValueError(f"COVERAGE_BY_SEGMENT must name the segments {', '.join(SEGMENTS)}, in this order")

LIFE_RATE_AGES = (18, 30, 45, 60, 86)
LIFE_RATES = (50, 58, 80, 140, 290)
"""Basis points of the coverage that a year of life insurance costs at these ages of the insured at the start, with
straight lines between them."""
HEALTH_FACTOR = Range(0.92, 1.08)
"""The insured's health multiplies the life rate by a number in this range."""

FREQUENCIES = CategoryShares.of(monthly=0.20, quarterly=0.30, annual=0.50)
PERIOD_MONTHS = (1, 3, 12)
"""Months that a premium pays for, by the code of its frequency."""
FIXED_TERM_YEARS = (10, 15, 20, 25, 30)
TRIP_MONTHS = (1, 12)

LAPSES, CANCELLATIONS = share_range(0.07), share_range(0.05, after=0.07)
"""Of all policies except single trips, which end without an event."""
AUTO_DEBITED = share_range(0.60)
"""Of all policies: six in seven of those with a linked account."""
OTHER_METHODS = CategoryShares.from_weights(online=20, check=15, wire_transfer=5)

# Days after the start of a policy month. Losses, lapses and cancellations come after that month's premium is settled.

PAID_AFTER_DAYS = (0, 7)
"""Days from the start of a period to its payment, the next business day then: ten at most."""
LOSS_DAYS = (11, 27)
"""Losses fall on these days of a policy month: none lies between a failed premium and its retry."""
CANCELED_DAYS = (14, 27)
LAPSED_DAYS = (18, 27)
"""A lapse is on the business day before: on day 15 at the earliest, after the last possible retry."""

# Premiums

FAILED_PREMIUMS = 0.014
"""Part of the premiums after the first that fail and are paid by a retry; with those that lapse, 2 % fail."""
RETRIED_AFTER_DAYS = (2, 4)
RETRIED_WITHIN_DAYS = 15
"""Premiums of the last days do not fail: their retry might lie in the future."""
CLEARING_DAYS = 2
"""Payments of the last days are pending."""
PREMIUM_STATUSES = CategoryShares.of(completed=0.97, failed=0.02, pending=0.01)
"""What follows from the numbers above."""
INTERRUPTED = 0.15
"""Part of the retried premiums before whose retry the policy had lapsed; the payment reinstates it."""

# Claims

LOSS_RATIO_PERCENT = 70
"""Part of earned premiums that claims may cost: net loss ratios of U.S. insurers are 69 to 79 % (NAIC, 2020-2024)."""
LOSS_CANDIDATES = 4
"""Losses drawn for each policy: far more than the premiums pay for, so that each type's budget is used up."""
MOST_DEATHS_PER_CELL = 3
CLAIM_STATUSES = ("submitted", "under_review", "approved", "rejected", "paid")
SUBMITTED, UNDER_REVIEW, APPROVED, REJECTED, PAID = range(len(CLAIM_STATUSES))
CLAIMS = CategoryShares.of(paid=0.75, approved=0.05, rejected=0.12, under_review=0.08)
_PAID_SHARE, _APPROVED_SHARE, _REJECTED_SHARE, _UNDER_REVIEW_SHARE = CLAIMS.weights
_GRANTED_SHARE = _PAID_SHARE + _APPROVED_SHARE
APPROVED_OF_GRANTED = share_range(_APPROVED_SHARE / _GRANTED_SHARE)
"""Granted claims are those that are paid, or approved but not paid yet."""
PER_GRANTED = {
    REJECTED: share_range(_REJECTED_SHARE / _GRANTED_SHARE),
    UNDER_REVIEW: share_range(_UNDER_REVIEW_SHARE / _GRANTED_SHARE, after=_REJECTED_SHARE / _GRANTED_SHARE),
}
"""Rejected claims and those under review, as a part of the granted ones."""
SETTLED_AFTER_DAYS = (5, 42)
"""The next business day follows: 45 days at most."""
SETTLED_WITHIN_DAYS = 46
UNSETTLED_MONTHS = 3
"""Claims that are not settled yet lie in the last policy months: 110 days at most."""
STORM_CLAIM = 1_248_000
"""Cents paid for the storm of the storyline."""
INSURED_RELATIVES = CategoryShares.of(parent=0.5, sibling=0.3, cousin=0.2)
"""What the insured of a claimed life policy was to the policyholder."""

AGENTS = (INSURANCE_AGENT,)
MANAGERS = (PRESIDENT, DEPARTMENT_MANAGER, BRANCH_MANAGER)

# Events and beneficiaries

EVENT_TYPES = ("renewal", "modification", "lapse", "cancellation", "reinstatement")
RENEWAL, MODIFICATION, LAPSE, CANCELLATION, REINSTATEMENT = range(len(EVENT_TYPES))
MODIFIED_POLICIES = share_range(0.15)
"""Of all policies."""
RECORDED_BY_STAFF = share_range(0.50)
"""Of all events; lapses are recorded by the system."""

BENEFICIARIES_OF_LIFE_POLICIES = CategoryShares.of(one=0.40, two=0.40, three=0.20)
WITH_BENEFICIARY = share_range(0.20)
"""Of the policies that do not insure a life."""
RELATIONSHIPS = ("spouse", "child", "parent", "other")
SPOUSE, CHILD, PARENT, OTHER = range(len(RELATIONSHIPS))
SPOUSES, CHILDREN, PARENTS = share_range(0.50), share_range(0.30, after=0.50), share_range(0.10, after=0.80)
"""Parts of all beneficiaries; the rest is `other`."""
AGE_WITH_CHILDREN, AGE_WITH_PARENTS = 24, 62
"""Policyholders name children from the first age on, and parents up to the second."""
PERCENTAGES = (
    ((100,), (100,), (100,), (100,)),
    ((50, 50), (60, 40), (70, 30), (75, 25)),
    ((50, 25, 25), (40, 30, 30), (60, 20, 20), (34, 33, 33)),
)
"""How one, two or three beneficiaries may share the benefit; each way is equally likely."""
if any(sum(percentages) != 100 for splits in PERCENTAGES for percentages in splits):
    raise ValueError("the percentages of a policy's beneficiaries must sum to 100")

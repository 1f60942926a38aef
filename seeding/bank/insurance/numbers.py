"""Numbers of insurance: shares, prices, limits and periods of policies, premiums, claims, events and beneficiaries."""

from seeding.bank.accounts.numbers import SEGMENTS
from seeding.bank.employees.numbers import (
    BRANCH_MANAGER,
    DEPARTMENT_MANAGER,
    INSURANCE_AGENT,
    PRESIDENT,
    REGIONAL_DIRECTOR,
)
from seeding.engine.shares import CategoryShares, Range, share_range

# Policies

POLICYHOLDERS = 0.28
"""Part of all customers."""
POLICIES_OF_HOLDERS = CategoryShares.of(one=0.85, two=0.15)
STARTED_WITHIN_YEARS = 5
"""The first policies start this long before the day on which the bank is first seen."""
SOLD_EARLY = 1.5
"""Policies start at this power of a uniform number between the first possible day, 0, and the last, 1: many are bought
soon after the account was opened."""
STORYLINE_AGE_DAYS = (700, 1_400)
"""Age of the policies of storylines on the day on which the bank is first seen: renewed at least once, and younger than
the linked account."""

COVERAGE_BY_SEGMENT = {"retail": 1.0, "premium": 1.5, "private": 2.6, "corporate": 2.4}
"""A segment's median coverage as a multiple of the retail customer's, before the range of the type limits it."""
if tuple(COVERAGE_BY_SEGMENT) != SEGMENTS:
    raise ValueError(f"COVERAGE_BY_SEGMENT must name the segments {', '.join(SEGMENTS)}, in this order")

LIFE_RATE_AGES = (0, 18, 30, 45, 60, 86)
LIFE_RATES = {
    10: (120, 165, 205, 240, 270, 296),
    15: (82, 118, 152, 196, 244, 292),
    20: (66, 95, 125, 166, 222, 288),
    25: (58, 82, 110, 148, 206, 284),
    30: (52, 72, 100, 136, 194, 280),
}
"""Basis points of the coverage that a year of limited-pay whole life costs, by the years in which it is paid for, at
these ages of the insured at the start, with straight lines between them. Whole life that is paid for all of life costs
a healthy person of 30 about 1.0 to 1.2 % a year (Policygenius, 2025); fewer years of payment cost more. From about 50
on the bank's band of 0.5 to 3 % keeps the rates below the market's."""
HEALTH_FACTOR = Range(0.985, 1.015)
"""The insured's health multiplies the life rate by a number in this range."""
HEALTH_RATE_AGES = (0, 18, 30, 45, 60, 86)
HEALTH_RATES = (52, 54, 62, 80, 104, 142)
"""Basis points of the coverage that a year of hospital indemnity costs at these ages of the insured at the start."""
RENEWAL_CHANGES = (-300, 1_000)
"""Hundredths of a percent by which property and vehicle premiums change at a renewal, in each policy year from the
second on: homeowners' premiums rose by 3 to 11 % a year from 2021 to 2024 (NAIC, III)."""
UNCHANGED_RENEWALS = 0.10
"""Part of these renewals at which the premium stays as it was."""

FREQUENCIES = CategoryShares.of(monthly=0.20, quarterly=0.30, annual=0.50)
PERIOD_MONTHS = (1, 3, 12)
"""Months that a premium pays for, by the code of its frequency."""
FIXED_TERM_YEARS = tuple(LIFE_RATES)
TRIP_MONTHS = (1, 12)

LAPSES, CANCELLATIONS = share_range(0.07), share_range(0.05, after=0.07)
"""Of all policies except single trips, which end without an event."""
AUTO_DEBITED = share_range(0.60)
"""Of all policies: six in seven of those with a linked account."""
OTHER_METHODS = CategoryShares.from_weights(online=20, check=15, wire_transfer=5)

# Days after the start of a policy month. Losses, lapses and cancellations come after that month's premium is settled.

PAID_AFTER_DAYS = (0, 7)
"""Days from the start of a period to its payment, the next business day then: ten at most."""
LOSS_DAYS = (12, 27)
"""Losses fall on these days of a policy month: none lies between a failed premium and its retry, or between a lapse and
its reinstatement. In the first month most of these days are more than 14 days after inception."""
CANCELED_DAYS = (14, 27)
GRACE_DAYS = (30, 31)
"""A policy lapses this many days after the due date of a premium that is not paid."""

# Premiums

FAILED_PREMIUMS = 0.014
"""Part of the premiums after the first that fail and are paid by a retry; with those that lapse, 2 % fail."""
RETRIED_AFTER_DAYS = (2, 4)
RETRIED_WITHIN_DAYS = 15
"""Premiums of the last days do not fail: their retry might lie in the future."""
CLEARING_DAYS = 2
"""A payment is pending for this many days before its date, and payments of the last days of the history stay
pending."""
PREMIUM_STATUSES = CategoryShares.of(completed=0.97, failed=0.02, pending=0.01)
"""What follows from the numbers above."""
INTERRUPTED = 0.20
"""Part of the failed quarterly and annual premiums that are paid only after the policy has lapsed; the payment
reinstates it. A lapsed monthly policy would owe a second premium; life policies are not interrupted."""
REINSTATED_AFTER_DAYS = (2, 4)
"""Days from a lapse to the payment, the next business day then, that reinstates the policy."""
REINSTATED_WITHIN_DAYS = 45
"""Days from the due date to the reinstatement, at most."""

# Claims

LIFE_LOSS_RATIO_PERCENT, LOSS_RATIO_PERCENT = 72, 64
"""Part of the premiums paid that deaths, and the other claims, may cost. Some of the premiums paid are not earned yet,
and some losses are still under review: 64 % of the premiums paid are about 75 % of those earned. Net loss ratios of
U.S. insurers are 69 to 79 % (NAIC, 2020-2024)."""
MOST_DEATHS_PER_CELL = 3
"""One more for every year that the history goes on after the day on which the bank is first seen."""
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
REVIEWED_AFTER_DAYS = (1, 3)
"""Days from the loss to the day on which somebody takes up the claim."""
PAID_AFTER_DECISION_DAYS = (1, 2)
"""The decision on a paid claim comes this many days before the settlement, or on the last business day before."""
APPROVED_AFTER_DAYS, REJECTED_WITHIN_DAYS = (4, 30), (10, 75)
"""Days from the loss to the decision on a claim that is approved and not paid yet, and on one that is rejected."""
SETTLED_AFTER_DAYS = (5, 42)
"""The next business day follows: 45 days at most."""
SETTLED_WITHIN_DAYS = 46
UNSETTLED_WITHIN_DAYS = 118
"""Claims that are not settled yet are at most this many days old."""
REJECTED_AFTER_DAYS = 110
"""Rejected claims are older than most of those that are under review."""
PAID_WHILE_OPEN = 0.05
"""Part of the usual paid claims in the months in which claims can still be open, so that recent claims, most of which
are open, are no more than usual."""
BELOW_DEDUCTIBLE = share_range(0.20)
"""Part of the rejected claims on types with a deductible that claim no more than the deductible."""
STORM_CLAIM = 1_248_000
"""Cents paid for the storm of the storyline."""

AGENTS = (INSURANCE_AGENT,)
MANAGERS = (PRESIDENT, REGIONAL_DIRECTOR, DEPARTMENT_MANAGER, BRANCH_MANAGER)

# Events and beneficiaries

EVENT_TYPES = ("renewal", "modification", "lapse", "cancellation", "reinstatement")
RENEWAL, MODIFICATION, LAPSE, CANCELLATION, REINSTATEMENT = range(len(EVENT_TYPES))
MODIFIED_POLICIES = share_range(0.15)
"""Of all policies."""
RECORDED_BY_STAFF = share_range(0.50)
"""Of all events; lapses are recorded by the system."""

BENEFICIARIES_OF_LIFE_POLICIES = CategoryShares.of(one=0.46, two=0.34, three=0.20)
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

"""Customers and their accounts in numbers: ages, products, balances, links."""

from dataclasses import dataclass

from seeding.engine.shares import Range, Shares, part

# People

DAYS_PER_YEAR = 365.2425
MEAN_AGE, AGE_DEVIATION = 42, 15
AGES = Range(18.01, 85.98)
"""In years at as_of; the bell curve is cut off here."""
STORY_AGES = Range(30, 62)
WOMEN = 0.51
"""Census 2020: 50.9 % of the population of the United States are women."""
HOUSEHOLDS = Shares.of(apart=0.75, together=0.25)
"""Over pairs of neighbouring customers."""
JOINED_YEARS = 7
STORY_STANDING_DAYS = Range(1_500, 2_500)
"""Days since people of storylines joined: within the seven years, long enough for any story."""
JOINING_HOURS = (7 * 3600, 21 * 3600)
"""Branch or web: seconds of the day between which people join."""

# Segments and status

CORPORATE = part(0.10)
SEGMENTS_OF_PERSONS = Shares.parts(retail=60, premium=25, private=5)
SEGMENTS = ("retail", "premium", "private", "corporate")
"""Codes: the segments of persons in their order, then corporate."""
SEGMENT_WINDOW = 20

STATUSES = ("active", "dormant", "closed")
CLOSED, DORMANT = part(0.03), part(0.07, after=0.03)
CLOSED_HOLDERS, DORMANT_HOLDERS = part(0.0375), part(0.07, after=0.0375)
"""Of the customers with an account. Who closed had one only, so that 3 % of accounts are closed, too."""
DORMANT_DAYS = 400
"""Dormant customers opened everything longer ago: more than 12 months with a margin."""
DORMANT_STANDING_DAYS = DORMANT_DAYS + 40
CLOSED_STANDING_DAYS = 300
"""Closed customers joined at least so long ago."""

# Accounts

ACCOUNT_HOLDERS = Shares.of(without=0.25, holder=0.75)
ACCOUNTS_OF_HOLDERS = Shares.of(one=0.75, two=0.25)
TYPES = Shares.of(checking=0.50, savings=0.30, money_market=0.15, cd=0.05)

TYPE_PAIRS = Shares.of(
    checking_savings=0.40,
    checking_checking=0.22,
    checking_money_market=0.12,
    checking_cd=0.04,
    savings_savings=0.05,
    savings_money_market=0.07,
    savings_cd=0.03,
    money_market_money_market=0.04,
    money_market_cd=0.03,
)
"""What customers with two accounts hold. The marginal shares are those of TYPES; 40 % own checking and savings."""

PAIR_TYPES = (
    ("checking", "savings"),
    ("checking", "checking"),
    ("checking", "money_market"),
    ("checking", "cd"),
    ("savings", "savings"),
    ("savings", "money_market"),
    ("savings", "cd"),
    ("money_market", "money_market"),
    ("money_market", "cd"),
)

CURRENCY_KINDS = Shares.of(home=0.95, foreign=0.05)
FOREIGN_CURRENCIES = Shares.of(EUR=0.4, GBP=0.3, CAD=0.3)
CURRENCIES = ("USD", *FOREIGN_CURRENCIES.names)
"""Codes. A customer's accounts are all in one currency."""

FROZEN = part(0.05, after=0.03)
"""Of all accounts, next to the closed ones."""
FROZEN_STANDING_DAYS = 90
FROZEN_WITHIN_DAYS = 365
OPENED_AFTER_JOINING_DAYS = (0, 14)
"""The first account is opened at once or within two weeks; the second at any later time."""
OPEN_BEFORE_CLOSING_DAYS = 90
CLOSED_BEFORE_TODAY_DAYS = 5

# Balances


@dataclass(frozen=True)
class Balance:
    """The target balance of a type of account, in whole units of its currency: log-normal inside a band.

    `median` is the retail customer's, `spread` the standard deviation of the logarithm.
    """

    band: Range
    median: float
    spread: float


# Bands are the bank's policy. The medians follow the Federal Reserve's Survey of Consumer Finances 2022 in order, not
# in detail: transaction accounts 8,000 at the median, certificates of deposit 25,000.
BALANCES = {
    "checking": Balance(Range(50, 25_000), 2_200, 0.9),
    "savings": Balance(Range(100, 100_000), 6_500, 1.0),
    "money_market": Balance(Range(10_000, 500_000), 38_000, 0.7),
    "cd": Balance(Range(5_000, 200_000), 18_000, 0.7),
}
WEALTH = {"retail": 1.0, "premium": 3.0, "private": 9.0, "corporate": 4.0}
"""A segment's median balance as a multiple of the retail customer's, before the band cuts it."""

SMALLEST_OPENING = 2_500
"""Cents; no account is opened with less."""
OPENING_UNIT = 500
"""Cents; people open accounts with round sums."""

# Links between accounts, as neighbouring parts of all accounts: 20 % of accounts have a first link, 5 % a second

JOINT_OWNER = part(0.10)
LINKED_SAVINGS = part(0.05, after=0.10)
AUTHORIZED_USER = part(0.025, after=0.15)
FIRST_LINK = part(0.20)
"""With the three above; what they leave are beneficiaries."""
SECOND_BENEFICIARY = part(0.05, after=0.20)
"""Beneficiaries of accounts that have another link already."""
LINK_WITHIN_DAYS = 30
"""A link is made so soon after both accounts are open."""
BRANCH_HOURS = (9 * 3600, 17 * 3600 - 1)

# Contracts that run on an account: loans and policies

WITH_ACCOUNT = 0.8
"""Part of those who make contracts that hold an account which one can be linked with."""
LINKED = part(0.70)
"""Part of all contracts that are linked with an account."""

"""Customers and their accounts in numbers: ages, segments, statuses, openings, links between accounts."""

from seeding.engine.shares import CategoryShares, Range, share_range

# People

DAYS_PER_YEAR = 365.2425
MEAN_AGE, AGE_DEVIATION = 42, 15
AGES = Range(18.01, 85.98)
"""Years at as_of; the bell curve of ages ends here."""
AGE_OF_MAJORITY = 18
STORYLINE_AGES = Range(30, 62)
WOMEN = 0.51
"""Census 2020: 50.9 % of the population of the United States are women."""
AGE_GAPS = CategoryShares.of(within_1=0.34, within_3=0.24, within_6=0.22, within_10=0.14, within_12=0.06)
"""Years between the ages of partners: a third are within one year of each other, few further apart than ten."""
AGE_GAP_ENDS = (0, 1, 3, 6, 10, 11.9)
"""The ends of these ranges (American Community Survey 2022, ages of spouses, in steps)."""
OLDER_MEN = 0.68
"""Probability that a man is older than his partner (ACS 2022: about two thirds)."""
SAME_SEX_COUPLES = 0.016
"""ACS 2022: 1.3 million of 80 million couples."""
RELATED_HOUSEHOLDS = CategoryShares.of(alone=0.35, related=0.65)
"""Whether a household has relatives with the same last name among the other customers of its cell. It is this bank's
assumption: owners name relatives as beneficiaries, and beneficiaries have accounts here."""
FAMILY_SIZE = 4
"""Related households with one last name."""
HOUSEHOLDS = CategoryShares.of(apart=0.75, together=0.25)
"""Of pairs of neighboring customers."""
JOINED_YEARS = 7
"""Customers joined at most this many years ago."""
STORYLINE_JOINED_DAYS_AGO = Range(1_500, 2_500)
"""Customers of storylines joined within the seven years, but long enough ago for every storyline."""
JOINING_HOURS = (9 * 3600, 17 * 3600 - 1)
"""Seconds of the day between which an employee registers new customers: the opening hours."""

# Segments and status

CORPORATE = share_range(0.10)
PERSON_SEGMENTS = ("retail", "premium", "private")
SEGMENTS = (*PERSON_SEGMENTS, "corporate")
"""By code: the segments of persons in their order, then corporate."""
PREMIUM, PRIVATE = share_range(0.25, after=0.10), share_range(0.05, after=0.35)
"""Of all customers, next to the companies; the other customers are retail customers."""
PREMIUM_FROM_AGE, PRIVATE_FROM_AGE, CONTACT_FROM_AGE = 25, 35, 25
"""Youngest customers of a segment, and youngest contact persons of companies, in years at as_of: wealth takes time
(Survey of Consumer Finances 2022: median net worth 39,000 below 35, 135,600 below 45, 364,500 at 55 to 64)."""
SEGMENT_WINDOW = 20
"""Customers per window in which the shares of the segments are kept."""

STATUSES = ("active", "dormant", "closed")
CLOSED, DORMANT = share_range(0.03), share_range(0.07, after=0.03)
CLOSED_HOLDERS, DORMANT_HOLDERS = share_range(0.0375), share_range(0.07, after=0.0375)
"""Of the customers with an account. Customers who closed had one account, so that 3 % of accounts are closed."""
DORMANT_DAYS = 400
"""Dormant customers opened their accounts more than this many days ago: 12 months with a margin."""
IDLE_WITHIN_DAYS = 500
"""In a full history, dormant customers stopped using their accounts at most this many days before that."""
DORMANT_MIN_DAYS_SINCE_JOINING = DORMANT_DAYS + 40
CLOSED_MIN_DAYS_SINCE_JOINING = 300

# Accounts

ACCOUNT_HOLDERS = CategoryShares.of(without=0.25, holder=0.75)
ACCOUNTS_OF_HOLDERS = CategoryShares.of(one=0.75, two=0.25)
CURRENCY_KINDS = CategoryShares.of(home=0.95, foreign=0.05)
FOREIGN_CURRENCIES = CategoryShares.of(EUR=0.4, GBP=0.3, CAD=0.3)
CURRENCIES = ("USD", *FOREIGN_CURRENCIES.names)
"""By code. All accounts of a customer are in one currency."""

FROZEN = share_range(0.05, after=0.03)
"""Of all accounts, next to the 3 % that are closed."""
FROZEN_MIN_DAYS_SINCE_OPENING = 90
FROZEN_WITHIN_DAYS = 365
"""Accounts were frozen at most this many days ago."""
OPENED_AFTER_JOINING_DAYS = (0, 14)
"""The first account is opened within two weeks of joining; the second at any later time."""
OPEN_BEFORE_CLOSING_DAYS = 90
"""Accounts are open for at least this many days before they are closed."""
CLOSED_BEFORE_TODAY_DAYS = 5
"""Accounts were closed at least this many days ago."""

# Balances

WEALTH = {"retail": 1.0, "premium": 3.0, "private": 9.0, "corporate": 4.0}
"""A segment's median balance as a multiple of a retail customer's, before the limits of the type apply."""

BALANCE_AGES = (35, 45, 55, 65)
BALANCE_BY_AGE = (0.65, 0.9, 1.1, 1.3, 2.2)
"""A person's median balance by age, below and from each of BALANCE_AGES, as a multiple: transaction accounts hold 5,400
under 35, 7,500 under 45, 8,700 under 55, 8,000 under 65, 13,400 under 75 at the median (Federal Reserve, Survey of
Consumer Finances 2022)."""
BALANCE_INCOMES = (0.75, 1.3)
BALANCE_BY_INCOME = (0.7, 1.0, 1.4)
"""The same by income as a multiple of the segment's median, below and from each of BALANCE_INCOMES."""

SMALLEST_OPENING = 2_500
"""Cents: no account is opened with less."""
OPENING_UNIT = 500
"""Cents: people open accounts with multiples of 5 USD."""

# Links between accounts, as adjacent shares of all accounts: 20 % of accounts have a first link, 5 % a second

JOINT_OWNER = share_range(0.10)
LINKED_SAVINGS = share_range(0.05, after=0.10)
AUTHORIZED_USER = share_range(0.025, after=0.15)
FIRST_LINK = share_range(0.20)
"""Together with the three above; the rest of it are beneficiaries."""
SECOND_BENEFICIARY = share_range(0.05, after=0.20)
"""Beneficiaries of accounts that already have another link."""
UNRELATED = 0.12
"""Share of owners who name somebody of another family as beneficiary or authorized user: friends, married daughters,
caregivers. It is this bank's assumption."""
LINK_WITHIN_DAYS = 30
"""A link is made at most this many days after both accounts are open."""
BRANCH_HOURS = (9 * 3600, 17 * 3600 - 1)
"""Seconds of the day at which branches are open."""

# Contracts that are paid from an account: loans and policies

WITH_ACCOUNT = 0.75
"""The share of contract holders who hold an account that a contract can be linked with."""
LINKED = share_range(0.70)
"""The share of contracts that are linked with an account."""

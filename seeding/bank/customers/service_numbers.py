"""Contacts in numbers: how often customers are in touch and how, complaints and what becomes of them, surveys."""

from dataclasses import dataclass

from seeding.bank.employees.numbers import (
    BRANCH_MANAGER,
    COMPLIANCE_OFFICER,
    INSURANCE_AGENT,
    LOAN_OFFICER,
    SERVICE,
)
from seeding.engine.shares import Range, Shares, part

# When

WINDOW_DAYS = 729
"""Contacts lie in the last 24 months: two years may hold 730 days."""
DORMANT_SILENT_DAYS = 366
"""Whom the bank calls dormant has not been in touch for so long."""
BEFORE_CLOSING_DAYS = 4
"""The last contact of a closed customer lies so long before the closing that even a survey is answered before."""
NEWCOMER_DAYS = 30
"""Who joined within these has been in touch once at most."""

PHONE_HOURS = (0, 0, 0, 0, 0, 0, 0, 0, 12, 18, 20, 18, 14, 13, 14, 16, 18, 16, 11, 7, 0, 0, 0, 0)
COUNTER_HOURS = (0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 20, 17, 14, 12, 14, 16, 17, 0, 0, 0, 0, 0, 0, 0)
ONLINE_HOURS = (0, 0, 0, 0, 0, 0, 4, 8, 13, 15, 15, 14, 15, 13, 12, 12, 13, 15, 18, 22, 22, 14, 6, 0)
"""Weights of the hours of the day. The branch is open from nine to five, the telephone staffed from eight to eight."""

# How many, and how

CONTACTS = Shares.of(none=0.20, one=0.25, two=0.22, three=0.16, four=0.11, five=0.06)
SELDOM = Shares.of(none=0.60, one=0.40)
"""Newcomers and dormant customers."""
CONTACTS_OF_COMPLAINERS = Shares.parts(one=25, two=22, three=16, four=11, five=6)
"""As `CONTACTS`, for a complaint is a contact."""
MOST_CONTACTS = len(CONTACTS) - 1
MEAN_CONTACTS = sum(count * share for count, share in enumerate(CONTACTS.weights))

CHANNELS = Shares.of(phone=0.30, email=0.25, web=0.20, mobile_app=0.15, branch=0.10)
PHONE, EMAIL, WEB, MOBILE_APP, BRANCH = range(len(CHANNELS))
TYPES = ("call", "email", "chat", "branch_visit", "complaint")
TYPE_OF_CHANNEL = tuple(TYPES.index(name) for name in ("call", "email", "chat", "chat", "branch_visit"))
COMPLAINT = TYPES.index("complaint")

HANDLED = (1.0, 0.80, 0.58, 0.56, 1.0)
"""By channel: the part that a person deals with, which makes 80 % of all; the rest answers itself."""
HANDLED_SHARE = 0.80
if abs(sum(handled * share for handled, share in zip(HANDLED, CHANNELS.weights, strict=True)) - HANDLED_SHARE) > 1e-9:
    raise ValueError("the parts of the channels that people handle do not make 80 % of all contacts")


@dataclass(frozen=True)
class Duration:
    """How long a contact takes, in minutes: log-normal inside a band; `spread` is the logarithm's deviation."""

    median: float
    band: Range
    spread: float = 0.6


DURATIONS = (
    Duration(7, Range(1, 60)),
    Duration(1, Range(1, 1), 1),
    Duration(9, Range(1, 45)),
    Duration(6, Range(1, 40)),
    Duration(22, Range(4, 120)),
)
"""By channel. An e-mail has none."""

# Outcomes

COMPLAINERS = part(0.08)
OUTCOMES = Shares.of(resolved=0.70, escalated=0.20, follow_up_needed=0.10)
RESOLVED, ESCALATED, FOLLOW_UP = range(len(OUTCOMES))
OUTCOMES_OF_COMPLAINTS = Shares.of(resolved=0.0, escalated=0.75, follow_up_needed=0.25)
"""A complaint is taken down and handed on; other contacts make up for it."""

# Complaints

COMPLAINER_STANDING_DAYS = 200
"""Who complains joined at least so long ago, and not within the first weeks."""
FIRST_WEEKS_DAYS = 30

FRAUD = part(0.10)
"""Of the complaints; only account holders complain of fraud."""
COMPLAINT_TYPES = ("service", "fee", "product", "other", "fraud")
TYPES_BUT_FRAUD = Shares.parts(service=35, fee=25, product=20, other=10)

STATUSES = Shares.of(resolved=0.60, investigating=0.20, closed=0.15, open=0.05)
SETTLED = (STATUSES.code("resolved"), STATUSES.code("closed"))
INVESTIGATING_DAYS, OPEN_DAYS = 89, 29
"""How old an unsettled complaint is at most."""

PRIORITIES = Shares.of(medium=0.50, high=0.20, low=0.20, critical=0.10)
PRIORITIES_OF_FRAUD = Shares.of(medium=0, high=0.5, low=0, critical=0.5)

# The Consumer Financial Protection Bureau expects an answer to a complaint within 15 days and a final one within 60;
# the medians are the bank's own aims.
HOURS = {
    "critical": Duration(20, Range(2, 120)),
    "high": Duration(48, Range(4, 240)),
    "medium": Duration(96, Range(8, 480)),
    "low": Duration(150, Range(12, 720)),
}
"""Hours until a complaint is settled, by priority."""

COMPLAINT_DESK = (SERVICE, BRANCH_MANAGER)
FRAUD_DESK = (COMPLIANCE_OFFICER,)

# Who deals with it

DESKS = (SERVICE, LOAN_OFFICER, INSURANCE_AGENT)
"""The role that deals with a topic."""

# Surveys

ANSWERED = 0.30
"""Part of the interactions that a survey follows."""
ANSWER_DAYS = (1, 3)
COMMENTED = 0.50

SCORES = tuple(map(str, range(11)))


def _scores(*percent: int) -> Shares:
    """Return the distribution of the net promoter scores 0 to 10."""
    return Shares(SCORES, tuple(points / 100 for points in percent))


# Net promoter scores of retail banks lie around +30 (Bain & Company; Qualtrics XM Institute): about half are promoters.
NPS_RESOLVED = _scores(1, 1, 1, 2, 2, 4, 6, 12, 18, 25, 28)
NPS_UNRESOLVED = _scores(3, 3, 5, 6, 7, 10, 12, 16, 16, 12, 10)
NPS_COMPLAINT = _scores(14, 10, 12, 12, 11, 11, 10, 9, 6, 3, 2)

SATISFACTION = (1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5)
"""The rating, 1 to 5, that goes with each score."""
ONE_OFF = Shares.of(lower=0.12, same=0.76, higher=0.12)
"""How often it is a point lower or higher."""
PROMOTER_FROM, PASSIVE_FROM = 9, 7

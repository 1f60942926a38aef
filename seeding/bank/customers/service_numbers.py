"""Customer service in numbers: how often customers are in touch and with what outcome, complaints and surveys."""

from dataclasses import dataclass

from datahub.customers.models import Complaint, Interaction
from seeding.bank.accounts.amounts import Amount
from seeding.bank.accounts.full_history_numbers import events_a_year, years_before, years_within
from seeding.bank.employees.numbers import BRANCH_MANAGER, COMPLIANCE_OFFICER, SERVICE
from seeding.bank.products import require_choices
from seeding.engine.shares import CategoryShares, Range, share_range

# When

WINDOW_DAYS = 729
"""Interactions lie in the last 24 months; two years may have 730 days."""
DORMANT_SILENT_DAYS = 366
"""Days for which a dormant customer has not been in touch."""
BEFORE_CLOSING_DAYS = 4
"""Days from the last interaction of a closed customer to the closing: enough to answer a survey first."""
NEWCOMER_DAYS = 30
"""A customer who joined within these days has been in touch once at most."""

# How many

INTERACTIONS = CategoryShares.of(none=0.20, one=0.25, two=0.22, three=0.16, four=0.11, five=0.06)
"""Interactions per customer."""
INTERACTIONS_OF_QUIET_CUSTOMERS = CategoryShares.of(none=0.60, one=0.40)
"""The same for newcomers and dormant customers."""
INTERACTIONS_OF_COMPLAINERS = CategoryShares.from_weights(one=25, two=22, three=16, four=11, five=6)
"""The same for customers who complain: a complaint is an interaction."""
INTERACTIONS_IN_FULL = 3.56
"""A customer has as many on average in a full history, since joining."""
INTERACTIONS_DEVIATION_IN_FULL = 1.4
"""The standard deviation of a customer's number around that, measured over 60 seeds of 60 customers."""
INTERACTIONS_OF_STORYLINES_IN_FULL = 20
"""How many more the first 60 customers have together, who include the storylines; measured over the same banks."""
MEAN_INTERACTIONS = sum(count * share for count, share in enumerate(INTERACTIONS.weights))


@dataclass(frozen=True)
class Duration:
    """A duration: log-normal within a range.

    `median` and `range` share a unit that the user of the duration names; `spread` is the standard deviation of the
    logarithm.

    Raises ValueError for a median outside the range.
    """

    median: float
    range: Range
    spread: float = 0.6

    def __post_init__(self) -> None:
        if not self.range.low <= self.median <= self.range.high:
            raise ValueError(f"the median {self.median} lies outside {self.range.low} to {self.range.high}")


# Outcomes

OUTCOMES = CategoryShares.of(resolved=0.70, escalated=0.20, follow_up_needed=0.10)
RESOLVED, ESCALATED, FOLLOW_UP = range(len(OUTCOMES))
OUTCOMES_OF_COMPLAINTS = CategoryShares.of(resolved=0.0, escalated=0.75, follow_up_needed=0.25)
"""A complaint is recorded and handed on; other interactions make up for it."""

require_choices("outcome of interactions", OUTCOMES.names, Interaction.Outcome.values)

# Complaints

COMPLAINERS = share_range(0.08)
"""Share of the customers who complain."""
COMPLAINTS_A_YEAR = events_a_year(COMPLAINERS.high, WINDOW_DAYS)
"""Of an active customer: in a full history customers complained before the last two years as often as in them."""
EARLIER_TO_RECENT_IN_FULL = years_before(WINDOW_DAYS) / years_within(WINDOW_DAYS)
"""The years that customers of a full history had been at the bank before the last two years, for each year in them."""
EARLIER_COMPLAINTS = COMPLAINERS.high * EARLIER_TO_RECENT_IN_FULL
"""Complaints per customer before the last two years of a full history."""
COMPLAINER_STANDING_DAYS = 200
"""Fewest days since a customer who complains joined."""
FIRST_WEEKS_DAYS = 30
"""Days after joining without a complaint."""

STATUSES = CategoryShares.of(resolved=0.60, investigating=0.20, closed=0.15, open=0.05)
SETTLED = (STATUSES.code("resolved"), STATUSES.code("closed"))
SETTLED_SHARES = CategoryShares.from_weights(**{STATUSES.names[code]: STATUSES.weights[code] for code in SETTLED})
"""Of the complaints that are settled, in the order of SETTLED."""
OPEN_DAYS = Range(0, 29)
"""Days since an open complaint was filed."""
INVESTIGATING_DAYS = Range(33, 149)
"""Days since a complaint that is under investigation was filed. The queue does not spike: the shares of open work say
how many complaints are as recent as this, and with wider limits the last months get no more than others."""
SETTLED_LATELY = 0.02
"""Share of the settled complaints that were filed as recently as those under investigation."""
INVESTIGATED_PART = Range(0.05, 0.4)
"""When somebody begins to investigate a complaint that is settled, as a part of the time that it takes."""

# What a complaint follows

COMPLAINT_AFTER_DAYS = (2, 12)
"""Days from a fee or a disputed card payment to the complaint about it."""
ACCOUNT_AGE_DAYS = 30
"""Fewest days from the opening of an account to a complaint about a row of it."""
DISPUTED = Amount(120, 0.7, Range(15, 900))
"""Whole USD of a disputed card payment."""
FEE_CAUSES = CategoryShares.of(withdrawal=0.40, purchase=0.22, wire=0.10, refused=0.28)
"""What the fee was for that a customer complains about: cash from another bank's ATM, a purchase or a wire abroad, a
payment that was refused for lack of funds; late fees of loans come before. Of the complaints about fees to the CFPB,
those about overdrafts and ATMs are most frequent (Consumer Response Annual Report, 2024); the parts are the bank's own
policy."""
WITHDRAWAL, PURCHASE, WIRE, REFUSED = range(len(FEE_CAUSES))
LATE = len(FEE_CAUSES)
"""The code of a fee for a late installment, which follows from a loan's schedule."""
WITHDRAWN = Amount(80, 0.4, Range(20, 300), unit=2_000)
BOUGHT_ABROAD = Amount(90, 0.7, Range(15, 600))
WIRED_ABROAD = Amount(600, 0.5, Range(200, 2_500), unit=5_000)
"""Whole USD of what a fee was for that a customer complains about."""
WIRE_AFTER_DAYS = (2, 8)
"""Days from a wire to the complaint about its fee; the business day before is at most four days earlier."""
LATE_FEE_AFTER_DAYS = (2, 9)
"""Days from a late fee to the complaint about it."""
CREDITED_AFTER = (2, 8)
"""Business days from a complaint about a card payment to its provisional credit; Regulation E allows ten (12 CFR
1005.11(c)(2))."""


@dataclass(frozen=True)
class Priority:
    """A priority of complaints: its share of all complaints and of fraud complaints, and the hours to settlement."""

    name: str
    share: float
    share_of_fraud: float
    hours: Duration


# The Consumer Financial Protection Bureau expects an answer to a complaint within 15 days and a final one within 60;
# the medians are the bank's own goals.
PRIORITIES = (
    Priority("medium", 0.50, 0, Duration(96, Range(8, 480))),
    Priority("high", 0.20, 0.5, Duration(48, Range(4, 240))),
    Priority("low", 0.20, 0, Duration(150, Range(12, 720))),
    Priority("critical", 0.10, 0.5, Duration(20, Range(2, 120))),
)
PRIORITY_SHARES = CategoryShares.of(**{priority.name: priority.share for priority in PRIORITIES})
PRIORITY_SHARES_OF_FRAUD = CategoryShares.of(**{priority.name: priority.share_of_fraud for priority in PRIORITIES})

COMPLAINT_DESK = (SERVICE, BRANCH_MANAGER)
"""Roles that handle complaints."""
FRAUD_DESK = (COMPLIANCE_OFFICER,)
"""Roles that handle complaints about fraud."""

require_choices("status of complaints", STATUSES.names, Complaint.Status.values)
require_choices("priority of complaints", PRIORITY_SHARES.names, Complaint.Priority.values)

# Surveys

ANSWERED = 0.30
"""Share of the interactions that a survey follows."""
ANSWER_DAYS = (1, 3)
"""Days from an interaction to its survey."""
PRODUCT_SURVEY_DAYS = 60
"""Days from the day on which a product begins to a survey that asks about it; the bank's own policy."""
COMMENTED = 0.50
"""Share of the surveys with a comment."""

SCORES = tuple(map(str, range(11)))
"""Net promoter scores."""


def _scores(*percent: int) -> CategoryShares:
    """Return the distribution of the net promoter scores 0 to 10."""
    return CategoryShares(SCORES, tuple(points / 100 for points in percent))


# Net promoter scores of retail banks lie around +30 (Bain & Company; Qualtrics XM Institute): about half are promoters.
NPS_RESOLVED = _scores(1, 1, 1, 2, 2, 4, 6, 12, 18, 25, 28)
NPS_UNRESOLVED = _scores(3, 3, 5, 6, 7, 10, 12, 16, 16, 12, 10)
NPS_COMPLAINT = _scores(14, 10, 12, 12, 11, 11, 10, 9, 6, 3, 2)

SATISFACTION = (1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5)
"""The satisfaction rating, 1 to 5, that goes with each score."""
SATISFACTION_DEVIATION = CategoryShares.of(lower=0.12, same=0.76, higher=0.12)
"""How often the rating is a point lower or higher than that."""
PROMOTER_FROM, PASSIVE_FROM = 9, 7
"""Lowest scores of promoters and of passives; customers with lower scores are detractors."""

if len(SATISFACTION) != len(SCORES):
    raise ValueError(f"{len(SCORES)} scores need as many satisfaction ratings, not {len(SATISFACTION)}")

"""Campaigns in numbers: what is advertised to whom and for how long, and how customers respond."""

from dataclasses import dataclass

from seeding.bank.accounts.numbers import SEGMENTS
from seeding.engine.shares import CategoryShares, share_range

ALL = "all"
TARGETS = (*SEGMENTS, ALL)


@dataclass(frozen=True)
class Campaign:
    """A campaign: its name, its way to the customers, and the segment that it addresses."""

    name: str
    type: str
    target: str = ALL

    def __post_init__(self) -> None:
        if self.type not in TYPES or self.target not in TARGETS:
            raise ValueError(f"{self.name}: a campaign is one of {TYPES} and addresses one of {TARGETS}")


TYPES = ("email", "digital", "cross_sell", "direct_mail")
"""Of twelve campaigns 40 %, 30 %, 20 % and 10 %, that is five, four, two and one."""

CAMPAIGNS = (
    Campaign("Paperless and Proud: statements without paper", "email"),
    Campaign("First Home Evenings", "digital", "retail"),
    Campaign("Savings Goals in the App", "digital"),
    Campaign("Cover for What You Drive", "cross_sell", "retail"),
    Campaign("Premium Rate Preview", "email", "premium"),
    Campaign("Working Capital Made Simple", "email", "corporate"),
    Campaign("Tap to Pay", "digital", "retail"),
    Campaign("Passing It On: planning an estate", "direct_mail", "private"),
    Campaign("Know the Scam: safe online banking", "email"),
    Campaign("Home and Away Cover", "cross_sell", "premium"),
    Campaign("Round Up and Save", "digital"),
    Campaign("Bring a Friend", "email"),
)
"""In the order in which they ran over the last two years."""

APART_DAYS = 60
"""From one campaign's earliest start to the next one's."""
FIRST_START_DAYS = 725
"""How long ago the first campaign started at the earliest."""
START_WITHIN_DAYS = 40
DURATION_DAYS = (3 * 7, 10 * 7)

RESPONDENTS = share_range(0.05)
"""Of all customers."""
RESPONSES = CategoryShares.of(one=0.70, two=0.30)
"""Of those who respond."""
STAGES = CategoryShares.of(opened=0.42, clicked=0.32, purchased=0.16, unsubscribed=0.10)
"""The furthest stage of a response."""
OPENED, CLICKED, PURCHASED, UNSUBSCRIBED = range(len(STAGES))
CLICKED_CONVERTED = 0.15
"""Part of those who clicked and became business later by another way. Who purchased did."""

if len(CAMPAIGNS) != 12 or FIRST_START_DAYS - (len(CAMPAIGNS) - 1) * APART_DAYS < START_WITHIN_DAYS:
    raise ValueError("the twelve campaigns do not all start before today")

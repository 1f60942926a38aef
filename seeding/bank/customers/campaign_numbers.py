"""Campaigns in numbers: which the bank runs for whom and for how long, and how customers respond."""

from dataclasses import dataclass

from datahub.customers.models import Campaign as CampaignRow
from datahub.customers.models import CampaignResponse
from seeding.bank.accounts.full_history_numbers import YEAR_DAYS, events_a_year
from seeding.bank.accounts.numbers import JOINED_YEARS, SEGMENTS
from seeding.bank.products import require_choices, require_same_names
from seeding.engine.shares import CategoryShares, share_range

ALL = "all"
TARGETS = (*SEGMENTS, ALL)
TYPES = ("email", "digital", "cross_sell", "direct_mail")
"""Five, four, two and one of the twelve campaigns."""


@dataclass(frozen=True)
class Campaign:
    """A campaign: its name, its type and the segment of customers that it targets.

    Raises ValueError for a type or a target that does not exist.
    """

    name: str
    type: str
    target: str = ALL

    def __post_init__(self) -> None:
        for value, known in ((self.type, TYPES), (self.target, TARGETS)):
            if value not in known:
                raise ValueError(f"campaign {self.name}: {value!r} is not one of {', '.join(known)}")

    def targets(self, segment: str) -> bool:
        """Return whether the campaign targets customers of a segment."""
        return self.target in (segment, ALL)


CAMPAIGNS = (
    Campaign("Paperless and Proud: statements without paper", "email"),
    Campaign("First Home Evenings", "digital", "retail"),
    Campaign("Savings Goals in the App", "digital"),
    Campaign("Coverage for What You Drive", "cross_sell", "retail"),
    Campaign("Premium Rate Preview", "email", "premium"),
    Campaign("Working Capital Made Simple", "email", "corporate"),
    Campaign("Tap to Pay", "digital", "retail"),
    Campaign("Passing It On: planning an estate", "direct_mail", "private"),
    Campaign("Know the Scam: safe online banking", "email"),
    Campaign("Home and Away Coverage", "cross_sell", "premium"),
    Campaign("Round Up and Save", "digital"),
    Campaign("Bring a Friend", "email"),
)
"""In the order in which they ran over the last two years."""

INTERVAL_DAYS = 60
"""Days from the earliest start of a campaign to that of the next one."""
FIRST_START_DAYS_AGO = 725
"""Most days since the first campaign started."""
START_WITHIN_DAYS = 40
"""Most days from the earliest start of a campaign to its start."""
DURATION_DAYS = (3 * 7, 10 * 7)
EARLIER_CAMPAIGNS = (JOINED_YEARS * YEAR_DAYS - FIRST_START_DAYS_AGO) // INTERVAL_DAYS
"""Campaigns that the bank ran before in a full history: the same ones in turn, as often, since the first customers
joined."""

RESPONDENTS = share_range(0.05)
"""Share of the customers who respond to campaigns."""
RESPONSES = CategoryShares.of(one=0.70, two=0.30)
"""Responses per customer who responds."""
MEAN_RESPONSES = sum(count * share for count, share in enumerate(RESPONSES.weights, start=1))
RESPONDS_A_YEAR = events_a_year(RESPONDENTS.high, FIRST_START_DAYS_AGO)
"""How often an active customer responds to one or two earlier campaigns in a full history: as often as to these."""
STAGES = CategoryShares.of(opened=0.42, clicked=0.32, purchased=0.16, unsubscribed=0.10)
"""The furthest stage of a response."""
OPENED, CLICKED, PURCHASED, UNSUBSCRIBED = range(len(STAGES))
STAGES_WITHOUT_PURCHASE = CategoryShares.from_weights(**{
    name: share for name, share in zip(STAGES.names, STAGES.weights, strict=True) if name != "purchased"
})  # fmt: skip
"""Of the responses that led to no purchase."""
PURCHASE_WITHIN_DAYS = 60
"""Most days from a response at stage `purchased` to the product: an account, an application or a policy."""
PURCHASED_OF_POSSIBLE = 0.55
"""Share of the responses that a new product follows soon enough which are at stage `purchased`."""
DRAWN_BY_PRODUCT = 0.6
"""Share of the respondents who respond to the campaign before a new product of theirs, where there is one."""
CLICKED_CONVERTED = 0.15
"""Share of the responses at stage `clicked` that led to business later in another way."""
CLICKED_AFTER_DAYS = (0, 4)
"""Days from a response to the click on a link; the bank's own policy."""
BUSINESS_AFTER_DAYS = (1, 45)
"""Days from a click to the business that it led to in another way; the bank's own policy."""

require_choices("type of campaigns", TYPES, CampaignRow.Type.values, unused=["retention"])
require_choices("target of campaigns", TARGETS, CampaignRow.Target.values)
require_choices("stage of campaign responses", STAGES.names, CampaignResponse.Type.values)
require_same_names("campaign type", sorted({campaign.type for campaign in CAMPAIGNS}), "the types of campaigns", TYPES)
if FIRST_START_DAYS_AGO - (len(CAMPAIGNS) - 1) * INTERVAL_DAYS < START_WITHIN_DAYS:
    raise ValueError(f"{len(CAMPAIGNS)} campaigns are too many for all of them to start before today")

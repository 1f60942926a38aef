"""The recipes of campaigns and of the responses to them."""

import numpy as np
import polars as pl

from datahub.customers.models import Campaign, CampaignResponse
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.recipes import customer_ids
from seeding.bank.customers import campaign_numbers as numbers
from seeding.bank.customers.campaigns import CampaignResponses, Campaigns, earlier_campaigns
from seeding.bank.earlier_years import earlier_to_recent
from seeding.engine.arrays import Index
from seeding.engine.calendar import Calendar
from seeding.engine.columns import Coded, Columns, Days, Flags, Integers, Text
from seeding.engine.expected import Expected, exactly
from seeding.engine.layout import AsOf, Layout
from seeding.engine.recipe import recipe
from seeding.engine.text import gather, join, padded, string_series

_FIRST_YEAR = 1900
"""The calendar counts months from January of this year."""
_TYPES = np.array([numbers.TYPES.index(campaign.type) for campaign in numbers.CAMPAIGNS])
_TARGETS = np.array([numbers.TARGETS.index(campaign.target) for campaign in numbers.CAMPAIGNS])


def _campaign_ids(index: Index) -> pl.Series:
    """Return the ids of some campaigns, which count from 1 in order of time."""
    return join("CMPN-", padded(index + 1, 2))


@recipe(
    Campaign,
    lambda layout: exactly(len(numbers.CAMPAIGNS) + earlier_campaigns(layout)),
    since="start_date",
)
def campaign(campaigns: Campaigns, calendar: Calendar) -> Columns:
    """Write the campaigns; earlier ones have the year in their names."""
    name = gather(string_series(*(campaign.name for campaign in numbers.CAMPAIGNS)), campaigns.code)
    year = padded(calendar.month(campaigns.start) // 12 + _FIRST_YEAR, 4)
    return {
        "campaign_id": Text(_campaign_ids(np.arange(len(campaigns)))),
        "campaign_name": Text(join(name, " (", year, ")").zip_with(pl.Series(campaigns.key < 0), name)),
        "campaign_type": Coded(numbers.TYPES, _TYPES[campaigns.code]),
        "start_date": Days(campaigns.start),
        "end_date": Days(campaigns.end),
        "target_segment": Coded(numbers.TARGETS, _TARGETS[campaigns.code]),
    }


def _responses_expected(layout: Layout) -> Expected:
    respondents = numbers.RESPONDENTS.high * layout.customers
    earlier = earlier_to_recent(layout, numbers.FIRST_START_DAYS_AGO) * respondents
    low, high = 0.9 * respondents - 3 + 1.1 * earlier, 1.6 * respondents + 3 + 1.5 * earlier
    return Expected(max(0, int(low - 4 * earlier**0.5)), int(high + 4 * earlier**0.5))


@recipe(CampaignResponse, _responses_expected, since="response_date")
def campaign_response(customers: Customers, campaign_responses: CampaignResponses, as_of: AsOf) -> Columns:
    """Write the responses, one per customer and campaign."""
    return {
        "response_id": Integers(campaign_responses.key),
        "campaign_id": Text(_campaign_ids(campaign_responses.campaign)),
        "customer_id": Text(customer_ids(customers.key[campaign_responses.customer])),
        "response_date": Days(campaign_responses.day),
        "response_type": Coded(numbers.STAGES.names, campaign_responses.stages_on(as_of)),
        "converted": Flags(as_of.has_come(campaign_responses.converted)),
    }

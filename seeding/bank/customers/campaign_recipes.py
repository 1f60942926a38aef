"""The recipes of campaigns and of the responses to them."""

import numpy as np

from datahub.customers.models import Campaign, CampaignResponse
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.recipes import customer_ids
from seeding.bank.customers import campaign_numbers as numbers
from seeding.bank.customers.campaigns import CampaignResponses, Campaigns
from seeding.engine.columns import Coded, Columns, Days, Flags, Integers, Text
from seeding.engine.expected import Expected, exactly
from seeding.engine.layout import Layout
from seeding.engine.recipe import recipe
from seeding.engine.text import join, padded, string_series

_IDS = join("CMPN-", padded(np.arange(len(numbers.CAMPAIGNS)) + 1, 2))
_TYPES = np.array([numbers.TYPES.index(campaign.type) for campaign in numbers.CAMPAIGNS])
_TARGETS = np.array([numbers.TARGETS.index(campaign.target) for campaign in numbers.CAMPAIGNS])


@recipe(Campaign, lambda layout: exactly(len(numbers.CAMPAIGNS)), since="start_date")
def campaign(campaigns: Campaigns) -> Columns:
    """Write the campaigns."""
    return {
        "campaign_id": Text(_IDS),
        "campaign_name": Text(string_series(*(campaign.name for campaign in numbers.CAMPAIGNS))),
        "campaign_type": Coded(numbers.TYPES, _TYPES),
        "start_date": Days(campaigns.start),
        "end_date": Days(campaigns.end),
        "target_segment": Coded(numbers.TARGETS, _TARGETS),
    }


def _responses_expected(layout: Layout) -> Expected:
    respondents = numbers.RESPONDENTS.high * layout.customers
    return Expected(max(0, int(0.9 * respondents - 3)), int(1.6 * respondents + 3))


@recipe(CampaignResponse, _responses_expected, since="response_date")
def campaign_response(customers: Customers, campaign_responses: CampaignResponses) -> Columns:
    """Write the responses, one per customer and campaign."""
    return {
        "response_id": Integers(campaign_responses.key),
        "campaign_id": Text(_IDS.gather(campaign_responses.campaign)),
        "customer_id": Text(customer_ids(customers.key[campaign_responses.customer])),
        "response_date": Days(campaign_responses.day),
        "response_type": Coded(numbers.STAGES.names, campaign_responses.stage),
        "converted": Flags(campaign_responses.converted),
    }

"""The campaigns of the last two years, and which customers responded to them."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.customers import PERSON_ACTIVE, Customers
from seeding.bank.accounts.numbers import SEGMENTS
from seeding.bank.customers import campaign_numbers as numbers
from seeding.bank.storylines import storyline_codes
from seeding.engine.arrays import BoolArray, IntArray, rank_within
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows, one_stratum

_FAN_OUT = len(numbers.RESPONSES)
_FITS = np.array([
    [campaign.target in (segment, numbers.ALL) for campaign in numbers.CAMPAIGNS] for segment in SEGMENTS
])  # fmt: skip
"""By segment and campaign: whether the campaign addresses the segment."""


@dataclass(frozen=True)
class Campaigns(Rows):
    """The twelve campaigns, by number from 0, with their first and last days; a last day may lie ahead."""

    start: IntArray
    end: IntArray


@node(stream="campaigns")
def campaigns(plan: Plan, draw: Draw) -> Campaigns:
    """Lay the campaigns over the last two years, one every two months."""
    rows = one_stratum(np.arange(len(numbers.CAMPAIGNS)))
    earliest = plan.last_day - numbers.FIRST_START_DAYS + rows.key * numbers.APART_DAYS
    start = earliest + draw.integers("start", rows, 0, numbers.START_WITHIN_DAYS)
    return Campaigns(rows.key, rows.cell, start, start + draw.integers("duration", rows, *numbers.DURATION_DAYS))


@dataclass(frozen=True)
class Responses(Rows):
    """The responses of a block in the order of time; `key` is customer x 2 + a number from 0.

    `owner` is the customer's index, `campaign` the campaign's, `stage` a place in STAGES.
    """

    owner: IntArray
    campaign: IntArray
    day: IntArray
    stage: IntArray
    converted: BoolArray


@node(stream="campaign responses")
def responses(customers: Customers, campaigns: Campaigns, plan: Plan, draw: Draw) -> Responses:
    """Let one customer in twenty respond to one campaign or two that ran while they were here."""
    last_days = np.minimum(campaigns.end, plan.last_day)
    open_to = _FITS[customers.segment] & (customers.joined[:, None] < last_days)
    pinned = storyline_codes(customers.key, lambda role: int(role.outspoken)) == 1
    eligible = open_to.any(axis=1) & (customers.status == PERSON_ACTIVE) & ~pinned & ~customers.in_storyline
    responds = pinned | draw.stratified_sample(
        "responds", customers, numbers.RESPONDENTS, eligible, already_selected=pinned
    )
    owner, campaign = _chosen(Rows(customers.key, customers.cell).where(responds), open_to[responds], draw)
    owner = np.flatnonzero(responds)[owner]
    drawn = Rows(customers.key[owner] * len(numbers.CAMPAIGNS) + campaign, customers.cell[owner])
    first = np.maximum(campaigns.start[campaign], customers.joined[owner] + 1)
    day = draw.dates("day", drawn, first, last_days[campaign])
    order = np.lexsort((day, owner))
    owner, campaign, day = owner[order], campaign[order], day[order]
    rows = Rows(customers.key[owner] * _FAN_OUT + rank_within(owner), customers.cell[owner])
    stage = _stages(rows, owner, draw)
    later = draw.uniform("converted", rows) < numbers.CLICKED_CONVERTED
    return Responses(
        key=rows.key,
        cell=rows.cell,
        owner=owner,
        campaign=campaign,
        day=day,
        stage=stage,
        converted=(stage == numbers.PURCHASED) | ((stage == numbers.CLICKED) & later),
    )


def _chosen(rows: Rows, open_to: BoolArray, draw: Draw) -> tuple[IntArray, IntArray]:
    """Return the index of a respondent and of a campaign for each response, no campaign twice for anybody."""
    many = open_to.sum(axis=1)
    two = (draw.categorical("responses", rows, numbers.RESPONSES) == numbers.RESPONSES.code("two")) & (many > 1)
    first = draw.integers("campaign", rows, 0, many - 1)
    step = draw.integers("other_campaign", rows, 1, np.maximum(many - 1, 1))
    owner = np.concatenate((np.arange(len(rows)), np.flatnonzero(two)))
    place = np.concatenate((first, ((first + step) % np.maximum(many, 1))[two]))
    counted = np.cumsum(open_to, axis=1)[owner]
    return owner, (counted <= place[:, None]).sum(axis=1)


def _stages(rows: Rows, owner: IntArray, draw: Draw) -> IntArray:
    """Return how far each response went; who unsubscribed does not respond again."""
    stage = draw.categorical("stage", rows, numbers.STAGES)
    responds_again = np.append(owner[1:] == owner[:-1], False) if len(owner) else np.zeros(0, bool)
    stage[responds_again & (stage == numbers.UNSUBSCRIBED)] = numbers.OPENED
    return stage

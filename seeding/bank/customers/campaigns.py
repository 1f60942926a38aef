"""The campaigns of the last two years and of earlier ones, and how far customers responded to them."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.customers import PERSON_ACTIVE, Customers
from seeding.bank.accounts.numbers import SEGMENTS
from seeding.bank.customers import campaign_numbers as numbers
from seeding.bank.earlier_years import earlier_years, first_days, reaches_back
from seeding.bank.insurance.policies import Policies
from seeding.bank.loans.applications import Applications
from seeding.bank.storyline_codes import storyline_codes
from seeding.engine.arrays import BoolArray, Code, DayNumber, Index, IntArray, rank_within
from seeding.engine.calendar import NO_DAY
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import AsOf, Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows, concat, one_stratum

_CAMPAIGNS_OF_CUSTOMER = Room("campaigns that a customer may respond to", len(numbers.CAMPAIGNS))
_RESPONSES_OF_CUSTOMER = Room("campaign responses of a customer", len(numbers.RESPONSES))
_RESPONSES_IN_FULL = Room("campaign responses of a customer in a full history", 16)
_TARGETS = np.array([[campaign.targets(segment) for campaign in numbers.CAMPAIGNS] for segment in SEGMENTS])
"""By segment and campaign: whether the campaign targets the segment."""
_STAGES_WITHOUT_PURCHASE = np.array([numbers.STAGES.code(name) for name in numbers.STAGES_WITHOUT_PURCHASE.names])


@dataclass(frozen=True)
class Campaigns(Rows):
    """The first and the last day of each campaign, in order of time; a last day may lie after today.

    The keys count from 0, the first one of the last two years; those of earlier campaigns are negative.
    """

    start: DayNumber
    end: DayNumber

    @property
    def code(self) -> Code:
        """The code of each campaign in CAMPAIGNS, which run in turn."""
        return self.key % len(numbers.CAMPAIGNS)


@node(stream="campaigns")
def campaigns(layout: Layout, draw: Draw) -> Campaigns:
    """Return the days of the campaigns, which start about every two months."""
    rows = one_stratum(np.arange(-earlier_campaigns(layout), len(numbers.CAMPAIGNS)))
    earliest = layout.until - numbers.FIRST_START_DAYS_AGO + rows.key * numbers.INTERVAL_DAYS
    start = earliest + draw.integers("start", rows, 0, numbers.START_WITHIN_DAYS)
    return Campaigns(rows.key, rows.cell, start, start + draw.integers("duration", rows, *numbers.DURATION_DAYS))


def earlier_campaigns(layout: Layout) -> int:
    """Return how many campaigns ran before those of the last two years."""
    if layout.is_full:
        return numbers.EARLIER_CAMPAIGNS
    return (layout.until - layout.start) // numbers.INTERVAL_DAYS


@dataclass(frozen=True)
class CampaignResponses(Rows):
    """The responses of a block, customer by customer in order of time.

    `customer` and `campaign` are indexes; `stage` is a code of STAGES, the furthest one. `clicked` is the day on which
    the customer follows a link, `converted` that of the purchase; both are NO_DAY if it does not come to that.
    """

    customer: Index
    campaign: Index
    day: DayNumber
    stage: Code
    clicked: DayNumber
    converted: DayNumber

    def stages_on(self, as_of: AsOf) -> Code:
        """Return how far each response went by a day, a code of STAGES; customers who unsubscribe do so at once."""
        is_purchase = (self.stage == numbers.PURCHASED) & as_of.has_come(self.converted)
        conditions = [self.stage == numbers.UNSUBSCRIBED, is_purchase, as_of.has_come(self.clicked)]
        return np.select(conditions, [numbers.UNSUBSCRIBED, numbers.PURCHASED, numbers.CLICKED], numbers.OPENED)


@dataclass(frozen=True)
class _Respondents(Rows):
    """The respondents to campaigns of the last two years, and to those of each year before, by index.

    `is_possible` says, by respondent and campaign, which campaigns it may be.
    """

    customer: Index
    is_possible: BoolArray


@node(stream="campaign responses")
def campaign_responses(
    customers: Customers,
    campaigns: Campaigns,
    accounts: Accounts,
    applications: Applications,
    policies: Policies,
    layout: Layout,
    draw: Draw,
) -> CampaignResponses:
    """Return responses by one customer in twenty, to one or two campaigns that ran after the customer joined.

    Customers responded as often a year to earlier campaigns.
    """
    last_days = np.minimum(campaigns.end, layout.until)
    respondents = _recent_respondents(customers, campaigns, last_days, draw)
    if reaches_back(layout):
        respondents = concat((respondents, _earlier_respondents(customers, campaigns, layout, draw)))
    product_day = _product_days(customers, campaigns, accounts, applications, policies, layout)[respondents.customer]
    respondent, campaign = _chosen_campaigns(respondents, product_day != NO_DAY, draw)
    customer = respondents.customer[respondent]
    # Before they are in order of time, responses are identified by respondent and campaign.
    key = child_key(respondents.key[respondent], campaigns.code[campaign], _CAMPAIGNS_OF_CUSTOMER)
    drawn = Rows(key, customers.cell[customer])
    bought = product_day[respondent, campaign]
    purchases = (bought != NO_DAY) & (draw.uniform("purchases", drawn) < numbers.PURCHASED_OF_POSSIBLE)
    first = np.maximum(campaigns.start[campaign], customers.joined[customer] + 1)
    last = last_days[campaign]
    first = np.where(purchases, np.maximum(first, bought - numbers.PURCHASE_WITHIN_DAYS), first)
    day = draw.dates("day", drawn, first, np.where(purchases, np.minimum(last, bought), last))
    order = np.lexsort((day, customer))
    customer, campaign, day = customer[order], campaign[order], day[order]
    room = _RESPONSES_IN_FULL if reaches_back(layout) else _RESPONSES_OF_CUSTOMER
    key = child_key(customers.key[customer], rank_within(customer), room)
    rows = Rows(key, customers.cell[customer])
    stage = _stages(rows, customer, purchases[order], draw)
    bought = np.where(purchases, bought, NO_DAY)[order]
    clicked, converted = _later_steps(rows, day, stage, bought, layout, draw)
    return CampaignResponses(
        key=rows.key,
        cell=rows.cell,
        customer=customer,
        campaign=campaign,
        day=day,
        stage=stage,
        clicked=clicked,
        converted=converted,
    )


def _product_days(
    customers: Customers,
    campaigns: Campaigns,
    accounts: Accounts,
    applications: Applications,
    policies: Policies,
    layout: Layout,
) -> DayNumber:
    """Return by customer and campaign the day of a product that may follow a response, NO_DAY where there is none."""
    customer = np.concatenate((accounts.owner, applications.customer, policies.customer))
    day = np.concatenate((accounts.opened, applications.application_day, policies.start_day))[:, None]
    first = np.maximum(campaigns.start, customers.joined[customer][:, None] + 1)
    last = np.minimum(campaigns.end, layout.until)
    product, campaign = np.nonzero((day >= first) & (day <= last + numbers.PURCHASE_WITHIN_DAYS) & (first <= last))
    found = np.full((len(customers), len(campaigns)), NO_DAY, np.int64)
    found[customer[product], campaign] = day[product, 0]
    return found


def _recent_respondents(customers: Customers, campaigns: Campaigns, last_days: DayNumber, draw: Draw) -> _Respondents:
    """Return who responds to campaigns of the last two years.

    They are active customers with a possible campaign, and those of storylines that ask for it.
    """
    is_possible = _TARGETS[customers.segment][:, campaigns.code] & (campaigns.key >= 0)
    is_possible &= customers.joined[:, None] < last_days
    pinned = storyline_codes(customers.key, lambda role: int(role.outspoken)) == 1
    is_active = customers.status == PERSON_ACTIVE
    eligible = is_possible.any(axis=1) & is_active & ~pinned & ~customers.in_storyline
    responds = pinned | draw.stratified_sample(
        "responds", customers, numbers.RESPONDENTS, eligible, already_selected=pinned
    )
    rows = Rows(customers.key, customers.cell).where(responds)
    return _Respondents(rows.key, rows.cell, np.flatnonzero(responds), is_possible[responds])


def _earlier_respondents(customers: Customers, campaigns: Campaigns, layout: Layout, draw: Draw) -> _Respondents:
    """Return who responds, in each year before, to campaigns that started in it."""
    begin = first_days(layout, customers.joined + 1, numbers.FIRST_START_DAYS_AGO)
    years = earlier_years(customers, begin, layout.until - numbers.FIRST_START_DAYS_AGO)
    years = years.with_event("responds", numbers.RESPONDS_A_YEAR, draw)
    starts_then = (campaigns.start >= years.first[:, None]) & (campaigns.start <= years.last[:, None])
    is_possible = _TARGETS[customers.segment[years.customer]][:, campaigns.code] & (campaigns.key < 0) & starts_then
    responds = np.flatnonzero(is_possible.any(axis=1))
    return _Respondents(years.key, years.cell, years.customer, is_possible).take(responds)


def _chosen_campaigns(respondents: _Respondents, precedes_product: BoolArray, draw: Draw) -> tuple[Index, Index]:
    """Return the respondent and the campaign of each response, by index; a respondent's campaigns differ.

    By respondent and campaign, `precedes_product` says which campaigns were soon followed by a new product: many
    respondents respond to one of these first.
    """
    is_possible = respondents.is_possible
    possible = is_possible.sum(axis=1)
    responds_twice = draw.categorical("responses", respondents, numbers.RESPONSES) == numbers.RESPONSES.code("two")
    responds_twice &= possible > 1
    preferred = is_possible & precedes_product
    prefers = preferred.any(axis=1) & (draw.uniform("prefers", respondents) < numbers.DRAWN_BY_PRODUCT)
    choice = np.where(prefers[:, None], preferred, is_possible)
    first = _nth_campaign(choice, draw.integers("campaign", respondents, 0, choice.sum(axis=1) - 1))
    others = is_possible & (np.arange(is_possible.shape[1]) != first[:, None])
    second = _nth_campaign(others, draw.integers("other_campaign", respondents, 0, np.maximum(possible - 2, 0)))
    respondent = np.concatenate((np.arange(len(respondents)), np.flatnonzero(responds_twice)))
    return respondent, np.concatenate((first, second[responds_twice]))


def _nth_campaign(choice: BoolArray, place: IntArray) -> Code:
    """Return the campaign at each respondent's place, from 0, among those that `choice` marks."""
    return (np.cumsum(choice, axis=1) <= place[:, None]).sum(axis=1)


def _stages(rows: Rows, customer: Index, purchases: BoolArray, draw: Draw) -> Code:
    """Return how far each response went; a customer who unsubscribed does not respond again."""
    drawn = _STAGES_WITHOUT_PURCHASE[draw.categorical("stage", rows, numbers.STAGES_WITHOUT_PURCHASE)]
    stage = np.where(purchases, numbers.PURCHASED, drawn)
    responds_again = np.append(customer[1:] == customer[:-1], False) if len(customer) else np.zeros(0, bool)
    stage[responds_again & (stage == numbers.UNSUBSCRIBED)] = numbers.OPENED
    return stage


def _later_steps(
    rows: Rows, day: DayNumber, stage: Code, bought: DayNumber, layout: Layout, draw: Draw
) -> tuple[DayNumber, DayNumber]:
    """Return the days on which each customer clicks and buys, NO_DAY for those who do not; `bought` is the product's.

    Some of those who only click do business with the bank later.
    """
    clicks, purchases = stage == numbers.CLICKED, stage == numbers.PURCHASED
    latest = np.where(purchases, bought, layout.until)
    clicked = np.minimum(day + draw.integers("clicked after", rows, *numbers.CLICKED_AFTER_DAYS), latest)
    converts_later = clicks & (draw.uniform("converted", rows) < numbers.CLICKED_CONVERTED)
    business = np.minimum(clicked + draw.integers("business after", rows, *numbers.BUSINESS_AFTER_DAYS), layout.until)
    converted = np.select([purchases, converts_later], [bought, business], NO_DAY)
    return np.where(clicks | purchases, clicked, NO_DAY), converted

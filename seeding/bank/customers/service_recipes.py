"""The recipes of interactions, complaints and surveys."""

import numpy as np
import polars as pl

from datahub.customers.models import Complaint, Interaction, SatisfactionSurvey
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.full_history_numbers import YEAR_DAYS
from seeding.bank.accounts.merchant_numbers import MERCHANT_NAMES
from seeding.bank.accounts.recipes import customer_ids
from seeding.bank.customers import complaint_categories, interaction_notes, survey_texts
from seeding.bank.customers import service_numbers as numbers
from seeding.bank.customers.channels import CHANNEL_SHARES, CHANNELS, INTERACTION_TYPES
from seeding.bank.customers.complaint_causes import ComplaintCauses
from seeding.bank.customers.complaints import Complaints
from seeding.bank.customers.interaction_topics import TOPICS
from seeding.bank.customers.interactions import Interactions
from seeding.bank.customers.new_products import PRODUCTS
from seeding.bank.customers.surveys import Surveys
from seeding.bank.earlier_years import earlier_to_recent, reaches_back
from seeding.bank.employees.recipes import employee_ids
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import NONE, Index
from seeding.engine.calendar import NO_DAY
from seeding.engine.columns import NO_NUMBER, Coded, Columns, Days, Integers, Text, Timestamps
from seeding.engine.draw import Draw
from seeding.engine.expected import Expected
from seeding.engine.layout import AsOf, Layout
from seeding.engine.recipe import recipe
from seeding.engine.text import gather, join, padded, plain_amounts, string_series

_OF_STORYLINES_A_YEAR = 20
"""Interactions of the customers of storylines, who joined before the first day on which the bank is seen: in a full
history they have up to this many more, or fewer, for each year that it goes on."""
_DESK = np.array([topic.desk for topic in TOPICS])
_MOST_DEVIATIONS = 4
"""Standard deviations by which the number of interactions of a bank may be off."""


def _about(rows: float, slack: float) -> Expected:
    return Expected(max(0, int(rows - slack)), int(rows + slack))


def _interaction_ids(customers: Customers, interactions: Interactions, index: Index) -> pl.Series:
    """Return the ids of some interactions: the customer's number and the interaction's, counted in order of time."""
    customer_number = padded(customers.key[interactions.customer[index]], 8)
    return join("INT-", customer_number, "-", padded(interactions.ordinal[index] + 1, 1))


def _mean_interactions(layout: Layout) -> float:
    """Return how many interactions a customer has on average: in earlier years as many a year as in a full history."""
    in_full = (numbers.INTERACTIONS_IN_FULL - numbers.MEAN_INTERACTIONS) / numbers.EARLIER_TO_RECENT_IN_FULL
    return numbers.MEAN_INTERACTIONS + in_full * earlier_to_recent(layout, numbers.WINDOW_DAYS)


def _interactions_expected(layout: Layout) -> Expected:
    slack = 5 + 0.05 * layout.customers
    if reaches_back(layout):
        by_chance = _MOST_DEVIATIONS * numbers.INTERACTIONS_DEVIATION_IN_FULL * layout.customers**0.5
        slack = max(30 + 0.15 * layout.customers, numbers.INTERACTIONS_OF_STORYLINES_IN_FULL + by_chance)
    if layout.is_full:
        slack += _OF_STORYLINES_A_YEAR * (layout.until - layout.start) / YEAR_DAYS
    return _about(_mean_interactions(layout) * layout.customers, slack)


@recipe(Interaction, _interactions_expected, since="interaction_date")
def interaction(customers: Customers, interactions: Interactions, staff: Staff, draw: Draw) -> Columns:
    """Write the interactions, each with a note."""
    return {
        "interaction_id": Text(_interaction_ids(customers, interactions, np.arange(len(interactions)))),
        "customer_id": Text(customer_ids(customers.key[interactions.customer])),
        "interaction_type": Coded(INTERACTION_TYPES, interactions.type),
        "channel": Coded(CHANNEL_SHARES.names, interactions.channel),
        "interaction_date": Timestamps(interactions.day, interactions.second),
        "duration_minutes": Integers(interactions.minutes),
        "notes": Text(_notes(interactions, draw)),
        "handled_by": Text(employee_ids(staff, interactions.handler)),
        "outcome": Coded(numbers.OUTCOMES.names, interactions.outcome),
    }


def _notes(interactions: Interactions, draw: Draw) -> pl.Series:
    """Return the note of each interaction: an opening, the topic, what was done, and sometimes a remark."""
    topic, is_complaint = interactions.topic, interactions.is_complaint
    needs_follow_up = interactions.outcome == numbers.FOLLOW_UP
    first_of_desks = np.where(needs_follow_up, interaction_notes.FIRST_FOLLOW_UP, interaction_notes.FIRST_ESCALATED)
    of_complaint = np.where(
        needs_follow_up, interaction_notes.COMPLAINT_FOLLOW_UP, interaction_notes.COMPLAINT_ESCALATED
    )
    unresolved = np.where(is_complaint, of_complaint, first_of_desks + _DESK[topic])
    is_settled = (interactions.outcome == numbers.RESOLVED) & ~is_complaint
    opening = interactions.channel + len(CHANNELS) * is_complaint
    return join(
        interaction_notes.OPENINGS.text(draw, "lead", interactions, opening),
        " ",
        interaction_notes.TOPIC_PHRASES.text(draw, "named", interactions, topic),
        ". ",
        interaction_notes.ACTIONS.text(draw, "done", interactions, np.where(is_settled, topic, unresolved)),
        ".",
        interaction_notes.REMARKS.text(draw, "remark", interactions, interactions.channel),
    )


def _complaints_expected(layout: Layout) -> Expected:
    recent = numbers.COMPLAINERS.high * layout.customers
    earlier = recent * earlier_to_recent(layout, numbers.WINDOW_DAYS)
    return _about(recent + earlier, 4 + 0.01 * layout.customers + 5 * earlier**0.5)


@recipe(Complaint, _complaints_expected, since="filed_date")
def complaint(
    customers: Customers,
    complaints: Complaints,
    complaint_causes: ComplaintCauses,
    staff: Staff,
    as_of: AsOf,
    draw: Draw,
) -> Columns:
    """Write the complaints in the customers' own words."""
    settled = as_of.known(complaints.settled)
    customer_key = customers.key[complaints.customer]
    year = join("-", padded(complaints.year.clip(0) + 1, 1)).zip_with(
        pl.Series(complaints.year != NONE), pl.repeat("", len(complaints), eager=True)
    )
    return {
        "complaint_id": Text(join("CMP-", padded(customer_key, 8), year)),
        "customer_id": Text(customer_ids(customer_key)),
        "complaint_type": Coded(complaint_categories.CATEGORY_NAMES, complaints.category),
        "description": Text(
            join(
                complaint_categories.STATEMENTS.text(draw, "own_words", complaints, complaints.issue),
                " ",
                _facts(complaints, complaint_causes, draw),
                complaint_categories.CONSEQUENCES.text(draw, "trouble", complaints, complaints.category),
                complaint_categories.WISHES.text(draw, "wish", complaints, complaints.category),
            )
        ),
        "status": Coded(numbers.STATUSES.names, complaints.statuses_on(as_of)),
        "priority": Coded(numbers.PRIORITY_SHARES.names, complaints.priority),
        "filed_date": Timestamps(complaints.day, complaints.filed_at),
        "resolved_date": Timestamps(settled, complaints.settled_at),
        "resolution_time_hours": Integers(np.where(settled == NO_DAY, NO_NUMBER, complaints.hours)),
        "assigned_to": Text(employee_ids(staff, complaints.assignee)),
    }


def _facts(complaints: Complaints, causes: ComplaintCauses, draw: Draw) -> pl.Series:
    """Return what each complaint follows: day, amount, and merchant or what the fee was for; else empty."""
    of_card = causes.fee_for == NONE
    opening = np.where(of_card, complaint_categories.OF_CARD_PAYMENT, complaint_categories.OF_FEE)
    merchant = join(" at ", gather(MERCHANT_NAMES.series, np.where(of_card, causes.reference, 0)))
    fee_for = gather(string_series(*complaint_categories.FEES_FOR), causes.fee_for)
    facts = join(
        complaint_categories.FACT_OPENINGS.text(draw, "fact", causes, opening),
        pl.Series(causes.day.astype(np.int32)).cast(pl.Date).dt.strftime("%B %-d, %Y"),
        ": ",
        plain_amounts(np.where(of_card, causes.cents, causes.fee)),
        fee_for.zip_with(pl.Series(~of_card), merchant),
        ". ",
    )
    position = np.zeros(len(complaints), np.int64)
    position[causes.complaint] = np.arange(len(causes)) + 1
    return gather(pl.concat((string_series(""), facts)), position)


def _surveys_expected(layout: Layout) -> Expected:
    mean = numbers.ANSWERED * _mean_interactions(layout) * layout.customers
    return _about(mean, 3 + 5 * mean**0.5 + 0.06 * layout.customers * reaches_back(layout))


@recipe(SatisfactionSurvey, _surveys_expected, since="survey_date")
def satisfaction_survey(customers: Customers, interactions: Interactions, surveys: Surveys, draw: Draw) -> Columns:
    """Write the surveys; every second one has a comment."""
    channel = interactions.channel[surveys.interaction]
    is_on_product = surveys.product != NONE
    on_contact = np.where(surveys.has_comment, surveys.respondent_class * len(CHANNELS) + channel, NONE)
    on_product = np.where(surveys.has_comment, surveys.respondent_class * len(PRODUCTS) + surveys.product, NONE)
    on_product = np.where(is_on_product, on_product, NONE)
    return {
        "survey_id": Integers(surveys.key),
        "customer_id": Text(customer_ids(customers.key[interactions.customer[surveys.interaction]])),
        "interaction_id": Text(_interaction_ids(customers, interactions, surveys.interaction)),
        "nps_score": Integers(surveys.nps),
        "satisfaction_rating": Integers(surveys.satisfaction),
        "survey_date": Days(surveys.day),
        "comments": Text(
            join(
                survey_texts.ON_THE_PRODUCT.text(draw, "on_the_product", surveys, on_product).zip_with(
                    pl.Series(is_on_product),
                    survey_texts.ON_THE_INTERACTION.text(draw, "on_the_contact", surveys, on_contact),
                ),
                survey_texts.ON_THE_BANK.text(draw, "on_the_bank", surveys, surveys.respondent_class),
            )
        ),
    }

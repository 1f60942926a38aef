"""How contacts, complaints and surveys are written."""

import numpy as np
import polars as pl

from datahub.customers.models import Complaint, Interaction, SatisfactionSurvey
from seeding.bank.accounts.lives import Customers
from seeding.bank.accounts.recipes import customer_ids
from seeding.bank.customers import complaint_texts, interaction_texts, survey_texts
from seeding.bank.customers import service_numbers as numbers
from seeding.bank.customers.complaints import Complaints
from seeding.bank.customers.interactions import Interactions
from seeding.bank.customers.surveys import Surveys
from seeding.bank.employees.recipes import employee_ids
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import NONE, IntArray
from seeding.engine.columns import Coded, Columns, Days, Integers, Text, Timestamps
from seeding.engine.draw import Draw
from seeding.engine.expected import Expected
from seeding.engine.plan import Plan
from seeding.engine.recipe import recipe
from seeding.engine.text import join, padded

_DESK = np.array(interaction_texts.DESK_OF_TOPIC)


def _about(rows: float, slack: float) -> Expected:
    return Expected(max(0, int(rows - slack)), int(rows + slack))


def _contact_ids(interactions: Interactions, index: IntArray) -> pl.Series:
    """Return the keys of some contacts: the customer's number and the place in the order of time."""
    return join("INT-", padded(interactions.key[index] // 8, 8), "-", padded(interactions.place[index] + 1, 1))


@recipe(Interaction, lambda plan: _about(numbers.MEAN_CONTACTS * plan.customers, 5 + 0.05 * plan.customers))
def interaction(customers: Customers, interactions: Interactions, staff: Staff, draw: Draw) -> Columns:
    """Write contacts with a note of what was asked, what was done, and at times a remark."""
    return {
        "interaction_id": Text(_contact_ids(interactions, np.arange(len(interactions)))),
        "customer_id": Text(customer_ids(customers.key[interactions.owner])),
        "interaction_type": Coded(numbers.TYPES, interactions.type),
        "channel": Coded(numbers.CHANNELS.names, interactions.channel),
        "interaction_date": Timestamps(interactions.day, interactions.second),
        "duration_minutes": Integers(interactions.minutes),
        "notes": Text(_notes(interactions, draw)),
        "handled_by": Text(employee_ids(staff, interactions.handler)),
        "outcome": Coded(numbers.OUTCOMES.names, interactions.outcome),
    }


def _notes(interactions: Interactions, draw: Draw) -> pl.Series:
    complaint, topic, outcome = interactions.complaint, interactions.topic, interactions.outcome
    left = outcome == numbers.FOLLOW_UP
    passed_on = np.where(left, interaction_texts.LEFT, interaction_texts.PASSED_ON) + _DESK[topic]
    done = np.where(outcome == numbers.RESOLVED, topic, passed_on)
    done[complaint] = np.where(left, interaction_texts.COMPLAINT_LEFT, interaction_texts.COMPLAINT_PASSED_ON)[complaint]
    lead = interactions.channel + len(numbers.CHANNELS) * complaint
    return join(
        interaction_texts.ALL_LEADS.text(draw, "lead", interactions, lead),
        " ",
        interaction_texts.NAMED.text(draw, "named", interactions, topic),
        ". ",
        interaction_texts.DONE.text(draw, "done", interactions, done),
        ".",
        interaction_texts.REMARKS.text(draw, "remark", interactions, interactions.channel),
    )


@recipe(Complaint, lambda plan: _about(numbers.COMPLAINERS.high * plan.customers, 4 + 0.01 * plan.customers))
def complaint(complaints: Complaints, staff: Staff, draw: Draw) -> Columns:
    """Write complaints in the customers' own words."""
    return {
        "complaint_id": Text(join("CMP-", padded(complaints.key, 8))),
        "customer_id": Text(customer_ids(complaints.key)),
        "complaint_type": Coded(numbers.COMPLAINT_TYPES, complaints.type),
        "description": Text(
            join(
                complaint_texts.OWN_WORDS.text(draw, "own_words", complaints, complaints.matter),
                " ",
                complaint_texts.TROUBLE.text(draw, "trouble", complaints, complaints.type),
                complaint_texts.WISHES.text(draw, "wish", complaints, complaints.type),
            )
        ),
        "status": Coded(numbers.STATUSES.names, complaints.status),
        "priority": Coded(numbers.PRIORITIES.names, complaints.priority),
        "filed_date": Timestamps(complaints.day, complaints.filed_at),
        "resolved_date": Timestamps(complaints.resolved, complaints.resolved_at),
        "resolution_time_hours": Integers(complaints.hours),
        "assigned_to": Text(employee_ids(staff, complaints.assigned)),
    }


def _surveys_expected(plan: Plan) -> Expected:
    mean = numbers.ANSWERED * numbers.MEAN_CONTACTS * plan.customers
    return _about(mean, 3 + 5 * mean**0.5)


@recipe(SatisfactionSurvey, _surveys_expected)
def satisfaction_survey(customers: Customers, interactions: Interactions, surveys: Surveys, draw: Draw) -> Columns:
    """Write answers; every second customer adds a sentence or two."""
    channel = interactions.channel[surveys.contact]
    on_the_contact = np.where(surveys.commented, surveys.opinion * len(numbers.CHANNELS) + channel, NONE)
    return {
        "survey_id": Integers(surveys.key),
        "customer_id": Text(customer_ids(customers.key[interactions.owner[surveys.contact]])),
        "interaction_id": Text(_contact_ids(interactions, surveys.contact)),
        "nps_score": Integers(surveys.nps),
        "satisfaction_rating": Integers(surveys.satisfaction),
        "survey_date": Days(surveys.day),
        "comments": Text(
            join(
                survey_texts.ON_THE_CONTACT.text(draw, "on_the_contact", surveys, on_the_contact),
                survey_texts.ON_THE_BANK.text(draw, "on_the_bank", surveys, surveys.opinion),
            )
        ),
    }

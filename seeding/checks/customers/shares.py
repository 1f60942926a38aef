"""Shares of profiles, interactions, surveys, complaints and responses."""

from datahub.customers.models import CampaignResponse, Complaint, CustomerProfile, Interaction, SatisfactionSurvey
from seeding.bank.accounts.numbers import CLOSED, CORPORATE, DORMANT, HOUSEHOLDS, PREMIUM, PRIVATE
from seeding.bank.customers.campaign_numbers import FIRST_START_DAYS_AGO, RESPONDENTS
from seeding.bank.customers.channels import CHANNELS, HANDLED
from seeding.bank.customers.complaint_categories import COMPLAINT_CATEGORIES
from seeding.bank.customers.numbers import ASSIGNED, KYC, RISK
from seeding.bank.customers.service_numbers import (
    ANSWERED,
    COMMENTED,
    COMPLAINERS,
    EARLIER_COMPLAINTS,
    INTERACTIONS,
    OUTCOMES,
    PRIORITY_SHARES,
    STATUSES,
    WINDOW_DAYS,
)
from seeding.checks.databases import CUSTOMER_DB
from seeding.checks.faults import delete_rows, fault, update_rows
from seeding.checks.shares import (
    Category,
    Population,
    Tolerance,
    by_name,
    recategorized,
    share_check,
    size,
)

_BESIDE_RETAIL: dict[Category, float] = {
    "premium": size(PREMIUM),
    "private": size(PRIVATE),
    "corporate": size(CORPORATE),
}
SEGMENTS: dict[Category, float] = {"retail": round(1 - sum(_BESIDE_RETAIL.values()), 9), **_BESIDE_RETAIL}

_RECENTLY_FILED = f"filed_date::date >= %(as_of)s::date - interval '{WINDOW_DAYS} days'"
"""What holds for the complaints of the last 24 months. How often customers complained before is a check of its own."""

_RECENT_CAMPAIGN = f"start_date >= %(as_of)s::date - interval '{FIRST_START_DAYS_AGO} days'"
"""The same for campaigns, to which some customers respond."""

_PROFILES = Population(
    CUSTOMER_DB,
    f"""
    SELECT customer_segment, customer_status, kyc_status, risk_rating, assigned_agent_id,
           coalesce(interactions, 0) AS interactions, coalesce(complaints, 0) AS complaints,
           coalesce(responses, 0) AS responses
    FROM customer_profiles
    LEFT JOIN (SELECT customer_id, count(*) AS interactions FROM interactions GROUP BY customer_id) i
        USING (customer_id)
    LEFT JOIN (SELECT customer_id, count(*) AS complaints FROM complaints
               WHERE {_RECENTLY_FILED} GROUP BY customer_id) c USING (customer_id)
    LEFT JOIN (SELECT customer_id, count(*) AS responses FROM campaign_responses JOIN campaigns USING (campaign_id)
               WHERE {_RECENT_CAMPAIGN} GROUP BY customer_id) r USING (customer_id)
    """,
)

BY_SEGMENT = _PROFILES.by("customer_segment", SEGMENTS)

C13 = share_check(
    "C13",
    "Customers by segment: {}",
    BY_SEGMENT,
    Tolerance.ENTITIES,
    recategorized(CustomerProfile, "customer_segment", SEGMENTS),
)

_STATUS: dict[Category, float] = {
    "active": round(1 - size(CLOSED) - size(DORMANT), 9),
    "dormant": size(DORMANT),
    "closed": size(CLOSED),
}

C14 = share_check(
    "C14",
    "Customers by status: {}",
    _PROFILES.by("customer_status", _STATUS),
    Tolerance.ENTITIES,
    recategorized(CustomerProfile, "customer_status", _STATUS),
)

C15 = share_check(
    "C15",
    "Customers by KYC status: {}",
    _PROFILES.by("kyc_status", by_name(KYC)),
    Tolerance.ENTITIES,
    recategorized(CustomerProfile, "kyc_status", by_name(KYC)),
)

C16 = share_check(
    "C16",
    "Customers by risk rating: {}",
    _PROFILES.by("risk_rating", by_name(RISK)),
    Tolerance.ENTITIES,
    recategorized(CustomerProfile, "risk_rating", by_name(RISK)),
)

C17 = share_check(
    "C17",
    "{} of customers have an assigned agent",
    _PROFILES.where("assigned_agent_id IS NOT NULL", by_name(ASSIGNED)["somebody"]),
    Tolerance.ENTITIES,
    fault("all agents removed from profiles", update_rows(CustomerProfile, "assigned_agent_id = NULL")),
)

_HOMES = Population(
    CUSTOMER_DB,
    "SELECT address, postal_code, count(*) AS residents FROM customer_profiles GROUP BY address, postal_code",
)

C18 = share_check(
    "C18",
    "{} of customers live in a household",
    _HOMES.ratio(
        "sum(residents) FILTER (WHERE residents > 1)",
        by_name(HOUSEHOLDS)["together"],
        "sum(residents)",
    ),
    Tolerance.ENTITIES,
    fault("an address of its own for every customer", update_rows(CustomerProfile, "address = customer_id")),
)

C19 = share_check(
    "C19",
    "Customers by number of interactions: {}; in a full history, or if it goes on, {} with 0",
    _PROFILES.by("interactions", {0: by_name(INTERACTIONS)["none"], 1: by_name(INTERACTIONS)["one"]}),
    Tolerance.ENTITIES,
    fault("all interactions deleted", delete_rows(Interaction, "true")),
    # Some of those who were not in touch lately complained before.
    in_full=_PROFILES.by("interactions", {0: round(by_name(INTERACTIONS)["none"] * (1 - EARLIER_COMPLAINTS), 3)}),
    tolerance_in_full=Tolerance.DRAWS,
    also_in_long=True,
)

C20 = share_check(
    "C20",
    "{} of customers filed a complaint in the last 24 months",
    _PROFILES.where("complaints = 1", size(COMPLAINERS)),
    Tolerance.ENTITIES,
    fault("all complaints deleted", delete_rows(Complaint, "true")),
)

C21 = share_check(
    "C21",
    "{} of customers responded to a campaign of the last 24 months",
    _PROFILES.where("responses > 0", size(RESPONDENTS)),
    Tolerance.ENTITIES,
    fault("all campaign responses deleted", delete_rows(CampaignResponse, "true")),
)

_INTERACTIONS = Population(
    CUSTOMER_DB,
    """
    SELECT channel, handled_by, outcome, surveys FROM interactions
    LEFT JOIN (
        SELECT interaction_id, count(*) AS surveys FROM satisfaction_surveys GROUP BY interaction_id
    ) s USING (interaction_id)
    """,
)

_CHANNELS: dict[Category, float] = {each.name: each.share for each in CHANNELS}

C22 = share_check(
    "C22",
    "Interactions by channel: {}",
    _INTERACTIONS.by("channel", _CHANNELS),
    Tolerance.EVENTS,
    recategorized(Interaction, "channel", _CHANNELS),
)

C23 = share_check(
    "C23",
    "{} of interactions are handled by an employee",
    _INTERACTIONS.where("handled_by IS NOT NULL", HANDLED),
    Tolerance.EVENTS,
    fault("no interaction handled by an employee", update_rows(Interaction, "handled_by = NULL")),
)

C24 = share_check(
    "C24",
    "Interactions by outcome: {}",
    _INTERACTIONS.by("outcome", by_name(OUTCOMES)),
    Tolerance.EVENTS,
    recategorized(Interaction, "outcome", by_name(OUTCOMES)),
)

C25 = share_check(
    "C25",
    "{} of interactions have a survey",
    _INTERACTIONS.where("surveys > 0", ANSWERED),
    Tolerance.DRAWS,
    fault("all surveys deleted", delete_rows(SatisfactionSurvey, "true")),
)

C26 = share_check(
    "C26",
    "{} of surveys have a comment",
    Population(CUSTOMER_DB, "SELECT comments FROM satisfaction_surveys").where("comments IS NOT NULL", COMMENTED),
    Tolerance.DRAWS,
    fault("all comments removed from surveys", update_rows(SatisfactionSurvey, "comments = NULL")),
)

_COMPLAINTS = Population(
    CUSTOMER_DB, f"SELECT complaint_type, status, priority FROM complaints WHERE {_RECENTLY_FILED}"
)
_COMPLAINT_TYPES: dict[Category, float] = {each.name: each.share for each in COMPLAINT_CATEGORIES}

C27 = share_check(
    "C27",
    "Complaints of the last 24 months by type: {}",
    _COMPLAINTS.by("complaint_type", _COMPLAINT_TYPES),
    Tolerance.SUB_POPULATION,
    recategorized(Complaint, "complaint_type", _COMPLAINT_TYPES),
)

C28 = share_check(
    "C28",
    "Complaints of the last 24 months by status: {}",
    _COMPLAINTS.by("status", by_name(STATUSES)),
    Tolerance.SUB_POPULATION,
    recategorized(Complaint, "status", by_name(STATUSES)),
)

C29 = share_check(
    "C29",
    "Complaints of the last 24 months by priority: {}",
    _COMPLAINTS.by("priority", by_name(PRIORITY_SHARES)),
    Tolerance.SUB_POPULATION,
    recategorized(Complaint, "priority", by_name(PRIORITY_SHARES)),
)

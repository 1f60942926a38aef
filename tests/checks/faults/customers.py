"""Faults that checks of customer_db must find: each condition is violated once."""

from datahub.accounts.models import Account, Customer
from datahub.customers.models import (
    Campaign,
    CampaignResponse,
    Complaint,
    CustomerProfile,
    Interaction,
    SatisfactionSurvey,
)
from seeding.checks.faults import delete_rows, update_row, update_rows

FAULTS = (
    ("C1", update_row(CustomerProfile, "full_name = 'Somebody Else'", "customer_segment = 'retail'")),
    ("C1", update_row(CustomerProfile, "email = NULL")),
    ("C1", delete_rows(CustomerProfile, "customer_id = 'CUST-00000007'")),
    ("C2", update_row(Customer, "date_of_birth = created_at::date - 6000")),
    ("C2", update_row(CustomerProfile, "created_at = created_at - interval '1 day'")),
    (
        "C3",
        update_row(
            CustomerProfile,
            "customer_status = 'closed'",
            "customer_status = 'active' AND EXISTS (SELECT FROM interactions later WHERE later.customer_id = "
            "customer_profiles.customer_id AND later.interaction_date::date > customer_profiles.updated_at::date)",
        ),
    ),
    ("C3", update_rows(Account, "opened_date = %(as_of)s::date - 30")),
    ("C3", update_rows(CustomerProfile, "customer_status = 'dormant'", "customer_status = 'active'")),
    (
        "C4",
        update_rows(
            CustomerProfile,
            "customer_segment = CASE customer_segment WHEN 'retail' THEN 'private' WHEN 'private' THEN "
            "'retail' ELSE customer_segment END",
        ),
    ),
    ("C5", update_row(Interaction, "interaction_date = %(as_of)s::date - interval '25 months'", "channel = 'web'")),
    (
        "C5",
        update_row(Interaction, "interaction_date = interaction_date::date + interval '8 hours'", "channel = 'branch'"),
    ),
    (
        "C5",
        update_row(
            Interaction,
            "interaction_date = date_trunc('week', interaction_date) - interval '10 hours'",
            "channel = 'branch'",
        ),
    ),
    (
        "C5",
        update_row(Interaction, "interaction_date = interaction_date::date + interval '22 hours'", "channel = 'phone'"),
    ),
    ("C5", update_row(Interaction, "handled_by = NULL", "channel = 'phone'")),
    ("C5", update_row(Interaction, "handled_by = 'EMP-99999'", "handled_by IS NOT NULL")),
    (
        "C5",
        update_row(
            CustomerProfile, "onboarding_date = %(as_of)s", "customer_id IN (SELECT customer_id FROM interactions)"
        ),
    ),
    ("C6", update_row(Interaction, "duration_minutes = 5", "channel = 'email'")),
    ("C6", update_row(Interaction, "duration_minutes = 121", "channel = 'phone'")),
    ("C6", update_row(Interaction, "duration_minutes = NULL", "channel = 'phone'")),
    ("C7", update_row(SatisfactionSurvey, "customer_id = 'CUST-00000001'", "customer_id <> 'CUST-00000001'")),
    ("C7", update_row(SatisfactionSurvey, "interaction_id = NULL")),
    (
        "C7",
        (
            "customer_db",
            "INSERT INTO satisfaction_surveys (survey_id, customer_id, interaction_id, survey_date) "
            "SELECT -1, customer_id, interaction_id, survey_date FROM satisfaction_surveys LIMIT 1 "
            "RETURNING interaction_id",
        ),
    ),
    ("C9", update_row(Complaint, "resolved_date = NULL, resolution_time_hours = NULL", "status = 'resolved'")),
    ("C9", update_row(Complaint, "resolution_time_hours = NULL", "status = 'resolved'")),
    (
        "C9",
        update_row(
            Complaint,
            "resolution_time_hours = -1, resolved_date = filed_date - interval '1 hour'",
            "status = 'resolved'",
        ),
    ),
    (
        "C9",
        update_rows(
            Complaint,
            "priority = CASE priority WHEN 'low' THEN 'critical' WHEN 'critical' THEN 'low' ELSE priority END",
        ),
    ),
    ("C10", update_row(Complaint, "filed_date = %(as_of)s::date - interval '3 years'")),
    ("C10", update_row(Complaint, "assigned_to = NULL")),
    ("C10", update_row(Complaint, "assigned_to = 'EMP-00001'")),
    ("C10", update_rows(Account, "opened_date = %(as_of)s")),
    ("C11", update_row(Campaign, "target_segment = 'students'")),
    ("C11", update_row(Campaign, "start_date = NULL")),
    ("C11", update_row(Campaign, "start_date = start_date - 1000, end_date = end_date - 1000")),
    ("C12", update_row(CampaignResponse, "response_date = response_date - 100")),
    ("C12", update_row(CampaignResponse, "converted = false", "response_type = 'purchased'")),
    ("C12", update_row(CampaignResponse, "converted = NULL")),
    (
        "C12",
        update_row(
            CampaignResponse,
            "campaign_id = (SELECT min(campaign_id) FROM campaigns WHERE target_segment = 'private')",
            "customer_id IN (SELECT customer_id FROM customer_profiles WHERE customer_segment = 'retail')",
        ),
    ),
    (
        "C12",
        (
            "customer_db",
            "UPDATE campaign_responses first SET response_type = 'unsubscribed', converted = false FROM "
            "campaign_responses later WHERE later.customer_id = first.customer_id AND later.response_date"
            " > first.response_date RETURNING first.response_id",
        ),
    ),
    (
        "C12",
        (
            "customer_db",
            "UPDATE campaign_responses first SET campaign_id = later.campaign_id, response_date = "
            "later.response_date FROM campaign_responses later WHERE later.customer_id = "
            "first.customer_id AND later.response_date > first.response_date RETURNING first.response_id",
        ),
    ),
)

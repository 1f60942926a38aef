"""Campaigns: dates, target segments and responses."""

from datahub.customers.models import Campaign, CampaignResponse
from seeding.bank.accounts.numbers import JOINED_YEARS
from seeding.bank.customers.campaign_numbers import DURATION_DAYS
from seeding.checks.builders import sql_check
from seeding.checks.databases import CUSTOMER_DB
from seeding.checks.faults import fault, update_row

C11 = sql_check(
    "C11",
    "Campaigns start at most 24 months, in a full history seven years, before the bank was first seen, run for three "
    "to ten weeks and target an existing segment",
    CUSTOMER_DB,
    """
    SELECT campaign_id, start_date, end_date, target_segment FROM campaigns
    WHERE (start_date BETWEEN %(start)s::date - CASE %(history)s WHEN 'full' THEN %(joined_years)s * interval '1 year'
                                                                            ELSE interval '24 months' END
                                AND %(as_of)s
           AND end_date - start_date BETWEEN %(shortest)s AND %(longest)s
           AND target_segment = ANY(%(segments)s)) IS NOT TRUE
    """,
    fault(
        "a campaign that ends before it starts",
        update_row(Campaign, "end_date = start_date - 1"),
    ),
    joined_years=JOINED_YEARS,
    shortest=DURATION_DAYS[0],
    longest=DURATION_DAYS[1],
    segments=Campaign.Target.values,
)

C12 = sql_check(
    "C12",
    "Customers respond once to a campaign that targets them, during it, after joining and not after unsubscribing",
    CUSTOMER_DB,
    """
    SELECT * FROM (
        SELECT response_id, customer_id, campaign_id, response_type, converted, response_date, start_date, end_date,
               onboarding_date, customer_segment, target_segment, customer_status,
               count(*) OVER (PARTITION BY campaign_id, customer_id) AS responses,
               min(response_date) FILTER (WHERE response_type = 'unsubscribed')
               OVER (PARTITION BY customer_id) AS unsubscribed
        FROM campaign_responses LEFT JOIN campaigns USING (campaign_id) LEFT JOIN customer_profiles USING (customer_id)
    ) answers
    WHERE (response_date BETWEEN start_date AND least(end_date, %(as_of)s) AND response_date > onboarding_date
           AND target_segment IN ('all', customer_segment) AND customer_status = 'active' AND responses = 1
           AND CASE response_type WHEN 'purchased' THEN converted WHEN 'clicked' THEN converted IS NOT NULL
                                  ELSE NOT converted END) IS NOT TRUE
          OR response_date > unsubscribed
    """,
    fault(
        "a response that unsubscribes and converts",
        update_row(CampaignResponse, "response_type = 'unsubscribed', converted = true", "converted"),
    ),
)

"""The views of customer_db: the customer base, campaigns, contacts, complaints and satisfaction."""

from datahub.database_views import DatabaseView

VIEWS = (
    DatabaseView(
        name="customer_base_by_segment",
        purpose="Number of customers per segment, by status, risk and KYC status; one row per segment",
        columns={
            "customer_segment": "retail, premium, corporate or private",
            "customers": "Number of customers, closed ones included",
            "active_customers": "Number of active customers",
            "dormant_customers": "Number of customers without activity for 12 months",
            "closed_customers": "Number of customers who left",
            "customers_with_advisor": "Number of customers with an assigned advisor",
            "high_risk_customers": "Number of customers with a high risk of money laundering",
            "kyc_verified": "Number of customers whose identity is verified",
            "kyc_pending": "Number of customers whose identity is being reviewed",
            "kyc_expired": "Number of customers whose identity document has expired",
            "first_onboarding_date": "Date the first of the customers joined",
            "last_onboarding_date": "Date the last of the customers joined",
        },
        query="""
            SELECT customer_segment,
                   count(*) AS customers,
                   count(*) FILTER (WHERE customer_status = 'active') AS active_customers,
                   count(*) FILTER (WHERE customer_status = 'dormant') AS dormant_customers,
                   count(*) FILTER (WHERE customer_status = 'closed') AS closed_customers,
                   count(assigned_agent_id) AS customers_with_advisor,
                   count(*) FILTER (WHERE risk_rating = 'high') AS high_risk_customers,
                   count(*) FILTER (WHERE kyc_status = 'verified') AS kyc_verified,
                   count(*) FILTER (WHERE kyc_status = 'pending') AS kyc_pending,
                   count(*) FILTER (WHERE kyc_status = 'expired') AS kyc_expired,
                   min(onboarding_date) AS first_onboarding_date,
                   max(onboarding_date) AS last_onboarding_date
            FROM public.customer_profiles
            GROUP BY customer_segment
            ORDER BY customer_segment
        """,
    ),
    DatabaseView(
        name="campaign_results",
        purpose="Responses to each marketing campaign, and what it led to; one row per campaign",
        columns={
            "campaign_id": "Campaign",
            "campaign_name": "Title of the campaign",
            "campaign_type": "email, direct_mail, digital, cross_sell or retention",
            "target_segment": "Target segment: retail, premium, corporate, private or all",
            "start_date": "First day of the campaign",
            "end_date": "Last day of the campaign; may be in the future",
            "targeted_customers": "Number of customers of the target segment who had joined by the end of the campaign",
            "responses": "Number of customers who responded",
            "opened": "Number of customers who opened the message and went no further",
            "clicked": "Number of customers who followed a link and went no further",
            "purchased": "Number of customers who purchased",
            "unsubscribed": "Number of customers who unsubscribed",
            "conversions": "Number of customers with a sale, at once or later",
            "response_rate": "Responses / targeted customers, a fraction; null if there are none",
            "conversion_rate": "Conversions / responses, a fraction; null without a response",
        },
        query="""
            WITH response AS (
                SELECT campaign_id,
                       count(*) AS responses,
                       count(*) FILTER (WHERE response_type = 'opened') AS opened,
                       count(*) FILTER (WHERE response_type = 'clicked') AS clicked,
                       count(*) FILTER (WHERE response_type = 'purchased') AS purchased,
                       count(*) FILTER (WHERE response_type = 'unsubscribed') AS unsubscribed,
                       count(*) FILTER (WHERE converted) AS conversions
                FROM public.campaign_responses
                GROUP BY campaign_id
            ),
            target AS (
                SELECT campaign.campaign_id, count(*) AS targeted_customers
                FROM public.campaigns AS campaign
                JOIN public.customer_profiles AS profile
                    ON campaign.target_segment IN ('all', profile.customer_segment)
                    AND profile.onboarding_date <= campaign.end_date
                GROUP BY campaign.campaign_id
            )
            SELECT campaign.campaign_id,
                   campaign.campaign_name,
                   campaign.campaign_type,
                   campaign.target_segment,
                   campaign.start_date,
                   campaign.end_date,
                   coalesce(target.targeted_customers, 0) AS targeted_customers,
                   coalesce(response.responses, 0) AS responses,
                   coalesce(response.opened, 0) AS opened,
                   coalesce(response.clicked, 0) AS clicked,
                   coalesce(response.purchased, 0) AS purchased,
                   coalesce(response.unsubscribed, 0) AS unsubscribed,
                   coalesce(response.conversions, 0) AS conversions,
                   (coalesce(response.responses, 0)::numeric / target.targeted_customers)::numeric(18, 4)
                       AS response_rate,
                   (response.conversions::numeric / response.responses)::numeric(18, 4) AS conversion_rate
            FROM public.campaigns AS campaign
            LEFT JOIN target ON target.campaign_id = campaign.campaign_id
            LEFT JOIN response ON response.campaign_id = campaign.campaign_id
            ORDER BY campaign.campaign_id
        """,
    ),
    DatabaseView(
        name="contacts_by_month",
        purpose="Contacts with customers per month and channel, and what came of them",
        columns={
            "month": "First day of the month of the contact (UTC)",
            "channel": "phone, email, web, mobile_app or branch",
            "contacts": "Number of contacts",
            "customers": "Number of different customers",
            "average_minutes": "Mean duration in minutes; null where no contact has a duration, as for email",
            "resolved": "Number of contacts that resolved the matter",
            "escalated": "Number of contacts that were escalated",
            "follow_up_needed": "Number of contacts that need another one",
            "resolution_rate": "Resolved / contacts, a fraction",
        },
        query="""
            SELECT date_trunc('month', interaction_date AT TIME ZONE 'UTC')::date AS month,
                   channel,
                   count(*) AS contacts,
                   count(DISTINCT customer_id) AS customers,
                   avg(duration_minutes)::numeric(9, 2) AS average_minutes,
                   count(*) FILTER (WHERE outcome = 'resolved') AS resolved,
                   count(*) FILTER (WHERE outcome = 'escalated') AS escalated,
                   count(*) FILTER (WHERE outcome = 'follow_up_needed') AS follow_up_needed,
                   (count(*) FILTER (WHERE outcome = 'resolved')::numeric / count(*))::numeric(18, 4) AS resolution_rate
            FROM public.interactions
            GROUP BY month, channel
            ORDER BY month, channel
        """,
    ),
    DatabaseView(
        name="complaint_service_levels",
        purpose="How fast complaints are settled, per type and priority",
        columns={
            "complaint_type": "service, fee, product, fraud or other",
            "priority": "low, medium, high or critical",
            "complaints": "Number of complaints",
            "unsettled_complaints": "Number of complaints that are open or under investigation",
            "settled_complaints": "Number of complaints with a resolution",
            "average_hours": "Mean hours from filing to resolution; null if none is settled",
            "median_hours": "Median hours from filing to resolution; null if none is settled",
            "longest_hours": "Most hours from filing to resolution; null if none is settled",
            "settled_within_15_days": "Number of complaints settled within 15 days, which US regulators expect",
            "service_level": "Settled within 15 days / settled, a fraction; null if none is settled",
        },
        query="""
            SELECT complaint_type,
                   priority,
                   count(*) AS complaints,
                   count(*) FILTER (WHERE status IN ('open', 'investigating')) AS unsettled_complaints,
                   count(resolved_date) AS settled_complaints,
                   avg(resolution_time_hours)::numeric(9, 2) AS average_hours,
                   percentile_disc(0.5) WITHIN GROUP (ORDER BY resolution_time_hours) AS median_hours,
                   max(resolution_time_hours) AS longest_hours,
                   count(*) FILTER (WHERE resolution_time_hours <= 15 * 24) AS settled_within_15_days,
                   (count(*) FILTER (WHERE resolution_time_hours <= 15 * 24)::numeric
                       / nullif(count(resolved_date), 0))::numeric(18, 4) AS service_level
            FROM public.complaints
            GROUP BY complaint_type, priority
            ORDER BY complaint_type, array_position(ARRAY['low', 'medium', 'high', 'critical'], priority::text)
        """,
    ),
    DatabaseView(
        name="satisfaction_by_quarter",
        purpose="Net promoter score and satisfaction of the customers who answered a survey, per quarter",
        columns={
            "quarter": "First day of the quarter of the answers",
            "surveys": "Number of answers",
            "promoters": "Number of answers with a score of 9 or 10",
            "passives": "Number of answers with a score of 7 or 8",
            "detractors": "Number of answers with a score of 0 to 6",
            "net_promoter_score": "Percentage of promoters - percentage of detractors, -100 to 100; null without any",
            "average_satisfaction": "Mean satisfaction, 1 (very dissatisfied) to 5 (very satisfied)",
        },
        query="""
            SELECT date_trunc('quarter', survey_date::timestamp)::date AS quarter,
                   count(*) AS surveys,
                   count(*) FILTER (WHERE nps_score >= 9) AS promoters,
                   count(*) FILTER (WHERE nps_score BETWEEN 7 AND 8) AS passives,
                   count(*) FILTER (WHERE nps_score <= 6) AS detractors,
                   (100.0 * (count(*) FILTER (WHERE nps_score >= 9) - count(*) FILTER (WHERE nps_score <= 6))
                       / nullif(count(nps_score), 0))::numeric(9, 2) AS net_promoter_score,
                   avg(satisfaction_rating)::numeric(9, 2) AS average_satisfaction
            FROM public.satisfaction_surveys
            GROUP BY quarter
            ORDER BY quarter
        """,
    ),
)
"""In the order of creation."""

"""Terms about customers and the bank's contact with them."""

from seeding.catalog.glossary.term import GlossaryArea, Term

CUSTOMERS = GlossaryArea(
    "Customers",
    "Who the customers are and how the bank keeps in touch with them.",
    "Customer Service",
    (
        Term(
            "Customer",
            "A person or a company that has entered into a relationship with the bank. Everything that the bank does "
            "for a customer, in any database, refers to the same customer number.",
            (
                "customers.customer_id", "customer_profiles.customer_id", "accounts.customer_id",
                "loan_applications.customer_id", "loans.customer_id", "policies.customer_id",
                "kyc_records.customer_id", "aml_checks.customer_id", "suspicious_activity_reports.customer_id",
                "interactions.customer_id", "complaints.customer_id", "campaign_responses.customer_id",
                "satisfaction_surveys.customer_id",
            ),
            synonyms=("Client",),
        ),
        Term(
            "Customer segment",
            "The group that decides how a customer is served: retail, premium, private or corporate.",
            ("customer_profiles.customer_segment", "campaigns.target_segment"),
        ),
        Term(
            "Customer status",
            "Whether the relationship is active, dormant or closed. It is closed once no account, loan or policy of "
            "the customer is open.",
            ("customer_profiles.customer_status",),
        ),
        Term(
            "Dormancy",
            "The state of a customer who has initiated no transaction for twelve months. Interest and fees, which the "
            "bank books, do not end it. State law later requires that unclaimed property be handed over.",
            ("customer_profiles.customer_status",),
            synonyms=("Inactivity",),
        ),
        Term(
            "Onboarding",
            "The admission of a customer: identity and risk are established before the first account is opened.",
            ("customer_profiles.onboarding_date", "customers.created_at", "customer_profiles.created_at"),
        ),
        Term(
            "Advisor",
            "The employee in charge of a customer's relationship with the bank.",
            ("customer_profiles.assigned_agent_id", "employee_assignments.employee_id"),
            synonyms=("Relationship manager",),
        ),
        Term(
            "Interaction",
            "A contact between a customer and the bank by phone, email, chat or in a branch.",
            ("interactions.interaction_id", "satisfaction_surveys.interaction_id", "interactions.interaction_type"),
        ),
        Term(
            "Complaint",
            "An expression of dissatisfaction to which the customer expects an answer, however it reaches the bank.",
            ("complaints.complaint_id", "complaints.complaint_type", "complaints.filed_date"),
        ),
        Term(
            "Resolution time",
            "The hours from the receipt of a complaint until it is resolved.",
            ("complaints.resolution_time_hours", "complaints.resolved_date"),
        ),
        Term(
            "Net promoter score",
            "The answer, from 0 to 10, to how likely the customer is to recommend the bank. The score of a group is "
            "the percentage of promoters (9 and 10) minus that of detractors (0 to 6).",
            ("satisfaction_surveys.nps_score",),
            source="F. Reichheld, The One Number You Need to Grow, Harvard Business Review, December 2003",
            synonyms=("NPS",),
        ),
        Term(
            "Conversion",
            "A response to a campaign that led to a sale.",
            ("campaign_responses.converted", "campaign_responses.response_type"),
        ),
        Term(
            "Household",
            "Persons who share a surname and an address. They may hold accounts jointly, and risk and wealth are "
            "looked at together.",
            ("customer_profiles.address", "customers.last_name"),
        ),
    ),
)  # fmt: skip

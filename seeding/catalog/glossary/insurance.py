"""Terms about insurance."""

from seeding.catalog.glossary.term import GlossaryArea, Term

INSURANCE = GlossaryArea(
    "Insurance",
    "Policies, premiums and claims.",
    "Insurance",
    (
        Term(
            "Policy",
            "A contract by which the bank insures a customer against a loss in return for premiums.",
            (
                "policies.policy_id", "beneficiaries.policy_id", "claims.policy_id", "premium_payments.policy_id",
                "policy_events.policy_id",
            ),
        ),
        Term(
            "Policyholder",
            "The customer who owns a policy and owes its premiums.",
            ("policies.customer_id",),
        ),
        Term(
            "Line of business",
            "The kind of risk that a policy insures: life, property, vehicle, health or travel. Results are reported "
            "by line.",
            ("policies.policy_type", "claims.claim_type"),
        ),
        Term(
            "Coverage",
            "The most that a policy pays; in health insurance, in a year.",
            ("policies.coverage_amount",),
            synonyms=("Sum insured", "Limit"),
        ),
        Term(
            "Premium",
            "What the policyholder pays for a period of coverage.",
            ("policies.premium_amount", "premium_payments.amount", "policies.premium_frequency"),
        ),
        Term(
            "Earned premium",
            "Premiums for the part of the coverage that has already passed; the denominator of a loss ratio.",
            ("premium_payments.amount", "premium_payments.payment_status"),
        ),
        Term(
            "Lapse",
            "The end of a policy because a premium was not paid. The policy can be reinstated once it is.",
            ("policies.policy_status", "policy_events.event_type"),
        ),
        Term(
            "Reinstatement",
            "The revival of a lapsed policy after the missing premium was paid.",
            ("policy_events.event_type",),
        ),
        Term(
            "Beneficiary",
            "A person who receives a share of what a policy pays.",
            ("beneficiaries.beneficiary_id", "beneficiaries.percentage"),
        ),
        Term(
            "Claim",
            "The policyholder's demand for payment of a loss.",
            ("claims.claim_id", "claims.claim_amount", "claims.claim_date"),
        ),
        Term(
            "Claim settlement",
            "The payment of what was approved of a claim.",
            ("claims.settlement_date", "claims.approved_amount"),
        ),
        Term(
            "Loss ratio",
            "Approved claims divided by earned premiums. The bank's lines aim at seven tenths.",
            ("claims.approved_amount", "premium_payments.amount"),
        ),
    ),
)  # fmt: skip

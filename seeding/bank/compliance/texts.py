"""What compliance officers write in checks and reports."""

from seeding.bank.compliance.numbers import SAR_STATUSES
from seeding.bank.products import in_order_of

REVIEW_RESULTS = ("reviewed, no suspicion", "reviewed and reported")
"""What the review of a flagged check came to: without a report, and with one."""

REPORT_FINDINGS = in_order_of(
    SAR_STATUSES,
    {
        "draft": "The report is being drafted.",
        "under_review": "The report is under review.",
        "filed": "Reported to FinCEN.",
        "closed": "Found to have an innocent explanation; not filed.",
    },
    "finding",
    "the statuses of suspicious activity reports",
)
"""How the description of a report ends, by code of SAR_STATUSES."""

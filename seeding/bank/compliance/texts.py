"""The texts that compliance officers write in checks and reports."""

from seeding.bank.compliance.numbers import SAR_STATUSES
from seeding.bank.phrases import Phrases
from seeding.bank.products import in_order_of

REVIEW_RESULTS = ("reviewed, no suspicion", "reviewed and reported", "under review")
NO_SUSPICION, REPORTED, UNDER_REVIEW = range(len(REVIEW_RESULTS))
"""What the review of a flagged check came to: no report, a report, or nothing yet."""

REPORT_FINDINGS = Phrases.of(
    in_order_of(
        SAR_STATUSES,
        {
            "draft": ("The report is being drafted.", "Draft, documents are being collected.", "Being written."),
            "under_review": (
                "The report is under review.", "With the BSA officer for approval.", "A second officer is reviewing it."
            ),
            "filed": (
                "Reported to FinCEN.", "Filed with FinCEN; the account is watched.",
                "Reported to FinCEN; a follow-up review is due in 90 days.",
                "Filed with FinCEN; a continuing report follows if it goes on.",
            ),
            "closed": (
                "Found to have an innocent explanation, not filed:", "Explained and not filed:",
                "No suspicion remains, not filed:",
            ),
        },
        "finding",
        "the statuses of suspicious activity reports",
    )
)  # fmt: skip
"""How the description of a report ends, by code of SAR_STATUSES; that of a closed one goes on with the explanation."""

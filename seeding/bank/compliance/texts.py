"""What compliance officers write in violations, checks and reports."""

from dataclasses import dataclass

from seeding.bank.compliance.numbers import RULE_SUBJECTS, SAR_STATUSES
from seeding.bank.phrases import Phrases
from seeding.bank.products import in_order_of


@dataclass(frozen=True)
class ResolutionNotes:
    """What is noted of violations of the rules about one subject: those that were resolved, and false alarms."""

    resolved: tuple[str, ...]
    false_alarms: tuple[str, ...]


_NOTES_OF_SUBJECTS = {
    "cash": ResolutionNotes(
        resolved=(
            "Cash from the sale of a car; contract seen.",
            "Receipts of a business; in line with its tax return.",
            "Currency transaction report filed; origin of the cash known.",
            "Savings kept at home, brought in after a burglary next door; no further action.",
        ),
        false_alarms=(
            "False alarm: receipts of a store, deposited as every week.",
            "False alarm: a gift for a wedding, announced beforehand.",
        ),
    ),
    "transfers": ResolutionNotes(
        resolved=(
            "Transfer between own accounts; no further action.",
            "Purchase of a house; contract and notary's account seen.",
            "Source of funds shown by a bank statement.",
            "Agrees with the expected turnover in the profile.",
        ),
        false_alarms=(
            "False alarm: family members pooling money, confirmed by phone.",
            "False alarm: the customer had announced the sum beforehand.",
        ),
    ),
    "wires": ResolutionNotes(
        resolved=(
            "Payment to the seller named in the loan contract.",
            "Invoice of the supplier abroad seen and filed.",
            "Support of a family abroad, known since the account was opened.",
            "Sale of securities at another bank; statement seen.",
        ),
        false_alarms=(
            "False alarm: tuition paid to a college abroad.",
            "False alarm: another customer's name in the text of the wire.",
        ),
    ),
    "cards": ResolutionNotes(
        resolved=(
            "Equipment for the business; receipts seen.",
            "Vacation booked by card; confirmed by phone.",
        ),
        false_alarms=(
            "False alarm: one purchase charged in parts.",
            "False alarm: a refund and the purchase that it belongs to.",
        ),
    ),
}
_NOTES = in_order_of(RULE_SUBJECTS, _NOTES_OF_SUBJECTS, "resolution note", "the subjects of rules")
RESOLUTION_NOTES = Phrases.of((*(notes.resolved for notes in _NOTES), *(notes.false_alarms for notes in _NOTES)))
"""By subject of the rule, a code of RULE_SUBJECTS: first of resolved violations, then of false alarms."""

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

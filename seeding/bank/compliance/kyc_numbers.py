"""Know your customer in numbers: when customers are verified and reviewed, and by which documents."""

from dataclasses import dataclass

from datahub.compliance.models import KycRecord
from seeding.bank.customers.numbers import KYC, RISK
from seeding.bank.products import require_choices
from seeding.engine.shares import CategoryShares

VERIFIED_BEFORE_DAYS = (2, 30)
"""Days from the first verification to joining."""
REVIEW_MONTHS = {"low": 60, "medium": 30, "high": 12}
"""Months from one review to the next, by the customer's risk rating."""
REVIEWED_AFTER_REPORT_DAYS = (5, 85)
"""Days from a suspicious activity report to the review that it causes."""
DUE_WITHIN_DAYS = (1, 88)
"""Days since a pending review was due."""
EXPIRED_DAYS = (1, 300)
"""Days since an expired document expired."""


@dataclass(frozen=True)
class EpisodeNumbers:
    """Episodes in which customers are not verified: at every turn, for a `share` of them.

    A turn comes every `every_days`, and `days` are the fewest and the most days until the customer is verified again.

    Raises ValueError for an impossible share, and for episodes longer than a turn.
    """

    share: float
    every_days: int
    days: tuple[int, int]

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1 or not 0 < self.days[0] <= self.days[1] < self.every_days:
            raise ValueError(f"an episode is a share of the turns and ends before the next turn: {self}")


def _lasting(share: float, every_days: int, days: tuple[int, int]) -> EpisodeNumbers:
    """Return the episodes in which a share of the customers are on any day, on average."""
    return EpisodeNumbers(share * every_days * 2 / sum(days), every_days, days)


PENDING_EPISODES = _lasting(KYC.weights[KYC.code("pending")], DUE_WITHIN_DAYS[1], (30, 87))
EXPIRED_EPISODES = _lasting(KYC.weights[KYC.code("expired")], EXPIRED_DAYS[1], (90, 299))
"""Those before the last day of a history, on which as many customers are not verified: an assumption."""
RISK_BEFORE_REPORT = CategoryShares.from_weights(**{
    name: weight for name, weight in zip(RISK.names, RISK.weights, strict=True) if name != "high"
})  # fmt: skip
"""The risk ratings, before a filed report, of its subject, who has a high one after it."""


@dataclass(frozen=True)
class IdentityDocument:
    """A document by which customers are verified; `prefix` begins its numbers, and no state issues such numbers.

    `share` is the part of all customers that are identified by it; persons and companies have documents of their own.
    """

    name: str
    share: float
    prefix: str
    of_companies: bool = False


IDENTITY_DOCUMENTS = (
    IdentityDocument("passport", 0.50, "XP"),
    IdentityDocument("drivers_license", 0.37, "XD-"),
    IdentityDocument("national_id", 0.03, "XN"),
    IdentityDocument("business_registration", 0.10, "XB-", of_companies=True),
)
"""Companies are identified by documents that show their existence: 31 CFR 1020.220(a)(2)(ii)(A)(2). The United States
have no national ID: only the few customers who have a foreign one show it."""
DOCUMENTS = CategoryShares.of(**{document.name: document.share for document in IDENTITY_DOCUMENTS})
DOCUMENTS_OF_PERSONS = CategoryShares.from_weights(**{
    document.name: round(100 * document.share) for document in IDENTITY_DOCUMENTS if not document.of_companies
})  # fmt: skip
(DOCUMENT_OF_COMPANIES,) = (document.name for document in IDENTITY_DOCUMENTS if document.of_companies)
DOCUMENT_PREFIXES = tuple(document.prefix for document in IDENTITY_DOCUMENTS)
DOCUMENT_DIGITS = 8
"""Nine could be a Social Security number."""
CUSTOMERS_WITHOUT_SERIES = 2_900_000
"""Customers whose documents, those before renewals included, have numbers of digits only."""
DOCUMENT_SERIES = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
"""The letter before the digits of further customers' documents, by the number of renewals that follow."""
VALID_DAYS = (200, 3_000)
"""Days for which a document that has not expired is still valid."""

require_choices("identity document", DOCUMENTS.names, KycRecord.Document.values)

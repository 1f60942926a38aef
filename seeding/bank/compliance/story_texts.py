"""The findings of compliance officers on the ledger rows of alerts, by the kind of row and of account holder."""

from collections.abc import Iterable
from dataclasses import dataclass

from seeding.bank.compliance.note_numbers import VARIANTS
from seeding.bank.phrases import Phrases, expand

_BY_PERSONS = (
    "customer called back at the number on file", "customer explained it at the branch", "written statement on file",
    "supporting documents on file", "in line with the income on file", "in line with the account history of a year",
    "advisor confirms the explanation",
)  # fmt: skip
_BY_COMPANIES = (
    "controller called back at the number on file", "documents reviewed with the owner", "supporting documents on file",
    "in line with the annual revenue on file", "in line with the last tax return", "notes of the site visit on file",
    "in line with the account history of a year",
)  # fmt: skip
_BY_RECORDS = (
    "agreement on file", "statement on file", "in line with the account history of a year",
    "matched with the bank's own records", "account holder confirmed", "approved by the branch manager",
    "documents on file",
)  # fmt: skip
_BY_DILIGENCE = (
    "source of funds documented", "purpose documented", "relationship to the payee documented",
    "enhanced due diligence file updated", "adverse media search without a hit", "payee's identity document on file",
    "second officer agreed",
)  # fmt: skip
_RESOLVED = (
    "No further action", "Alert closed", "Reviewed and closed", "Expected activity updated in the profile",
    "Documents added to the customer file", "No indication of money laundering", "Risk rating confirmed",
)  # fmt: skip
_FALSE_ALARMS = (
    "False alarm", "False alarm, expected activity", "Closed as a false alarm", "False alarm, profile updated",
    "False alarm, no indication of money laundering", "False alarm, documents added to the customer file",
    "False alarm, confirmed by a second officer",
)  # fmt: skip


@dataclass(frozen=True)
class Story:
    """A story behind a kind of ledger row: some `findings`, each of which any `evidence` can support.

    Raises ValueError if they give fewer than VARIANTS texts.
    """

    name: str
    findings: tuple[str, ...]
    evidence: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(set(self.findings)) * len(set(self.evidence)) * min(len(_RESOLVED), len(_FALSE_ALARMS)) < VARIANTS:
            raise ValueError(f"story {self.name!r} has fewer than {VARIANTS} texts")

    def texts(self, outcomes: Iterable[str]) -> tuple[str, ...]:
        """Return every text of the story that ends with one of the outcomes."""
        return expand("{}; {}. {}.", self.findings, self.evidence, tuple(outcomes))


STORIES = (
    Story("cash in/person", (
        "private sale of a car", "private sale of a boat", "private sale of a motorcycle", "savings kept at home",
        "wedding gifts", "furniture sold before a move", "proceeds of an estate sale", "repayment of a private loan",
    ), _BY_PERSONS),
    Story("cash in/company", (
        "cash sales of the store", "cash sales of a holiday weekend", "admissions to an event", "cash sales at a fair",
        "vending machine collections", "laundromat collections", "cash sales of the restaurant", "parking lot receipts",
    ), _BY_COMPANIES),
    Story("repeated cash/person", (
        "cash sales of the customer's own shop", "cash sales at weekend markets", "cash tips of the month",
        "cash sales of a food stand", "vending machine collections", "cash payments to a handyman's business",
        "cash sales of a hair salon", "cash sales of a flower stand",
    ), _BY_PERSONS),
    Story("cash out/person", (
        "private purchase of a used car", "payment to a contractor", "cash for a trip", "wedding expenses",
        "purchase at an auction", "funeral expenses", "cash for a move", "private purchase of tools",
    ), _BY_PERSONS),
    Story("cash out/company", (
        "change for the registers", "cash for day laborers with receipts", "purchase at an auction",
        "cash box of a trade show", "change for an event", "cash purchases at a farmers market", "petty cash",
        "travel advances in cash",
    ), _BY_COMPANIES),
    Story("opening/person", (
        "savings moved from another bank", "proceeds of a home sale", "inheritance", "matured CD of another bank",
        "sale of mutual fund shares", "severance pay", "life insurance payout", "settlement of a divorce",
    ), _BY_PERSONS),
    Story("opening/company", (
        "operating account moved from another bank", "capital paid in by the owners", "sale of a business unit",
        "sale of equipment", "sale of a building", "reserves moved from another bank", "investment by a new partner",
        "dividend of a subsidiary",
    ), _BY_COMPANIES),
    Story("closing", (
        "balance moved when the account was closed", "remaining balance paid out at closing",
        "account moved to another bank", "account closed at the customer's request", "closing after a relocation",
        "accounts merged at another bank", "balance released with the closing form",
    ), _BY_RECORDS),
    Story("wire abroad/person", (
        "tuition at a college abroad", "medical bill of a relative", "deposit for a vacation home",
        "help for parents abroad", "estate costs of a relative", "rent of a student apartment",
        "repayment of a private loan", "travel booked with a tour operator",
    ), _BY_PERSONS),
    Story("wire abroad/company", (
        "supplier's invoice", "freight and customs charges", "license fees", "deposit for machinery",
        "trade show expenses", "commission of a sales agent", "consulting invoice", "spare parts",
    ), _BY_COMPANIES),
    Story("high-risk wire", (
        "support of relatives", "school fees of relatives", "medical bill of a relative", "repair of a family home",
        "funeral of a relative", "aid after a storm", "wedding of a relative",
    ), _BY_DILIGENCE),
    Story("sanctioned wire", (
        "payee and payee's bank screened against the OFAC lists without a match",
        "OFAC screening without a match, personal remittance permitted",
        "OFAC screening repeated without a match",
        "OFAC compliance officer reviewed the wire, no blocked party",
        "OFAC program of the country reviewed, wire permitted",
        "no blocked party found on the OFAC lists",
        "ownership of the payee's bank screened against the OFAC lists without a match",
    ), _BY_DILIGENCE),
    Story("transfer in/person", (
        "relatives pooling money", "repayment of a private loan", "gift of the parents", "share of an inheritance",
        "refund of a deposit", "friends paying their part of a trip", "sale of household goods",
        "own savings at another bank",
    ), _BY_PERSONS),
    Story("transfer in/company", (
        "invoice paid by a client", "advance payment of a client", "refund of a supplier", "capital of the owners",
        "payment of a project milestone", "own account at another bank", "insurance refund",
        "security deposit returned",
    ), _BY_COMPANIES),
    Story("transfer out/person", (
        "help for a relative", "share of a family purchase", "repayment of a private loan", "payment to a contractor",
        "deposit for an apartment", "contribution to a family event", "own savings at another bank", "tax payment",
    ), _BY_PERSONS),
    Story("transfer out/company", (
        "supplier's invoice", "subcontractor's invoice", "equipment purchase", "quarterly tax payment",
        "own account at another bank", "advance payment to a supplier", "distribution to the owners", "lease payment",
    ), _BY_COMPANIES),
    Story("card/person", (
        "vacation booked by card", "new appliances", "car repair", "furniture for a new home", "dental treatment",
        "flights for the family", "electronics", "shopping before the holidays",
    ), _BY_PERSONS),
    Story("card/company", (
        "office equipment", "travel of employees", "inventory bought by card", "software licenses", "advertising",
        "trade show expenses", "repair of a van", "client event",
    ), _BY_COMPANIES),
    Story("regular payment", (
        "regular payment resumed", "payment order signed at the branch", "landlord changed the account",
        "regular payment moved to this account", "first payment of a new agreement", "payment resumed after a pause",
        "amount raised as agreed",
    ), _BY_RECORDS),
    Story("contract", (
        "payment due under a contract on file", "amount agrees with the contract", "date agrees with the contract",
        "contract reviewed", "other side named in the contract", "payment announced in writing",
        "purpose stated in the contract",
    ), _BY_RECORDS),
    Story("busy week/person", (
        "errands before a trip", "shopping before the holidays", "moving expenses", "preparations for a wedding",
        "back-to-school shopping", "repairs at home", "new baby in the family", "visit of relatives",
    ), _BY_PERSONS),
    Story("busy week/company", (
        "inventory for a new season", "purchases for a new location", "bills paid at the end of the quarter",
        "supplies for an event", "year-end purchases", "repairs at the premises", "bills paid after the owner's trip",
        "purchases for a large order",
    ), _BY_COMPANIES),
)  # fmt: skip

STORY_CODE = {story.name: code for code, story in enumerate(STORIES)}
STORY_TEXTS = Phrases.of((
    *(story.texts(_RESOLVED) for story in STORIES),
    *(story.texts(_FALSE_ALARMS) for story in STORIES),
))  # fmt: skip
"""By code of STORIES: first of resolved violations, then of false alarms."""

"""The topics of interactions, depending on the products that a customer has, and the desk that knows each topic."""

from collections.abc import Mapping
from dataclasses import dataclass

from seeding.bank.customers.complaint_categories import ISSUES
from seeding.bank.customers.service_desks import INSURANCE_DESK, LENDING_DESK, SERVICE_DESK
from seeding.bank.phrases import expand
from seeding.bank.products import require_same_names
from seeding.engine.shares import CategoryShares


@dataclass(frozen=True)
class Topic:
    """A topic of interactions.

    `desk`, a code of DESKS, knows the topic; `named` are its names in a note, `settled` its solutions.

    Raises ValueError where a text is missing.
    """

    name: str
    desk: int
    named: tuple[str, ...]
    settled: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.named or not self.settled:
            raise ValueError(f"topic {self.name}: it needs names and solutions")


_PLACES = (
    "a supermarket", "a hardware store", "a gas station", "a restaurant", "a pharmacy", "an online store",
    "a hotel", "a parking garage", "a garden center", "a furniture store",
)  # fmt: skip
_COUNTRIES = ("Canada", "Mexico", "Italy", "Spain", "Japan", "France", "Portugal", "Ireland")

_TOPICS = (
    Topic(
        "opening", SERVICE_DESK,
        (
            "opening a savings account", "opening a checking account", "opening a money market account",
            "the papers needed to open an account", "the account types on offer",
            "the terms of a certificate of deposit", "interest rates on savings",
            "the minimum deposit for a new account",
        ),
        ("Sent the comparison of accounts", "Explained terms and minimum balances", "List of documents sent",
         "Rates explained, will think it over", "Brochure sent, no decision yet"),
    ),
    Topic(
        "signing in", SERVICE_DESK,
        (
            "a forgotten password", "a locked online login", "a security code that did not arrive",
            "two-step sign-in", "a login that was locked after three tries", "signing in from a new computer",
        ),
        ("Access reset, login works again", "New code sent and confirmed", "Identity checked, access restored",
         "Guided through it, works now"),
    ),
    Topic(
        "app", SERVICE_DESK,
        (
            "the mobile app on a new phone", "the app after its last update", "an error message in the app",
            "push messages that stopped", "fingerprint login in the app", "the app on a second phone",
        ),
        ("Guided through the setup", "App installed again, works now", "Device registered",
         "Setting found, works now"),
    ),
    Topic(
        "personal details", SERVICE_DESK,
        (
            "how to report a change of address", "updating contact details", "where letters are sent",
            "an identity document that expires soon", "a request for proof of address", "the spelling of a name",
            "how messages from the bank are delivered", "the preferred language of letters",
        ),
        ("Procedure explained", "Form sent", "Records checked, all in order", "Checklist of documents sent"),
    ),
    Topic(
        "suspicious message", SERVICE_DESK,
        (
            *expand("{} {}", ("an e-mail", "a text message", "a letter"),
                   ("in the bank's name with a strange link", "that asked for a password", "that promised a prize")),
            "a caller who claimed to be from the bank", "a website that looked like the bank's",
        ),
        ("Confirmed as fraud attempt, nothing disclosed", "Thanked and advised to delete it",
         "Forwarded to the security team, no loss", "Explained how to tell real messages"),
    ),
    Topic(
        "branch", SERVICE_DESK,
        ("business hours around the holidays", "the nearest branch with parking", "an appointment with an advisor",
         "changing foreign bills", "wheelchair access", "the line at the counter"),
        ("Hours and address given", "Appointment arranged", "Directions given", "Explained where this is possible"),
    ),
    Topic(
        "mortgage", LENDING_DESK,
        (
            *expand("{} mortgage rates", ("current", "fixed", "fifteen-year", "thirty-year")),
            "how much could be borrowed for a house", "the papers that a mortgage application needs",
            "the costs of buying a house", "refinancing a loan held elsewhere", "how long an approval takes",
        ),
        ("Rates given, example calculated", "Checklist sent", "Rough calculation done, not binding",
         "Explained the steps from application to closing"),
    ),
    Topic(
        "consumer credit", LENDING_DESK,
        (
            *expand("a loan for {}", ("a used car", "a new car", "a kitchen", "a new roof", "tuition", "a motorcycle")),
            "the terms of a personal loan", "how a credit score is judged", "paying off a loan early in general",
            "combining several loans from other lenders",
        ),
        ("Terms explained, example sent", "Monthly rates calculated for two terms", "Explained what is checked",
         "Conditions sent"),
    ),
    Topic(
        "insurance", INSURANCE_DESK,
        (
            *expand("the price of {} coverage", ("home", "car", "travel", "life", "health")),
            *expand("what {} insurance covers", ("travel", "property", "health", "life")),
            "storm and flood coverage", "changing insurer at the end of the year", "naming beneficiaries in a policy",
        ),
        ("Sample quote sent", "Coverage and exclusions explained", "Comparison of two rates sent",
         "Explained periods and conditions"),
    ),
    Topic(
        "statement", SERVICE_DESK,
        (
            *expand("{} statement", ("last month's", "last year's", "an older", "a missing", "the annual")),
            "the fee shown on a statement", "the interest shown on a statement", "an entry that was hard to read",
            "switching to paperless statements", "a confirmation of the balance for a landlord",
            "a confirmation for the tax preparer",
        ),
        ("Copy sent", "Entry explained", "Confirmation issued", "Sent as a PDF", "Checked together, all correct"),
    ),
    Topic(
        "transfer", SERVICE_DESK,
        (
            "the daily limit for transfers", "a transfer abroad and its costs", "the date of a scheduled transfer",
            "cut-off times for wires", "how long a transfer takes", "saving a payee",
        ),
        ("Limits and times explained", "Costs and times explained", "Explained step by step", "Answered in full"),
    ),
    Topic(
        "stray transfer", SERVICE_DESK,
        (
            "a transfer that had not arrived yet", "a wrong digit in an account number",
            "a payment sent twice by mistake", "a transfer to an old account of the payee",
        ),
        ("Traced together, all in order", "Explained how to get it back", "Payee was informed, settled between them"),
    ),
    Topic(
        "account service", SERVICE_DESK,
        ("an additional user for the account", "naming a beneficiary for the account", "account alerts by text message",
         "the maintenance fee and how to avoid it", "how interest is calculated", "a second account for savings"),
        ("Form sent", "Answered in full", "Conditions explained", "Worked through an example"),
    ),
    Topic(
        "declined card", SERVICE_DESK,
        (*expand("a card declined at {}", _PLACES), "a card that was not accepted online"),
        ("Card checked, works again", "Limit explained, tried again with success", "Hold lifted after some questions",
         "Card reader of the store was at fault", "Wrong PIN, explained"),
    ),
    Topic(
        "lost card", SERVICE_DESK,
        expand("a {} card", ("lost", "worn", "damaged", "misplaced", "bent", "stolen")),
        ("Card blocked, new one on its way", "Replacement explained", "New card ordered"),
    ),
    Topic(
        "card", SERVICE_DESK,
        (
            *expand("using the card in {}", _COUNTRIES), "a new PIN", "contactless payments",
            "the name a store uses on the statement", "a deposit held by a rental company",
        ),
        ("Explained, no further action", "Costs and limits explained", "Guide sent", "Answered in full"),
    ),
    Topic(
        "company banking", SERVICE_DESK,
        (
            "several signers for a company", "files with many payments", "online access for the bookkeeper",
            "a terminal for card payments", "invoices paid from abroad",
            "the export of transactions for the accountant",
            "cash deposits of a company", "limits for authorized employees",
        ),
        ("Explained, documents sent", "Set-up described step by step", "Sample file sent",
         "Conditions for companies sent"),
    ),
    Topic(
        "company credit", LENDING_DESK,
        (
            *expand("financing for {}", ("machinery", "a delivery van", "a warehouse", "new premises", "stock")),
            "a line of credit", "the papers that a business loan needs", "leasing instead of a loan",
        ),
        ("Terms explained, list of documents sent", "Example calculated", "Explained what lenders look at"),
    ),
    Topic(
        "company insurance", INSURANCE_DESK,
        ("coverage for business premises", "coverage for company vehicles", "coverage for stock and equipment",
         "insurance of a warehouse against water", "the price of coverage for several vehicles"),
        ("Sample quote sent", "Coverage and exclusions explained", "Comparison of rates sent"),
    ),
)  # fmt: skip

TOPICS = (*_TOPICS, *(Topic(issue, SERVICE_DESK, (issue,), ("Settled",)) for issue in ISSUES))
"""The topics of other interactions, then those of complaints. A complaint is never settled at once, so that nobody sees
its solution."""
TOPIC_NAMES = tuple(topic.name for topic in TOPICS)
FIRST_COMPLAINT = len(_TOPICS)
"""The code of the first topic of complaints; they have the order of ISSUES."""

_WITHOUT_ACCOUNT = {
    "opening": 12.0, "signing in": 8, "app": 6, "personal details": 12, "suspicious message": 9, "branch": 8,
    "mortgage": 10, "consumer credit": 9, "insurance": 11,
}  # fmt: skip
_WITH_ACCOUNT = {
    **_WITHOUT_ACCOUNT,
    "opening": 4,
    "statement": 16,
    "transfer": 9,
    "stray transfer": 6,
    "account service": 9,
}
_CARD = {"declined card": 12, "lost card": 6, "card": 10}
_COMPANY = {
    "company banking": 30, "company credit": 14, "company insurance": 10, "signing in": 10, "app": 4,
    "personal details": 10, "suspicious message": 10, "branch": 6,
}  # fmt: skip


@dataclass(frozen=True)
class Situation:
    """The products of a customer at an interaction; `weights` say how often it is about each topic, by name."""

    name: str
    weights: Mapping[str, float]

    @property
    def topics(self) -> CategoryShares:
        """The shares of the topics."""
        return CategoryShares.from_weights(**self.weights)


SITUATIONS = (
    Situation("without an account", _WITHOUT_ACCOUNT),
    Situation("with an account", _WITH_ACCOUNT),
    Situation("with a checking account", {**_WITH_ACCOUNT, **_CARD}),
    Situation("company", _COMPANY),
)
"""Customers do not ask about what they do not have."""
WITHOUT_ACCOUNT, WITH_ACCOUNT, WITH_CHECKING, COMPANY = range(len(SITUATIONS))

require_same_names("topic", TOPIC_NAMES, "the topics", TOPIC_NAMES)
require_same_names(
    "topic of a situation",
    sorted({name for situation in SITUATIONS for name in situation.weights}),
    "the topics",
    [topic.name for topic in _TOPICS],
)

"""What contacts are about and what the bank notes of them: a lead-in, a topic, what was done, and at times a remark."""

from collections.abc import Mapping
from dataclasses import dataclass

from seeding.bank.customers.complaint_texts import MATTERS
from seeding.bank.phrases import Phrases, expand
from seeding.engine.shares import Shares

SERVICE_DESK, LENDING_DESK, INSURANCE_DESK = range(3)
"""Places in the DESKS of contact_numbers."""


@dataclass(frozen=True)
class Topic:
    """What a contact can be about: the desk that knows it, how it is named, and what settles it."""

    desk: int
    named: tuple[str, ...]
    settled: tuple[str, ...]


_PLACES = (
    "a supermarket", "a hardware store", "a gas station", "a restaurant", "a pharmacy", "an online shop",
    "a hotel", "a parking garage", "a garden center", "a furniture store",
)  # fmt: skip
_COUNTRIES = ("Canada", "Mexico", "Italy", "Spain", "Japan", "France", "Portugal", "Ireland")

TOPICS = {
    "opening": Topic(
        SERVICE_DESK,
        (
            "opening a savings account", "opening a checking account", "opening a money market account",
            "the papers needed to open an account", "the account types on offer",
            "the terms of a certificate of deposit", "interest rates on savings",
            "the minimum deposit for a new account",
        ),
        ("Sent the comparison of accounts", "Explained terms and minimum balances", "List of documents sent",
         "Rates explained, will think it over", "Brochure sent, no decision yet"),
    ),
    "signing in": Topic(
        SERVICE_DESK,
        (
            "a forgotten password", "a locked online login", "a security code that did not arrive",
            "two-step sign-in", "a login that was locked after three tries", "signing in from a new computer",
        ),
        ("Access reset, login works again", "New code sent and confirmed", "Identity checked, access restored",
         "Guided through it, works now"),
    ),
    "app": Topic(
        SERVICE_DESK,
        (
            "the mobile app on a new phone", "the app after its last update", "an error message in the app",
            "push messages that stopped", "fingerprint login in the app", "the app on a second phone",
        ),
        ("Guided through the set-up", "App installed again, works now", "Device registered",
         "Setting found, works now"),
    ),
    "personal details": Topic(
        SERVICE_DESK,
        (
            "how to report a change of address", "updating contact details", "where letters are sent",
            "an identity document that expires soon", "a request for proof of address", "the spelling of a name",
            "how messages from the bank are delivered", "the preferred language of letters",
        ),
        ("Procedure explained", "Form sent", "Records checked, all in order", "Checklist of documents sent"),
    ),
    "suspicious message": Topic(
        SERVICE_DESK,
        (
            *expand("{} {}", ("an e-mail", "a text message", "a letter"),
                   ("in the bank's name with a strange link", "that asked for a password", "that promised a prize")),
            "a caller who claimed to be from the bank", "a website that looked like the bank's",
        ),
        ("Confirmed as fraud attempt, nothing disclosed", "Thanked and advised to delete it",
         "Forwarded to the security team, no loss", "Explained how to tell real messages"),
    ),
    "branch": Topic(
        SERVICE_DESK,
        ("opening hours around the holidays", "the nearest branch with parking", "an appointment with an adviser",
         "changing foreign banknotes", "wheelchair access", "the queue at the counter"),
        ("Hours and address given", "Appointment arranged", "Directions given", "Explained where this is possible"),
    ),
    "mortgage": Topic(
        LENDING_DESK,
        (
            *expand("{} mortgage rates", ("current", "fixed", "fifteen-year", "thirty-year")),
            "how much could be borrowed for a house", "the papers that a mortgage application needs",
            "the costs of buying a house", "refinancing a loan held elsewhere", "how long an approval takes",
        ),
        ("Rates given, example calculated", "Checklist sent", "Rough calculation done, not binding",
         "Explained the steps from application to closing"),
    ),
    "consumer credit": Topic(
        LENDING_DESK,
        (
            *expand("a loan for {}", ("a used car", "a new car", "a kitchen", "a new roof", "tuition", "a motorcycle")),
            "the terms of a personal loan", "how a credit score is judged", "paying off a loan early in general",
            "combining several loans from other lenders",
        ),
        ("Terms explained, example sent", "Monthly rates calculated for two terms", "Explained what is checked",
         "Conditions sent"),
    ),
    "insurance": Topic(
        INSURANCE_DESK,
        (
            *expand("the price of {} cover", ("home", "car", "travel", "life", "health")),
            *expand("what {} insurance covers", ("travel", "property", "health", "life")),
            "storm and flood cover", "changing insurer at the end of the year", "naming beneficiaries in a policy",
        ),
        ("Sample quote sent", "Cover and exclusions explained", "Comparison of two tariffs sent",
         "Explained periods and conditions"),
    ),
    "statement": Topic(
        SERVICE_DESK,
        (
            *expand("{} statement", ("last month's", "last year's", "an older", "a missing", "the annual")),
            "the fee shown on a statement", "the interest shown on a statement", "an entry that was hard to read",
            "switching to paperless statements", "a confirmation of the balance for a landlord",
            "a confirmation for the tax adviser",
        ),
        ("Copy sent", "Entry explained", "Confirmation issued", "Sent as a PDF", "Checked together, all correct"),
    ),
    "transfer": Topic(
        SERVICE_DESK,
        (
            "the daily limit for transfers", "a transfer abroad and its costs", "the date of a scheduled transfer",
            "cut-off times for wires", "how long a transfer takes", "saving a payee",
        ),
        ("Limits and times explained", "Costs and times explained", "Explained step by step", "Answered in full"),
    ),
    "stray transfer": Topic(
        SERVICE_DESK,
        (
            "a transfer that had not arrived yet", "a wrong digit in an account number",
            "a payment sent twice by mistake", "a transfer to an old account of the payee",
        ),
        ("Traced together, all in order", "Explained how to get it back", "Payee was informed, settled between them"),
    ),
    "account service": Topic(
        SERVICE_DESK,
        ("an additional user for the account", "naming a beneficiary for the account", "account alerts by text message",
         "the maintenance fee and how to avoid it", "how interest is calculated", "a second account for savings"),
        ("Form sent", "Answered in full", "Conditions explained", "Worked through an example"),
    ),
    "declined card": Topic(
        SERVICE_DESK,
        (*expand("a card declined at {}", _PLACES), "a card that was not accepted online"),
        ("Card checked, works again", "Limit explained, tried again with success", "Hold lifted after some questions",
         "Reader of the shop was at fault", "Wrong PIN, explained"),
    ),
    "lost card": Topic(
        SERVICE_DESK,
        expand("a {} card", ("lost", "worn", "damaged", "mislaid", "bent", "stolen")),
        ("Card blocked, new one on its way", "Replacement explained", "New card ordered"),
    ),
    "card": Topic(
        SERVICE_DESK,
        (
            *expand("using the card in {}", _COUNTRIES), "a new PIN", "contactless payments",
            "the name a shop uses on the statement", "a deposit held by a rental company",
        ),
        ("Explained, no further action", "Costs and limits explained", "Guide sent", "Answered in full"),
    ),
    "company banking": Topic(
        SERVICE_DESK,
        (
            "several signatories for a company", "files with many payments", "online access for the bookkeeper",
            "a terminal for card payments", "invoices paid from abroad", "the export of bookings for the accountant",
            "cash deposits of a company", "limits for authorized employees",
        ),
        ("Explained, documents sent", "Set-up described step by step", "Sample file sent",
         "Conditions for companies sent"),
    ),
    "company credit": Topic(
        LENDING_DESK,
        (
            *expand("financing for {}", ("machinery", "a delivery van", "a warehouse", "new premises", "stock")),
            "a line of credit", "the papers that a business loan needs", "leasing instead of a loan",
        ),
        ("Terms explained, list of papers sent", "Example calculated", "Explained what lenders look at"),
    ),
    "company insurance": Topic(
        INSURANCE_DESK,
        ("cover for business premises", "cover for company vehicles", "cover for stock and equipment",
         "insurance of a warehouse against water", "the price of cover for several vehicles"),
        ("Sample quote sent", "Cover and exclusions explained", "Comparison of tariffs sent"),
    ),
    **{matter: Topic(SERVICE_DESK, (matter,), ("Settled",)) for matter in MATTERS},
}  # fmt: skip
"""A complaint is never settled at once: its outcome says so."""

NAMES = tuple(TOPICS)
DESK_OF_TOPIC = tuple(topic.desk for topic in TOPICS.values())
FIRST_COMPLAINT = NAMES.index(MATTERS[0])
"""Topics of complaints follow one another as the matters of complaints do."""

_ANYBODYS = {
    "opening": 12.0, "signing in": 8, "app": 6, "personal details": 12, "suspicious message": 9, "branch": 8,
    "mortgage": 10, "consumer credit": 9, "insurance": 11,
}  # fmt: skip
_HOLDERS = {**_ANYBODYS, "opening": 4, "statement": 16, "transfer": 9, "stray transfer": 6, "account service": 9}
_CARDS = {"declined card": 12, "lost card": 6, "card": 10}
_COMPANYS = {
    "company banking": 30, "company credit": 14, "company insurance": 10, "signing in": 10, "app": 4,
    "personal details": 10, "suspicious message": 10, "branch": 6,
}  # fmt: skip

SITUATIONS = ("without an account", "with an account", "with a checking account", "company")
WITHOUT, HOLDER, CHECKING_HOLDER, COMPANY = range(len(SITUATIONS))


def _parts(weights: Mapping[str, float]) -> Shares:
    total = sum(weights.values())
    return Shares(tuple(weights), tuple(weight / total for weight in weights.values()))


TOPICS_OF_SITUATIONS = (_parts(_ANYBODYS), _parts(_HOLDERS), _parts({**_HOLDERS, **_CARDS}), _parts(_COMPANYS))
"""What customers are in touch about, by what they have when they are: nobody asks about what they do not own."""

# How a note is put together

LEADS = Phrases.of((
    ("Called about", "Customer called about", "Phoned about", "Call about", "Rang to ask about"),
    ("Wrote about", "Asked by e-mail about", "E-mail about", "Wrote to ask about"),
    ("Chat on the website about", "Asked in the web chat about", "Web chat about", "Asked online about"),
    ("Chat in the app about", "Asked through the app about", "App message about", "Asked in the app about"),
    ("Came in about", "Visited the branch about", "At the counter about", "Came by to ask about"),
))  # fmt: skip
"""By channel."""
COMPLAINT_LEADS = (
    ("Complained on the phone about", "Called to complain about", "Upset call about"),
    ("Complained by e-mail about", "Written complaint about", "Wrote to complain about"),
    ("Complained in the web chat about", "Complaint by web form about", "Complained online about"),
    ("Complained in the app about", "Complaint through the app about", "Used the app to complain about"),
    ("Came in to complain about", "Complained at the counter about", "Visited the branch to complain about"),
)
ALL_LEADS = Phrases.of((*LEADS.lists, *COMPLAINT_LEADS))
"""By channel; those of complaints follow those of other contacts."""
NAMED = Phrases.of(topic.named for topic in TOPICS.values())
"""By topic."""
_PASSED_ON = (
    (
        "Passed to the second line", "Handed to the team leader", "Needs a specialist, case handed over",
        "Escalated to operations", "Could not be solved at once, escalated", "Ticket opened with the back office",
    ),
    (
        "Passed to the lending team", "Needs an underwriter's view, handed over",
        "Escalated to the senior loan officer", "Beyond the standard terms, passed on",
    ),
    (
        "Passed to the policy team", "Needs an underwriter's view, handed over", "Escalated to the senior agent",
        "Special case, passed to head office",
    ),
)  # fmt: skip
_LATER = (
    (
        "Will be called back", "Call back agreed for next week", "Details still missing", "Customer checks and returns",
        "Answer promised within two days", "Waiting for the customer's reply",
    ),
    ("Second conversation agreed", "Customer brings pay slips", "Calculation to be sent", "Waiting for documents"),
    ("Quote to be sent", "Second conversation agreed", "Customer compares and returns", "Waiting for details"),
)  # fmt: skip
DONE = Phrases.of((
    *(topic.settled for topic in TOPICS.values()),
    *_PASSED_ON,
    *_LATER,
    ("Complaint taken down and handed on", "Apologized, complaint passed on", "Complaint recorded and escalated",
     "Listened and handed to the complaint desk", "Recorded, an answer was promised"),
    ("Complaint recorded, details to follow", "Apologized, will be called back", "Complaint recorded, papers to follow",
     "Recorded, customer sends further details"),
))  # fmt: skip
"""By topic where it was settled; then by desk what was passed on and what is left; then both for complaints."""
PASSED_ON = len(TOPICS)
LEFT = PASSED_ON + len(_PASSED_ON)
COMPLAINT_PASSED_ON = LEFT + len(_LATER)
COMPLAINT_LEFT = COMPLAINT_PASSED_ON + 1

_NOTHING = ("",) * 7
REMARKS = Phrases.of((
    (*_NOTHING, " Identity confirmed.", " Bad line, called back.", " Friendly conversation.", " In a hurry.",
     " Prefers calls in the evening.", " Has tried the website first."),
    (*_NOTHING, " Answered the same day.", " Prefers e-mail.", " Attachment filed.", " Second message on this.",
     " Copy kept in the file."),
    (*_NOTHING, " Link to the help page sent.", " Chat transcript kept.", " Customer was on the phone before.",
     " Asked for a summary by e-mail."),
    (*_NOTHING, " Screenshot received.", " Uses the latest version.", " Asked to rate the app.",
     " Would like more of this in the app."),
    (*_NOTHING, " Came without an appointment.", " Identity card seen.", " Came with a relative.", " Offered a coffee.",
     " Short wait."),
))  # fmt: skip
"""By channel; more than half of the notes have none."""

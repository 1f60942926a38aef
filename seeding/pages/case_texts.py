"""The signs that a solver should find in a planted case, by its kind, and how its innocent twin differs."""

from dataclasses import dataclass

from seeding.models import PlantedTransaction

Kind = PlantedTransaction.Kind


@dataclass(frozen=True)
class CaseText:
    """The texts on a kind of case: its events, the signs of it, and how its twin differs."""

    summary: str
    to_find: str
    twin: str


CASE_TEXTS = {
    Kind.STRUCTURING: CaseText(
        "Cash is divided into deposits below the 10,000 USD that a bank must report, on days close to each other.",
        "Deposits of round hundreds on consecutive business days whose sum passes the threshold, and days later a "
        "payment that takes almost all of it out of the bank. In a ring, helpers do the same in the same days.",
        "A store deposits its receipts every other business day, in odd amounts, and pays a supplier with a part.",
    ),
    Kind.HIGH_RISK_WIRES: CaseText(
        "Wires within days to people in countries on the lists of the FATF.",
        "Several payees in several such countries, in round amounts, which nothing else in the account explains.",
        "A customer supports a family abroad: every wire goes to the same payee.",
    ),
    Kind.FAN_IN: CaseText(
        "Money of several customers comes together on one account within days.",
        "Several senders within five days, whose amounts differ.",
        "A family pools money: all give the same amount.",
    ),
    Kind.FAN_OUT: CaseText(
        "Money of one account is spread over several customers within days.",
        "Several payees within five days, whose amounts differ.",
        "A family shares money: all get the same amount.",
    ),
    Kind.CYCLE: CaseText(
        "A sum passes through the accounts of several customers and comes back to the first one.",
        "Each account keeps a little before it passes the rest on within a day or two.",
        "Friends help each other out: all of the money comes back.",
    ),
}
"""By kind of case."""

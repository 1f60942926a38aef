"""What compliance officers write down."""

from seeding.bank.phrases import Phrases

SUBJECTS = ("cash", "transfers", "wires", "cards")
_CASH, _TRANSFERS, _WIRES, _CARDS = range(len(SUBJECTS))
ABOUT = {
    "R01": _CASH, "R02": _TRANSFERS, "R03": _WIRES, "R04": _CASH, "R05": _CASH, "R06": _CASH, "R07": _CARDS,
    "R08": _TRANSFERS, "R09": _TRANSFERS, "R10": _TRANSFERS, "R11": _TRANSFERS, "R12": _WIRES, "R13": _WIRES,
    "R14": _TRANSFERS, "R15": _CASH, "R16": _CARDS,
}  # fmt: skip
"""What each active rule is about, a place in SUBJECTS."""

NOTES = Phrases.of((
    (
        "Cash from the sale of a car; contract seen.",
        "Takings of a business; in line with its tax return.",
        "Currency transaction report filed; origin of the cash known.",
        "Savings kept at home, brought in after a burglary next door; no further action.",
    ),
    (
        "Transfer between own accounts; no further action.",
        "Purchase of a house; contract and notary's account seen.",
        "Source of funds shown by a bank statement.",
        "Agrees with the expected turnover in the profile.",
    ),
    (
        "Payment to the seller named in the loan contract.",
        "Invoice of the supplier abroad seen and filed.",
        "Support of a family abroad, known since the account was opened.",
        "Sale of securities at another bank; statement seen.",
    ),
    (
        "Equipment for the business; receipts seen.",
        "Holiday booked by card; confirmed by telephone.",
    ),
    (
        "False alarm: takings of a shop, banked as every week.",
        "False alarm: a gift for a wedding, announced beforehand.",
    ),
    (
        "False alarm: family members pooling money, confirmed by telephone.",
        "False alarm: the customer had announced the sum beforehand.",
    ),
    (
        "False alarm: tuition paid to a college abroad.",
        "False alarm: another customer's name in the text of the wire.",
    ),
    (
        "False alarm: one purchase booked in parts.",
        "False alarm: a refund and the purchase that it belongs to.",
    ),
))  # fmt: skip
"""Of violations that were resolved, by what they are about, and then of those that were none."""

NO_MATCH = ("No match on the watchlist", "No match on the sanctions lists", "Not politically exposed")
MATCH = (
    "Same name as an entry on the watchlist; born in another year",
    "Same name as an entry on a sanctions list; another nationality",
    "Same name as an office holder abroad; another person",
)
REVIEWED = ("reviewed, no suspicion", "reviewed and reported")

STORIES = {
    "structuring": "cash deposits, each below the reporting threshold, on days close to each other, and what became of "
    "the money",
    "high_risk_wires": "wires to parties in a country with a call for caution, without a known reason",
    "fan_in": "credits from several customers within days, who do not seem to be related",
    "fan_out": "money sent to several customers within days, who do not seem to be related",
    "cycle": "a sum that came back within days after it had passed through other customers' accounts",
}
"""By kind of case."""
FINDINGS = (
    "The report is being drafted.",
    "The report is under review.",
    "Reported to FinCEN.",
    "Found to have an innocent explanation; not filed.",
)
"""By outcome."""

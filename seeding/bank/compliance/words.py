"""What compliance officers write down."""

from seeding.bank.phrases import Phrases

NOTES = Phrases.of((
    (
        "Checked with the customer; explained by the purchase of a house.",
        "Documents received and filed; in line with the customer's business.",
        "Source of funds shown by a bank statement.",
        "Agrees with the expected turnover in the profile.",
        "One-off transfer between own accounts; no further action.",
        "Invoice and contract seen; closed.",
    ),
    (
        "False alarm: salary and savings add up to the amount.",
        "False alarm: family members helping each other, confirmed by telephone.",
        "False alarm: takings of a shop, in line with its tax return.",
        "False alarm: the customer had announced the sum beforehand.",
    ),
))  # fmt: skip
"""Of violations that were resolved, and of those that were none."""

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

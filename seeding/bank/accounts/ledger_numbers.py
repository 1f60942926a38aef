"""The ledger in numbers: the kinds of postings, their channels and hours, and the limits of openings and closings."""

from dataclasses import dataclass, replace

from seeding.engine.shares import CategoryShares

NO_REFERENCE = "nothing"


@dataclass(frozen=True)
class PostingKind:
    """A kind of posting, as the ledger shows it.

    `refers_to` names what the reference of a posting is an index of; the description ends with the text of it:
    "nothing"; a "merchant"; a "person" or a "company" outside the bank; an "account" of the bank; an account
    "elsewhere", which appears only as the counterparty; or a DescriptionSource by its name.

    A description also states, last, the "branch" of the account or the "month" of the row, if `states` says so.

    `outgoing` says of the transfers that are everyday activities whether they take money from the account.
    `posted_by` has the streams of the nodes that post it. `follows` is the kind of activity that leads to
    it, for a kind of everyday posting that is no activity itself.
    """

    name: str
    transaction_type: str
    channel: str
    description: str
    refers_to: str = NO_REFERENCE
    follows: str = ""
    outgoing: bool | None = None
    posted_by: tuple[str, ...] = ()
    states: str = ""

    @property
    def is_debit(self) -> bool:
        """Whether postings of this kind take money from the account."""
        return bool(self.outgoing) or self.transaction_type in ("withdrawal", "payment", "fee")


def _posted_by(streams: str | tuple[str, ...], *kinds: PostingKind) -> tuple[PostingKind, ...]:
    return tuple(replace(kind, posted_by=(streams,) if isinstance(streams, str) else streams) for kind in kinds)


EVERYDAY_STREAM = "everyday activity"
"""The stream of the node that posts the activities of the account types."""

POSTING_KINDS = (
    *_posted_by(
        "ledger",
        PostingKind("opening_branch", "deposit", "branch", "Opening deposit at the counter", states="branch"),
        PostingKind("opening_check", "deposit", "branch", "Opening deposit by check"),
        PostingKind("opening_ach", "deposit", "ach", "Opening deposit from another bank"),
        PostingKind("opening_wire", "deposit", "wire", "Opening deposit by wire"),
        PostingKind("closing_branch", "withdrawal", "branch", "Account closed, balance paid out"),
        PostingKind("closing_online", "transfer", "online", "Account closed, balance moved to", "person"),
        PostingKind("interest", "interest", "system", "Interest credited", states="month"),
        PostingKind("maintenance_fee", "fee", "system", "Monthly maintenance fee"),
        PostingKind("wire_fee", "fee", "system", "Fee for a wire abroad"),
    ),
    *_posted_by(
        (EVERYDAY_STREAM, "regular purchases"), PostingKind("card", "payment", "card", "Card purchase", "merchant")
    ),
    *_posted_by(
        EVERYDAY_STREAM,
        PostingKind("refund", "refund", "card", "Card refund", "merchant"),
        PostingKind("atm_withdrawal", "withdrawal", "atm", "Cash withdrawal at our ATM"),
        PostingKind(
            "other_atm_withdrawal", "withdrawal", "atm", "Cash withdrawal at another bank's ATM",
            follows="atm_withdrawal",
        ),
        PostingKind("atm_fee", "fee", "system", "Fee for another bank's ATM", follows="atm_withdrawal"),
        PostingKind("foreign_fee", "fee", "system", "Foreign transaction fee", follows="card"),
        PostingKind("branch_withdrawal", "withdrawal", "branch", "Cash withdrawal at the counter", states="branch"),
        PostingKind("branch_deposit", "deposit", "branch", "Cash deposit at the counter", states="branch"),
        PostingKind("atm_deposit", "deposit", "atm", "Cash deposit at our ATM"),
        PostingKind("sent", "transfer", "online", "Transfer to", "person", outgoing=True),
        PostingKind("received", "transfer", "online", "Transfer from", "person", outgoing=False),
        PostingKind("supplier", "transfer", "online", "Invoice paid to", "company", outgoing=True),
        PostingKind("check", "payment", "ach", "Check to", "person"),
        PostingKind("wire_abroad", "transfer", "wire", "Wire abroad to", "abroad", outgoing=True),
    ),
    *_posted_by("salaries", PostingKind("salary", "salary", "ach", "Salary", "company")),
    *_posted_by(
        "benefits",
        PostingKind("social_security", "deposit", "ach", "Social Security benefit"),
        PostingKind("pension", "deposit", "ach", "Pension from", "company"),
    ),
    *_posted_by("payrolls", PostingKind("payroll", "payment", "ach", "Payroll of the month")),
    *_posted_by("rents", PostingKind("rent", "transfer", "online", "Rent to", "company")),
    *_posted_by(
        ("standing transfers", "balancing transfers"),
        PostingKind("standing_transfer", "transfer", "online", "Standing transfer to", "company"),
    ),
    *_posted_by(
        ("business receipts", "balancing transfers"),
        PostingKind("customer", "transfer", "online", "Invoice paid by", "company"),
    ),
    *_posted_by(
        "returned payment fees", PostingKind("returned_fee", "fee", "system", "Fee for a payment that was refused")
    ),
    *_posted_by(
        "internal transfers",
        PostingKind("internal_out", "transfer", "online", "Transfer to account", "account"),
        PostingKind("internal_in", "transfer", "online", "Transfer from account", "account"),
    ),
    *_posted_by(
        ("transfers from elsewhere", "balancing transfers"),
        PostingKind("own_transfer", "transfer", "ach", "Regular transfer from another bank", "elsewhere"),
    ),
    *_posted_by(
        "funding transfers",
        PostingKind("funding_transfer", "transfer", "ach", "Transfer from own account at another bank", "elsewhere"),
    ),
    *_posted_by(
        "loan disbursements",
        PostingKind("disbursement", "deposit", "ach", "Disbursement of loan", "loan"),
        PostingKind("passed_on_ach", "transfer", "ach", "Payment to", "loan_seller"),
        PostingKind("passed_on_wire", "transfer", "wire", "Wire to", "loan_seller"),
    ),
    *_posted_by("loan installments", PostingKind("installment", "payment", "ach", "Installment of loan", "loan")),
    *_posted_by("late fees", PostingKind("late_fee", "fee", "system", "Late payment fee of loan", "loan")),
    *_posted_by(
        "loan payoffs",
        PostingKind("payoff", "payment", "ach", "Early payoff of loan", "loan"),
        PostingKind("payoff_funds_ach", "transfer", "ach", "Own funds to pay off loan", "loan_funds"),
        PostingKind("payoff_funds_wire", "transfer", "wire", "Own funds by wire to pay off loan", "loan_funds"),
    ),
    *_posted_by("premium debits", PostingKind("premium", "payment", "ach", "Premium of policy", "policy")),
    *_posted_by(
        "claim settlements",
        PostingKind("settlement", "deposit", "ach", "Settlement of claim", "claim"),
        PostingKind("settled_on_ach", "transfer", "ach", "Payment to", "claim_payee"),
        PostingKind("settled_on_wire", "transfer", "wire", "Wire to", "claim_payee"),
    ),
    # What complaints follow reads like everybody's rows, too.
    *_posted_by(
        "postings of complaints",
        PostingKind("complaint_withdrawal", "withdrawal", "atm", "Cash withdrawal at another bank's ATM"),
        PostingKind("complaint_fee", "fee", "system", "Fee for another bank's ATM"),
        PostingKind("complaint_purchase", "payment", "card", "Card purchase", "merchant"),
        PostingKind("complaint_foreign_fee", "fee", "system", "Foreign transaction fee"),
        PostingKind("complaint_wire", "transfer", "wire", "Wire abroad to", "abroad"),
        PostingKind("complaint_returned_fee", "fee", "system", "Fee for a payment that was refused"),
        PostingKind("disputed_payment", "payment", "card", "Card purchase", "merchant"),
        PostingKind("provisional_credit", "refund", "system", "Provisional credit for a disputed card purchase"),
    ),
    # Cases and their innocent twins post the same descriptions as all other customers: only the answer key tells them
    # apart.
    *_posted_by(
        "structuring deposits",
        PostingKind("case_branch_deposit", "deposit", "branch", "Cash deposit at the counter", states="branch"),
        PostingKind("case_atm_deposit", "deposit", "atm", "Cash deposit at our ATM"),
        PostingKind("case_sent", "transfer", "online", "Transfer to", "person"),
        PostingKind("case_supplier", "transfer", "online", "Invoice paid to", "company"),
    ),
    *_posted_by(
        ("fan-in and fan-out transfers", "circular transfers"),
        PostingKind("case_out", "transfer", "online", "Transfer to account", "account"),
        PostingKind("case_in", "transfer", "online", "Transfer from account", "account"),
    ),
    *_posted_by("high-risk wires", PostingKind("case_wire", "transfer", "wire", "Wire abroad to", "abroad")),
)  # fmt: skip

POSTING_CODES = {kind.name: code for code, kind in enumerate(POSTING_KINDS)}
"""The code of each kind of posting, its index in POSTING_KINDS, by name."""

if len(POSTING_CODES) < len(POSTING_KINDS):
    raise ValueError("two kinds of postings have the same name")

CASE_POSTING_CODES = tuple(code for name, code in POSTING_CODES.items() if name.startswith("case_"))
"""The kinds that only cases and their twins post."""

# Channels

DEBITS = 0.70
"""Part of all rows that spend money; what follows from contracts and activities."""
BY_HAND = ("branch", "wire")
"""The channels on which an employee books."""
ON_BUSINESS_DAYS = (*BY_HAND, "ach")
"""The channels that work on business days only."""
CUSTOMER_INITIATED = ("branch", "atm", "card", "online", "wire")
"""The channels on which the customer starts the transaction."""

HOURS = {
    "card": (1, 1, 1, 0, 0, 1, 3, 8, 12, 14, 16, 22, 28, 22, 17, 17, 20, 27, 30, 24, 16, 10, 6, 3),
    "atm": (2, 1, 1, 0, 1, 2, 5, 9, 12, 15, 17, 18, 20, 17, 15, 16, 19, 22, 20, 14, 10, 7, 5, 3),
    "online": (2, 1, 1, 0, 0, 2, 6, 10, 14, 15, 14, 13, 15, 13, 12, 12, 13, 16, 20, 26, 28, 22, 12, 6),
    "branch": (0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 20, 17, 14, 12, 14, 16, 17, 0, 0, 0, 0, 0, 0, 0),
    "wire": (0, 0, 0, 0, 0, 0, 0, 0, 0, 14, 18, 18, 14, 13, 14, 12, 8, 0, 0, 0, 0, 0, 0, 0),
    "ach": (0, 0, 0, 0, 1, 6, 8, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
}
"""By channel: the relative weight of each hour of the day, from midnight."""

# Openings and closings

OPENING_AT_COUNTER = 500_000
"""Cents up to which the opening deposit is cash at the counter."""
LARGE_OPENINGS = CategoryShares.of(ach=0.50, check=0.44, wire=0.06)
"""How larger opening deposits come: most people open an account with a transfer from another bank; the bank's own
policy, in the order of the American Bankers Association's survey of preferred channels, 2024."""
CLOSING_AT_COUNTER = 500_000
"""Cents up to which the balance of a closed account is paid out in cash."""

# The window of everyday postings

FULL_MONTHS = 3
"""On the first day on which a bank is seen, the window is this many full months, the last ones that have ended, and the
days since then; it goes on to the last day of the history."""

# Loans and policies

NIGHT_RUN = (4 * 3600, 7 * 3600 - 1)
"""Seconds of the day between which contracts pay out and are paid."""
LATE_FEES_AT = 8 * 3600
"""Second of the day at which fees for late installments are charged, after the installments themselves."""
PASSED_ON_AFTER_DAYS = (1, 5)
"""Business days from a disbursement or settlement to the onward payment."""
BY_WIRE_FROM = 1_000_000
"""Cents from which money is passed on, or sent to fund a payoff, by wire."""
FUNDING_PERIOD_DAYS = 1_095
"""An account that pays installments or premiums receives what they will take once in this many days, before the window
of everyday postings."""
FUNDING_UNIT = 10_000
"""Cents: funding transfers are multiples of 100 USD."""

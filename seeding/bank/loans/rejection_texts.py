"""The texts of rejections: the reason, and the facts of the application that it rests on."""

import polars as pl

from seeding.bank.loans.applications import Applications
from seeding.bank.loans.decisions import Decisions
from seeding.bank.loans.loan_types import LOAN_TYPES
from seeding.bank.loans.numbers import REJECTION_REASONS
from seeding.bank.loans.underwriting_numbers import CASH, COLLATERAL, CREDIT_HISTORY, DEBTS
from seeding.bank.phrases import Phrases
from seeding.bank.products import in_order_of
from seeding.engine.draw import Draw
from seeding.engine.text import dollars, gather, join, padded, string_series

_BASIS_POINTS_PER_PERCENT = 100
_LOANS = in_order_of(
    LOAN_TYPES.names,
    {
        "mortgage": " for a mortgage of ", "personal": " for a personal loan of ", "auto": " for an auto loan of ",
        "business": " for a business loan of ", "education": " for a student loan of ",
    },
    "words",
    "the loan types",
)  # fmt: skip
_FACTS = Phrases.of(
    in_order_of(
        REJECTION_REASONS.names,
        {
            DEBTS: (
                "payments on all debts would exceed the limit", "monthly debts too large beside the income on file",
                "the installment does not fit beside the other debts", "payments at other banks too high",
                "income on file does not carry the installment", "no room for a further installment",
            ),
            CREDIT_HISTORY: (
                "late payments in the last two years", "too few accounts with a payment history",
                "recent collections on the credit report", "balances close to the limits of the cards",
                "credit history shorter than two years",
            ),
            CASH: (
                "verified funds below the down payment", "reserves after closing too small",
                "source of the down payment not documented", "statements show less than the cash to close",
            ),
            COLLATERAL: (
                "appraised below the price", "condition does not meet the guidelines", "title is not clear",
                "loan-to-value ratio above the limit",
            ),
        },
        "facts",
        "the reasons of rejections",
    )
)  # fmt: skip
"""What the officer found, by reason."""


def rejection_texts(applications: Applications, decisions: Decisions, draw: Draw) -> pl.Series:
    """Return the reason of each rejection and, after a colon, what it rests on; null for other applications.

    Debts state the ratio, the credit history the score; all state the loan.
    """
    reason = applications.rejection_reason
    ratio = join(" (", padded(decisions.debt_to_income // _BASIS_POINTS_PER_PERCENT, 1), " % of income)")
    score = join(" (score ", padded(applications.credit_score, 1), ")")
    is_for_debts, is_for_history = (
        pl.Series(reason == REJECTION_REASONS.code(name)) for name in (DEBTS, CREDIT_HISTORY)
    )
    measured = pl.select(pl.when(is_for_debts).then(ratio).when(is_for_history).then(score).otherwise(pl.lit("")))
    return join(
        gather(string_series(*REJECTION_REASONS.names), reason),
        ": ",
        _FACTS.text(draw, "rejection_reason", applications, reason),
        measured.to_series(),
        gather(string_series(*_LOANS), applications.type),
        dollars(decisions.requested_amount),
        " USD",
    )

"""The postings of loans on linked accounts: disbursements, installments, early payoffs, and payments to sellers."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts import ledger_numbers
from seeding.bank.accounts.external_parties import ExternalParties, draw_external_parties
from seeding.bank.accounts.postings import DescriptionSource, Obligations, Postings, external_transfers, posted
from seeding.bank.loans.loans import LoanNumbers, Loans
from seeding.bank.loans.schedule import Schedule
from seeding.engine.arrays import NONE, Index
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows, concat
from seeding.engine.text import gather, join


@dataclass(frozen=True)
class LoanCounterparties:
    """The external parties of each loan of the block, by index.

    `seller` receives the borrowed money, such as the seller of the house or the car; `payoff_source` is the borrower's
    account at another bank, from which the money for an early payoff comes.
    """

    seller: Index
    payoff_source: Index


@node(stream="loan payees")
def loan_counterparties(loans: Loans, draw: Draw) -> LoanCounterparties:
    """Return two external parties for each loan."""
    return LoanCounterparties(
        seller=draw_external_parties(draw, "seller", loans),
        payoff_source=draw_external_parties(draw, "elsewhere", loans),
    )


@node(stream="loan references", order=20)
def loan_references(loan_numbers: LoanNumbers) -> DescriptionSource:
    """Return the loan number that postings of a loan end with."""
    return DescriptionSource("loan", loan_numbers.text)


@node(stream="loan seller references", order=30)
def seller_references(
    loan_numbers: LoanNumbers, loan_counterparties: LoanCounterparties, external_parties: ExternalParties
) -> DescriptionSource:
    """Return the name and the account of each loan's seller."""
    seller = loan_counterparties.seller
    text = join(gather(external_parties.company_name, seller), ", loan ", loan_numbers.text)
    return DescriptionSource("loan_seller", text, gather(external_parties.account_number, seller))


@node(stream="payoff funds references", order=40)
def payoff_source_references(
    loan_numbers: LoanNumbers, loan_counterparties: LoanCounterparties, external_parties: ExternalParties
) -> DescriptionSource:
    """Return the account that the money for each loan's early payoff comes from."""
    account_number = gather(external_parties.account_number, loan_counterparties.payoff_source)
    return DescriptionSource("loan_funds", loan_numbers.text, account_number)


@node(stream="loan disbursements", order=20)
def disbursement_postings(loans: Loans, layout: Layout, calendar: Calendar, draw: Draw) -> Postings:
    """Return the disbursement of every linked loan, and the payment to the seller a few business days later."""
    index = np.flatnonzero(loans.linked_account != NONE)
    account, cents, day = loans.linked_account[index], loans.principal[index], loans.disbursement_day[index]
    second = draw.integers("disbursed_at", loans, *ledger_numbers.NIGHT_RUN)[index]
    disbursed = posted(account, day, second, cents, "disbursement", index)
    delay = draw.integers("onward", loans, *ledger_numbers.PASSED_ON_AFTER_DAYS)[index]
    payment_day = calendar.next_business(day, delay)
    paid_to_seller = external_transfers(loans, loans.linked_account, index, payment_day, -cents, "passed_on", draw)
    return concat((disbursed, paid_to_seller.where(paid_to_seller.day <= layout.until)))


@node(stream="loan installments", order=30)
def installment_postings(loans: Loans, schedule: Schedule, draw: Draw) -> Postings:
    """Return a debit for every installment that was paid from a linked account, except those in a payoff."""
    index = _debited(loans, schedule)
    rows = Rows(schedule.key[index], schedule.cell[index])
    second = draw.integers("installment_at", rows, *ledger_numbers.NIGHT_RUN)
    loan = schedule.loan[index]
    cents = schedule.total[index]
    return posted(loans.linked_account[loan], schedule.payment_day[index], second, -cents, "installment", loan)


@node(stream="late fees", order=35)
def late_fee_postings(loans: Loans, schedule: Schedule) -> Postings:
    """Return the fee for every installment that was paid late from a linked account, on the day of the payment."""
    index = _debited(loans, schedule)
    fee = schedule.late_fee[index]
    index, fee = index[fee > 0], fee[fee > 0]
    loan = schedule.loan[index]
    second = np.full(len(index), ledger_numbers.LATE_FEES_AT)
    return posted(loans.linked_account[loan], schedule.payment_day[index], second, -fee, "late_fee", loan)


@node(stream="loan payoffs", order=40)
def payoff_postings(loans: Loans, schedule: Schedule, calendar: Calendar, draw: Draw) -> Postings:
    """Return a debit per early payoff, and the transfer that funds it on the business day before."""
    in_payoff = schedule.in_payoff
    remaining = np.bincount(schedule.loan[in_payoff], schedule.principal[in_payoff], len(loans)).astype(np.int64)
    index = np.flatnonzero((loans.linked_account != NONE) & (loans.payoff_day != NO_DAY))
    cents, day = remaining[index], loans.payoff_day[index]
    second = draw.integers("payoff_at", loans, *ledger_numbers.NIGHT_RUN)[index]
    settled = posted(loans.linked_account[index], day, second, -cents, "payoff", index)
    day_before = calendar.last_business(day - 1)
    funds = external_transfers(loans, loans.linked_account, index, day_before, cents, "payoff_funds", draw)
    return concat((funds, settled))


@node(stream="loan obligations", order=10)
def installment_obligations(loans: Loans, schedule: Schedule) -> Obligations:
    """Return the debits of installments and of fees for late ones, which their accounts need funds for."""
    index = _debited(loans, schedule)
    cents = schedule.total[index] + schedule.late_fee[index]
    return Obligations(loans.linked_account[schedule.loan[index]], schedule.payment_day[index], cents)


def _debited(loans: Loans, schedule: Schedule) -> Index:
    """Return the installments, by index, that were paid one by one from a linked account."""
    is_linked = loans.linked_account[schedule.loan] != NONE
    return np.flatnonzero(schedule.is_paid & ~schedule.in_payoff & is_linked)

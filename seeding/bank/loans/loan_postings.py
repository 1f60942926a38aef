"""What loans book on the accounts they are linked with: disbursements, instalments, payoffs, and money passed on."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts import ledger_numbers
from seeding.bank.accounts.external_parties import ExternalParties, draw_external_parties
from seeding.bank.accounts.postings import DescriptionSource, Obligations, Postings, external_transfers, posted
from seeding.bank.loans.loans import LoanNumbers, Loans
from seeding.bank.loans.schedule import Schedule
from seeding.engine.arrays import NONE, IntArray
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows, concat
from seeding.engine.text import join


@dataclass(frozen=True)
class Payees:
    """Who the money of each loan is passed on to, and the account elsewhere that pays it off: parties by number."""

    seller: IntArray
    elsewhere: IntArray


@node(stream="loan payees")
def payees(loans: Loans, draw: Draw) -> Payees:
    """Choose the parties outside."""
    return Payees(
        seller=draw_external_parties(draw, "seller", loans),
        elsewhere=draw_external_parties(draw, "elsewhere", loans),
    )


@node(stream="loan references", order=20)
def loan_texts(loan_numbers: LoanNumbers) -> DescriptionSource:
    """Write the loan's number where a posting is about a loan."""
    return DescriptionSource("loan", loan_numbers.text)


@node(stream="loan seller references", order=30)
def seller_texts(loan_numbers: LoanNumbers, payees: Payees, external_parties: ExternalParties) -> DescriptionSource:
    """Write who a loan's money was passed on to."""
    text = join(external_parties.company_name.gather(payees.seller), ", loan ", loan_numbers.text)
    return DescriptionSource("loan_seller", text, external_parties.account_number.gather(payees.seller))


@node(stream="payoff funds references", order=40)
def fund_texts(loan_numbers: LoanNumbers, payees: Payees, external_parties: ExternalParties) -> DescriptionSource:
    """Write where the money of an early payoff came from."""
    return DescriptionSource("loan_funds", loan_numbers.text, external_parties.account_number.gather(payees.elsewhere))


@node(stream="loan disbursements", order=20)
def disbursements(loans: Loans, plan: Plan, calendar: Calendar, draw: Draw) -> Postings:
    """Pay every linked loan out, and pass the money on to whoever sold the house, the car or the studies."""
    index = np.flatnonzero(loans.account != NONE)
    account, cents, day = loans.account[index], loans.principal[index], loans.disbursed[index]
    second = draw.integers("disbursed_at", loans, *ledger_numbers.NIGHT_RUN)[index]
    paid_out = posted(account, day, second, cents, "disbursement", index)
    onward = calendar.next_business(day, draw.integers("onward", loans, *ledger_numbers.PASSED_ON_AFTER_DAYS)[index])
    passed_on = external_transfers(loans, loans.account, index, onward, -cents, "passed_on", draw)
    return concat((paid_out, passed_on.where(passed_on.day <= plan.last_day)))


@node(stream="loan installments", order=30)
def instalments(loans: Loans, schedule: Schedule, draw: Draw) -> Postings:
    """Debit every instalment that was paid in its turn."""
    index = _debited(loans, schedule)
    rows = Rows(schedule.key[index], schedule.cell[index])
    second = draw.integers("instalment_at", rows, *ledger_numbers.NIGHT_RUN)
    cents = schedule.principal[index] + schedule.interest[index]
    loan = schedule.loan[index]
    return posted(loans.account[loan], schedule.paid[index], second, -cents, "installment", loan)


@node(stream="loan payoffs", order=40)
def payoffs(loans: Loans, schedule: Schedule, calendar: Calendar, draw: Draw) -> Postings:
    """Settle what is left of a loan at once, with money that came from elsewhere on the business day before."""
    left = np.bincount(schedule.loan[schedule.at_once], schedule.principal[schedule.at_once], len(loans))
    index = np.flatnonzero((loans.account != NONE) & (loans.payoff != NO_DAY))
    cents, day = left.astype(np.int64)[index], loans.payoff[index]
    second = draw.integers("payoff_at", loans, *ledger_numbers.NIGHT_RUN)[index]
    settled = posted(loans.account[index], day, second, -cents, "payoff", index)
    ahead = calendar.last_business(day - 1)
    funds = external_transfers(loans, loans.account, index, ahead, cents, "payoff_funds", draw)
    return concat((funds, settled))


@node(stream="loan obligations", order=10)
def debts(loans: Loans, schedule: Schedule) -> Obligations:
    """Tell what instalments need."""
    index = _debited(loans, schedule)
    cents = schedule.principal[index] + schedule.interest[index]
    return Obligations(loans.account[schedule.loan[index]], schedule.paid[index], cents)


def _debited(loans: Loans, schedule: Schedule) -> IntArray:
    """Return the instalments that were paid, each in its turn, from an account of ours."""
    return np.flatnonzero(schedule.settled & ~schedule.at_once & (loans.account[schedule.loan] != NONE))

"""The page of a loan: its life from the application to the last instalment, and what it moved in the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.utils.safestring import SafeString

from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing import formats
from datahub.browsing.clock import bank_day, day_of
from datahub.browsing.drawing import Chart, Kind, Series
from datahub.browsing.instalments import Schedule, schedule_of
from datahub.browsing.links import page_url
from datahub.browsing.loan_life import Step, life_of
from datahub.browsing.periods import month
from datahub.customers.models import CustomerProfile
from datahub.employees.models import Employee
from datahub.loans.models import Collateral, Loan, LoanApplication, LoanGuarantor, RiskAssessment

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Booking:
    """A row of the ledger that belongs to the loan."""

    transaction: Transaction
    day: date

    @property
    def address(self) -> str:
        """The page of the transaction."""
        return page_url(Transaction, self.transaction.pk)

    @property
    def statement(self) -> str:
        """The statement of the month in which it was booked."""
        return f"{page_url(Account, self.transaction.account_id, 'statement')}?period={month(self.day).key}"


@dataclass(frozen=True)
class LoanPage:
    """What the page shows. `today` is the bank's; None in a bank without bookings."""

    loan: Loan
    today: date | None
    borrower: CustomerProfile | None
    application: LoanApplication | None
    assessments: list[RiskAssessment]
    employees: dict[str, Employee]
    schedule: Schedule
    collateral: list[Collateral]
    guarantors: list[LoanGuarantor]
    account: Account | None
    bookings: list[Booking]

    @property
    def borrower_address(self) -> str:
        """The page of the customer who borrowed."""
        return page_url(Customer, self.loan.customer_id)

    @property
    def application_address(self) -> str:
        """The page of the application."""
        return page_url(LoanApplication, self.loan.application_id)

    @property
    def account_address(self) -> str:
        """The page of the linked account."""
        return page_url(Account, self.loan.linked_account_id)

    @property
    def status(self) -> SafeString:
        """The status of the loan."""
        return formats.badge(self.loan.loan_status or "", self.loan.get_loan_status_display() or formats.NOTHING)

    @property
    def approver(self) -> Employee | None:
        """Who approved it."""
        return self.employees.get(self.loan.approved_by_id or "")

    @property
    def approver_address(self) -> str:
        """The page of who approved it."""
        return page_url(Employee, self.loan.approved_by_id)

    @property
    def securities(self) -> list[tuple[Collateral, str]]:
        """What secures the loan, with the page of each."""
        return [(each, page_url(Collateral, each.pk)) for each in self.collateral]

    @property
    def sureties(self) -> list[tuple[LoanGuarantor, str]]:
        """Who answers for the loan, with the page of each."""
        return [(each, page_url(LoanGuarantor, each.pk)) for each in self.guarantors]

    @property
    def received(self) -> Decimal:
        """What the ledger says came in for this loan: the disbursement, and what came to pay it off."""
        return sum((each.transaction.transaction_amount for each in self.bookings if _is_credit(each)), NOTHING)

    @property
    def spent(self) -> Decimal:
        """What the ledger says went out, as a negative amount: passed on, instalments, payoff."""
        return sum((each.transaction.transaction_amount for each in self.bookings if not _is_credit(each)), NOTHING)

    @property
    def steps(self) -> list[Step]:
        """The loan's life, step by step."""
        return list(life_of(self.loan, self.application, self.assessments, self.employees, self.schedule))

    @cached_property
    def chart(self) -> Chart | None:
        """What was owed month by month beside what the schedule had agreed; None without a schedule."""
        if not self.schedule.rows:
            return None
        return Chart(
            key="outstanding",
            title="Outstanding balance",
            kind=Kind.BALANCES,
            labels=[day.isoformat() for day in (self.loan.disbursement_date, *self.schedule.due_days)],
            series=(
                Series("outstanding", self.schedule.outstanding(self.loan.principal_amount, self.today)),
                Series("as agreed", self.schedule.agreed(self.loan.principal_amount)),
            ),
        )


def gathered(loan: Loan) -> LoanPage:
    """Return all that the page of a loan shows. Nothing is joined: each table is asked once, by its keys."""
    today = bank_day()
    application = LoanApplication.objects.filter(pk=loan.application_id).first() if loan.application_id else None
    assessments = _assessments(loan)
    account = Account.objects.filter(pk=loan.linked_account_id).first() if loan.linked_account_id else None
    staff = {
        loan.approved_by_id,
        application.officer_id if application else None,
        *(assessment.assessed_by_id for assessment in assessments),
    }
    return LoanPage(
        loan,
        today,
        CustomerProfile.objects.filter(pk=loan.customer_id).first(),
        application,
        assessments,
        Employee.objects.in_bulk([key for key in staff if key]),
        schedule_of(loan, today),
        list(Collateral.objects.filter(loan_id=loan.pk).order_by("pk")),
        list(LoanGuarantor.objects.filter(loan_id=loan.pk).order_by("pk")),
        account,
        list(_bookings(loan)),
    )


def _assessments(loan: Loan) -> list[RiskAssessment]:
    """Return the assessments of the loan and of its application; they name either the one or the other."""
    found = list(RiskAssessment.objects.filter(loan_id=loan.pk))
    if loan.application_id:
        found += RiskAssessment.objects.filter(application_id=loan.application_id)
    return sorted(found, key=lambda assessment: (assessment.assessment_date, assessment.pk))


def _bookings(loan: Loan) -> Iterator[Booking]:
    """Yield the rows of the linked account that carry the loan's number: no other account is looked at."""
    if loan.linked_account_id is None:
        return
    rows = Transaction.objects.filter(
        account_id=loan.linked_account_id, description__contains=loan.loan_number, transaction_date__isnull=False
    )
    for row in rows.order_by("pk"):
        assert row.transaction_date is not None, "rows without a date were left out"
        yield Booking(row, day_of(row.transaction_date))


def _is_credit(booking: Booking) -> bool:
    return booking.transaction.transaction_amount > 0


def loans_of(account: Account) -> dict[str, str]:
    """Return the pages of the loans that an account is linked with, by the number that their bookings carry."""
    found = Loan.objects.filter(linked_account_id=account.pk).values_list("loan_number", "pk")
    return {number: page_url(Loan, key) for number, key in found}

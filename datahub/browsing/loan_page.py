"""The page of a loan: its life from the application to the last installment, and what it moved in the ledger."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.safestring import SafeString

from datahub.accounts.models import Customer
from datahub.browsing import formats
from datahub.browsing.chart_data import Chart, Kind, Series
from datahub.browsing.dates import bank_day
from datahub.browsing.installments import Schedule, schedule_of
from datahub.browsing.ledger_entries import Bookings, bookings_of
from datahub.browsing.links import page_url
from datahub.browsing.loan_steps import life_of
from datahub.browsing.steps import Step
from datahub.customers.models import CustomerProfile
from datahub.employees.models import Employee
from datahub.loans.models import Collateral, Loan, LoanApplication, LoanGuarantor, RiskAssessment


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
    bookings: Bookings

    @property
    def borrower_address(self) -> str:
        """The page of the customer who borrowed."""
        return page_url(Customer, self.loan.customer_id)

    @property
    def application_address(self) -> str:
        """The page of the application."""
        return page_url(LoanApplication, self.loan.application_id)

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
        bookings_of(loan.linked_account_id, [loan.loan_number]),
    )


def _assessments(loan: Loan) -> list[RiskAssessment]:
    """Return the assessments of the loan and of its application; they name either the one or the other."""
    found = list(RiskAssessment.objects.filter(loan_id=loan.pk))
    if loan.application_id:
        found += RiskAssessment.objects.filter(application_id=loan.application_id)
    return sorted(found, key=lambda assessment: (assessment.assessment_date, assessment.pk))

"""The page of a loan: its steps from the application to the last installment, and its ledger entries."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.safestring import SafeString

from datahub.accounts.models import Customer
from datahub.browsing.badges import status_badge
from datahub.browsing.chart_data import Chart, ChartKind, Series
from datahub.browsing.dates import as_of_date
from datahub.browsing.installments import Schedule, load_schedule
from datahub.browsing.ledger_entries import LedgerEntries, load_ledger_entries
from datahub.browsing.links import page_url
from datahub.browsing.loan_steps import loan_steps
from datahub.browsing.steps import Step
from datahub.customers.models import CustomerProfile
from datahub.employees.models import Employee
from datahub.loans.models import Collateral, Loan, LoanApplication, LoanGuarantor, RiskAssessment


@dataclass(frozen=True)
class LoanPage:
    """The contents of the page. `as_of` is None in a bank without transactions."""

    loan: Loan
    as_of: date | None
    borrower: CustomerProfile | None
    application: LoanApplication | None
    assessments: list[RiskAssessment]
    employees: dict[str, Employee]
    schedule: Schedule
    collateral: list[Collateral]
    guarantors: list[LoanGuarantor]
    ledger_entries: LedgerEntries

    @property
    def borrower_address(self) -> str:
        """The address of the borrower's page."""
        return page_url(Customer, self.loan.customer_id)

    @property
    def application_address(self) -> str:
        """The address of the application's page."""
        return page_url(LoanApplication, self.loan.application_id)

    @property
    def status(self) -> SafeString | str:
        """The badge of the loan's status."""
        return status_badge(self.loan, "loan_status")

    @property
    def approver(self) -> Employee | None:
        """The employee who approved the loan."""
        return self.employees.get(self.loan.approved_by_id or "")

    @property
    def approver_address(self) -> str:
        """The address of the approver's page."""
        return page_url(Employee, self.loan.approved_by_id)

    @property
    def collateral_links(self) -> list[tuple[Collateral, str]]:
        """The collateral with the addresses of its pages."""
        return [(each, page_url(Collateral, each.pk)) for each in self.collateral]

    @property
    def guarantor_links(self) -> list[tuple[LoanGuarantor, str]]:
        """The guarantors with the addresses of their pages."""
        return [(each, page_url(LoanGuarantor, each.pk)) for each in self.guarantors]

    @property
    def steps(self) -> list[Step]:
        """The steps of the loan."""
        return list(loan_steps(self.loan, self.application, self.assessments, self.employees, self.schedule))

    @cached_property
    def chart(self) -> Chart | None:
        """The actual and the scheduled balance by month; None without a schedule."""
        if not self.schedule.rows:
            return None
        return Chart(
            key="outstanding",
            title="Outstanding balance",
            kind=ChartKind.BALANCES,
            labels=[day.isoformat() for day in (self.loan.disbursement_date, *self.schedule.due_dates)],
            series=(
                Series("outstanding", self.schedule.actual_balances(self.loan.principal_amount, self.as_of)),
                Series("as scheduled", self.schedule.scheduled_balances(self.loan.principal_amount)),
            ),
        )


def load_loan_page(loan: Loan) -> LoanPage:
    """Return what the page of a loan shows, with one query per table."""
    as_of = as_of_date()
    application = LoanApplication.objects.filter(pk=loan.application_id).first() if loan.application_id else None
    assessments = _assessments(loan)
    staff = {
        loan.approved_by_id,
        application.officer_id if application else None,
        *(assessment.assessed_by_id for assessment in assessments),
    }
    return LoanPage(
        loan,
        as_of,
        CustomerProfile.objects.filter(pk=loan.customer_id).first(),
        application,
        assessments,
        Employee.objects.in_bulk([key for key in staff if key]),
        load_schedule(loan, as_of),
        list(Collateral.objects.filter(loan_id=loan.pk).order_by("pk")),
        list(LoanGuarantor.objects.filter(loan_id=loan.pk).order_by("pk")),
        load_ledger_entries(loan.linked_account_id, [loan.loan_number]),
    )


def _assessments(loan: Loan) -> list[RiskAssessment]:
    """Return the assessments of the loan and those of its application: a row refers to one or the other."""
    found = list(RiskAssessment.objects.filter(loan_id=loan.pk))
    if loan.application_id:
        found += RiskAssessment.objects.filter(application_id=loan.application_id)
    return sorted(found, key=lambda assessment: (assessment.assessment_date, assessment.pk))

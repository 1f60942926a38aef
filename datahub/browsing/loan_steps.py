"""A loan's life as a line of steps: application, assessment, decision, disbursement, installments, and how it ends."""

from collections.abc import Iterator, Mapping, Sequence

from datahub.browsing import formats
from datahub.browsing.installments import Schedule
from datahub.browsing.links import page_url
from datahub.browsing.steps import AHEAD, BAD, GOOD, WATCH, Step, by
from datahub.employees.models import Employee
from datahub.loans.models import Loan, LoanApplication, RiskAssessment


def life_of(
    loan: Loan,
    application: LoanApplication | None,
    assessments: Sequence[RiskAssessment],
    employees: Mapping[str, Employee],
    schedule: Schedule,
) -> Iterator[Step]:
    """Yield the steps in their order. What is not recorded is left out."""
    before = [each for each in assessments if each.application_id]
    if application:
        yield _applied(application)
    for assessment in before:
        yield _assessed(assessment, employees, "Assessed")
    if application and application.decision_date:
        yield _decided(loan, application, employees)
    yield Step(loan.disbursement_date, "Paid out", formats.plain_amount(loan.principal_amount))
    for assessment in assessments:
        if assessment not in before:
            yield _assessed(assessment, employees, "Assessed again")
    if schedule.rows:
        yield _repaid(schedule)
    yield _end(loan, schedule)


def _applied(application: LoanApplication) -> Step:
    words = f"for {formats.plain_amount(application.requested_amount)}"
    return Step(application.application_date, "Applied", words, address=page_url(LoanApplication, application.pk))


def _assessed(assessment: RiskAssessment, employees: Mapping[str, Employee], title: str) -> Step:
    said = [
        f"score {assessment.risk_score}" if assessment.risk_score is not None else "",
        f"grade {assessment.credit_grade}" if assessment.credit_grade else "",
        f"PD {assessment.pd_probability * 100:.2f} %" if assessment.pd_probability is not None else "",
        by(assessment.assessed_by_id, employees),
    ]
    address = page_url(RiskAssessment, assessment.pk)
    return Step(assessment.assessment_date, title, ", ".join(filter(None, said)), address=address)


def _decided(loan: Loan, application: LoanApplication, employees: Mapping[str, Employee]) -> Step:
    amount = formats.plain_amount(application.approved_amount) if application.approved_amount is not None else ""
    words = " ".join(filter(None, (amount, by(loan.approved_by_id or application.officer_id, employees))))
    title = str(application.get_status_display() or "decided").capitalize()
    return Step(application.decision_date, title, words, address=page_url(LoanApplication, application.pk))


def _repaid(schedule: Schedule) -> Step:
    missed = f", {len(schedule.missed)} missed" if schedule.missed else ""
    words = f"{schedule.settled} of {len(schedule)} paid{missed}"
    return Step(schedule.last_paid, "Installments", words, tone=WATCH if missed else GOOD)


def _end(loan: Loan, schedule: Schedule) -> Step:
    match loan.loan_status:
        case Loan.Status.PAID_OFF:
            return _paid_off(schedule)
        case Loan.Status.DEFAULTED:
            return _defaulted(schedule)
        case Loan.Status.RESTRUCTURED:
            return _next(loan, schedule, "Restructured", WATCH)
    return _next(loan, schedule, "Next due", AHEAD)


def _paid_off(schedule: Schedule) -> Step:
    early = schedule.paid_off_early
    if early:
        return Step(early, "Paid off early", f"interest of {formats.plain_amount(schedule.waived_interest)} saved")
    return Step(schedule.last_paid, "Paid off", "in its term")


def _defaulted(schedule: Schedule) -> Step:
    """Return since when nothing came: a loan is in default by the oldest installment after which none was paid."""
    last = max((each.row.installment_number for each in schedule.rows if each.is_settled), default=0)
    since = next((each for each in schedule.missed if each.row.installment_number > last), None)
    if since is None:
        return Step(None, "In default", "", tone=BAD)
    return Step(since.row.due_date, "In default", f"unpaid for {since.days_late} days", tone=BAD)


def _next(loan: Loan, schedule: Schedule, title: str, tone: str) -> Step:
    """Return what is due next, and until when the loan runs."""
    until = f"until {loan.maturity_date.isoformat()}"
    due = schedule.next_due
    if due is None:
        return Step(None, title, until, tone=tone)
    return Step(due.row.due_date, title, f"{formats.plain_amount(due.row.total_amount)}, {until}", tone=tone)

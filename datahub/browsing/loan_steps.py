"""The steps of a loan: application, assessment, decision, disbursement, installments, and its end."""

from collections.abc import Iterator, Mapping, Sequence

from datahub.browsing import formats
from datahub.browsing.installments import Schedule
from datahub.browsing.links import page_url
from datahub.browsing.steps import Step, by_employee
from datahub.choices import Tone
from datahub.employees.models import Employee
from datahub.loans.models import Loan, LoanApplication, RiskAssessment


def loan_steps(
    loan: Loan,
    application: LoanApplication | None,
    assessments: Sequence[RiskAssessment],
    employees: Mapping[str, Employee],
    schedule: Schedule,
) -> Iterator[Step]:
    """Yield the recorded steps of a loan in order; the last is its end or what is due next."""
    before = [each for each in assessments if each.application_id]
    if application:
        yield _applied(application)
    for assessment in before:
        yield _assessed(assessment, employees, "Assessed")
    if application and application.decision_date:
        yield _decided(loan, application, employees)
    yield Step(loan.disbursement_date, "Disbursed", formats.plain_amount(loan.principal_amount))
    for assessment in assessments:
        if assessment not in before:
            yield _assessed(assessment, employees, "Reassessed")
    if schedule.rows:
        yield _repaid(schedule)
    yield _last_step(loan, schedule)


def _applied(application: LoanApplication) -> Step:
    detail = f"for {formats.plain_amount(application.requested_amount)}"
    return Step(application.application_date, "Applied", detail, address=page_url(LoanApplication, application.pk))


def _assessed(assessment: RiskAssessment, employees: Mapping[str, Employee], title: str) -> Step:
    details = [
        f"score {assessment.risk_score}" if assessment.risk_score is not None else "",
        f"grade {assessment.credit_grade}" if assessment.credit_grade else "",
        f"PD {assessment.pd_probability * 100:.2f} %" if assessment.pd_probability is not None else "",
        by_employee(assessment.assessed_by_id, employees),
    ]
    address = page_url(RiskAssessment, assessment.pk)
    return Step(assessment.assessment_date, title, ", ".join(filter(None, details)), address=address)


def _decided(loan: Loan, application: LoanApplication, employees: Mapping[str, Employee]) -> Step:
    amount = formats.plain_amount(application.approved_amount) if application.approved_amount is not None else ""
    decided_by = by_employee(loan.approved_by_id or application.officer_id, employees)
    title = str(application.get_status_display() or "decided").capitalize()
    address = page_url(LoanApplication, application.pk)
    return Step(application.decision_date, title, " ".join(filter(None, (amount, decided_by))), address=address)


def _repaid(schedule: Schedule) -> Step:
    missed = f", {len(schedule.missed)} missed" if schedule.missed else ""
    detail = f"{schedule.settled} of {len(schedule)} paid{missed}"
    return Step(schedule.last_paid, "Installments", detail, tone=Tone.WARNING if missed else Tone.GOOD)


def _last_step(loan: Loan, schedule: Schedule) -> Step:
    match loan.loan_status:
        case Loan.Status.PAID_OFF:
            return _paid_off(schedule)
        case Loan.Status.DEFAULTED:
            return _defaulted(schedule)
        case Loan.Status.RESTRUCTURED:
            return _next_due(loan, schedule, "Restructured", Tone.WARNING)
    return _next_due(loan, schedule, "Next due", Tone.NEUTRAL)


def _paid_off(schedule: Schedule) -> Step:
    early = schedule.paid_off_early
    if early:
        saved = formats.plain_amount(schedule.waived_interest)
        return Step(early, "Paid off early", f"{saved} interest saved")
    return Step(schedule.last_paid, "Paid off", "at maturity")


def _defaulted(schedule: Schedule) -> Step:
    """Return the default, dated by the due date of the first installment after the last paid one."""
    last = max((each.row.installment_number for each in schedule.rows if each.is_settled), default=0)
    since = next((each for each in schedule.missed if each.row.installment_number > last), None)
    if since is None:
        return Step(None, "In default", "", tone=Tone.BAD)
    return Step(since.row.due_date, "In default", f"unpaid for {since.days_late} days", tone=Tone.BAD)


def _next_due(loan: Loan, schedule: Schedule, title: str, tone: Tone) -> Step:
    """Return a step with the next installment and the maturity date."""
    until = f"until {loan.maturity_date.isoformat()}"
    due = schedule.next_due
    if due is None:
        return Step(None, title, until, tone=tone)
    return Step(due.row.due_date, title, f"{formats.plain_amount(due.row.total_amount)}, {until}", tone=tone)

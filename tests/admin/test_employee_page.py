"""The page of an employee: portfolio, team, cases and career."""

from django.test import Client

from datahub.browsing.employee_page import CAREER, CASES, PORTFOLIO, TEAM, managers_above
from datahub.customers.models import Complaint, CustomerProfile
from datahub.employees.models import Employee, EmployeeTraining, PerformanceReview
from datahub.loans.models import LoanApplication
from tests.admin.pages import Response, get, page_url


def page_of(client: Client, employee: Employee) -> Response:
    response = get(client, page_url(Employee, employee.pk))
    assert response.status == 200
    return response


def numbers(response: Response, section: str) -> dict[str, int | None]:
    found = {each.title: each.excerpts for each in response.context["page"].sections}
    return {excerpt.title: excerpt.number for excerpt in found.get(section, [])}


def test_an_advisor_has_a_portfolio_of_customers(client: Client) -> None:
    profile = CustomerProfile.objects.exclude(assigned_agent=None).order_by("pk").first()
    assert profile
    advisor = Employee.objects.get(pk=profile.assigned_agent_id)
    customers = CustomerProfile.objects.filter(assigned_agent_id=advisor.pk).count()
    assert [number for title, number in numbers(page_of(client, advisor), PORTFOLIO).items() if "profile" in title] == [
        customers
    ]


def test_a_manager_has_a_team_and_reports_up_to_the_president(client: Client) -> None:
    report = Employee.objects.exclude(manager=None).order_by("-pk").first()
    assert report
    assert report.manager
    team = numbers(page_of(client, report.manager), TEAM)
    assert team["Direct reports"] == Employee.objects.filter(manager_id=report.manager_id).count()
    above = managers_above(report)
    assert above[0] == report.manager
    assert above[-1].manager_id is None
    text = page_of(client, report).text
    assert all(page_url(Employee, each.pk) in text for each in above)


def test_a_circle_of_managers_ends(client: Client) -> None:
    president = Employee.objects.get(pk="EMP-00001")
    report = Employee.objects.filter(manager=president).earliest("pk")
    Employee.objects.filter(pk=president.pk).update(manager=report)
    try:
        assert page_of(client, report).status == 200
    finally:
        Employee.objects.filter(pk=president.pk).update(manager=None)


def test_cases_are_complaints_and_applications_of_the_employee(client: Client) -> None:
    for model, key in ((Complaint, "assigned_to_id"), (LoanApplication, "officer_id")):
        case = model._default_manager.exclude(**{key: None}).order_by("pk").first()
        assert case
        employee = Employee.objects.get(pk=getattr(case, key))
        shown = page_of(client, employee)
        assert model._default_manager.filter(**{key: employee.pk}).count() in numbers(shown, CASES).values()


def test_a_career_begins_with_hiring_and_has_reviews_and_training(client: Client) -> None:
    review = PerformanceReview.objects.order_by("pk").first()
    training = EmployeeTraining.objects.filter(status="completed").order_by("pk").first()
    assert review
    assert training
    for employee, address in (
        (review.employee, page_url(PerformanceReview, review.pk)),
        (training.employee, page_url(EmployeeTraining, training.pk)),
    ):
        response = page_of(client, employee)
        career = response.context["page"].career
        assert career[-1].day == employee.hire_date
        assert [step.day for step in career] == sorted((step.day for step in career), reverse=True)
        assert address in [step.address for step in career]
        assert numbers(response, CAREER)


def test_the_viewer_sees_the_page(viewer_client: Client) -> None:
    assert page_of(viewer_client, Employee.objects.earliest("pk")).status == 200

"""The admins of employees_db: departments, employees, reviews and training. Their order is that of the sidebar."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from datahub.accounts.models import Customer
from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.employee_page import load_employee_page
from datahub.browsing.lookups import Email, FullName, Key, Name, Phone
from datahub.browsing.site import site
from datahub.browsing.soft_keys import GenericKey
from datahub.employees.models import (
    Department,
    Employee,
    EmployeeAssignment,
    EmployeeTraining,
    PerformanceReview,
    TrainingProgram,
)


@admin.register(Department, site=site)
class DepartmentAdmin(BankAdmin):
    """Departments."""

    found_by = (Key("department_id", ("DEPT-",)), Name("department_name"))


@admin.register(Employee, site=site)
class EmployeeAdmin(BankAdmin):
    """Employees; an employee's page shows portfolio, team, cases and career."""

    found_by = (
        Key("employee_id", ("EMP-",)),
        Key("employee_number", tuple(f"E{digit}" for digit in range(10))),
        Name("last_name"),
        Name("first_name"),
        FullName(),
        Email(),
        Phone(),
    )
    summary = ("role", "department", "employment_status")
    charted = ("branch_code__exact", "role__exact", "termination_date__gte", "termination_date__lt")
    list_exclude = ("email", "phone", "termination_date", "created_at")
    size_on_top = True

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the page of an employee."""
        employee = self.get_row_with_related(request, object_id)
        assert isinstance(employee, Employee)
        page = load_employee_page(self, employee, self.columns)
        context = self.page_context(request, employee, str(employee), page=page)
        return TemplateResponse(request, "browsing/employee.html", context)


@admin.register(EmployeeAssignment, site=site)
class EmployeeAssignmentAdmin(BankAdmin):
    """Assignments to customers, projects and branches."""

    soft_keys = {
        "related_entity_id": GenericKey("assignment_type", {EmployeeAssignment.Type.CUSTOMER_PORTFOLIO: Customer})
    }


@admin.register(PerformanceReview, site=site)
class PerformanceReviewAdmin(BankAdmin):
    """Yearly performance reviews."""


@admin.register(TrainingProgram, site=site)
class TrainingProgramAdmin(BankAdmin):
    """Training programs."""

    found_by = (Key("program_id", ("TRN-",)), Name("program_name"))


@admin.register(EmployeeTraining, site=site)
class EmployeeTrainingAdmin(BankAdmin):
    """Employees' participation in training programs."""

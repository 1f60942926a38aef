"""The admins of employees_db: departments, employees, reviews and training. Their order is that of the sidebar."""

from django.contrib import admin

from datahub.accounts.models import Customer
from datahub.browsing.bank_admin import BankAdmin
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
    """Employees."""

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
    list_exclude = ("email", "phone", "termination_date", "created_at")
    size_on_top = True


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

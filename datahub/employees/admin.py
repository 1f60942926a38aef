"""How the tables of human resources are browsed."""

from django.contrib import admin

from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.site import site
from datahub.employees.models import Department, Employee, TrainingProgram


@admin.register(Department, site=site)
class DepartmentAdmin(BankAdmin):
    """Departments."""


@admin.register(Employee, site=site)
class EmployeeAdmin(BankAdmin):
    """Employees."""

    unlisted = ("email", "phone", "termination_date", "created_at")


@admin.register(TrainingProgram, site=site)
class TrainingProgramAdmin(BankAdmin):
    """Courses."""

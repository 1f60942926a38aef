from django.apps import AppConfig


class EmployeesConfig(AppConfig):
    name = "datahub.employees"
    label = "employees"
    verbose_name = "Human resources"
    default_auto_field = "django.db.models.AutoField"

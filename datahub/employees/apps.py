from datahub import app_config
from datahub.employees.analytics import VIEWS


class EmployeesConfig(app_config.BankAppConfig):
    name = "datahub.employees"
    verbose_name = "Human resources"
    sidebar_position = 6
    views = VIEWS

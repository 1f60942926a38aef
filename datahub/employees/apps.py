from datahub import app_config


class EmployeesConfig(app_config.BankAppConfig):
    name = "datahub.employees"
    verbose_name = "Human resources"
    sidebar_position = 6

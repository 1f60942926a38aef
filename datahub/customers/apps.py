from datahub import app_config
from datahub.customers.analytics import VIEWS


class CustomersConfig(app_config.BankAppConfig):
    name = "datahub.customers"
    verbose_name = "Customer relations"
    sidebar_position = 2
    views = VIEWS

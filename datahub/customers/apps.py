from datahub import app_config


class CustomersConfig(app_config.BankAppConfig):
    name = "datahub.customers"
    verbose_name = "Customer relations"
    sidebar_position = 2

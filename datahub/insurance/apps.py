from datahub import app_config


class InsuranceConfig(app_config.BankAppConfig):
    name = "datahub.insurance"
    verbose_name = "Insurance"
    sidebar_position = 4

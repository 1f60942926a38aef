from datahub import app_config
from datahub.insurance.analytics import VIEWS


class InsuranceConfig(app_config.BankAppConfig):
    name = "datahub.insurance"
    verbose_name = "Insurance"
    sidebar_position = 4
    views = VIEWS

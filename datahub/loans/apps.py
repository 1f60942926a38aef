from datahub import app_config
from datahub.loans.analytics import VIEWS


class LoansConfig(app_config.BankAppConfig):
    name = "datahub.loans"
    verbose_name = "Lending"
    sidebar_position = 3
    views = VIEWS

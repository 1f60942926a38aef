from datahub import app_config
from datahub.accounts.analytics import VIEWS


class AccountsConfig(app_config.BankAppConfig):
    name = "datahub.accounts"
    verbose_name = "Customers & accounts"
    sidebar_position = 1
    views = VIEWS

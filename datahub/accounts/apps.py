from datahub import app_config


class AccountsConfig(app_config.BankAppConfig):
    name = "datahub.accounts"
    verbose_name = "Customers & accounts"
    sidebar_position = 1

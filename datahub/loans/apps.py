from datahub import app_config


class LoansConfig(app_config.BankAppConfig):
    name = "datahub.loans"
    verbose_name = "Lending"
    sidebar_position = 3

from datahub import app_config


class ComplianceConfig(app_config.BankAppConfig):
    name = "datahub.compliance"
    verbose_name = "Compliance"
    sidebar_position = 5

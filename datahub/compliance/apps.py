from datahub import app_config
from datahub.compliance.analytics import VIEWS


class ComplianceConfig(app_config.BankAppConfig):
    name = "datahub.compliance"
    verbose_name = "Compliance"
    sidebar_position = 5
    views = VIEWS

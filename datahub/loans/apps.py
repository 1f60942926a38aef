from django.apps import AppConfig


class LoansConfig(AppConfig):
    name = "datahub.loans"
    label = "loans"
    verbose_name = "Lending"
    default_auto_field = "django.db.models.AutoField"

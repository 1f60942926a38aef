from django.apps import AppConfig


class InsuranceConfig(AppConfig):
    name = "datahub.insurance"
    label = "insurance"
    verbose_name = "Insurance"
    default_auto_field = "django.db.models.AutoField"

from django.apps import AppConfig


class InsuranceConfig(AppConfig):
    name = "datahub.insurance"
    label = "insurance"
    default_auto_field = "django.db.models.AutoField"

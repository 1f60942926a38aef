from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "datahub.customers"
    label = "customers"
    default_auto_field = "django.db.models.AutoField"

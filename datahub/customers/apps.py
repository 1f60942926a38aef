from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "datahub.customers"
    label = "customers"
    verbose_name = "Customer relations"
    default_auto_field = "django.db.models.AutoField"

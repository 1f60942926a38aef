from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "datahub.accounts"
    label = "accounts"
    verbose_name = "Customers & accounts"
    default_auto_field = "django.db.models.AutoField"

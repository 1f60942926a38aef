from django.apps import AppConfig
from django.core.checks import Tags, register

from datahub.checks import check_keys_and_orders


class DataHubConfig(AppConfig):
    name = "datahub"
    label = "datahub"

    def ready(self) -> None:
        """Let Django check, with every command, what no database can refuse."""
        register(check_keys_and_orders, Tags.models)

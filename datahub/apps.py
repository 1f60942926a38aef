from django.apps import AppConfig
from django.core.checks import Tags, register

from datahub.checks import check_models


class DataHubConfig(AppConfig):
    name = "datahub"
    label = "datahub"

    def ready(self) -> None:
        """Register the system checks, which Django runs with every command."""
        register(check_models, Tags.models)

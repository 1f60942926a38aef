"""The sections of the admin's sidebar, found from the apps and from the order in which their admins register."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model

from datahub.app_config import BankAppConfig, bank_apps

OTHER_APPS = "Administration"
"""Title of the last section, which holds the tables of all apps that are not the bank's."""


@dataclass(frozen=True)
class Section:
    """Tables under one title, in the order of the sidebar. `config` is None for tables that are not the bank's."""

    title: str
    config: BankAppConfig | None
    models: tuple[type[Model], ...]


def sections_of(models: Iterable[type[Model]]) -> list[Section]:
    """Return the sections of some models, which keep their order: one per app of the bank, and one for the others."""
    models = list(models)
    configs = bank_apps()
    sections = [
        Section(str(config.verbose_name), config, _models_of({config.label}, models))
        for config in sorted(configs, key=lambda config: config.sidebar_position)
    ]
    others = {model._meta.app_label for model in models} - {config.label for config in configs}
    sections.append(Section(OTHER_APPS, None, _models_of(others, models)))
    return [section for section in sections if section.models]


def _models_of(app_labels: set[str], models: Iterable[type[Model]]) -> tuple[type[Model], ...]:
    return tuple(model for model in models if model._meta.app_label in app_labels)

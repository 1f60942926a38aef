"""The sections of the admin's sidebar, found from the apps and from the order in which their admins register."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model

from datahub.app_config import BankAppConfig, bank_apps

OTHER_APPS = "Administration"
"""Title of the last section, which holds the tables of all apps that are not the bank's."""
ANSWER_KEY = "Answer key"
"""Title of the section of tables that say `is_answer_key`."""


@dataclass(frozen=True)
class Section:
    """Tables under one title, in the order of the sidebar. `config` is None for tables that are not the bank's."""

    title: str
    config: BankAppConfig | None
    models: tuple[type[Model], ...]


def sections_of(models: Iterable[type[Model]]) -> list[Section]:
    """Return the sections of some models, in their order: one per app of the bank, the answer key, the others."""
    models = list(models)
    configs = bank_apps()
    sections = [
        Section(str(config.verbose_name), config, _models_of({config.label}, models))
        for config in sorted(configs, key=lambda config: config.sidebar_position)
    ]
    answers = tuple(model for model in models if getattr(model, "is_answer_key", False))
    sections.append(Section(ANSWER_KEY, None, answers))
    others = {model._meta.app_label for model in models} - {config.label for config in configs}
    rest = [model for model in models if model not in answers]
    sections.append(Section(OTHER_APPS, None, _models_of(others, rest)))
    return [section for section in sections if section.models]


def hidden_from_solvers(model: type[Model]) -> bool:
    """Return whether a table is hidden from users who search the bank for planted cases."""
    return bool(getattr(model, "hidden_from_solvers", False))


def _models_of(app_labels: set[str], models: Iterable[type[Model]]) -> tuple[type[Model], ...]:
    return tuple(model for model in models if model._meta.app_label in app_labels)

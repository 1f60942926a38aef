"""Unfold as an app without side effects: its own configuration would replace Django's admin site."""

from django.apps import AppConfig


class UnfoldConfig(AppConfig):
    name = "unfold"

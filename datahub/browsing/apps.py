"""Unfold as an app without side effects: its own configuration replaces Django's site with one of its own."""

from django.apps import AppConfig


class UnfoldConfig(AppConfig):
    name = "unfold"

"""`manage.py migrate`: Django's command, with the autodetector of makemigrations, as Django's checks require."""

from django.core.management.commands import migrate

from datahub.autodetector import BankAutodetector


class Command(migrate.Command):
    autodetector = BankAutodetector

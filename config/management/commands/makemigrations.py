"""`manage.py makemigrations`: Django's command, with a new table's columns in the model's order."""

from django.core.management.commands import makemigrations

from datahub.autodetector import BankAutodetector


class Command(makemigrations.Command):
    autodetector = BankAutodetector

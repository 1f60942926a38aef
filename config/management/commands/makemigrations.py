"""`manage.py makemigrations`: Django's, with the columns of a new table in the model's order."""

from django.core.management.commands import makemigrations

from datahub.autodetector import ModelOrderAutodetector


class Command(makemigrations.Command):
    autodetector = ModelOrderAutodetector

"""`manage.py migrate`: Django's, with the autodetector of our makemigrations, as Django's system checks demand."""

from django.core.management.commands import migrate

from datahub.autodetector import ModelOrderAutodetector


class Command(migrate.Command):
    autodetector = ModelOrderAutodetector

"""`manage.py createsuperuser`: Django's command, after the databases have been prepared."""

from django.contrib.auth.management.commands import createsuperuser

from config.command import BankCommand


class Command(BankCommand, createsuperuser.Command):
    examples = (("--username ada", "make a user who may change everything"),)

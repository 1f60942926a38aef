"""`manage.py createsuperuser`: Django's command, after the databases have been prepared."""

from django.contrib.auth.management.commands import createsuperuser

from config.command import BankCommand
from config.management.options.createsuperuser import Arguments


class Command(Arguments, BankCommand, createsuperuser.Command):
    pass

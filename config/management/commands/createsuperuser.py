"""`manage.py createsuperuser`: Django's, with the databases made ready before."""

from django.contrib.auth.management.commands import createsuperuser

from config.command import BankCommand


class Command(BankCommand, createsuperuser.Command):
    pass

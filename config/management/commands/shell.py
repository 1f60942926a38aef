"""`manage.py shell`: Django's, with the databases made ready before."""

from django.core.management.commands import shell

from config.command import BankCommand


class Command(BankCommand, shell.Command):
    pass

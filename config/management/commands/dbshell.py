"""`manage.py dbshell`: Django's, with the databases made ready before."""

from django.core.management.commands import dbshell

from config.command import BankCommand


class Command(BankCommand, dbshell.Command):
    pass

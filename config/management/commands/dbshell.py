"""`manage.py dbshell`: Django's command, after the databases have been prepared."""

from django.core.management.commands import dbshell

from config.command import BankCommand
from config.management.options.dbshell import Arguments


class Command(Arguments, BankCommand, dbshell.Command):
    pass

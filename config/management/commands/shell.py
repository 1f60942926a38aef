"""`manage.py shell`: Django's command, after the databases have been prepared."""

from django.core.management.commands import shell

from config.command import BankCommand
from config.management.options.shell import Arguments


class Command(Arguments, BankCommand, shell.Command):
    pass

"""`manage.py shell`: Django's command, after the databases have been prepared."""

from django.core.management.commands import shell

from config.command import BankCommand


class Command(BankCommand, shell.Command):
    examples = (("", "open a Python shell with the models"),)

"""`manage.py dbshell`: Django's command, after the databases have been prepared."""

from django.core.management.commands import dbshell

from config.command import BankCommand


class Command(BankCommand, dbshell.Command):
    examples = (("--database loans_db", "open psql in a database, as Django does; the command psql can do more"),)

"""`manage.py shell_plus`: django-extensions's, with the databases made ready before."""

from django_extensions.management.commands import shell_plus

from config.command import BankCommand


class Command(BankCommand, shell_plus.Command):
    pass

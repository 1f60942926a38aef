"""`manage.py shell_plus`: the command of django-extensions, after the databases have been prepared."""

from django_extensions.management.commands import shell_plus

from config.command import BankCommand
from config.management.options.shell_plus import Arguments


class Command(Arguments, BankCommand, shell_plus.Command):
    pass

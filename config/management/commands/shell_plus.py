"""`manage.py shell_plus`: the command of django-extensions, after the databases have been prepared."""

from django_extensions.management.commands import shell_plus

from config.command import BankCommand


class Command(BankCommand, shell_plus.Command):
    examples = (("", "open a Python shell with everything imported"),)

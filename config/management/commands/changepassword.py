"""`manage.py changepassword`: Django's command, after the databases have been prepared."""

from django.contrib.auth.management.commands import changepassword

from config.command import BankCommand
from config.management.options.changepassword import Arguments


class Command(Arguments, BankCommand, changepassword.Command):
    pass

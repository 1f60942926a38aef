"""`manage.py changepassword`: Django's, with the databases made ready before."""

from django.contrib.auth.management.commands import changepassword

from config.command import BankCommand


class Command(BankCommand, changepassword.Command):
    pass

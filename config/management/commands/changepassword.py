"""`manage.py changepassword`: Django's command, after the databases have been prepared."""

from django.contrib.auth.management.commands import changepassword

from config.command import BankCommand


class Command(BankCommand, changepassword.Command):
    examples = (("demo", "set the password of a user"),)

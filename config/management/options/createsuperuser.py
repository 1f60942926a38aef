"""What `manage.py createsuperuser` is called with, beside the options of the command that it wraps."""

from config.options import CommandOptions


class Arguments(CommandOptions):
    """The help and the examples of `createsuperuser`."""

    inherits_options = True
    help = "Create a user of the admin site who may do everything."
    examples = (("--username ada", "make a user who may change everything"),)

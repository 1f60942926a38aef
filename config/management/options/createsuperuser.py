"""The options of `manage.py createsuperuser`, in addition to those of the command that it wraps."""

from config.options import CommandOptions


class Arguments(CommandOptions):
    """The help and the examples of `createsuperuser`."""

    inherits_options = True
    help = "Create a user of the admin site who may do everything."
    examples = (("--username ada", "make a user who may change everything"),)

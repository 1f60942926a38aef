"""The options of `manage.py changepassword`, in addition to those of the command that it wraps."""

from config.options import CommandOptions


class Arguments(CommandOptions):
    """The help and the examples of `changepassword`."""

    inherits_options = True
    help = "Change the password of a user of the admin site."
    examples = (("demo", "set the password of a user"),)

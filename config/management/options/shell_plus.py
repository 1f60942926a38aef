"""The options of `manage.py shell_plus`, in addition to those of the command that it wraps."""

from config.options import CommandOptions


class Arguments(CommandOptions):
    """The help and the examples of `shell_plus`."""

    inherits_options = True
    help = "Open a Python shell in which the models and much of Django are imported."
    examples = (("", "open a Python shell with everything imported"),)

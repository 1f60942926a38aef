"""The options of `manage.py shell`, in addition to those of the command that it wraps."""

from config.options import CommandOptions


class Arguments(CommandOptions):
    """The help and the examples of `shell`."""

    inherits_options = True
    help = "Open a Python shell in which the models are imported, or run what standard input says."
    examples = (("", "open a Python shell with the models"),)

"""The options of `manage.py seed_reset`."""

from config.options import CommandOptions


class Arguments(CommandOptions):
    """The help, the examples and the options of `seed_reset`."""

    needs_site = False
    help = "Load the current bank again, equal to the byte: this undoes every change to its rows."

    examples = (("", "load the same bank again"),)

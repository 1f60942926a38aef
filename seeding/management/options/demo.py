"""The options of `manage.py demo`."""

from config.options import CommandOptions

SCALE = "0.5"


class Arguments(CommandOptions):
    """The help, the examples and the options of `demo`."""

    help = (
        f"Start PostgreSQL, create the six databases, seed a bank at scale {SCALE} and show its status. "
        "An existing bank stays as it is. The last lines say how to open the admin."
    )

    examples = (("", "from nothing to a bank"),)

"""The options of `manage.py prepare`."""

from config.options import CommandOptions


class Arguments(CommandOptions):
    """The help, the examples and the options of `prepare`."""

    help = (
        "Create the seven databases and their tables, or migrate them. Every command of the project does so by itself; "
        "run it before a server such as gunicorn, which does not."
    )

    examples = (("", "prepare the databases before another server starts"),)

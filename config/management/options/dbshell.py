"""The options of `manage.py dbshell`, in addition to those of the command that it wraps."""

from config.options import CommandOptions


class Arguments(CommandOptions):
    """The help and the examples of `dbshell`."""

    inherits_options = True
    help = "Open psql in a database, as Django does. The command psql can do more."
    examples = (("--database loans_db", "open psql in a database, as Django does; the command psql can do more"),)

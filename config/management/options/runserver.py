"""The options of `manage.py runserver`, in addition to those of the command that it wraps."""

from config.options import CommandOptions


class Arguments(CommandOptions):
    """The help and the examples of `runserver`."""

    inherits_options = True
    help = "Serve the admin on the loopback interface, after starting PostgreSQL and preparing the databases."
    examples = (
        ("", "serve the admin on port 8000"),
        ("8001", "serve it on another port"),
    )

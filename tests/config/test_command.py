"""A command that fails because of the server or Control-C ends with one line."""

import io
import re
import shlex
import tomllib
from itertools import takewhile

import psycopg
import pytest
from django.core.management import CommandError, call_command, load_command_class
from django.core.management.base import CommandParser
from django.db import OperationalError

from config import dhub
from config.command import BankCommand
from config.command_line import own_commands
from config.errors import ServerError
from config.interrupts import INTERRUPTED
from config.prompt import invocation
from tests.commandline import CHECKOUT


class Failing(BankCommand):
    """Raises the given error."""

    requires_databases = False
    error: BaseException

    def handle(self, **options: object) -> None:
        raise self.error


def _command_error(cause: BaseException) -> CommandError:
    command = Failing()
    command.error = cause
    with pytest.raises(CommandError) as raised:
        call_command(command)
    return raised.value


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ServerError("no server; start it"), "no server; start it"),
        (
            OperationalError("the connection is lost\nHINT: none"),
            "PostgreSQL ended the command: the connection is lost",
        ),
        (psycopg.OperationalError("disk full"), "PostgreSQL ended the command: disk full"),
        (
            psycopg.InterfaceError("the connection is closed"),
            "PostgreSQL ended the command: the connection is closed",
        ),
    ],
)
def test_a_server_error_ends_the_command_with_one_line(error: Exception, line: str) -> None:
    raised = _command_error(error)
    assert (str(raised), raised.returncode) == (line, 1)


def test_control_c_ends_the_command_with_exit_code_130() -> None:
    raised = _command_error(KeyboardInterrupt())
    assert (str(raised), raised.returncode) == ("Interrupted", INTERRUPTED)
    assert INTERRUPTED == 130


def test_say_writes_to_stderr() -> None:
    class Saying(BankCommand):
        def handle(self, **options: object) -> None:
            self.say("a step")

    err, out = io.StringIO(), io.StringIO()
    call_command(Saying(), stderr=err, stdout=out)
    assert (err.getvalue(), out.getvalue()) == ("a step\n", "")


def _parser(name: str) -> CommandParser:
    command = load_command_class(own_commands()[name], name)
    parser = command.create_parser("manage.py", name)
    assert isinstance(parser, CommandParser)
    return parser


@pytest.mark.parametrize("name", dhub.bank_commands())
class TestTheHelp:
    """The help of a command is about the command."""

    def test_lists_no_options_that_every_command_has(self, name: str) -> None:
        page = " ".join(_parser(name).format_help().split())
        boilerplate = ("--settings", "--pythonpath", "--force-color", "--skip-checks")
        assert [option for option in boilerplate if option in page] == []
        assert page.count("Django's options, such as --traceback, work too: https://docs.djangoproject.com/") == 1

    def test_has_examples_that_can_be_run(self, name: str) -> None:
        parser = _parser(name)
        page = parser.format_help()
        examples = getattr(load_command_class(own_commands()[name], name), "examples", ())
        assert examples
        for rest, about in examples:
            assert f"  {about}:\n    {invocation(name)} {rest}".rstrip() in page
            typed = re.split(r" ?[|<>] ", f"{rest} ")[0]
            arguments = [*takewhile(lambda word: word != "--", shlex.split(typed))]
            assert parser.parse_args(arguments)


def test_options_of_django_work_though_they_are_not_listed() -> None:
    options = _parser("seed_status").parse_args(["--settings", "mine", "--no-color", "-v", "2"])
    assert (options.settings, options.no_color, options.verbosity) == ("mine", True, 2)


def test_the_version_is_that_of_the_project() -> None:
    package = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    assert Failing().get_version() == package["project"]["version"]

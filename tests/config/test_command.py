"""A command that fails because of the server or Control-C ends with one line."""

import io

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from config.command import INTERRUPTED, BankCommand
from config.errors import ServerError


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

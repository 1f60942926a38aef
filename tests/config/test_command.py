"""A command's troubles end it with one line: what the server does to it, and Ctrl-C."""

import io

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from config.command import INTERRUPTED, BankCommand
from config.errors import ServerError


class Failing(BankCommand):
    """Fails in the way it is told."""

    requires_databases = False
    trouble: BaseException

    def handle(self, **options: object) -> None:
        raise self.trouble


def _ended_by(trouble: BaseException) -> CommandError:
    command = Failing()
    command.trouble = trouble
    with pytest.raises(CommandError) as raised:
        call_command(command)
    return raised.value


@pytest.mark.parametrize(
    ("trouble", "line"),
    [
        (ServerError("no server; start it"), "no server; start it"),
        (
            OperationalError("the connection is lost\nHINT: none"),
            "PostgreSQL gave up on the command: the connection is lost",
        ),
        (psycopg.OperationalError("disk full"), "PostgreSQL gave up on the command: disk full"),
        (
            psycopg.InterfaceError("the connection is closed"),
            "PostgreSQL gave up on the command: the connection is closed",
        ),
    ],
)
def test_what_the_server_does_is_told_in_one_line(trouble: Exception, line: str) -> None:
    error = _ended_by(trouble)
    assert (str(error), error.returncode) == (line, 1)


def test_ctrl_c_ends_with_the_code_of_an_interrupt() -> None:
    error = _ended_by(KeyboardInterrupt())
    assert (str(error), error.returncode) == ("interrupted", INTERRUPTED)


def test_what_is_said_beside_the_result_goes_to_stderr() -> None:
    class Saying(BankCommand):
        def handle(self, **options: object) -> None:
            self.say("by the way")

    err, out = io.StringIO(), io.StringIO()
    call_command(Saying(), stderr=err, stdout=out)
    assert (err.getvalue(), out.getvalue()) == ("by the way\n", "")

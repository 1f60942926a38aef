"""A transaction in which psql runs a script: others see what it did after `commit`, or never.

psql reads the script from this process. Where this process is killed, psql sees the end of its input without a COMMIT,
and the server rolls back.
"""

import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NoReturn

from config.clients import Clients
from config.programs import Program, ProgramError

_READY = b"ready\n"
_COPY = re.compile(rb'COPY (?:public\.)?"?(\w+)"? .*FROM stdin;$')
_END_OF_COPY = b"\\.\n"


class PsqlSession:
    """An open transaction of psql in one database. Every method raises ProgramError where the server refuses something.

    `rows` counts the rows that were sent to each table; any thread may read it, and call `kill`.
    """

    def __init__(self, clients: Clients, alias: str) -> None:
        self.rows: Counter[str] = Counter()
        command = [
            *clients.command("psql", alias),
            "--no-psqlrc",
            "--quiet",
            "--no-password",
            "--output=/dev/null",
            "--set=ON_ERROR_STOP=1",
        ]
        self._psql = Program(command, clients.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._send([b"BEGIN;\n"])

    def execute(self, statements: Sequence[str]) -> None:
        """Run statements, and wait until all that was sent has been run."""
        self._send([*(f"{statement};\n".encode() for statement in statements), b"\\echo ready\n"])
        if self._psql.stdout.readline() != _READY:
            self._raise_error()

    def run(self, script: Iterable[bytes]) -> None:
        """Send the lines of a script to psql; `execute` then waits for its end."""
        self._send(self._counted(script))

    def commit(self) -> None:
        """Commit, and end psql."""
        self._send([b"COMMIT;\n"])
        self._psql.stdin.close()
        self._psql.wait()
        self._psql.close()

    def kill(self) -> None:
        """End psql at once; the server rolls back when it notices."""
        self._psql.kill()

    def close(self) -> None:
        """End psql, which rolls back what was not committed."""
        self._psql.close()

    def _send(self, lines: Iterable[bytes]) -> None:
        try:
            self._psql.stdin.writelines(lines)
            self._psql.stdin.flush()
        except BrokenPipeError:
            self._raise_error()

    def _raise_error(self) -> NoReturn:
        """Raise the error with which psql has ended."""
        self._psql.wait()
        raise ProgramError("psql ended before its input")

    def _counted(self, script: Iterable[bytes]) -> Iterable[bytes]:
        """Yield the lines of a script, and count those that are rows."""
        table = ""
        for line in script:
            yield line
            if table:
                if line == _END_OF_COPY:
                    table = ""
                else:
                    self.rows[table] += 1
            elif found := _COPY.match(line):
                table = found.group(1).decode()

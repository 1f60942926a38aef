"""The meaningful line of an error or of a log."""

import re


def one_line(error: object) -> str:
    """Return the first meaningful line of an error; drivers add hints and context on further lines."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    if len(lines) > 1 and lines[0].endswith(":"):  # libpq's heading of a list of attempts
        return lines[1].removeprefix("- ")
    return lines[0] if lines else type(error).__name__


def first_error(log: str) -> str:
    """Return the first error in a log of the server or initdb, without time and process; else its first line."""
    found = re.search(r"(?:LOG: +(?=could not bind)|FATAL: +|PANIC: +|initdb: error: )(.+)", log)
    return found.group(1) if found else one_line(log)

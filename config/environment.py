"""The settings from the environment and `.env`, and what the environment must not decide."""

import codecs
import io
import os
from collections.abc import MutableMapping
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from psycopg import pq

WORDS = {
    **dict.fromkeys(("1", "on", "true", "yes", "y", "t"), True),
    **dict.fromkeys(("0", "off", "false", "no", "n", "f"), False),
}
"""What a switch may say, in any case."""

PATHS = ("POSTGRES_STATE", "POSTGRES_BIN")
"""Settings that are paths: in a file they are relative to it."""

KEPT_WITH_URL = ("PGPASSWORD", "PGPASSFILE")
"""What libpq may still take from the environment where POSTGRES_URL names a server: the password, if it has none."""

_OF_SESSIONS = ("PGDATESTYLE", "PGTZ", "PGGEQO", "PGSERVICEFILE", "PGSYSCONFDIR", "PGLOCALEDIR", "PGREALM", "PGDATA")
"""Variables of libpq and the server's programs that belong to no parameter of a connection."""

_BYTE_ORDER_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", codecs.BOM_UTF8: "utf-8-sig"}


class SettingError(SystemExit):
    """A setting cannot be used; the message is one line.

    Not ImproperlyConfigured, which Django's command line hides until a command fails with a traceback.
    """


def read_env_file(path: Path, environment: MutableMapping[str, str]) -> None:
    """Add the settings of a file to an environment, which takes precedence. A missing file has none.

    The file is read as docker compose reads it: spaces around =, comments, quotes and ${NAME} have the same meaning.

    Raises SettingError, which names the line, for a file that cannot be read.
    """
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise SettingError(f"{path} cannot be read: {error.strerror}; let this user read it, or remove it") from None
    text = _decoded(content, path)
    for binding in parse_stream(io.StringIO(text)):
        if binding.error or (binding.key and binding.value is None):
            written = binding.original.string
            line = binding.original.line + written[: len(written) - len(written.lstrip())].count("\n")
            raise SettingError(f"{path}, line {line}, is not a setting; write NAME=value")
    for name, value in dotenv_values(stream=io.StringIO(text)).items():
        given = value or ""
        is_relative = name in PATHS and given and not given.startswith("~")
        environment.setdefault(name, str(path.parent / given) if is_relative else given)


def _decoded(content: bytes, path: Path) -> str:
    marks = [encoding for mark, encoding in _BYTE_ORDER_MARKS.items() if content.startswith(mark)]
    try:
        text = content.decode(marks[0] if marks else "utf-8")
    except UnicodeDecodeError:
        raise SettingError(f"{path} is not text in UTF-8; save it as UTF-8") from None
    if "\0" in text:
        raise SettingError(f"{path} is not text in UTF-8, but perhaps in UTF-16; save it as UTF-8")
    return text


def switch(name: str, environment: MutableMapping[str, str], *, default: bool) -> bool:
    """Return whether a setting is on. An empty one is its default. Raises SettingError for any other word."""
    given = environment.get(name, "").strip()
    if not given:
        return default
    known = WORDS.get(given.lower())
    if known is None:
        raise SettingError(f"{name} is {given!r}; set it to on or off")
    return known


def forget_variables_of_libpq(environment: MutableMapping[str, str], *, url: str) -> None:
    """Remove the variables by which libpq and PostgreSQL's programs would connect elsewhere or otherwise.

    They are meant for other servers. Where POSTGRES_URL names the server, `KEPT_WITH_URL` may still say its password.
    """
    parameters = (each.envvar.decode() for each in pq.Conninfo.get_defaults() if each.envvar)
    for name in (*parameters, *_OF_SESSIONS):
        if not url or name not in KEPT_WITH_URL:
            environment.pop(name, None)


def settings_environment(directory: Path) -> MutableMapping[str, str]:
    """Return the environment of this process with the settings of `.env`, and without what it must not decide."""
    read_env_file(directory / ".env", os.environ)
    forget_variables_of_libpq(os.environ, url=os.environ.get("POSTGRES_URL", ""))
    return os.environ

"""The read-only role's password on a server of POSTGRES_URL, which several state directories may use.

Each would give the role a password of its own and lock the others out. So the first one keeps it in `default`, which
the role cannot open, and the others take it from there.
"""

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from config.server import ServerSettings
from config.state import create_state_directory, get_or_create_secret, read_text, write_private

TABLE = "bank_reader"


def take_shared_password(server: ServerSettings) -> bool:
    """Write the password in `default` into the state directory where that has another; return whether there is one.

    The table must exist.
    """
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(f"SELECT password FROM public.{TABLE} WHERE name = %s", [server.reader_name])
        found = cursor.fetchone()
    if found and read_text(server.reader_password) != found[0]:
        create_state_directory(server.state)
        write_private(server.reader_password, found[0])
    return found is not None


def share_password(server: ServerSettings) -> None:
    """Keep the password of this state directory in `default`, or adopt the one kept there by another."""
    own = get_or_create_secret(server.reader_password)
    with transaction.atomic(DEFAULT_DB_ALIAS), connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS public.{TABLE} (name text PRIMARY KEY, password text NOT NULL)")
        cursor.execute(f"REVOKE ALL ON public.{TABLE} FROM PUBLIC")
        # By COPY, for the server may write statements to its log, with their values.
        cursor.execute(f"CREATE TEMPORARY TABLE offered (LIKE public.{TABLE}) ON COMMIT DROP")
        with cursor.copy("COPY offered FROM STDIN") as copy:
            copy.write_row((server.reader_name, own))
        cursor.execute(f"INSERT INTO public.{TABLE} SELECT * FROM offered ON CONFLICT DO NOTHING")
    take_shared_password(server)

"""Many clients of the site at once, each with a connection that it keeps, as browsers do."""

import http.client
import http.cookiejar
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from urllib.parse import urlencode, urlsplit

from config.embedded import EmbeddedServer
from tests.commandline import Outcome, manage
from tests.site import logging_in, new_login

CLIENTS = 200
"""With seven connections each they would need more than the server has."""
BUSY = 503
SESSIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname LIKE '%\\_db' OR datname = 'default'"


def many_clients(admin: str, server: EmbeddedServer) -> tuple[set[int], Outcome, int]:
    """Let many clients ask for a page at once, beside `seed_status`.

    Return the statuses of their answers, how the command ended, and the sessions of the site and the command that are
    left in PostgreSQL while all clients are still connected.
    """
    address = urlsplit(admin)
    cookie = _session_of_a_user(admin, server)
    clients = [http.client.HTTPConnection(str(address.hostname), address.port) for _ in range(CLIENTS)]
    with ExitStack() as closing_clients, ThreadPoolExecutor(CLIENTS) as threads:
        for client in clients:
            closing_clients.callback(client.close)
        answers = threads.map(lambda client: _status(client, cookie), clients)
        outcome = manage("seed_status", POSTGRES_STATE=server.state, POSTGRES_DATABASE_PREFIX="")
        statuses = set(answers)
        with server.start(str).connect() as connection:
            (sessions,) = connection.execute(SESSIONS).fetchone() or (0,)
    return statuses, outcome, int(sessions)


def _status(client: http.client.HTTPConnection, cookie: str) -> int:
    """Return the status of a page, asked again as often as the site says that it has too many requests at once."""
    while True:
        client.request("GET", "/admin/customers/customerprofile/", headers={"Cookie": cookie})
        answer = client.getresponse()
        answer.read()
        if answer.status != BUSY or "Retry-After" not in answer.headers:
            return answer.status


def _session_of_a_user(admin: str, server: EmbeddedServer) -> str:
    """Return the cookie of a user who has logged in."""
    login = new_login(POSTGRES_STATE=server.state, POSTGRES_DATABASE_PREFIX="")
    cookies = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    browser.open(f"{admin}login/", urlencode(logging_in(browser, admin, login)).encode()).close()
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in cookies)

"""The site works right after `pip install`: without a server, databases, users, seeding or DEBUG."""

import http.client
import http.cookiejar
import re
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import pytest

from config.aliases import ALIASES
from config.embedded import EmbeddedServer
from config.server import SITE_POOL
from tests.commandline import manage
from tests.site import Site, new_login, running_site

CLIENTS = 200
BUSY = 503
"""With seven connections each they would need more than the server has."""


@pytest.fixture(scope="module")
def new_site(existing_server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return the site of a server that was stopped and has no databases."""
    existing_server.stop()
    log = tmp_path_factory.mktemp("site") / "log"
    with running_site(log, POSTGRES_STATE=existing_server.state, POSTGRES_DATABASE_PREFIX="", DEBUG="off") as site:
        yield site


def _get(url: str) -> tuple[int, str, str]:
    with urllib.request.urlopen(url) as answer:
        return answer.status, answer.headers["Content-Type"], answer.read().decode(errors="replace")


def test_it_listens_on_the_loopback_and_prints_its_url(new_site: Site) -> None:
    assert urlsplit(new_site.admin).hostname == "127.0.0.1"
    assert urlsplit(new_site.admin).path == "/admin/"


def test_it_prints_how_to_create_the_first_user(new_site: Site) -> None:
    assert re.search(r"No user can log in yet; create one with: .*demo_user", new_site.output)


def test_other_commands_print_where_it_is_while_it_runs(new_site: Site, existing_server: EmbeddedServer) -> None:
    made = manage("demo_user", "guest", POSTGRES_STATE=existing_server.state, POSTGRES_DATABASE_PREFIX="")
    assert new_site.admin in made.out


def test_the_login_page_has_its_static_files(new_site: Site) -> None:
    status, _, page = _get(new_site.admin)
    assert status == 200
    files = re.findall(r'(?:href|src)="([^"]*\.(?:css|js))"', page)
    assert any(file.endswith(".css") for file in files)
    for file in files:
        status, kind, text = _get(urljoin(new_site.admin, file))
        assert (status, bool(text)) == (200, True)
        assert kind.startswith(("text/css", "text/javascript")), file
    assert new_site.log_lines == []


def test_the_user_of_demo_user_can_log_in(new_site: Site, existing_server: EmbeddedServer) -> None:
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    with _log_in(browser, new_site, existing_server) as answer:
        assert (answer.status, urlsplit(answer.url).path) == (200, "/admin/")
        assert "logout" in answer.read().decode()


def _log_in(browser: urllib.request.OpenerDirector, site: Site, server: EmbeddedServer) -> Any:
    login = new_login(POSTGRES_STATE=server.state, POSTGRES_DATABASE_PREFIX="")
    page = browser.open(site.admin).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    form = {"username": login.name, "password": login.password, "csrfmiddlewaretoken": token[1], "next": "/admin/"}
    return browser.open(f"{site.admin}login/", urlencode(form).encode())


@pytest.mark.hard
def test_many_clients_share_few_connections(new_site: Site, existing_server: EmbeddedServer) -> None:
    """Browsers keep their connections open: each of these would keep one to every database for itself."""
    address = urlsplit(new_site.admin)
    cookie = _session_of_a_user(new_site, existing_server)
    clients = [http.client.HTTPConnection(str(address.hostname), address.port) for _ in range(CLIENTS)]
    with ExitStack() as closing_clients, ThreadPoolExecutor(CLIENTS) as threads:
        for client in clients:
            closing_clients.callback(client.close)
        answers = threads.map(lambda client: _status(client, cookie), clients)
        outcome = manage("seed_status", POSTGRES_STATE=existing_server.state, POSTGRES_DATABASE_PREFIX="")
        assert (outcome.code, outcome.err) == (0, "")
        assert set(answers) == {200}
        with existing_server.start(pytest.fail).connect() as connection:
            query = "SELECT count(*) FROM pg_stat_activity WHERE datname LIKE '%\\_db' OR datname = 'default'"
            (sessions,) = connection.execute(query).fetchone()
        assert 0 < sessions <= len(ALIASES) * SITE_POOL["max_size"]


def _status(client: http.client.HTTPConnection, cookie: str) -> int:
    """Return the status of a page, asked again as often as the site says that it has too many requests at once."""
    while True:
        client.request("GET", "/admin/customers/customerprofile/", headers={"Cookie": cookie})
        answer = client.getresponse()
        answer.read()
        if answer.status != BUSY or "Retry-After" not in answer.headers:
            return answer.status


def _session_of_a_user(site: Site, server: EmbeddedServer) -> str:
    """Return the cookie of a user who has logged in."""
    cookies = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    _log_in(browser, site, server).close()
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in cookies)


def test_a_port_in_use_is_reported_in_one_line(new_site: Site, tmp_path: Path) -> None:
    outcome = manage("runserver", str(urlsplit(new_site.admin).port))
    assert outcome.code == 1
    assert [line for line in outcome.errors if "already in use" in line] == outcome.errors

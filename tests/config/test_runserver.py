"""The site works right after `pip install`: without a server, databases, users, seeding or DEBUG."""

import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from config.aliases import ALIASES
from config.embedded import EmbeddedServer
from config.server import SITE_POOL
from tests.commandline import manage
from tests.load import many_clients
from tests.site import Site, logged_in, new_login, running_site

pytestmark = pytest.mark.hard


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
    login = new_login(POSTGRES_STATE=existing_server.state, POSTGRES_DATABASE_PREFIX="")
    assert "logout" in logged_in(new_site.admin, login).open(new_site.admin).read().decode()


def test_many_clients_share_few_connections(new_site: Site, existing_server: EmbeddedServer) -> None:
    """Browsers keep their connections open: each of these would keep one to every database for itself."""
    statuses, outcome, sessions = many_clients(new_site.admin, existing_server)
    assert (outcome.code, outcome.err) == (0, "")
    assert statuses == {200}
    assert 0 < sessions <= len(ALIASES) * SITE_POOL["max_size"]


def test_a_port_in_use_is_reported_in_one_line(new_site: Site, tmp_path: Path) -> None:
    outcome = manage("runserver", str(urlsplit(new_site.admin).port))
    assert outcome.code == 1
    assert [line for line in outcome.errors if "already in use" in line] == outcome.errors

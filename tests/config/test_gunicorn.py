"""Under gunicorn, as the image starts it, the site has few connections, answers everybody, and says where it is."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings

from config import gunicorn_hooks
from config.aliases import ALIASES
from config.embedded import EmbeddedServer
from config.server import SITE_POOL
from config.site_address import DEFAULT_ADDRESS, admin_address
from tests.commandline import CHECKOUT, manage
from tests.config.test_docker import DOCKERFILE
from tests.load import many_clients
from tests.site import STOP_TIMEOUT_S
from tests.waiting import running, wait_until

COMMAND = re.search(r"exec gunicorn (config\.wsgi .*?)\"", DOCKERFILE)
OPTIONS = [option for option in shlex.split(COMMAND[1] if COMMAND else "") if not option.startswith("--bind=")]
WORKERS = int(next(option for option in OPTIONS if option.startswith("--workers=")).partition("=")[2])


@pytest.fixture(scope="module")
def admin(existing_server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the admin that gunicorn serves with the options of the image, on a free port."""
    used = {"POSTGRES_STATE": str(existing_server.state), "POSTGRES_DATABASE_PREFIX": ""}
    assert manage("seed_all", "--scale", "0.05", **used).code == 0
    log = tmp_path_factory.mktemp("gunicorn") / "log"
    with (
        log.open("w") as output,
        running(
            [sys.executable, "-m", "gunicorn", *OPTIONS, "--bind=127.0.0.1:0"],
            env={**os.environ, **used},
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        ) as process,
    ):
        wait_until(lambda: "Listening at" in log.read_text() or process.poll() is not None)
        found = re.search(r"Listening at: (http://127\.0\.0\.1:\d+)", log.read_text())
        assert found, log.read_text()
        yield f"{found[1]}/admin/"
        process.terminate()
        process.wait(STOP_TIMEOUT_S)


@pytest.mark.hard
def test_other_commands_print_where_it_is(admin: str, existing_server: EmbeddedServer) -> None:
    told = manage("seed_tour", "storm-claim", POSTGRES_STATE=existing_server.state, POSTGRES_DATABASE_PREFIX="")
    addresses = set(re.findall(r"http://\S+?/admin/", told.out))
    assert addresses == {admin}


@pytest.mark.hard
def test_many_clients_share_few_connections(admin: str, existing_server: EmbeddedServer) -> None:
    statuses, outcome, sessions = many_clients(admin, existing_server)
    assert (outcome.code, outcome.err) == (0, "")
    assert statuses == {200}
    assert 0 < sessions <= WORKERS * len(ALIASES) * SITE_POOL["max_size"]


class TestTheAddress:
    @pytest.fixture(autouse=True)
    def state(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
        monkeypatch.setattr(settings, "BANK_SERVER", SimpleNamespace(state=tmp_path))
        yield
        for lock in gunicorn_hooks._noted:
            lock.release()
        gunicorn_hooks._noted.clear()

    @pytest.mark.parametrize(
        ("listening", "told"),
        [
            ([("127.0.0.1", 8123)], "http://127.0.0.1:8123/admin/"),
            ([("0.0.0.0", 8123)], "http://localhost:8123/admin/"),
            ([("::", 8123, 0, 0)], "http://localhost:8123/admin/"),
            ([("::1", 8123, 0, 0)], "http://[::1]:8123/admin/"),
            (["/run/bank.sock", ("127.0.0.1", 8123)], "http://127.0.0.1:8123/admin/"),
            (["/run/bank.sock"], DEFAULT_ADDRESS),
        ],
    )
    def test_is_that_of_the_first_socket_in_a_network(self, listening: list[object], told: str) -> None:
        sockets = [SimpleNamespace(getsockname=lambda name=name: name) for name in listening]
        gunicorn_hooks.when_ready(SimpleNamespace(LISTENERS=sockets))  # type: ignore[arg-type]
        assert admin_address() == told

"""What docker compose starts is reached from this machine only, has no password written down, and says how it is."""

import re
import subprocess
import sys
from typing import Any

import pytest
import yaml

from tests.commandline import CHECKOUT

COMPOSE: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())
DOCKERFILE = (CHECKOUT / "Dockerfile").read_text()
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
FROM_THE_ENVIRONMENT = re.compile(r"\$\{\w+:\?[^}]+\}")
"""Compose refuses to start where such a variable is not set."""


def _instruction(name: str) -> str:
    """Return the last instruction of that name in the Dockerfile, continued lines joined."""
    found = re.findall(rf"^{name} (.+)$", DOCKERFILE.replace("\\\n", " "), re.MULTILINE)
    return str(found[-1])


def test_there_are_a_server_and_a_site() -> None:
    assert set(SERVICES) == {"postgres", "site"}


@pytest.mark.parametrize("service", SERVICES)
def test_ports_are_open_on_the_loopback_only(service: str) -> None:
    ports = SERVICES[service]["ports"]
    assert ports
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


@pytest.mark.parametrize("service", SERVICES)
def test_secrets_come_from_the_environment(service: str) -> None:
    environment: dict[str, str] = SERVICES[service]["environment"]
    secrets = {name: value for name, value in environment.items() if re.search("PASSWORD|SECRET|KEY", name)}
    assert secrets
    assert [name for name, value in secrets.items() if not FROM_THE_ENVIRONMENT.fullmatch(value)] == []
    assert [name for name, value in environment.items() if re.search(r"://[^/@]*:[^/@]*@", value)] == []


def test_the_image_holds_no_secret() -> None:
    assert not re.search(r"^(ENV|ARG) .*(PASSWORD|SECRET_KEY)", DOCKERFILE, re.MULTILINE)
    kept_out = (CHECKOUT / ".dockerignore").read_text().splitlines()
    assert {".env", ".postgres", ".git"} <= set(kept_out)


def test_the_server_is_one_that_is_still_kept_up() -> None:
    name, _, version = SERVICES["postgres"]["image"].partition(":")
    assert name == "postgres"
    assert int(version.split(".")[0]) >= 16


def test_both_say_whether_they_are_well() -> None:
    assert SERVICES["postgres"]["healthcheck"]["test"][0] == "CMD"
    assert "/admin/login/" in _instruction("HEALTHCHECK")


def test_the_site_waits_for_the_server() -> None:
    assert SERVICES["site"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}


def test_the_site_keeps_its_secret_key_in_a_volume_of_its_own_account() -> None:
    state = re.search(r"POSTGRES_STATE=(\S+)", DOCKERFILE)
    assert state
    assert [volume.partition(":")[2] for volume in SERVICES["site"]["volumes"]] == [state[1]]
    assert _instruction("USER") not in ("root", "0")
    assert DOCKERFILE.rindex("USER ") > DOCKERFILE.rindex("RUN ")


def test_the_databases_are_made_ready_before_the_site_serves() -> None:
    start = _instruction("CMD")
    assert re.search(r"manage\.py prepare && exec gunicorn config\.wsgi", start)


def test_the_server_of_the_site_has_a_version() -> None:
    assert re.search(r"gunicorn==\d+\.\d+", DOCKERFILE)


@pytest.mark.parametrize(("answers", "code"), [(True, 0), (False, 1)])
def test_the_health_check_tells_a_site_that_answers(answers: bool, code: int) -> None:
    """Its program is run as it stands in the Dockerfile, against a server that answers 404 or is not there."""
    command: list[str] = yaml.safe_load(_instruction("HEALTHCHECK").partition("CMD")[2])
    server = "import http.server as h; s = h.HTTPServer(('127.0.0.1', 0), h.SimpleHTTPRequestHandler)"
    server += "; print(s.server_port, flush=True); s.serve_forever()"
    with subprocess.Popen([sys.executable, "-c", server], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            assert process.stdout is not None
            port = process.stdout.readline().decode().strip() if answers else "1"
            program = command[2].replace("8000", port)
            assert program != command[2]
            done = subprocess.run([sys.executable, "-c", program], stderr=subprocess.DEVNULL, check=False)
            assert done.returncode == code
        finally:
            process.terminate()

"""The services of docker compose listen on the loopback only, contain no password and report their health."""

import re
import subprocess
import sys
from typing import Any

import pytest
import yaml

from tests.commandline import CHECKOUT
from tests.waiting import running

COMPOSE: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())
DOCKERFILE = (CHECKOUT / "Dockerfile").read_text()
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
FROM_THE_ENVIRONMENT = re.compile(r"\$\{\w+:\?[^}]+\}")
"""A variable without which compose refuses to start."""


SERVER = """
import http.server, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(int(sys.argv[1]) if self.path == "/health/" else 404)
        self.end_headers()
        self.wfile.write(b"how it is\\n")
server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
print(server.server_port, flush=True)
server.serve_forever()
"""
"""A site that answers /health/ with the status of its argument."""


def _instruction(name: str) -> str:
    """Return the last instruction of that name in the Dockerfile, with continued lines joined."""
    found = re.findall(rf"^{name} (.+)$", DOCKERFILE.replace("\\\n", " "), re.MULTILINE)
    return str(found[-1])


def test_there_are_a_server_and_a_site() -> None:
    assert set(SERVICES) == {"postgres", "site"}


@pytest.mark.parametrize("service", SERVICES)
def test_ports_are_published_on_the_loopback_only(service: str) -> None:
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


def test_the_image_contains_no_secret() -> None:
    assert not re.search(r"^(ENV|ARG) .*(PASSWORD|SECRET_KEY)", DOCKERFILE, re.MULTILINE)
    ignored = (CHECKOUT / ".dockerignore").read_text().splitlines()
    assert {".env", ".postgres", ".git"} <= set(ignored)


def test_the_postgresql_version_is_still_supported() -> None:
    name, _, version = SERVICES["postgres"]["image"].partition(":")
    assert name == "postgres"
    assert int(version.split(".")[0]) >= 16


def test_both_services_have_a_health_check() -> None:
    assert SERVICES["postgres"]["healthcheck"]["test"][0] == "CMD"
    assert "/health/" in _instruction("HEALTHCHECK")


def test_the_site_waits_for_the_server() -> None:
    assert SERVICES["site"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}


def test_the_secret_key_is_in_a_volume_owned_by_an_unprivileged_account() -> None:
    state = re.search(r"POSTGRES_STATE=(\S+)", DOCKERFILE)
    assert state
    assert [volume.partition(":")[2] for volume in SERVICES["site"]["volumes"]] == [state[1]]
    assert _instruction("USER") not in ("root", "0")
    assert DOCKERFILE.rindex("USER ") > DOCKERFILE.rindex("RUN ")


def test_the_databases_are_prepared_before_the_site_serves() -> None:
    start = _instruction("CMD")
    assert re.search(r"manage\.py prepare && exec gunicorn config\.wsgi", start)


def test_gunicorn_is_pinned() -> None:
    assert re.search(r"gunicorn==\d+\.\d+", DOCKERFILE)


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1), (None, 1)])
def test_the_health_check_passes_if_the_site_is_well_and_says_what_the_site_says(status: int | None, code: int) -> None:
    """Its program runs as written in the Dockerfile, against a server that answers with a status or does not exist."""
    command: list[str] = yaml.safe_load(_instruction("HEALTHCHECK").partition("CMD")[2])
    with running(
        [sys.executable, "-c", SERVER, str(status)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            assert process.stdout is not None
            port = process.stdout.readline().decode().strip() if status else "1"
            program = command[2].replace("8000", port)
            assert program != command[2]
            done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
            assert (done.returncode, done.stdout) == (code, "how it is\n" if status else "")
        finally:
            process.terminate()


_OLD_SYNTAX = re.compile(r"\$\$|\$\{\w+(:?[-?][^}]*)?\}")
"""What every version of compose can expand; version 1 refuses anything else after a dollar."""


def _strings(part: Any) -> list[str]:
    parts = part.values() if isinstance(part, dict) else part if isinstance(part, list) else []
    return [part] if isinstance(part, str) else [text for each in parts for text in _strings(each)]


def test_every_version_of_compose_can_expand_the_variables() -> None:
    texts = _strings(COMPOSE)
    assert any("$" in text for text in texts)
    assert [text for text in texts if "$" in _OLD_SYNTAX.sub("", text)] == []


@pytest.mark.parametrize(
    ("environment", "settings"),
    [
        ({}, {"wal_level=minimal", "max_wal_senders=0"}),
        ({"POSTGRES_WAL": "minimal"}, {"wal_level=minimal", "max_wal_senders=0"}),
        ({"POSTGRES_WAL": "logical"}, {"wal_level=logical", "max_wal_senders=20"}),
    ],
)
def test_change_capture_is_a_matter_of_one_variable(environment: dict[str, str], settings: set[str]) -> None:
    """A shell expands the variable in the environment as compose does, and the container's shell the command."""
    postgres = SERVICES["postgres"]
    passed = f"echo {postgres['environment']['POSTGRES_WAL']}"
    wal = subprocess.run(["sh", "-c", passed], env=environment, capture_output=True, text=True, check=True)
    shell, option, script = postgres["command"]
    shown = subprocess.run(
        [shell, option, script.replace("$$", "$").replace("exec docker-entrypoint.sh", "echo")],
        env={"POSTGRES_WAL": wal.stdout.strip()},
        capture_output=True,
        text=True,
        check=True,
    )
    assert settings <= set(shown.stdout.split())

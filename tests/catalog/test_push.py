"""The pack is sent by a client in a Python of its own, which a small script stands for here."""

from pathlib import Path

import pytest
from django.core.management import CommandError

from seeding.catalog.pack import Pack
from seeding.catalog.push import PushError, client_command, push
from tests.catalog.server import fake_server
from tests.seeded import command

CLIENT = """\
#!/bin/sh
# Python's options -I -c PROBE, then -I -m datahub ingest run ... -c RECIPE; or, as datahub, ingest run ... -c RECIPE.
case "$*" in *emitter*) exit 0;; esac
for last; do :; done
cat "$last" pack.json >> "{kept}"
{end}
"""


def stand_in(directory: Path, end: str = "exit 0", name: str = "python") -> Path:
    """Return a script that keeps the recipes and the proposals that it is given, and then ends."""
    script = directory / name
    script.write_text(CLIENT.format(kept=directory / "kept", end=end), encoding="utf-8")
    script.chmod(0o755)
    return script


@pytest.mark.hard
def test_the_client_gets_all_proposals_and_the_token(
    pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATAHUB_GMS_TOKEN", "secret")
    with fake_server() as server:
        printed = command("catalog_push", server=server.url, client=stand_in(tmp_path))
    assert f"sent {pack.proposals:,} proposals to {server.url}" in printed
    kept = (tmp_path / "kept").read_text(encoding="utf-8")
    assert f"server: {server.url}" in kept
    assert "token: secret" in kept
    assert kept.count('"changeType": "UPSERT"') == pack.proposals
    definitions, others = kept.split("sink:")[1:]
    assert definitions.count('"propertyDefinition"') == definitions.count('"changeType"') > 0
    assert '"propertyDefinition"' not in others


def test_the_program_datahub_on_the_path_is_the_client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = stand_in(tmp_path, name="datahub")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert client_command(None, tmp_path / "missing") == [str(program)]


def test_a_missing_client_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PushError, match=r"^DataHub's client is not installed; name a Python that has acryl-datahub"):
        client_command(None, tmp_path / "missing")
    with pytest.raises(
        CommandError, match=r"nowhere/python cannot be run: No such file or directory; name a Python that has"
    ):
        command("catalog_push", server="http://127.0.0.1:9", client=Path("/nowhere/python"))
    empty = tmp_path / "empty"
    empty.write_text("#!/bin/sh\nexit 1\n")
    empty.chmod(0o755)
    with pytest.raises(PushError, match=r"empty has no acryl-datahub; name a Python that has"):
        client_command(empty, tmp_path / "missing")


@pytest.mark.parametrize(
    ("server", "reason"),
    [
        ("http://127.0.0.1:9", "http://127.0.0.1:9 does not answer: .*Connection refused$"),
        ("localhost:8080", "localhost:8080 is not the URL of a server, such as http://localhost:8080$"),
        ("http://[::1", "does not answer: Invalid IPv6 URL$"),
    ],
)
def test_a_missing_server_is_said_in_one_line(tmp_path: Path, server: str, reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        command("catalog_push", server=server, client=stand_in(tmp_path))


def test_a_client_that_fails_is_quoted(pack: Pack, tmp_path: Path) -> None:
    script = stand_in(tmp_path, "echo starting; echo 'Failed to connect to DataHub: refused'; echo; echo bye; exit 1")
    with pytest.raises(PushError, match=r"^the client failed: Failed to connect to DataHub: refused$"):
        push(pack, client_command(script, script), "http://127.0.0.1:9")

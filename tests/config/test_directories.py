"""A server is known by the directory in which it works: copied, moved, and with a name of any characters."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from config import binaries
from config.embedded import EmbeddedServer
from config.errors import ServerError
from config.postmaster import LOCK_FILE

pytestmark = pytest.mark.hard


def quiet(line: str) -> None:
    """Ignore a line."""


class TestACopiedDirectory:
    @pytest.fixture
    def copy(self, existing_server: EmbeddedServer, server: EmbeddedServer) -> EmbeddedServer:
        """Return the server of a copy that was made while the original ran, as `cp -a` makes it."""
        existing_server.start(quiet)
        subprocess.run(["cp", "-a", str(existing_server.state), str(server.state)], check=True)
        return server

    def test_is_not_the_one_whose_server_its_files_name(
        self, existing_server: EmbeddedServer, copy: EmbeddedServer
    ) -> None:
        assert existing_server.running() is not None
        assert copy.running() is None
        assert copy.known_login() is None

    def test_stops_only_its_own_server(self, existing_server: EmbeddedServer, copy: EmbeddedServer) -> None:
        before = existing_server.running()
        assert copy.stop() is False
        assert existing_server.running() == before

    def test_gets_a_server_of_its_own_on_another_port_and_says_so(
        self, existing_server: EmbeddedServer, copy: EmbeddedServer
    ) -> None:
        said: list[str] = []
        original = existing_server.start(quiet)
        with copy.start(said.append).connect() as connection:
            connection.execute("CREATE DATABASE of_the_copy")
        assert copy.known_login() != original
        assert said[-1] == f"Port {original.port}, that of the last start, is in use; the server listens on " + str(
            copy.start(quiet).port
        )
        with original.connect() as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'of_the_copy'").fetchone()
        assert found is None

    def test_does_not_take_its_port_for_its_server_after_a_stop(
        self, existing_server: EmbeddedServer, copy: EmbeddedServer
    ) -> None:
        (copy.paths.data / LOCK_FILE).unlink()
        assert copy.known_login() is None


def test_a_directory_that_is_moved_keeps_its_running_server(server: EmbeddedServer) -> None:
    before = server.start(quiet)
    moved = replace(server, state=server.state.with_name(f"{server.state.name}-moved"))
    server.state.rename(moved.state)
    try:
        assert moved.known_login() == before
        assert moved.start(pytest.fail) == before
    finally:
        moved.stop()
        moved.state.rename(server.state)


def test_a_path_of_any_characters_is_only_a_name(server: EmbeddedServer) -> None:
    odd = """a b ü $(touch expanded) `touch expanded` "quoted" 'quoted' \\ $HOME ; & * ~ #"""
    oddly_named = replace(server, state=server.state / odd)
    try:
        with oddly_named.start(quiet).connect() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        oddly_named.stop()
    assert not [path for path in (server.state, Path("/"), Path.cwd()) if (path / "expanded").exists()]


def test_a_path_with_a_line_break_is_refused(server: EmbeddedServer) -> None:
    with pytest.raises(ServerError, match=r"^The state directory '[^\n]*' has a line break in its name; set [^\n]*$"):
        replace(server, state=server.state / "a\nb").start(quiet)
    assert not server.state.exists()


def test_programs_whose_path_means_something_to_a_shell_are_copied(
    server: EmbeddedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = binaries.find_clients("").directory
    package = original.parent.parent
    site = tmp_path / "site $(touch expanded)"
    for part in (package, package.with_name(f"{binaries.WHEEL}.libs")):
        if part.is_dir():
            shutil.copytree(part, site / part.name, symlinks=True)
    odd = site / original.relative_to(package.parent)
    monkeypatch.setattr(binaries, "_wheel_directories", lambda: [odd])
    monkeypatch.setattr(binaries, "_user_cache", lambda: server.state / "cache")
    with server.start(quiet).connect() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)

"""Embedded servers for one test or one module, each in a directory of its own."""

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from config.embedded import EmbeddedServer


def _directory() -> Path:
    # Not pytest's tmp_path, which only root can enter: root's server runs as another account.
    return Path(tempfile.gettempdir()) / f"bank-{secrets.token_hex(6)}"


def _server() -> EmbeddedServer:
    run = settings.BANK_SERVER
    return EmbeddedServer(_directory(), bin_directory=run.bin, account_name=run.account, fsync=False)


@pytest.fixture
def server() -> Iterator[EmbeddedServer]:
    """Return a server that has never been started."""
    server = _server()
    yield server
    server.stop()
    shutil.rmtree(server.state, ignore_errors=True)


@pytest.fixture(scope="module")
def existing_server() -> Iterator[EmbeddedServer]:
    """Return a server that exists, running or not; creating one takes a second."""
    server = _server()
    server.start(lambda line: None)
    yield server
    server.stop()
    shutil.rmtree(server.state, ignore_errors=True)

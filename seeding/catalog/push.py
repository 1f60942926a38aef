"""Sending a pack to a server with DataHub's client, in a Python of its own: its package is called `datahub`, too."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from http.client import HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import yaml

from config.source import is_checkout
from seeding.catalog.choices import TOKEN
from seeding.catalog.pack import Pack

_REMEDY = "name a Python that has acryl-datahub with --client" + (
    ", or install it with `make install-catalog`" if is_checkout() else ""
)
_TIMEOUT_S = 10
_DEFINITION = "propertyDefinition"
"""The aspect that defines a property."""
_LAST_LINES = 20
_FAILED = re.compile(r"error|failure|refused|unauthorized", re.IGNORECASE)


class PushError(Exception):
    """A pack that could not be sent; the message gives the reason in one line."""


def client_command(python: Path | None, usual: Path) -> list[str]:
    """Return how to run the client: with `python` if it is given, else with the `usual` one, else from the PATH.

    Raises PushError where there is none.
    """
    if python is None and not usual.exists():
        found = shutil.which("datahub")
        if found is None:
            raise PushError(f"DataHub's client is not installed; {_REMEDY}")
        return [found]
    python = python or usual
    # Isolated, or the client would import the bank's package `datahub` from the current directory.
    probe = [str(python), "-I", "-c", "import datahub.emitter.rest_emitter"]
    try:
        missing = subprocess.run(probe, capture_output=True, check=False).returncode != 0
    except OSError as error:
        raise PushError(f"{python} cannot be run: {error.strerror}; {_REMEDY}") from None
    if missing:
        raise PushError(f"{python} has no acryl-datahub; {_REMEDY}")
    return [str(python), "-I", "-m", "datahub"]


def require_server(server: str) -> None:
    """Raise PushError unless a server answers at a URL; what it answers is the client's business."""
    if not server.startswith(("http://", "https://")):
        raise PushError(f"{server} is not the URL of a server, such as http://localhost:8080")
    try:
        with urlopen(f"{server.rstrip('/')}/config", timeout=_TIMEOUT_S):
            pass
    except HTTPError:
        pass
    except (OSError, HTTPException, ValueError) as error:
        raise PushError(f"{server} does not answer: {getattr(error, 'reason', error)}") from None


def push(pack: Pack, client: Sequence[str], server: str) -> None:
    """Send the proposals of a pack. Raises PushError if the client fails.

    A property must be defined before it is used. The client sends its last batches side by side, whatever its settings
    say, so that it runs twice: for the definitions, and for all others in their order.
    """
    proposals = [proposal for name in pack.counts for proposal in json.loads(pack.texts[name])]
    for are_definitions in (True, False):
        chosen = [each for each in proposals if (each["aspectName"] == _DEFINITION) == are_definitions]
        if chosen:
            _send(chosen, client, server)


def _send(proposals: Sequence[Mapping[str, Any]], client: Sequence[str], server: str) -> None:
    with TemporaryDirectory(prefix="datahub-bank-") as name:
        directory = Path(name)
        (directory / "pack.json").write_text(json.dumps(proposals), encoding="utf-8")
        recipe = directory / "recipe.yml"
        recipe.write_text(yaml.safe_dump(_recipe(directory / "pack.json", server)), encoding="utf-8")
        done = subprocess.run(
            [*client, "ingest", "run", "--no-progress", "--no-default-report", "-c", str(recipe)],
            cwd=directory,
            env={**os.environ, "DATAHUB_TELEMETRY_ENABLED": "false"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    if done.returncode:
        raise PushError(f"the client failed: {_reason(done.stdout)}")


def _recipe(file: Path, server: str) -> Mapping[str, Any]:
    """Return a recipe that sends one batch after the other, but for the last ones."""
    sink: dict[str, Any] = {"server": server, "mode": "ASYNC_BATCH", "max_threads": 1, "retry_max_times": 1}
    if token := os.environ.get(TOKEN):
        sink["token"] = token
    return {
        "source": {"type": "file", "config": {"path": str(file)}},
        "sink": {"type": "datahub-rest", "config": sink},
    }


def _reason(output: str) -> str:
    """Return the last line that sounds like an error, or the last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()][-_LAST_LINES:]
    return next((line for line in reversed(lines) if _FAILED.search(line)), lines[-1] if lines else "it says nothing")

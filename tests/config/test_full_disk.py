"""A server on a small disk: its log stays short, what does not fit is refused, and it starts again once there is space.

The disk is one of memory, which root can mount, on a machine or in a privileged container. Elsewhere nothing smaller
than the machine's own disk can be had, and these tests are skipped.
"""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

import pytest
from django.conf import settings

from config.embedded import EmbeddedServer
from config.postmaster import running_postmaster
from config.server import ServerSettings
from tests.commandline import Outcome, manage
from tests.waiting import wait_until

SIZE_MB = 400
SEGMENT = 1 << 24

pytestmark = pytest.mark.hard


class SmallDisk:
    """A disk in memory with the state directory of a server."""

    def __init__(self, mount: Path) -> None:
        self.mount = mount
        self.filler = mount / "filler"
        self._settings = replace(settings.BANK_SERVER, state=mount / "state")

    @property
    def server(self) -> EmbeddedServer:
        server: ServerSettings = self._settings
        assert server.embedded
        return server.embedded

    def manage(self, *arguments: str) -> Outcome:
        return manage(*arguments, POSTGRES_STATE=self.server.state)

    def fill(self, left: int = 0) -> None:
        """Fill the disk but for some bytes."""
        with self.filler.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(1 << 16))
        with self.filler.open("r+b") as file:
            file.truncate(self.filler.stat().st_size - left)

    def end_the_server(self) -> None:
        """Kill the server. Filling the disk does not end it: it writes its log over that of earlier runs."""
        found = running_postmaster(self.server.paths.data)
        assert found
        os.kill(found.pid, signal.SIGKILL)
        wait_until(lambda: running_postmaster(self.server.paths.data) is None)


@pytest.fixture(scope="module")
def disk() -> Iterator[SmallDisk]:
    mount = Path(mkdtemp(prefix="small-disk-"))  # not below pytest's directory, which its account cannot enter
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m,mode=755", "tmpfs", str(mount)]
    mounted = subprocess.run(command, capture_output=True, check=False)
    if mounted.returncode:
        mount.rmdir()
        pytest.skip(f"no disk can be mounted here: {mounted.stderr.decode().strip()}")
    small = SmallDisk(mount)
    try:
        yield small
    finally:
        small.filler.unlink(missing_ok=True)
        small.server.stop()
        subprocess.run(["umount", str(mount)], check=True)
        mount.rmdir()


def test_the_log_of_many_runs_leaves_space_for_the_next_one(disk: SmallDisk) -> None:
    assert disk.manage("seed_all", "--scale", "0.1").code == 0
    # What two hundred runs write to the log, which is more than five such disks hold.
    with disk.server.start(str).connect() as connection:
        for _ in range(130):
            connection.execute("SELECT pg_logical_emit_message(false, 'test', repeat('x', %s))", [SEGMENT])
    disk.fill(left=70_000_000)  # less than a run takes, were it not for the log that a checkpoint gives back
    done = disk.manage("seed_all", "--scale", "0.1", "--replace", "--seed", "2")
    disk.filler.unlink()
    assert done.code == 0, done.errors
    log = sum(file.stat().st_size for file in (disk.server.paths.data / "pg_wal").iterdir())
    assert log <= 6 * SEGMENT


def test_a_run_that_does_not_fit_is_refused_with_the_disk_and_what_it_takes(disk: SmallDisk) -> None:
    done = disk.manage("seed_all", "--scale", "20", "--replace")
    assert done.code == 1
    line = done.errors[-1]
    assert re.search(
        r"takes about \d{3} MB \(rows \d{3} MB, sorting \d+ MB, log \d+ MB, the server 32 MB\), and ", line
    )
    assert f"(disk {disk.mount}) has " in line
    assert line.endswith("MB free; free some space there, or give a smaller --scale")


def test_a_full_disk_is_named_and_a_server_that_ended_there_starts_again_when_there_is_space(disk: SmallDisk) -> None:
    before = disk.manage("seed_fingerprint")
    disk.fill()
    disk.end_the_server()
    done = disk.manage("seed_status")
    assert done.code == 1
    # What the killed server leaves free decides how far the next command comes.
    assert re.search(
        r"^CommandError: (The server does not start: |The databases on \S+ cannot be prepared: )?"
        rf"disk full: {disk.server.state}\S* \(disk {disk.mount}\) "
        "has 0 MB free; free some space there",
        done.errors[-1],
    )
    assert len(done.errors) <= 2
    disk.filler.unlink()
    assert disk.manage("seed_fingerprint").out == before.out


def test_a_new_server_is_refused_on_a_disk_without_space_for_it(disk: SmallDisk) -> None:
    disk.fill(left=64 << 20)
    done = manage("seed_status", POSTGRES_STATE=disk.mount / "other")
    disk.filler.unlink()
    assert done.code == 1
    assert "A new server takes 150 MB, and " in done.errors[-1]
    assert not (disk.mount / "other" / "cluster" / "data").exists()

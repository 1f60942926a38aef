"""The state directory is different for each checkout; its secrets are private, and its lock ends with the process."""

import os
import pwd
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config.errors import ServerError
from config.state import get_or_create_secret, locked, state_directory, write_private
from tests.commandline import CHECKOUT
from tests.waiting import running


def test_simultaneous_calls_get_the_same_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(get_or_create_secret, [tmp_path / "key"] * 64))
    assert len(answers) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["key"]


def test_only_the_owner_can_read_a_secret(tmp_path: Path) -> None:
    get_or_create_secret(tmp_path / "deep" / "key")
    assert stat.S_IMODE((tmp_path / "deep" / "key").stat().st_mode) == 0o600


def test_a_private_file_is_replaced(tmp_path: Path) -> None:
    for text in ("a", "b"):
        write_private(tmp_path / "file", text)
    assert [file.read_text() for file in tmp_path.iterdir()] == ["b\n"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can write to other users' directories")
def test_root_leaves_a_private_file_to_the_owner_of_its_directory(tmp_path: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    os.chown(tmp_path, nobody.pw_uid, nobody.pw_gid)
    write_private(tmp_path / "file", "text")
    owned = (tmp_path / "file").stat()
    assert (owned.st_uid, owned.st_gid) == (nobody.pw_uid, nobody.pw_gid)
    assert stat.S_IMODE(owned.st_mode) == 0o600


def test_the_state_of_a_normal_user_is_in_the_checkout() -> None:
    assert state_directory(Path("/src/bank"), "", as_root=False) == Path("/src/bank/.postgres")


def test_the_states_of_two_checkouts_of_root_differ() -> None:
    one, other = (state_directory(Path(place) / "bank", "", as_root=True) for place in ("/root/a", "/root/b"))
    assert one != other
    assert one.parent == other.parent == Path("/var/lib/datahub-bank")


def test_a_configured_state_directory_takes_precedence() -> None:
    assert state_directory(Path("/src/bank"), "/elsewhere", as_root=True) == Path("/elsewhere")


def test_a_held_lock_is_refused_after_the_timeout(tmp_path: Path) -> None:
    with (
        locked(tmp_path / "lock", 0, "busy"),
        pytest.raises(ServerError, match="another command holds it"),
        locked(tmp_path / "lock", 0.1, "another command holds it"),
    ):
        pass


def test_a_lock_is_released(tmp_path: Path) -> None:
    for _ in range(2):
        with locked(tmp_path / "lock", 0, "busy"):
            pass


def test_only_the_owner_can_open_the_lock_file(tmp_path: Path) -> None:
    with locked(tmp_path / "lock", 0, "busy"):
        pass
    assert stat.S_IMODE((tmp_path / "lock").stat().st_mode) == 0o600


def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from config.state import locked\n"
        "with locked(Path(sys.argv[1]), 0, 'busy'): print('held', flush=True); time.sleep(60)"
    )
    path = tmp_path / "lock"
    with running([sys.executable, "-c", program, str(path)], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(ServerError, match="busy"), locked(path, 0, "busy"):
            pass
        holder.kill()
    with locked(path, 0, "busy"):
        pass


def test_a_file_that_cannot_be_locked_is_reported_in_one_line(tmp_path: Path) -> None:
    with (
        pytest.raises(
            ServerError, match=rf"^The file {tmp_path} cannot be locked: [^\n]*; set POSTGRES_STATE to [^\n]*$"
        ),
        locked(tmp_path, 0, "busy"),
    ):
        pass

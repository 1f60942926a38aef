"""Secrets are private and the same for all who ask; the state directory is apart for each checkout."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config.errors import ServerError
from config.state import locked, secret, state_directory, write_private


def test_all_who_ask_for_a_secret_at_once_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(secret, [tmp_path / "key"] * 64))
    assert len(answers) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["key"]


def test_a_secret_is_for_its_owner_alone(tmp_path: Path) -> None:
    secret(tmp_path / "deep" / "key")
    assert stat.S_IMODE((tmp_path / "deep" / "key").stat().st_mode) == 0o600


def test_a_private_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    for text in ("a", "b"):
        write_private(tmp_path / "file", text)
    assert [file.read_text() for file in tmp_path.iterdir()] == ["b\n"]


def test_a_normal_user_keeps_the_state_in_the_checkout() -> None:
    assert state_directory(Path("/src/bank"), "", as_root=False) == Path("/src/bank/.postgres")


def test_two_checkouts_of_root_share_no_state() -> None:
    one, other = (state_directory(Path(place) / "bank", "", as_root=True) for place in ("/root/a", "/root/b"))
    assert one != other
    assert one.parent == other.parent == Path("/var/lib/datahub-bank")


def test_a_named_state_directory_wins() -> None:
    assert state_directory(Path("/src/bank"), "/elsewhere", as_root=True) == Path("/elsewhere")


def test_a_lock_that_is_held_is_refused_after_a_while(tmp_path: Path) -> None:
    with (
        locked(tmp_path / "lock", 0, "busy"),
        pytest.raises(ServerError, match="somebody has it"),
        locked(tmp_path / "lock", 0.1, "somebody has it"),
    ):
        pass


def test_a_lock_is_free_again_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        with locked(tmp_path / "lock", 0, "busy"):
            pass

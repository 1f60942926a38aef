"""Keys of children: one formula, which refuses ordinals and keys outside of their room."""

import numpy as np
import pytest

import seeding.bank
from seeding.discovery import instances_in, modules_of
from seeding.engine.keys import KeyOverflowError, Room, child_key

ROOMS = {room.what: room for _, room in instances_in(modules_of(seeding.bank), Room)}
PARENT = np.array([1])


def test_children_of_different_parents_never_have_the_same_key() -> None:
    keys = child_key(np.repeat(np.arange(50), 7), np.tile(np.arange(7), 50), Room("children", 7))
    assert np.array_equal(keys, np.arange(350))


def test_one_ordinal_can_apply_to_all_parents() -> None:
    assert child_key(np.array([0, 3]), 1, Room("children", 2)).tolist() == [1, 7]


@pytest.mark.parametrize("room", ROOMS.values(), ids=list(ROOMS))
def test_every_room_of_the_bank_refuses_a_child_beyond_its_edge(room: Room) -> None:
    assert child_key(PARENT, np.array([room.size - 1]), room).tolist() == [2 * room.size - 1]
    with pytest.raises(KeyOverflowError, match=f"no room for {room.what} number {room.size}"):
        child_key(PARENT, np.array([room.size]), room)
    with pytest.raises(KeyOverflowError, match=f"no room for {room.what} number -1"):
        child_key(PARENT, np.array([-1]), room)


def test_a_key_beyond_64_bits_is_refused() -> None:
    room = Room("children", 1_000)
    largest = (2**63 - 1_000) // 1_000
    assert child_key(np.array([largest]), np.array([999]), room)[0] > 0
    with pytest.raises(KeyOverflowError, match=r"no room for children of parent .* in 64 bits"):
        child_key(np.array([largest + 1]), np.array([0]), room)


def test_no_rows_are_no_error() -> None:
    nothing = np.zeros(0, np.int64)
    assert len(child_key(nothing, nothing, Room("children", 2))) == 0

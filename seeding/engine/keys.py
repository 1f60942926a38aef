"""Keys of children: computed from the parent's key and the child's place, so that nothing has to be looked up."""

from dataclasses import dataclass

import numpy as np

from seeding.engine.arrays import IntArray, Key, Ordinal

_MOST = np.iinfo(np.int64).max


class KeyOverflowError(OverflowError):
    """A child that its parent's keys have no room for; the text names whose children they are."""


@dataclass(frozen=True)
class Room:
    """How many children of a kind one parent's keys have room for: their ordinals are 0 to `size` - 1."""

    what: str
    size: int


def child_key(parent: Key, ordinal: Ordinal | int, room: Room) -> Key:
    """Return the key of each child: the parent's key x the room + the ordinal, for arrays of one length.

    Raises KeyOverflowError for an ordinal outside the room, and for a key that 64 bits cannot hold.
    """
    ordinals: IntArray = np.asarray(ordinal, np.int64)
    if ordinals.size and not 0 <= int(ordinals.min()) <= int(ordinals.max()) < room.size:
        outside = int(ordinals.max()) if int(ordinals.max()) >= room.size else int(ordinals.min())
        raise KeyOverflowError(f"no room for {room.what} number {outside}: keys have room for {room.size:,}")
    if len(parent) and int(parent.max()) > (_MOST - room.size + 1) // room.size:
        raise KeyOverflowError(f"no room for {room.what} of parent {int(parent.max()):,} in 64 bits")
    return parent * room.size + ordinals

"""Keys of children, computed from the key of the parent and the ordinal of the child: no lookup is needed."""

from dataclasses import dataclass

import numpy as np

from seeding.engine.arrays import IntArray, Key, Ordinal

_MOST = np.iinfo(np.int64).max


class KeyOverflowError(OverflowError):
    """A child's key is outside of the room for keys; the text names the room."""


@dataclass(frozen=True)
class Room:
    """The number of keys that are reserved for the children of one parent: their ordinals are 0 to `size` - 1."""

    what: str
    size: int


def child_key(parent: Key, ordinal: Ordinal | int, room: Room) -> Key:
    """Return the key of each child: parent key x room + ordinal. `parent` has one item per child, as `ordinal` may.

    Raises KeyOverflowError for an ordinal outside of the room, and for a key that 64 bits cannot hold.
    """
    ordinals: IntArray = np.asarray(ordinal, np.int64)
    if ordinals.size and not 0 <= int(ordinals.min()) <= int(ordinals.max()) < room.size:
        outside = int(ordinals.max()) if int(ordinals.max()) >= room.size else int(ordinals.min())
        raise KeyOverflowError(f"no room for {room.what} number {outside}: keys have room for {room.size:,}")
    if len(parent) and int(parent.max()) > (_MOST - room.size + 1) // room.size:
        raise KeyOverflowError(f"no room for {room.what} of parent {int(parent.max()):,} in 64 bits")
    return parent * room.size + ordinals

"""All tours, found in the modules of this package: one for each storyline."""

from collections.abc import Iterable

import seeding.tours
from seeding.bank.storylines import STORYLINES, Storyline
from seeding.discovery import instances_in, modules_of
from seeding.tours.tour import Tour, TourError


def tours_by_storyline(tours: Iterable[Tour], storylines: Iterable[Storyline]) -> dict[str, Tour]:
    """Return the tour of each storyline by the storyline's key, in the order of the storylines.

    Raises TourError, which names the storyline, if a storyline has no tour, a tour has no storyline, or two tours have
    the same storyline.
    """
    unplaced: dict[str, Tour] = {}
    for tour in tours:
        if unplaced.setdefault(tour.storyline.key, tour) is not tour:
            raise TourError(f"the storyline {tour.storyline.key} has two tours")
    placed = {}
    for storyline in storylines:
        if storyline.key not in unplaced:
            raise TourError(f"the storyline {storyline.key} has no tour")
        placed[storyline.key] = unplaced.pop(storyline.key)
    if unplaced:
        raise TourError(f"the tour {next(iter(unplaced))} has no storyline")
    return placed


TOURS = tours_by_storyline((tour for _, tour in instances_in(modules_of(seeding.tours), Tour)), STORYLINES)
"""Every tour by the key of its storyline."""

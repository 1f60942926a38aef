"""Households: the two adults of one are customers with consecutive numbers, the first of them odd."""

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_Number = TypeVar("_Number", int, "npt.NDArray[np.int64]")


def first_adult(number: _Number) -> _Number:
    """Return the odd customer number of the pair that a number, or each of an array, belongs to: 3 for 3 and 4."""
    return number - (number + 1) % 2


def household_partner_id(customer_id: str) -> str:
    """Return the id that the other adult would have if the customer lived in a household of two.

    `CUST-00000003` and `CUST-00000004` are partners in that sense; only their names and address show whether they form
    a household. Raises ValueError if the id does not end with a positive number.
    """
    prefix, dash, digits = customer_id.rpartition("-")
    if not (digits.isascii() and digits.isdecimal() and int(digits)):
        raise ValueError(f"{customer_id!r} does not end with a positive number")
    number = int(digits)
    partner = 2 * first_adult(number) + 1 - number
    return f"{prefix}{dash}{partner:0{len(digits)}}"

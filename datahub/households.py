"""Who can share a household: customers are numbered so that the two adults of a household follow each other."""

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_Number = TypeVar("_Number", int, "npt.NDArray[np.int64]")
_PREFIX = "CUST-"
_DIGITS = 8


def first_adult(number: _Number) -> _Number:
    """Return the lower customer number of the pair that a number, or each of an array, belongs to: 3 for 3 and 4."""
    return number - (number + 1) % 2


def household_partner_id(customer_id: str) -> str:
    """Return the key of the only customer who can share a household with a customer: CUST-00000004 for CUST-00000003.

    Raises ValueError for a text that is no customer key.
    """
    digits = customer_id.removeprefix(_PREFIX)
    if not customer_id.startswith(_PREFIX) or not digits.isascii() or not digits.isdigit():
        raise ValueError(f"{customer_id!r} is no customer key")
    number = int(digits)
    partner = 2 * first_adult(number) + 1 - number
    return f"{_PREFIX}{partner:0{_DIGITS}}"

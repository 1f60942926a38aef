"""Households: the two adults of one are customers with consecutive numbers, the first of them odd."""


def household_partner_id(customer_id: str) -> str:
    """Return the id that the other adult would have if the customer lived in a household of two.

    `CUST-00000003` and `CUST-00000004` are partners in that sense; only their names and address tell whether they form
    a household. Raises ValueError if the id does not end with a positive number.
    """
    prefix, dash, number = customer_id.rpartition("-")
    if not (number.isascii() and number.isdecimal() and int(number)):
        raise ValueError(f"{customer_id!r} does not end with a positive number")
    partner = int(number) + (1 if int(number) % 2 else -1)
    return f"{prefix}{dash}{partner:0{len(number)}}"

"""Days in SQL: when the bank works."""


def business(day: str) -> str:
    """Return the SQL condition that the bank works on a day: Monday to Friday but three holidays."""
    return f"(extract(isodow FROM {day}) < 6 AND to_char({day}, 'MM-DD') NOT IN ('01-01', '07-04', '12-25'))"

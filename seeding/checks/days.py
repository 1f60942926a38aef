"""Business days in SQL."""


def is_business_day(day: str) -> str:
    """Return the SQL condition that a day is a business day: Monday to Friday except three holidays."""
    month_and_day = f"100 * date_part('month', {day}) + date_part('day', {day})"
    return f"(date_part('isodow', {day}) < 6 AND {month_and_day} NOT IN (101, 704, 1225))"

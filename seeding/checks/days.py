"""Business days in SQL."""


def is_business_day(day: str) -> str:
    """Return the SQL condition that a day is a business day: Monday to Friday except the Federal Reserve's holidays.

    It names the parameter `holidays`.
    """
    return f"(date_part('isodow', {day}) < 6 AND ({day})::date <> ALL(%(holidays)s))"

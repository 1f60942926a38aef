"""Rules on cash: deposits and withdrawals at branches and ATMs."""

from seeding.bank.compliance import numbers
from seeding.checks.compliance.ledger_view import KEYS_OF_WINDOW, alerts_where, day_total, in_window, single, windowed
from seeding.engine.money import CENTS

_SMALL = f"""cash AND type = 'deposit'
    AND amount BETWEEN {numbers.STRUCTURED.low} / {CENTS}.00 AND {numbers.STRUCTURED.high} / {CENTS}.00"""


def _structured(deposits: int, days: int) -> str:
    """Return the query for a number of small deposits within some days that exceed the threshold together."""
    return alerts_where(
        windowed("account_id", _SMALL, days, f"count(*) >= {deposits} AND sum(amount) > %(limit)s"),
        f"number >= {deposits} AND total > %(limit)s",
        "total",
        in_window(KEYS_OF_WINDOW, "evaluated", _SMALL, days),
    )


R01 = day_total("customer_id", "cash")
R04 = single("cash")
R05 = _structured(numbers.DEPOSITS_OF_STRUCTURING, numbers.DAYS_OF_STRUCTURING)
R06 = _structured(numbers.DEPOSITS_OF_LONG_STRUCTURING, numbers.DAYS_OF_LONG_STRUCTURING)
R15 = day_total("account_id", "cash AND channel = 'atm'")

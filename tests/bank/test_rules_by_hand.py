"""What the rules catch in ledgers of a few rows: at the edges of windows and thresholds, which banks seldom reach."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from seeding.bank.accounts.ledger_numbers import POSTING_CODES
from seeding.bank.compliance.ledger_view import LedgerView
from seeding.bank.compliance.numbers import RULE, RULES
from seeding.bank.compliance.rules import FUNCTIONS
from seeding.engine.calendar import Calendar
from seeding.engine.days import SECONDS_PER_DAY, day_number

CALENDAR = Calendar()
MONDAY = day_number(date(2026, 3, 2))
HOUR = 3_600

Row = tuple[int, int, int, int, str, str | None]
"""Account, day, second, units of money, kind, and the other side's number; ours are 770, 771, 772 and so on."""


def ledger(rows: list[Row]) -> LedgerView:
    """Return a ledger of rows, given by account and time; accounts 0 and 1 are one customer's, and so are 2 and 3."""
    account, day, second, units, kind, number = (list(column) for column in zip(*rows, strict=True))
    return LedgerView(
        account=np.array(account),
        owner=np.array(account) // 2,
        day=np.array(day),
        moment=np.array(day) * SECONDS_PER_DAY + np.array(second),
        cents=np.array(units) * 100,
        kind=np.array([POSTING_CODES[name] for name in kind]),
        other=np.array([int(text) - 770 if text and text.startswith("77") else -1 for text in number]),
        number=pl.Series(number, dtype=pl.String),
        calendar=CALENDAR,
    )


def caught(rule: str, rows: list[Row]) -> dict[int, int]:
    """Return the places of the rows that a rule catches, with what it measured, in units of money or as a count."""
    found = FUNCTIONS[rule](ledger(rows))
    unit = 1 if RULES[RULE[rule]].counts else 100
    return dict(zip(found.row.tolist(), (found.value // unit).tolist(), strict=True))


def cash(account: int, day: int, units: int, second: int = 0) -> Row:
    return (account, MONDAY + day, second, units, "branch_deposit" if units > 0 else "branch_withdrawal", None)


def sent(account: int, day: int, units: int, to: str = "US1", second: int = 0, kind: str = "sent") -> Row:
    return (account, MONDAY + day, second, -units, kind, to)


def moved(payer: int, payee: int, day: int, units: int, second: int = 0) -> list[Row]:
    """Return both rows of a transfer between accounts of ours."""
    return [
        (payer, MONDAY + day, second, -units, "internal_out", f"77{payee}"),
        (payee, MONDAY + day, second, units, "internal_in", f"77{payer}"),
    ]


def test_r01_adds_the_cash_of_all_accounts_of_a_customer_on_a_day() -> None:
    assert caught("R01", [cash(0, 0, 6_000), cash(1, 0, -4_000, 9), cash(1, 0, 1, 10)]) == {2: 10_001}
    assert caught("R01", [cash(0, 0, 6_000), cash(1, 1, 6_000)]) == {}
    assert caught("R01", [cash(1, 0, 6_000), cash(2, 0, 6_000)]) == {}


def test_r01_catches_the_row_at_which_the_sum_is_exceeded_and_once_a_day() -> None:
    rows = [cash(0, 0, 9_000), cash(0, 0, 1_001, 1), cash(0, 0, 50, 2), cash(0, 1, 10_001)]
    assert caught("R01", rows[:3]) == {1: 10_001}
    # The row before was over the threshold on its day: the condition does not turn true.
    assert caught("R01", rows) == {1: 10_001}


@pytest.mark.parametrize(("last", "found"), [(6, {2: 12_000}), (7, {})], ids=["a week", "a day more"])
def test_r05_looks_back_on_a_week(last: int, found: dict[int, int]) -> None:
    assert caught("R05", [cash(0, 0, 4_000), cash(0, 3, 4_000), cash(0, last, 4_000)]) == found


def test_r05_wants_three_deposits_from_1_000_below_10_000_and_more_than_that_together() -> None:
    assert caught("R05", [cash(0, 0, 4_000), cash(0, 1, 3_000), cash(0, 2, 3_000)]) == {}
    assert caught("R05", [cash(0, 0, 4_000), cash(0, 1, 999), cash(0, 2, 9_000)]) == {}
    assert caught("R05", [cash(0, 0, 4_000), cash(0, 1, 10_000), cash(0, 2, 9_000)]) == {}
    assert caught("R05", [cash(0, 0, 4_000), cash(0, 1, -4_000), cash(0, 2, 9_000)]) == {}
    assert caught("R05", [cash(0, 0, 1_000), cash(0, 1, 1_000), cash(0, 2, 9_999)]) == {2: 11_999}


def test_r07_counts_nine_debits_that_the_customer_initiated() -> None:
    nine = [sent(0, 0, 20, second=place) for place in range(9)]
    assert caught("R07", nine[:8]) == {}
    assert caught("R07", nine) == {8: 9}
    fee = (0, MONDAY, 99, -3, "atm_fee", None)
    assert caught("R07", [*nine[:8], fee]) == {}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([sent(0, 1, 4_000), sent(0, 2, 500)], {2: 5_000}),
        ([sent(0, 2, 4_500)], {1: 5_000}),
        ([sent(0, 2, 4_500, second=1)], {}),
        ([sent(0, 2, 4_499)], {}),
    ],
    ids=["in parts", "at the last second", "a second late", "a unit short"],
)
def test_r08_wants_90_percent_gone_within_48_hours(rows: list[Row], found: dict[int, int]) -> None:
    assert caught("R08", [(0, MONDAY, 0, 5_000, "received", "US2"), *rows]) == found


@pytest.mark.parametrize("kind", ["salary", "disbursement", "settlement", "opening_wire", "payoff_funds_ach"])
def test_r08_leaves_credits_apart_that_are_meant_to_be_passed_on(kind: str) -> None:
    assert caught("R08", [(0, MONDAY, 0, 5_000, kind, None), sent(0, 1, 5_000)]) == {}


def test_r08_measures_the_largest_credit_that_is_gone() -> None:
    credits = [(0, MONDAY, second, units, "received", "US2") for second, units in enumerate((5_000, 6_000))]
    assert caught("R08", [*credits, sent(0, 1, 5_400)]) == {2: 6_000}


@pytest.mark.parametrize(("rule", "sign", "kind"), [("R09", 1, "received"), ("R10", -1, "sent")], ids=str)
def test_r09_and_r10_count_four_accounts_in_a_week(rule: str, sign: int, kind: str) -> None:
    def fan(*others: str, last: int = 6, each: int = 1_250) -> list[Row]:
        days = (0, 2, 4, last)
        return [(0, MONDAY + day, 0, sign * each, kind, other) for day, other in zip(days, others, strict=True)]

    assert caught(rule, fan("US1", "US2", "US3", "US4")) == {3: 4}
    assert caught(rule, fan("US1", "US2", "US3", "US1")) == {}
    assert caught(rule, fan("US1", "US2", "US3", "US4", last=7)) == {}
    assert caught(rule, fan("US1", "US2", "US3", "US4", each=1_249)) == {}


def circle(*amounts: int, days: int = 9, second: int = 0) -> list[Row]:
    """Return a sum that goes round as many accounts as there are amounts; the last transfer comes after some days."""
    stops = len(amounts)
    at = [*range(stops - 1), days]
    hops = [
        moved(place, (place + 1) % stops, at[place], amount, second * (place == stops - 1))
        for place, amount in enumerate(amounts)
    ]
    return sorted((row for hop in hops for row in hop), key=lambda row: row[:3])


def test_r11_catches_a_sum_that_comes_back_over_other_accounts() -> None:
    assert caught("R11", circle(2_000, 1_800, 1_600)) == {1: 2_000}
    assert caught("R11", circle(2_000, 2_000)) == {1: 2_000}
    assert caught("R11", circle(2_000, *[1_900] * 6)) == {1: 2_000}


@pytest.mark.parametrize(
    "rows",
    [
        circle(2_000, 1_599, 1_599),
        circle(2_000, 1_599, 1_600),
        circle(2_000, 2_001, 2_000),
        circle(1_999, 1_999),
        circle(2_000, *[1_900] * 7),
        circle(2_000, 1_900, days=10, second=1),
    ],
    ids=["too little", "too little on the way", "more than came", "too small", "too many stops", "too late"],
)
def test_r11_wants_most_of_it_back_in_time(rows: list[Row]) -> None:
    assert caught("R11", rows) == {}


def test_r11_counts_ten_days_to_the_second() -> None:
    assert caught("R11", circle(2_000, 1_900, days=10)) == {1: 2_000}


def test_r12_and_r13_look_at_where_a_wire_goes() -> None:
    wires = [
        sent(0, 0, 1_000, "HT1", kind="wire_abroad"),
        sent(0, 1, 999, "HT1", kind="wire_abroad"),
        sent(0, 2, 9_000, "US1", kind="passed_on_wire"),
        sent(0, 3, 9_000, "HT1"),
        sent(1, 29, 13_001, "DE1", kind="wire_abroad"),
    ]
    assert caught("R12", wires) == {0: 1_000}
    assert caught("R13", wires) == {4: 15_000}
    assert caught("R13", [*wires[:4], sent(1, 31, 14_000, "DE1", kind="wire_abroad")]) == {}


@pytest.mark.parametrize(
    ("before", "day", "found"),
    [
        (date(2024, 3, 5), date(2025, 3, 5), {}),
        (date(2024, 3, 4), date(2025, 3, 5), {1: 5_000}),
        (date(2024, 2, 29), date(2025, 2, 28), {}),
        (date(2024, 2, 29), date(2025, 3, 1), {1: 5_000}),
    ],
    ids=str,
)
def test_r14_waits_for_the_day_after_a_whole_year(before: date, day: date, found: dict[int, int]) -> None:
    first, then = day_number(before), day_number(day)
    assert caught("R14", [(0, first, 0, -20, "card", None), (0, then, 0, -5_000, "sent", "US1")]) == found


def test_r14_hears_nothing_of_what_the_bank_does_of_itself_and_nothing_without_a_row_before() -> None:
    seller = sent(0, 300, 900, kind="passed_on_wire")
    interest = (0, MONDAY + 350, 0, 5, "interest", None)
    assert caught("R14", [sent(0, 0, 20), seller, interest, sent(0, 367, 5_000)]) == {3: 5_000}
    assert caught("R14", [sent(0, 0, 20), seller, interest, sent(0, 367, 4_999)]) == {}
    assert caught("R14", [(0, MONDAY, 0, 50, "opening_branch", None), sent(0, 367, 5_000)]) == {}


def test_r15_adds_cash_at_machines_and_r16_card_purchases_and_refunds() -> None:
    machine = [(0, MONDAY, place, units, kind, None) for place, (units, kind) in enumerate(
        ((-600, "atm_withdrawal"), (400, "atm_deposit"), (-900, "branch_withdrawal"), (-1, "other_atm_withdrawal"))
    )]  # fmt: skip
    assert caught("R15", machine) == {3: 1_001}
    card = [(0, MONDAY, place, units, kind, None) for place, (units, kind) in enumerate(
        ((-3_000, "card"), (2_000, "refund"), (-1, "card"))
    )]  # fmt: skip
    assert caught("R16", card) == {2: 5_001}

"""What the rules find in ledgers of a few rows, at the edges of windows and thresholds that banks seldom reach."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from seeding.bank.accounts.ledger_numbers import POSTING_CODES
from seeding.bank.compliance.alerts import DETECTORS
from seeding.bank.compliance.ledger_view import LedgerView
from seeding.engine.arrays import NONE
from seeding.engine.calendar import Calendar
from seeding.engine.days import SECONDS_PER_DAY, day_number
from seeding.engine.money import CENTS
from seeding.engine.plan import Plan

CALENDAR = Calendar()
MONDAY = day_number(date(2026, 3, 2))
OWN_NUMBER = 770
"""Account number of account 0; the others follow."""

Row = tuple[int, int, int, int, str, str | None]
"""Account, day, second, dollars, kind of posting, and the counterparty's number."""


def ledger(rows: list[Row]) -> LedgerView:
    """Return a ledger of rows, sorted by account and time; accounts 0 and 1 belong to one customer, 2 and 3 too."""
    account, day, second, dollars, kind, number = (list(column) for column in zip(*rows, strict=True))
    return LedgerView(
        account=np.array(account),
        customer=np.array(account) // 2,
        day=np.array(day),
        moment=np.array(day) * SECONDS_PER_DAY + np.array(second),
        cents=np.array(dollars) * CENTS,
        kind=np.array([POSTING_CODES[name] for name in kind]),
        counterparty_account=np.array([own_account(text) for text in number]),
        counterparty_number=pl.Series(number, dtype=pl.String),
        calendar=CALENDAR,
    )


PLAN = Plan(1, 60, 7, date(2026, 6, 30), date(2026, 6, 30), date(2026, 6, 30))


def own_account(number: str | None) -> int:
    """Return the account with a number, NONE for a number of another bank."""
    return int(number) - OWN_NUMBER if number and number.isdigit() else NONE


def found(rule: str, rows: list[Row]) -> dict[int, int]:
    """Return the rows at which a rule raises an alert, with what it measured, in dollars or as a count."""
    detector = DETECTORS[rule]
    result = detector.alerts(ledger(rows), PLAN)
    unit = 1 if detector.rule.counts else CENTS
    return dict(zip(result.row.tolist(), (result.value // unit).tolist(), strict=True))


def cash(account: int, day: int, dollars: int, second: int = 0) -> Row:
    return (account, MONDAY + day, second, dollars, "branch_deposit" if dollars > 0 else "branch_withdrawal", None)


def sent(account: int, day: int, dollars: int, to: str = "US1", second: int = 0, kind: str = "sent") -> Row:
    return (account, MONDAY + day, second, -dollars, kind, to)


def internal_transfer(payer: int, payee: int, day: int, dollars: int, second: int = 0) -> list[Row]:
    """Return both rows of a transfer between two accounts of this bank."""
    return [
        (payer, MONDAY + day, second, -dollars, "internal_out", str(OWN_NUMBER + payee)),
        (payee, MONDAY + day, second, dollars, "internal_in", str(OWN_NUMBER + payer)),
    ]


def test_r01_adds_up_the_cash_of_all_accounts_of_a_customer_on_one_day() -> None:
    assert found("R01", [cash(0, 0, 6_000), cash(1, 0, -4_000, 9), cash(1, 0, 1, 10)]) == {2: 10_001}
    assert found("R01", [cash(0, 0, 6_000), cash(1, 1, 6_000)]) == {}
    assert found("R01", [cash(1, 0, 6_000), cash(2, 0, 6_000)]) == {}


def test_r01_raises_one_alert_a_day_at_the_row_that_exceeds_the_threshold() -> None:
    rows = [cash(0, 0, 9_000), cash(0, 0, 1_001, 1), cash(0, 0, 50, 2), cash(0, 1, 10_001)]
    assert found("R01", rows[:3]) == {1: 10_001}
    # The previous row exceeds the threshold on its own day, so the condition does not turn true.
    assert found("R01", rows) == {1: 10_001}


@pytest.mark.parametrize(("last", "expected"), [(6, {2: 12_000}), (7, {})], ids=["a week", "a day more"])
def test_r05_looks_back_one_week(last: int, expected: dict[int, int]) -> None:
    assert found("R05", [cash(0, 0, 4_000), cash(0, 3, 4_000), cash(0, last, 4_000)]) == expected


def test_r05_needs_three_deposits_from_1_000_to_below_10_000_that_exceed_10_000_in_total() -> None:
    assert found("R05", [cash(0, 0, 4_000), cash(0, 1, 3_000), cash(0, 2, 3_000)]) == {}
    assert found("R05", [cash(0, 0, 4_000), cash(0, 1, 999), cash(0, 2, 9_000)]) == {}
    assert found("R05", [cash(0, 0, 4_000), cash(0, 1, 10_000), cash(0, 2, 9_000)]) == {}
    assert found("R05", [cash(0, 0, 4_000), cash(0, 1, -4_000), cash(0, 2, 9_000)]) == {}
    assert found("R05", [cash(0, 0, 1_000), cash(0, 1, 1_000), cash(0, 2, 9_999)]) == {2: 11_999}


def test_r07_raises_an_alert_at_the_sixth_debit_within_a_week_that_the_customer_initiated() -> None:
    five = [sent(0, day, 20) for day in range(5)]
    assert found("R07", five) == {}
    assert found("R07", [*five, sent(0, 6, 20)]) == {5: 6}
    assert found("R07", [*five, sent(0, 7, 20)]) == {}
    fee = (0, MONDAY + 6, 0, -3, "atm_fee", None)
    assert found("R07", [*five, fee]) == {}


@pytest.mark.parametrize("kind", ["disbursement", "passed_on_wire", "settled_on_wire", "payoff", "payoff_funds_wire"])
def test_r02_and_r03_leave_payments_of_the_banks_own_contracts_apart(kind: str) -> None:
    assert found("R02", [sent(0, 0, 100_000, kind=kind)]) == {}
    assert found("R03", [sent(0, 0, 100_000, kind=kind)]) == {}


def test_r03_looks_at_wires_from_25_000_on() -> None:
    assert found("R03", [sent(0, 0, 24_999, kind="wire_abroad"), sent(0, 1, 25_000, kind="wire_abroad")]) == {1: 25_000}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([sent(0, 1, 4_000), sent(0, 2, 500)], {2: 5_000}),
        ([sent(0, 2, 4_500)], {1: 5_000}),
        ([sent(0, 2, 4_500, second=1)], {}),
        ([sent(0, 2, 4_499)], {}),
    ],
    ids=["in parts", "at the last second", "a second late", "a dollar short"],
)
def test_r08_needs_90_percent_debited_within_48_hours(rows: list[Row], expected: dict[int, int]) -> None:
    assert found("R08", [(0, MONDAY, 0, 5_000, "received", "US2"), *rows]) == expected


@pytest.mark.parametrize("kind", ["salary", "disbursement", "settlement", "opening_wire", "payoff_funds_ach"])
def test_r08_ignores_credits_whose_use_the_bank_knows(kind: str) -> None:
    assert found("R08", [(0, MONDAY, 0, 5_000, kind, None), sent(0, 1, 5_000)]) == {}


def test_r08_measures_the_largest_credit_that_was_debited() -> None:
    credits = [(0, MONDAY, second, dollars, "received", "US2") for second, dollars in enumerate((5_000, 6_000))]
    assert found("R08", [*credits, sent(0, 1, 5_400)]) == {2: 6_000}


@pytest.mark.parametrize(("rule", "sign", "kind"), [("R09", 1, "received"), ("R10", -1, "sent")], ids=str)
def test_r09_and_r10_need_four_counterparties_and_5_000_within_a_week(rule: str, sign: int, kind: str) -> None:
    def fan(*others: str, last: int = 6, amount: int = 1_250) -> list[Row]:
        days = (0, 2, 4, last)
        return [(0, MONDAY + day, 0, sign * amount, kind, other) for day, other in zip(days, others, strict=True)]

    assert found(rule, fan("US1", "US2", "US3", "US4")) == {3: 4}
    assert found(rule, fan("US1", "US2", "US3", "US1")) == {}
    assert found(rule, fan("US1", "US2", "US3", "US4", last=7)) == {}
    assert found(rule, fan("US1", "US2", "US3", "US4", amount=1_249)) == {}


def circle(*amounts: int, days: int = 9, second: int = 0) -> list[Row]:
    """Return transfers around as many accounts as there are amounts; the last one happens after a number of days."""
    size = len(amounts)
    day_of = [*range(size - 1), days]
    transfers = [
        internal_transfer(payer, (payer + 1) % size, day_of[payer], amount, second * (payer == size - 1))
        for payer, amount in enumerate(amounts)
    ]
    return sorted((row for transfer in transfers for row in transfer), key=lambda row: row[:3])


def test_r11_finds_a_transfer_that_comes_back_over_other_accounts() -> None:
    assert found("R11", circle(2_000, 1_800, 1_600)) == {1: 2_000}
    assert found("R11", circle(2_000, 2_000)) == {1: 2_000}
    assert found("R11", circle(2_000, *[1_900] * 6)) == {1: 2_000}


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
    ids=["too little", "too little on the way", "more than was sent", "too small", "too many accounts", "too late"],
)
def test_r11_needs_most_of_the_transfer_back_in_time(rows: list[Row]) -> None:
    assert found("R11", rows) == {}


def test_r11_counts_ten_days_to_the_second() -> None:
    assert found("R11", circle(2_000, 1_900, days=10)) == {1: 2_000}


def test_r12_and_r13_look_at_the_country_of_a_wire() -> None:
    wires = [
        sent(0, 0, 1_000, "HT1", kind="wire_abroad"),
        sent(0, 1, 999, "HT1", kind="wire_abroad"),
        sent(0, 2, 9_000, "US1", kind="passed_on_wire"),
        sent(0, 3, 9_000, "HT1"),
        sent(1, 29, 13_001, "DE1", kind="wire_abroad"),
    ]
    assert found("R12", wires) == {0: 1_000}
    assert found("R13", wires) == {4: 15_000}
    assert found("R13", [*wires[:4], sent(1, 31, 14_000, "DE1", kind="wire_abroad")]) == {}


@pytest.mark.parametrize(
    ("before", "day", "expected"),
    [
        (date(2024, 3, 5), date(2025, 3, 5), {}),
        (date(2024, 3, 4), date(2025, 3, 5), {1: 2_000}),
        (date(2024, 2, 29), date(2025, 2, 28), {}),
        (date(2024, 2, 29), date(2025, 3, 1), {1: 2_000}),
    ],
    ids=str,
)
def test_r14_needs_more_than_a_whole_year_without_activity(before: date, day: date, expected: dict[int, int]) -> None:
    first, last = day_number(before), day_number(day)
    assert found("R14", [(0, first, 0, -20, "card", None), (0, last, 0, -2_000, "sent", "US1")]) == expected


def test_r14_ignores_what_the_bank_does_itself_and_needs_a_previous_row() -> None:
    seller = sent(0, 300, 900, kind="passed_on_wire")
    interest = (0, MONDAY + 350, 0, 5, "interest", None)
    assert found("R14", [sent(0, 0, 20), seller, interest, sent(0, 367, 2_000)]) == {3: 2_000}
    assert found("R14", [sent(0, 0, 20), seller, interest, sent(0, 367, 1_999)]) == {}
    assert found("R14", [(0, MONDAY, 0, 50, "opening_branch", None), sent(0, 367, 5_000)]) == {}


def test_r15_adds_up_cash_at_atms_and_r16_card_purchases_and_refunds() -> None:
    machine = [(0, MONDAY, second, dollars, kind, None) for second, (dollars, kind) in enumerate(
        ((-600, "atm_withdrawal"), (400, "atm_deposit"), (-900, "branch_withdrawal"), (-1, "other_atm_withdrawal"))
    )]  # fmt: skip
    assert found("R15", machine) == {3: 1_001}
    card = [(0, MONDAY, second, dollars, kind, None) for second, (dollars, kind) in enumerate(
        ((-3_000, "card"), (2_000, "refund"), (-1, "card"))
    )]  # fmt: skip
    assert found("R16", card) == {2: 5_001}

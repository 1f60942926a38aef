"""An account statement agrees with the ledger to the cent."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from datahub.accounts.models import Account, Transaction
from datahub.browsing.periods import Period, PeriodError, month, quarter, requested_period, year
from datahub.browsing.statement import Statement, default_period, load_statement
from tests.admin.pages import get, page_url
from tests.datahub.rows import make_row
from tests.seeded import execute, value

ACCOUNT = "ACC-00000001-1"
EVERYTHING = Period(date(2000, 1, 1), date(2100, 1, 1))


@pytest.fixture
def account() -> Account:
    return Account.objects.get(pk=ACCOUNT)


def shown(client: Client, **parameters: str) -> Statement:
    response = get(client, page_url(Account, ACCOUNT, "statement"), **parameters)
    assert response.status == 200
    statement: Statement = response.context["statement"]
    return statement


def ledger(condition: str, of: str = "coalesce(sum(transaction_amount), 0)") -> Decimal:
    query = f"SELECT {of} FROM transactions WHERE account_id = '{ACCOUNT}' AND {condition}"
    return Decimal(value("accounts_db", query))


@pytest.mark.parametrize(
    ("parameters", "first", "past"),
    [
        ({"period": "2026-05"}, "2026-05-01", "2026-06-01"),
        ({"period": "2026-Q2"}, "2026-04-01", "2026-07-01"),
        ({"period": "2026"}, "2026-01-01", "2027-01-01"),
        ({"from": "2026-05-10", "to": "2026-05-20"}, "2026-05-10", "2026-05-21"),
        ({"from": "2000-01-01", "to": "2199-12-31"}, "2000-01-01", "2200-01-01"),
    ],
    ids=str,
)
def test_it_agrees_with_the_ledger(client: Client, parameters: dict[str, str], first: str, past: str) -> None:
    statement = shown(client, **parameters)
    within = f"transaction_date >= '{first}' AND transaction_date < '{past}'"
    assert statement.opening == ledger(f"transaction_date < '{first}'")
    assert statement.closing == ledger(f"transaction_date < '{past}'")
    assert len(statement.lines) == ledger(within, "count(*)")
    assert statement.credits == ledger(f"{within} AND transaction_amount > 0")
    assert statement.debits == -ledger(f"{within} AND transaction_amount < 0")
    assert statement.opening + statement.credits - statement.debits == statement.closing
    assert not statement.mismatches


def test_each_balance_is_the_one_before_plus_the_amount(account: Account) -> None:
    statement = load_statement(account, EVERYTHING)
    balance = statement.opening
    assert len(statement.lines) > 10
    for line in statement.lines:
        balance += (line.credit or 0) - (line.debit or 0)
        assert line.balance == balance == line.transaction.balance_after
    assert statement.closing == account.balance


def test_statements_of_every_account_end_at_its_balance() -> None:
    accounts = Account.objects.filter(pk__startswith="ACC-")
    assert accounts.count() > 100
    for account in accounts:
        statement = load_statement(account, EVERYTHING)
        assert (statement.closing, statement.mismatches) == (account.balance, [])


def test_the_default_is_the_last_full_month_with_transactions(client: Client) -> None:
    last_full = month(date(2026, 6, 1))  # the bank is seen on 30 June, the last day of its month
    latest = ledger("true", "extract(month from max(transaction_date))")
    assert shown(client).period.first.month == min(latest, last_full.first.month)


def test_the_current_month_is_not_a_full_one() -> None:
    account = Account.objects.get(pk=ACCOUNT)
    posted = make_row(Transaction, account=account, transaction_date="2026-07-01T12:00:00Z")
    try:
        period = default_period(account)
        assert period is not None
        assert period.last < date(2026, 7, 1)
    finally:
        posted.delete()


def test_a_wrong_balance_in_the_ledger_is_marked(client: Client, account: Account) -> None:
    posted = Transaction.objects.filter(account=account).order_by("-pk").first()
    assert posted is not None
    tampered = f"UPDATE transactions SET balance_after = balance_after + 1 WHERE transaction_id = '{posted.pk}'"
    execute("accounts_db", tampered)
    try:
        text = get(client, page_url(Account, ACCOUNT, "statement"), **{"from": "2000-01-01", "to": "2100-01-01"}).text
        assert "The balance of 1 transaction differs from the ledger" in text
    finally:
        execute("accounts_db", tampered.replace("+ 1", "- 1"))


def test_it_shows_the_customer_and_the_account(client: Client, account: Account) -> None:
    text = get(client, page_url(Account, ACCOUNT, "statement")).text
    for word in ("DataHub Bank", account.account_number, str(account.customer), "Opening balance", "Closing balance"):
        assert word in text


def test_the_pages_of_account_and_customer_link_to_it(client: Client, account: Account) -> None:
    address = page_url(Account, ACCOUNT, "statement")
    for page in (page_url(Account, ACCOUNT), page_url(type(account.customer), account.customer_id)):
        assert f'href="{address}"' in get(client, page).text


def test_the_statement_of_an_account_without_transactions_says_so(client: Client) -> None:
    empty = make_row(Account)
    text = get(client, page_url(Account, empty.pk, "statement")).text
    assert "This account has no transactions" in text
    assert "No transactions in this period" in get(client, page_url(Account, empty.pk, "statement"), period="2026").text
    empty.delete()


@pytest.mark.parametrize(
    ("parameters", "complaint"),
    [
        ({"from": "2026-02-30", "to": "2026-03-01"}, "isn&#x27;t a date"),
        ({"from": "yesterday", "to": "2026-03-01"}, "isn&#x27;t a date"),
        ({"from": "2026-03-01"}, "needs a first and a last date"),
        ({"from": "2026-03-02", "to": "2026-03-01"}, "is after the last"),
        ({"from": "0001-01-01", "to": "9999-12-31"}, "is outside"),
        ({"from": "\x00", "to": "\x00"}, "isn&#x27;t a date"),
        ({"period": "2026-13"}, "isn&#x27;t a date"),
        ({"period": "2026-00"}, "isn&#x27;t a date"),
        ({"period": "9999"}, "is outside"),
        ({"period": "2026-Q5"}, "isn&#x27;t a period"),
        ({"period": "٢٠٢٦"}, "isn&#x27;t a period"),
        ({"period": "<script>"}, "isn&#x27;t a period"),
    ],
    ids=str,
)
def test_an_invalid_period_is_explained(client: Client, parameters: dict[str, str], complaint: str) -> None:
    response = get(client, page_url(Account, ACCOUNT, "statement"), **parameters)
    assert response.status == 200
    assert complaint in response.text
    assert "<script>" not in response.text


@pytest.mark.parametrize(
    ("day", "of", "first", "last", "name"),
    [
        (date(2024, 2, 10), month, date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        (date(2026, 12, 31), month, date(2026, 12, 1), date(2026, 12, 31), "December 2026"),
        (date(2026, 12, 31), quarter, date(2026, 10, 1), date(2026, 12, 31), "Q4 2026"),
        (date(2026, 2, 1), quarter, date(2026, 1, 1), date(2026, 3, 31), "Q1 2026"),
        (date(2026, 7, 4), year, date(2026, 1, 1), date(2026, 12, 31), "2026"),
    ],
)
def test_months_quarters_and_years(day: date, of, first: date, last: date, name: str) -> None:  # type: ignore[no-untyped-def]
    period = of(day)
    assert (period.first, period.last, str(period)) == (first, last, name)
    assert requested_period({"period": period.key}) == period


def test_an_address_without_a_period_has_none() -> None:
    assert requested_period({}) is None
    assert requested_period({"period": " "}) is None
    with pytest.raises(PeriodError):
        requested_period({"to": "2026-01-01"})

"""The page of a loan agrees with application, schedule and ledger to the cent."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing.chart_data import ChartKind
from datahub.browsing.loan_page import LoanPage
from datahub.loans.models import Collateral, Loan, LoanApplication, LoanGuarantor, RepaymentSchedule, RiskAssessment
from tests.admin.pages import get, page_url
from tests.datahub.rows import make_row
from tests.seeded import execute, value

MAX_QUERIES = 15
ACTIVE, DEFAULTED, PAID_OFF = "LOAN-00000001-1", "LOAN-00000005-1", "LOAN-00000011-1"
"""Keys of storylines, which exist at every scale."""
TODAY = date(2026, 6, 30)
RESTRUCTURED = "LOAN-RESTRUCTURED"


@pytest.fixture(scope="module", autouse=True)
def restructured() -> Iterator[Loan]:
    """Return a restructured loan with two missed installments."""
    loan = make_row(
        Loan, loan_id=RESTRUCTURED, loan_status="restructured",
        principal_amount=Decimal(4_800), outstanding_balance=Decimal(4_000),
    )  # fmt: skip
    statuses = ("paid", "missed", "missed", "late", *("pending",) * 8)
    for number, status in enumerate(statuses, 1):
        due = date(2026, number % 12 + 1, 5) if number < 12 else date(2027, 1, 5)
        make_row(
            RepaymentSchedule,
            loan=loan,
            installment_number=number,
            due_date=due,
            principal_amount=Decimal(400),
            interest_amount=Decimal(40),
            total_amount=Decimal(440),
            payment_status=status,
            payment_date=due.replace(day=20) if status in ("paid", "late") else None,
        )
    yield loan
    RepaymentSchedule.objects.filter(loan=loan).delete()
    loan.delete()


def unlinked() -> str:
    return Loan.objects.filter(linked_account=None).exclude(pk=RESTRUCTURED).earliest("loan_id").pk


def page_of(client: Client, key: str) -> tuple[LoanPage, str]:
    response = get(client, page_url(Loan, key))
    assert response.status == 200
    assert len(response.queries) <= MAX_QUERIES, response.queries
    assert not [query for query in response.queries if " JOIN " in query]
    page: LoanPage = response.context["page"]
    return page, response.text


def schedule(key: str, of: str, condition: str = "true") -> Decimal:
    return Decimal(
        value("loans_db", f"SELECT coalesce({of}, 0) FROM repayment_schedule WHERE loan_id = '{key}' AND {condition}")
    )


@pytest.mark.parametrize("key", [ACTIVE, DEFAULTED, PAID_OFF, RESTRUCTURED, "unlinked"])
def test_it_agrees_with_the_schedule(client: Client, key: str) -> None:
    key = unlinked() if key == "unlinked" else key
    page, text = page_of(client, key)
    loan = Loan.objects.get(pk=key)
    settled = schedule(key, "sum(principal_amount)", "payment_date IS NOT NULL")
    assert page.loan.outstanding_balance == loan.principal_amount - settled
    assert page.schedule.settled == schedule(key, "count(*)", "payment_status IN ('paid', 'late')")
    assert len(page.schedule.missed) == schedule(key, "count(*)", "payment_status = 'missed'")
    assert len(page.schedule) == schedule(key, "count(*)") == loan.term_months
    assert page.schedule.repaid == schedule(
        key,
        "sum(CASE WHEN payment_date < due_date THEN principal_amount ELSE total_amount END)",
        "payment_date IS NOT NULL",
    )
    assert f"{page.schedule.settled} of {loan.term_months} paid" in text
    assert f"{loan.outstanding_balance:,.2f}" in text
    for row in RepaymentSchedule.objects.filter(loan=loan):
        assert f'href="{page_url(RepaymentSchedule, row.pk)}"' in text


@pytest.mark.parametrize("key", [ACTIVE, DEFAULTED, PAID_OFF])
def test_it_shows_the_ledger_entries_with_its_number(client: Client, key: str) -> None:
    page, text = page_of(client, key)
    loan = page.loan
    number, account = loan.loan_number, loan.linked_account_id
    carrying = f"FROM transactions WHERE account_id = '{account}' AND description LIKE '%{number}%'"
    assert len(page.ledger_entries) == value("accounts_db", f"SELECT count(*) {carrying}") > 2
    assert page.ledger_entries.credits + page.ledger_entries.debits == value(
        "accounts_db", f"SELECT sum(transaction_amount) {carrying}"
    )
    paid = value("accounts_db", f"SELECT -sum(transaction_amount) {carrying} AND transaction_type = 'payment'")
    assert paid == page.schedule.repaid
    for entry in page.ledger_entries.rows:
        statement = f"{page_url(Account, loan.linked_account_id, 'statement')}?period={entry.day:%Y-%m}"
        assert f'href="{statement}"' in text
        assert f'href="{page_url(Transaction, entry.transaction.pk)}"' in text


def test_no_other_account_is_searched_for_its_number(client: Client) -> None:
    queries = get(client, page_url(Loan, ACTIVE)).queries
    searched = [query for query in queries if 'FROM "transactions"' in query and "description" in query]
    account = Loan.objects.get(pk=ACTIVE).linked_account_id
    assert searched
    assert all(f"= '{account}'" in query for query in searched)


def test_a_loan_without_a_linked_account_says_so(client: Client) -> None:
    page, text = page_of(client, unlinked())
    assert page.ledger_entries.rows == []
    assert "This loan has no linked account" in text


def test_its_steps_are_in_order(client: Client) -> None:
    page, text = page_of(client, ACTIVE)
    assessment = RiskAssessment.objects.get(application_id=page.loan.application_id)
    titles = [step.title for step in page.steps]
    assert titles[:4] == ["Applied", "Assessed", "Approved", "Disbursed"]
    assert titles[-2:] == ["Installments", "Next due"]
    for words in (f"score {assessment.risk_score}", f"grade {assessment.credit_grade}", "PD "):
        assert words in text
    assert page_url(RiskAssessment, assessment.pk) in text
    due = RepaymentSchedule.objects.filter(loan_id=ACTIVE, payment_status="pending").earliest("due_date")
    assert page.steps[-1].day == due.due_date


def test_a_default_is_dated_by_the_first_installment_after_the_last_payment(client: Client) -> None:
    last_step = page_of(client, DEFAULTED)[0].steps[-1]
    last_paid = schedule(DEFAULTED, "max(installment_number)", "payment_date IS NOT NULL")
    since = RepaymentSchedule.objects.get(loan_id=DEFAULTED, installment_number=last_paid + 1).due_date
    assert (last_step.title, last_step.day) == ("In default", since)
    assert last_step.detail == f"unpaid for {(TODAY - since).days} days"


def test_an_early_payoff_shows_its_date_and_the_saved_interest(client: Client) -> None:
    page, text = page_of(client, PAID_OFF)
    prepaid = "payment_date < due_date"
    saved = schedule(PAID_OFF, "sum(interest_amount)", prepaid)
    step = page.steps[-1]
    assert (step.title, step.detail) == ("Paid off early", f"{saved:,.2f} interest saved")
    assert f"{schedule(PAID_OFF, 'count(*)', prepaid)} prepaid on {step.day}" in text


def test_a_restructured_loan_shows_missed_installments_and_the_next_one(client: Client) -> None:
    page, text = page_of(client, RESTRUCTURED)
    assert [step.title for step in page.steps][-2:] == ["Installments", "Restructured"]
    assert "2 of 12 paid, 2 missed" in text
    late = page.schedule.rows[3]
    assert late.days_late == 15


@pytest.mark.parametrize("key", [ACTIVE, DEFAULTED, PAID_OFF, RESTRUCTURED])
def test_its_chart_ends_at_the_outstanding_balance_and_has_a_table(client: Client, key: str) -> None:
    page, text = page_of(client, key)
    assert page.chart is not None
    owed, agreed = page.chart.series
    assert page.chart.kind is ChartKind.BALANCES
    known = [each for each in owed.values if each is not None]
    assert (known[0], known[-1]) == (page.loan.principal_amount, page.loan.outstanding_balance)
    assert agreed.values[0] == page.loan.principal_amount
    assert agreed.values[-1] == 0
    assert page.chart.labels[len(known) - 1] <= TODAY.isoformat()
    for each in {*known, *agreed.values}:
        assert f"<td>{each:,.2f}</td>" in text


def test_a_loan_paid_on_time_has_the_scheduled_balances(client: Client) -> None:
    page, _ = page_of(client, ACTIVE)
    assert page.chart is not None
    owed, agreed = page.chart.series
    paid = page.schedule.settled
    assert paid > 12
    assert owed.values[: paid + 1] == agreed.values[: paid + 1]


def test_each_installment_is_shown_once(client: Client) -> None:
    plan = page_of(client, PAID_OFF)[0].schedule
    numbers = sorted(each.row.installment_number for each in (*plan.shown, *plan.further))
    assert numbers == list(range(1, len(plan) + 1))


def test_collateral_and_guarantors_are_linked(client: Client) -> None:
    _, text = page_of(client, ACTIVE)
    for model in (Collateral, LoanGuarantor):
        row = model.objects.filter(loan_id=ACTIVE).first() or make_row(model, loan=Loan.objects.get(pk=ACTIVE))
        assert page_url(model, row.pk) in get(client, page_url(Loan, ACTIVE)).text
    assert "Loan to value" in text


def test_a_loan_without_related_rows_has_a_page(client: Client) -> None:
    bare = make_row(Loan)
    page, text = page_of(client, bare.pk)
    assert (page.chart, page.application, page.ledger_entries.rows) == (None, None, [])
    assert "No installments." in text
    assert [step.title for step in page.steps] == ["Disbursed", "Next due"]
    bare.delete()


def test_application_customer_and_statement_link_to_the_loan(client: Client) -> None:
    loan = Loan.objects.get(pk=ACTIVE)
    address = f'href="{page_url(Loan, ACTIVE)}"'
    statement = page_url(Account, loan.linked_account_id, "statement")
    linking = (
        page_url(LoanApplication, loan.application_id), page_url(Customer, loan.customer_id),
        f"{statement}?from=2020-01-01&to=2030-01-01",
    )  # fmt: skip
    for page in linking:
        assert address in client.get(page).content.decode(), page


def test_the_statement_links_exactly_the_rows_with_the_loans_number(client: Client) -> None:
    loan = Loan.objects.get(pk=ACTIVE)
    response = get(
        client, page_url(Account, loan.linked_account_id, "statement"), **{"from": "2020-01-01", "to": "2030-01-01"}
    )
    lines = response.context["statement"].lines
    assert any(line.contract for line in lines)
    for line in lines:
        assert (line.contract == page_url(Loan, ACTIVE)) == (loan.loan_number in line.transaction.description)


def test_html_in_a_description_is_escaped(client: Client) -> None:
    entry = page_of(client, ACTIVE)[0].ledger_entries.rows[0].transaction
    original = entry.description
    Transaction.objects.filter(pk=entry.pk).update(description=f"<b>{original}</b>")
    try:
        assert f"&lt;b&gt;{original}&lt;/b&gt;" in page_of(client, ACTIVE)[1]
    finally:
        Transaction.objects.filter(pk=entry.pk).update(description=original)


def test_a_bank_without_transactions_has_no_as_of_date(client: Client) -> None:
    """Such a bank may have loans."""
    execute("accounts_db", "CREATE TABLE original AS TABLE transactions", "DELETE FROM transactions")
    try:
        page, _ = page_of(client, ACTIVE)
        assert page.as_of is None
        assert page.ledger_entries.rows == []
    finally:
        execute("accounts_db", "INSERT INTO transactions SELECT * FROM original", "DROP TABLE original")

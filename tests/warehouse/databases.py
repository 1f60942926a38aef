"""The same figures as the models', from the six databases: each query asks one of them, and Python joins."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.db import connections

ZERO = Decimal("0.00")
DEPOSITS = "SELECT customer_id, sum(balance) FROM accounts WHERE currency = '{}' GROUP BY 1"
OF_BORROWERS = "SELECT customer_id, {} FROM loans WHERE outstanding_balance > 0 GROUP BY 1"
OF_ACTIVE_POLICIES = "SELECT customer_id, {} FROM policies WHERE policy_status = 'active' GROUP BY 1"

CUSTOMER_FIGURES = {
    "full_name": ("customer_db", "SELECT customer_id, full_name FROM customer_profiles"),
    "customer_segment": ("customer_db", "SELECT customer_id, customer_segment FROM customer_profiles"),
    "risk_rating": ("customer_db", "SELECT customer_id, risk_rating FROM customer_profiles"),
    "next_kyc_review_date": ("compliance_db", "SELECT customer_id, next_review_date FROM kyc_records"),
    "open_accounts": (
        "accounts_db",
        "SELECT customer_id, count(*) FROM accounts WHERE account_status <> 'closed' GROUP BY 1",
    ),
    "deposits_usd": ("accounts_db", DEPOSITS.format("USD")),
    "deposits_eur": ("accounts_db", DEPOSITS.format("EUR")),
    "deposits_gbp": ("accounts_db", DEPOSITS.format("GBP")),
    "deposits_cad": ("accounts_db", DEPOSITS.format("CAD")),
    "last_transaction_date": (
        "accounts_db",
        """SELECT customer_id, max((transaction_date AT TIME ZONE 'UTC')::date)
           FROM transactions JOIN accounts USING (account_id)
           WHERE transaction_type NOT IN ('interest', 'fee') GROUP BY 1""",
    ),
    "open_loans": ("loans_db", OF_BORROWERS.format("count(*)")),
    "loan_balance": ("loans_db", OF_BORROWERS.format("sum(outstanding_balance)")),
    "amount_past_due": ("loans_db", "SELECT customer_id, sum(amount_past_due) FROM analytics.loan_arrears GROUP BY 1"),
    "days_past_due": ("loans_db", "SELECT customer_id, max(days_past_due) FROM analytics.loan_arrears GROUP BY 1"),
    "active_policies": ("insurance_db", OF_ACTIVE_POLICIES.format("count(*)")),
    "coverage": ("insurance_db", OF_ACTIVE_POLICIES.format("sum(coverage_amount)")),
    "annual_premium": (
        "insurance_db",
        OF_ACTIVE_POLICIES.format(
            'sum(premium_amount * (\'{"monthly": 12, "quarterly": 4, "annual": 1}\'::json ->> premium_frequency)::int)'
        ),
    ),
    "open_claims": (
        "insurance_db",
        """SELECT customer_id, count(*) FROM claims JOIN policies USING (policy_id)
           WHERE status NOT IN ('paid', 'rejected') GROUP BY 1""",
    ),
    "contacts": ("customer_db", "SELECT customer_id, count(*) FROM interactions GROUP BY 1"),
    "last_contact_date": (
        "customer_db",
        "SELECT customer_id, max((interaction_date AT TIME ZONE 'UTC')::date) FROM interactions GROUP BY 1",
    ),
    "unsettled_complaints": (
        "customer_db",
        "SELECT customer_id, count(*) FROM complaints WHERE status NOT IN ('resolved', 'closed') GROUP BY 1",
    ),
    "latest_nps_score": (
        "customer_db",
        """SELECT DISTINCT ON (customer_id) customer_id, nps_score FROM satisfaction_surveys
           WHERE nps_score IS NOT NULL ORDER BY customer_id, survey_date DESC, survey_id DESC""",
    ),
}
"""The database and the query for each column of customer_360 that one database can tell."""

LEDGER_INCOME = """
    SELECT customer_id, to_char(transaction_date AT TIME ZONE 'UTC', 'YYYY-MM'), currency, abs(sum(transaction_amount))
    FROM transactions JOIN accounts USING (account_id) WHERE transaction_type = '{}' GROUP BY 1, 2, 3
"""
INCOME = {
    "deposit_interest_expense": ("accounts_db", LEDGER_INCOME.format("interest")),
    "fee_income": ("accounts_db", LEDGER_INCOME.format("fee")),
    "loan_interest_income": (
        "loans_db",
        """SELECT customer_id, to_char(payment_date, 'YYYY-MM'), 'USD', sum(interest_amount)
           FROM repayment_schedule JOIN loans USING (loan_id) WHERE payment_date >= due_date GROUP BY 1, 2, 3""",
    ),
    "premium_income": (
        "insurance_db",
        """SELECT customer_id, to_char(payment_date, 'YYYY-MM'), 'USD', sum(amount)
           FROM premium_payments JOIN policies USING (policy_id) WHERE payment_status = 'completed' GROUP BY 1, 2, 3""",
    ),
    "claims_paid": (
        "insurance_db",
        """SELECT customer_id, to_char(settlement_date, 'YYYY-MM'), 'USD', sum(approved_amount)
           FROM claims JOIN policies USING (policy_id) WHERE status = 'paid' GROUP BY 1, 2, 3""",
    ),
}
"""The database and the query for each item of income: customer, month, currency, amount."""


def rows(database: str, query: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    with connections[database].cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def by_key(database: str, query: str) -> dict[Any, Any]:
    """Return the rows of a query with two columns as a dict."""
    return dict(rows(database, query))


def households() -> dict[str, str]:
    """Return the household of each customer: the first with the same family name and address; companies are alone."""
    names = by_key("accounts_db", "SELECT customer_id, last_name FROM customers")
    profiles = "SELECT customer_id, customer_segment, address, city FROM customer_profiles ORDER BY customer_id"
    first = dict[tuple[str, ...], str]()
    return {
        customer: first.setdefault((customer,) if segment == "corporate" else (names[customer], *home), customer)
        for customer, segment, *home in rows("customer_db", profiles)
    }


def exposures() -> dict[str, dict[str, Decimal]]:
    """Return what each household with open loans owes, and what secures it."""
    collateral = by_key("loans_db", "SELECT loan_id, sum(appraised_value) FROM collateral GROUP BY 1")
    guarantees = by_key("loans_db", "SELECT loan_id, sum(guarantee_amount) FROM loan_guarantors GROUP BY 1")
    household_of = households()
    found: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    open_loans = "SELECT loan_id, customer_id, outstanding_balance FROM loans WHERE outstanding_balance > 0"
    for loan, customer, balance in rows("loans_db", open_loans):
        household = found[household_of[customer]]
        household["outstanding_balance"] += balance
        household["secured_balance"] += min(balance, collateral.get(loan, ZERO))
        household["guarantees"] += guarantees.get(loan, ZERO)
    for customer, deposits in rows(*CUSTOMER_FIGURES["deposits_usd"]):
        found[household_of[customer]]["deposits_usd"] += deposits
    return found


def income(item: str) -> dict[str, Decimal]:
    """Return an item of income by segment, month and currency, of the months in which accounts bore interest."""
    segments = by_key(*CUSTOMER_FIGURES["customer_segment"])
    months = {month for _, month, _, _ in rows(*INCOME["deposit_interest_expense"])}
    found: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for customer, month, currency, amount in rows(*INCOME[item]):
        if month in months:
            found[f"{segments[customer]} {month} {currency}"] += amount
    return found


def alerts() -> Iterator[tuple[str, ...]]:
    """Yield each alert: its rule, the transaction's amount and currency, the customer's balance, and the report."""
    entries = _by_first(
        "accounts_db",
        """SELECT transaction_id, customer_id, transaction_amount, currency
           FROM transactions JOIN accounts USING (account_id)""",
    )
    balances = _by_first("accounts_db", "SELECT customer_id || currency, sum(balance) FROM accounts GROUP BY 1")
    reports = _by_first("compliance_db", "SELECT sar_id, amount_involved FROM suspicious_activity_reports")
    staff = _by_first("employees_db", "SELECT employee_id, first_name || ' ' || last_name FROM employees")
    checks = """SELECT check_id, split_part(screening_result, ' ', 1), transaction_id, sar_id, reviewed_by
                FROM aml_checks WHERE transaction_id IS NOT NULL AND aml_flag"""
    text: Callable[[Any], str] = str
    for check, rule, transaction, report, reviewer in rows("compliance_db", checks):
        customer, amount, currency = entries[transaction]
        balance, of_report, name = balances[customer + currency], reports.get(report, [None]), staff[reviewer]
        yield tuple(map(text, (check, rule, customer, amount, currency, *balance, *name, report, *of_report)))


def _by_first(database: str, query: str) -> dict[Any, list[Any]]:
    return {first: others for first, *others in rows(database, query)}

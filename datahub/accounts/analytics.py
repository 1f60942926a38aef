"""The views of accounts_db: balances, account types, the flow of the ledger, and activity."""

from datahub.database_views import DatabaseView

VIEWS = (
    DatabaseView(
        name="balances_by_customer",
        purpose="Deposit balances per customer and currency; customers without an account have no row",
        columns={
            "customer_id": "Customer who owns the accounts",
            "currency": "ISO 4217 code of the currency of all amounts in the row",
            "accounts": "Number of accounts, closed ones included",
            "open_accounts": "Number of accounts that are not closed",
            "total_balance": "Sum of the balances, in the row's currency",
            "checking_balance": "Part of the total on checking accounts",
            "savings_balance": "Part of the total on savings accounts",
            "money_market_balance": "Part of the total on money market accounts",
            "cd_balance": "Part of the total on certificates of deposit",
            "first_opened_date": "Date the first of the accounts was opened",
        },
        query="""
            SELECT customer_id,
                   currency,
                   count(*) AS accounts,
                   count(*) FILTER (WHERE account_status IS DISTINCT FROM 'closed') AS open_accounts,
                   coalesce(sum(balance), 0)::numeric(18, 2) AS total_balance,
                   coalesce(sum(balance) FILTER (WHERE account_type = 'checking'), 0)::numeric(18, 2)
                       AS checking_balance,
                   coalesce(sum(balance) FILTER (WHERE account_type = 'savings'), 0)::numeric(18, 2) AS savings_balance,
                   coalesce(sum(balance) FILTER (WHERE account_type = 'money_market'), 0)::numeric(18, 2)
                       AS money_market_balance,
                   coalesce(sum(balance) FILTER (WHERE account_type = 'cd'), 0)::numeric(18, 2) AS cd_balance,
                   min(opened_date) AS first_opened_date
            FROM public.accounts
            GROUP BY customer_id, currency
        """,
    ),
    DatabaseView(
        name="deposits_by_account_type",
        purpose="Number of accounts and their balances per account type and currency",
        columns={
            "account_type": "checking, savings, money_market or cd",
            "currency": "ISO 4217 code of the currency of all amounts in the row",
            "accounts": "Number of accounts, closed ones included",
            "active_accounts": "Number of active accounts",
            "frozen_accounts": "Number of frozen accounts",
            "closed_accounts": "Number of closed accounts",
            "total_balance": "Sum of the balances, in the row's currency",
            "average_balance": "Mean balance of the accounts that are not closed; null if all are closed",
        },
        query="""
            SELECT account_type,
                   currency,
                   count(*) AS accounts,
                   count(*) FILTER (WHERE account_status = 'active') AS active_accounts,
                   count(*) FILTER (WHERE account_status = 'frozen') AS frozen_accounts,
                   count(*) FILTER (WHERE account_status = 'closed') AS closed_accounts,
                   coalesce(sum(balance), 0)::numeric(18, 2) AS total_balance,
                   (avg(balance) FILTER (WHERE account_status IS DISTINCT FROM 'closed'))::numeric(18, 2)
                       AS average_balance
            FROM public.accounts
            GROUP BY account_type, currency
            ORDER BY account_type, currency
        """,
    ),
    DatabaseView(
        name="monthly_flow",
        purpose="Money in and out per month, currency, transaction type and channel; net_flow adds up to the balances",
        columns={
            "month": "First day of the month of posting (UTC)",
            "currency": "ISO 4217 code of the currency of all amounts in the row",
            "transaction_type": "withdrawal, payment, fee, deposit, salary, interest, refund or transfer",
            "channel": "branch, atm, card, ach, online, wire or system",
            "transactions": "Number of transactions",
            "credits": "Sum of the amounts paid in, in the row's currency",
            "debits": "Sum of the amounts paid out, as a positive number in the row's currency",
            "net_flow": "Credits - debits, in the row's currency",
        },
        query="""
            SELECT date_trunc('month', entry.transaction_date AT TIME ZONE 'UTC')::date AS month,
                   account.currency,
                   entry.transaction_type,
                   entry.channel,
                   count(*) AS transactions,
                   coalesce(sum(entry.transaction_amount) FILTER (WHERE entry.transaction_amount > 0), 0)
                       ::numeric(18, 2) AS credits,
                   coalesce(-sum(entry.transaction_amount) FILTER (WHERE entry.transaction_amount < 0), 0)
                       ::numeric(18, 2) AS debits,
                   sum(entry.transaction_amount)::numeric(18, 2) AS net_flow
            FROM public.transactions AS entry
            JOIN public.accounts AS account ON account.account_id = entry.account_id
            GROUP BY month, account.currency, entry.transaction_type, entry.channel
            ORDER BY month, account.currency, entry.transaction_type, entry.channel
        """,
    ),
    DatabaseView(
        name="account_activity",
        purpose="How much each account is used, and for how long its customer has not used it; one row per account",
        columns={
            "account_id": "Account",
            "customer_id": "Customer who owns the account",
            "account_type": "checking, savings, money_market or cd",
            "account_status": "active, frozen or closed",
            "currency": "ISO 4217 code of the currency of all amounts in the row",
            "balance": "Balance of the account",
            "transactions": "Number of transactions",
            "credits": "Sum of the amounts paid in",
            "debits": "Sum of the amounts paid out, as a positive number",
            "first_transaction_date": "Date of the first transaction (UTC)",
            "last_transaction_date": "Date of the last transaction of any kind (UTC)",
            "last_customer_transaction_date": "Date of the last transaction that is no interest or fee (UTC)",
            "days_without_customer": "Days from last_customer_transaction_date to the last day of the whole ledger",
        },
        query="""
            WITH ledger AS (
                SELECT (max(transaction_date) AT TIME ZONE 'UTC')::date AS last_day FROM public.transactions
            ),
            activity AS (
                SELECT account_id,
                       count(*) AS transactions,
                       sum(transaction_amount) FILTER (WHERE transaction_amount > 0) AS credits,
                       -sum(transaction_amount) FILTER (WHERE transaction_amount < 0) AS debits,
                       (min(transaction_date) AT TIME ZONE 'UTC')::date AS first_day,
                       (max(transaction_date) AT TIME ZONE 'UTC')::date AS last_day,
                       (max(transaction_date) FILTER (WHERE channel <> 'system') AT TIME ZONE 'UTC')::date
                           AS last_customer_day
                FROM public.transactions
                GROUP BY account_id
            )
            SELECT account.account_id,
                   account.customer_id,
                   account.account_type,
                   account.account_status,
                   account.currency,
                   account.balance,
                   coalesce(activity.transactions, 0) AS transactions,
                   coalesce(activity.credits, 0)::numeric(18, 2) AS credits,
                   coalesce(activity.debits, 0)::numeric(18, 2) AS debits,
                   activity.first_day AS first_transaction_date,
                   activity.last_day AS last_transaction_date,
                   activity.last_customer_day AS last_customer_transaction_date,
                   ledger.last_day - activity.last_customer_day AS days_without_customer
            FROM public.accounts AS account
            CROSS JOIN ledger
            LEFT JOIN activity ON activity.account_id = account.account_id
        """,
    ),
)
"""In the order of creation."""

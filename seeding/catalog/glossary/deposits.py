"""Terms about accounts and payments."""

from seeding.catalog.glossary.term import GlossaryArea, Term

DEPOSITS = GlossaryArea(
    "Deposits and Payments",
    "Accounts, the ledger and what moves money.",
    "Retail Banking",
    (
        Term(
            "Deposit account",
            "An account on which a customer keeps money with the bank: a checking, savings or money market account, "
            "or a certificate of deposit.",
            (
                "accounts.account_id", "transactions.account_id", "account_relationships.primary_account_id",
                "account_relationships.related_account_id", "loans.linked_account_id", "policies.linked_account_id",
                "premium_payments.from_account_id", "suspicious_activity_reports.account_id",
            ),
            source="12 CFR 1030.2(a)",
        ),
        Term(
            "Account number",
            "The number by which customers and other banks know an account. It never changes and is not used again.",
            ("accounts.account_number", "transactions.counterparty_account"),
        ),
        Term(
            "Balance",
            "What an account holds at the end of the bank's day, in the account's currency: the sum of its "
            "transactions. The bank grants no overdraft, so that it is never negative.",
            ("accounts.balance",),
            synonyms=("Ledger balance",),
        ),
        Term(
            "Running balance",
            "What an account held right after a transaction: the running balance before it plus the amount.",
            ("transactions.balance_after",),
        ),
        Term(
            "Transaction",
            "An entry in the ledger that changes the balance of one account. Entries are never changed; an error is "
            "corrected by another entry.",
            ("transactions.transaction_id", "aml_checks.transaction_id"),
            synonyms=("Posting",),
        ),
        Term(
            "Transaction amount",
            "The amount of a transaction in the account's currency. Credits are positive, debits negative.",
            ("transactions.transaction_amount",),
        ),
        Term(
            "Posting date",
            "The time at which a transaction takes effect in the ledger.",
            ("transactions.transaction_date",),
            synonyms=("Booking date",),
        ),
        Term(
            "Channel",
            "The way in which a transaction or a contact reached the bank.",
            ("transactions.channel", "interactions.channel"),
        ),
        Term(
            "Counterparty",
            "The other side of a payment: another account of the bank, or an account at another bank, whose number "
            "begins with the code of its country.",
            ("transactions.counterparty_account",),
        ),
        Term(
            "Wire transfer",
            "A payment that an employee sends or receives for a customer on a business day; it cannot be recalled.",
            ("transactions.channel", "transactions.processed_by"),
        ),
        Term(
            "Certificate of deposit",
            "A deposit for a fixed term at a fixed rate, which is withdrawn when the account is closed and not before.",
            ("accounts.account_type",),
            source="12 CFR 1030.2(u)",
            synonyms=("CD", "Time deposit"),
        ),
        Term(
            "Account hold",
            "A block of withdrawals, by order of a court or the compliance department. Credits are still booked.",
            ("accounts.frozen_date", "accounts.account_status"),
            synonyms=("Frozen account",),
        ),
        Term(
            "Joint owner",
            "A second person who owns an account together with the customer who opened it.",
            ("account_relationships.relationship_type",),
        ),
        Term(
            "Currency",
            "The currency of an account and of all its transactions, by its code in ISO 4217.",
            ("accounts.currency",),
            source="ISO 4217",
        ),
        Term(
            "Branch",
            "A place where the bank serves customers, by its code.",
            ("accounts.branch_code", "employees.branch_code"),
        ),
    ),
)  # fmt: skip

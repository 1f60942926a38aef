"""accounts_db: customers, accounts and the ledger."""

from django.db import models
from django.db.models.functions import Upper

from datahub.choices import Tone, TonedChoices
from datahub.employees.models import Employee
from datahub.fields import CrossDatabaseKey, TextColumn

INDEXED_AMOUNT = 500
"""Absolute amount from which a transaction is found by its amount, in the account's currency."""


class Customer(models.Model):
    """A customer in core banking: a person, or the contact person of a company."""

    customer_id = TextColumn("id", max_length=50, primary_key=True, db_comment="Customer key, from CUST-00000001")
    first_name = TextColumn(max_length=100, db_comment="Given name; for a company, its contact person's")
    last_name = TextColumn(max_length=100, db_comment="Family name; the same for both adults of a household")
    date_of_birth = models.DateField(
        null=True, blank=True, db_comment="Date of birth; customers are 18 to 85 years old"
    )
    email = TextColumn(
        max_length=150, null=True, blank=True, db_comment="Email address, unique, in a domain reserved for examples"
    )
    phone = TextColumn(
        max_length=20,
        null=True,
        blank=True,
        db_comment="Phone number from the range reserved for fiction",
    )
    created_at = models.DateTimeField(null=True, blank=True, db_comment="Time the customer joined (UTC)")

    class Meta:
        db_table = "customers"
        db_table_comment = "Everybody who has joined the bank as a customer, with or without an account"
        ordering = ("customer_id",)
        indexes = (
            models.Index(Upper("last_name"), name="customers_last_name_idx"),
            models.Index(fields=("email",), name="customers_email_idx"),
            models.Index(fields=("phone",), name="customers_phone_idx"),
        )

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class Account(models.Model):
    """A deposit account of one customer."""

    class Type(models.TextChoices):
        CHECKING = "checking"
        SAVINGS = "savings"
        MONEY_MARKET = "money_market"
        CD = "cd", "Certificate of Deposit"

    class Status(TonedChoices):
        ACTIVE = "active", Tone.GOOD
        FROZEN = "frozen", Tone.BAD
        CLOSED = "closed", Tone.NEUTRAL

    class Currency(models.TextChoices):
        USD = "USD", "US Dollar"
        EUR = "EUR", "Euro"
        GBP = "GBP", "Pound Sterling"
        CAD = "CAD", "Canadian Dollar"

    account_id = TextColumn(
        "id", max_length=50, primary_key=True, db_comment="Account key: ACC-, customer number, ordinal"
    )
    account_number = TextColumn(
        "number", max_length=20, unique=True, db_comment="Account number for customers: 12 digits that begin with 77"
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="accounts", db_comment="Customer who owns the account"
    )
    account_type = TextColumn("type", max_length=50, choices=Type, db_comment="checking, savings, money_market or cd")
    account_status = TextColumn(
        "status", max_length=20, null=True, blank=True, choices=Status, db_comment="active, frozen or closed"
    )
    balance = models.DecimalField(
        max_digits=15,
        decimal_places=2,
        null=True,
        blank=True,
        db_comment="Balance in the account's currency: the sum of its transactions",
    )
    currency = TextColumn(
        max_length=3, null=True, blank=True, choices=Currency, db_comment="ISO 4217 code of the currency"
    )
    opened_date = models.DateField(db_comment="Date of the opening deposit, a business day")
    closed_date = models.DateField(
        null=True, blank=True, db_comment="Date the account was emptied and closed; null unless closed"
    )
    frozen_date = models.DateField(
        null=True, blank=True, db_comment="Date from which withdrawals are blocked; null unless frozen"
    )
    branch_code = TextColumn(
        max_length=10, null=True, blank=True, db_comment="Branch that manages the account, from BR001"
    )

    class Meta:
        db_table = "accounts"
        db_table_comment = "Deposit accounts: checking, savings, money market and certificates of deposit"
        ordering = ("account_id",)
        indexes = (models.Index(fields=("balance",), name="accounts_balance_idx"),)
        constraints = (
            models.CheckConstraint(name="accounts_balance_not_negative", condition=models.Q(balance__gte=0)),
            models.CheckConstraint(
                name="accounts_closed_has_date_and_is_empty",
                condition=models.Q(account_status="closed", closed_date__isnull=False, balance=0)
                | (~models.Q(account_status="closed") & models.Q(closed_date__isnull=True)),
            ),
            models.CheckConstraint(
                name="accounts_frozen_has_date",
                condition=models.Q(account_status="frozen", frozen_date__isnull=False)
                | (~models.Q(account_status="frozen") & models.Q(frozen_date__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return self.account_id


class Transaction(models.Model):
    """A ledger entry: a signed amount on one account."""

    class Type(models.TextChoices):
        WITHDRAWAL = "withdrawal"
        PAYMENT = "payment"
        FEE = "fee"
        DEPOSIT = "deposit"
        SALARY = "salary"
        INTEREST = "interest"
        REFUND = "refund"
        TRANSFER = "transfer"

    class Channel(models.TextChoices):
        BRANCH = "branch"
        ATM = "atm", "ATM"
        CARD = "card"
        ACH = "ach", "ACH"
        ONLINE = "online"
        WIRE = "wire"
        SYSTEM = "system"

    transaction_id = TextColumn(
        "id",
        max_length=50,
        primary_key=True,
        db_comment="Transaction key: TXN-, account, an ordinal that rises with time",
    )
    account = models.ForeignKey(
        Account, models.PROTECT, related_name="transactions", db_comment="Account that the amount is posted to"
    )
    transaction_type = TextColumn(
        "type",
        max_length=50,
        choices=Type,
        db_comment="withdrawal, payment, fee (debits); deposit, salary, interest, refund (credits); transfer (either)",
    )
    channel = TextColumn(
        max_length=20,
        choices=Channel,
        db_comment="Where it was initiated: branch, atm, card, ach, online, wire or system",
    )
    transaction_amount = models.DecimalField(
        "amount",
        max_digits=15,
        decimal_places=2,
        db_comment="Signed amount in the account's currency; debits are negative",
    )
    transaction_date = models.DateTimeField(
        "date",
        null=True,
        blank=True,
        db_index=True,
        db_comment="Time of posting (UTC, the bank's local time)",
    )
    description = models.TextField(null=True, blank=True, db_comment="Text on the customer's statement")
    balance_after = models.DecimalField(
        max_digits=15, decimal_places=2, null=True, blank=True, db_comment="Account balance after this transaction"
    )
    counterparty_account = TextColumn(
        max_length=20,
        null=True,
        blank=True,
        db_comment="The other account: an account_number, or another bank's that begins with its ISO country code",
    )
    processed_by = CrossDatabaseKey(
        Employee,
        null=True,
        blank=True,
        db_column="processed_by",
        db_index=False,
        related_name="transactions_processed",
        db_comment="employees_db.employees.employee_id of the employee who posted it; null unless by branch or wire",
    )
    merchant_category = TextColumn(
        max_length=4,
        null=True,
        blank=True,
        db_comment="Merchant category code (MCC, ISO 18245) of a card purchase or refund; null otherwise",
    )

    class Meta:
        db_table = "transactions"
        db_table_comment = "The ledger: every transaction on every account, chained by balance_after"
        ordering = ("transaction_id",)
        # Partial: nine of ten amounts are smaller, and an index of all of them takes four times as long to build.
        indexes = (
            models.Index(
                name="transactions_large_amount_idx",
                fields=("transaction_amount",),
                condition=models.Q(transaction_amount__gte=INDEXED_AMOUNT)
                | models.Q(transaction_amount__lte=-INDEXED_AMOUNT),
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="transactions_sign_fits_type",
                condition=models.Q(transaction_type="transfer")
                | models.Q(transaction_type__in=("deposit", "salary", "interest", "refund"), transaction_amount__gt=0)
                | models.Q(transaction_type__in=("withdrawal", "payment", "fee"), transaction_amount__lt=0),
            ),
            models.CheckConstraint(name="transactions_balance_not_negative", condition=models.Q(balance_after__gte=0)),
        )

    def __str__(self) -> str:
        return self.transaction_id


class AccountRelationship(models.Model):
    """A relationship between two accounts: joint owner, beneficiary, authorized user or linked savings."""

    class Type(models.TextChoices):
        JOINT_OWNER = "joint_owner"
        BENEFICIARY = "beneficiary"
        AUTHORIZED_USER = "authorized_user"
        LINKED_SAVINGS = "linked_savings"

    relationship_id = models.AutoField("id", primary_key=True, db_comment="Key of the relationship")
    primary_account = models.ForeignKey(
        Account, models.PROTECT, related_name="links", db_comment="Account that has the relationship"
    )
    related_account = models.ForeignKey(
        Account, models.PROTECT, related_name="links_to", db_comment="Account of the other party"
    )
    relationship_type = TextColumn(
        "type",
        max_length=50,
        choices=Type,
        db_comment="joint_owner, beneficiary, authorized_user or linked_savings",
    )
    created_at = models.DateTimeField(null=True, blank=True, db_comment="Time the relationship was created (UTC)")

    class Meta:
        db_table = "account_relationships"
        db_table_comment = "Relationships between accounts, at most one per pair of accounts"
        ordering = ("relationship_id",)
        constraints = (
            models.CheckConstraint(
                name="account_relationships_two_accounts",
                condition=~models.Q(primary_account=models.F("related_account")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.primary_account_id} {self.relationship_type} {self.related_account_id}"

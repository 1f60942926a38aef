import datahub.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("employees", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Customer",
            fields=[
                (
                    "customer_id",
                    datahub.fields.TextColumn(
                        db_comment="Customer key, CUST-00000001 onwards",
                        max_length=50,
                        primary_key=True,
                        serialize=False,
                        verbose_name="id",
                    ),
                ),
                (
                    "first_name",
                    datahub.fields.TextColumn(
                        db_comment="Given name; the contact person's where a company is customer", max_length=100
                    ),
                ),
                (
                    "last_name",
                    datahub.fields.TextColumn(
                        db_comment="Family name; shared by the adults of a household", max_length=100
                    ),
                ),
                (
                    "date_of_birth",
                    models.DateField(blank=True, db_comment="Date of birth; 18 to 85 years old", null=True),
                ),
                (
                    "email",
                    datahub.fields.TextColumn(
                        blank=True,
                        db_comment="E-mail address, unique, in an example domain",
                        max_length=150,
                        null=True,
                    ),
                ),
                (
                    "phone",
                    datahub.fields.TextColumn(
                        blank=True, db_comment="Telephone, a number kept for fiction", max_length=20, null=True
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(blank=True, db_comment="When the customer joined (UTC)", null=True),
                ),
            ],
            options={
                "db_table": "customers",
                "db_table_comment": "Everybody who joined the bank over the last seven years, with or without an account",
                "ordering": ("customer_id",),
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "account_id",
                    datahub.fields.TextColumn(
                        db_comment="Account key: ACC-, customer number, ordinal",
                        max_length=50,
                        primary_key=True,
                        serialize=False,
                        verbose_name="id",
                    ),
                ),
                (
                    "account_number",
                    datahub.fields.TextColumn(
                        db_comment="Number customers use: 12 digits beginning 77",
                        max_length=20,
                        unique=True,
                        verbose_name="number",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_comment="Customer who owns the account",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="accounts.customer",
                    ),
                ),
                (
                    "account_type",
                    datahub.fields.TextColumn(
                        choices=[
                            ("checking", "Checking"),
                            ("savings", "Savings"),
                            ("money_market", "Money Market"),
                            ("cd", "certificate of deposit"),
                        ],
                        db_comment="checking, savings, money_market or cd",
                        max_length=50,
                        verbose_name="type",
                    ),
                ),
                (
                    "account_status",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[("active", "Active"), ("frozen", "Frozen"), ("closed", "Closed")],
                        db_comment="active, frozen or closed",
                        max_length=20,
                        null=True,
                        verbose_name="status",
                    ),
                ),
                (
                    "balance",
                    models.DecimalField(
                        blank=True,
                        db_comment="Balance in the account's currency: the sum of its transactions",
                        decimal_places=2,
                        max_digits=15,
                        null=True,
                    ),
                ),
                (
                    "currency",
                    datahub.fields.TextColumn(
                        blank=True,
                        choices=[
                            ("USD", "US dollar"),
                            ("EUR", "euro"),
                            ("GBP", "pound sterling"),
                            ("CAD", "Canadian dollar"),
                        ],
                        db_comment="ISO 4217 code of the currency",
                        max_length=3,
                        null=True,
                    ),
                ),
                ("opened_date", models.DateField(db_comment="Day of the opening deposit, a business day")),
                (
                    "closed_date",
                    models.DateField(
                        blank=True,
                        db_comment="Day the account was emptied and closed; set exactly for closed accounts",
                        null=True,
                    ),
                ),
                (
                    "frozen_date",
                    models.DateField(
                        blank=True,
                        db_comment="Day from which the customer cannot draw on it; set exactly for frozen ones",
                        null=True,
                    ),
                ),
                (
                    "branch_code",
                    datahub.fields.TextColumn(
                        blank=True, db_comment="Branch that keeps it, BR001-BR018", max_length=10, null=True
                    ),
                ),
            ],
            options={
                "db_table": "accounts",
                "db_table_comment": "Deposit accounts: checking, savings, money market and certificates of deposit",
                "ordering": ("account_id",),
            },
        ),
        migrations.CreateModel(
            name="Transaction",
            fields=[
                (
                    "transaction_id",
                    datahub.fields.TextColumn(
                        db_comment="Ledger key: TXN-, account, an ordinal rising with time",
                        max_length=50,
                        primary_key=True,
                        serialize=False,
                        verbose_name="id",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_comment="Account on which the amount is booked",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transactions",
                        to="accounts.account",
                    ),
                ),
                (
                    "transaction_type",
                    datahub.fields.TextColumn(
                        choices=[
                            ("withdrawal", "Withdrawal"),
                            ("payment", "Payment"),
                            ("fee", "Fee"),
                            ("deposit", "Deposit"),
                            ("salary", "Salary"),
                            ("interest", "Interest"),
                            ("refund", "Refund"),
                            ("transfer", "Transfer"),
                        ],
                        db_comment="withdrawal, payment, fee (debits); deposit, salary, interest, refund (credits); transfer (either)",
                        max_length=50,
                        verbose_name="type",
                    ),
                ),
                (
                    "channel",
                    datahub.fields.TextColumn(
                        choices=[
                            ("branch", "Branch"),
                            ("atm", "ATM"),
                            ("card", "Card"),
                            ("ach", "ACH"),
                            ("online", "Online"),
                            ("wire", "Wire"),
                            ("system", "System"),
                        ],
                        db_comment="Where it began: branch, atm, card, ach, online, wire or system",
                        max_length=20,
                    ),
                ),
                (
                    "transaction_amount",
                    models.DecimalField(
                        db_comment="Signed amount in the account's currency; debits are negative",
                        decimal_places=2,
                        max_digits=15,
                        verbose_name="amount",
                    ),
                ),
                (
                    "transaction_date",
                    models.DateTimeField(
                        blank=True,
                        db_comment="When it was booked (UTC, which is the bank's local time)",
                        null=True,
                        verbose_name="date",
                    ),
                ),
                ("description", models.TextField(blank=True, db_comment="Text on the customer's statement", null=True)),
                (
                    "balance_after",
                    models.DecimalField(
                        blank=True,
                        db_comment="Balance of the account after this row",
                        decimal_places=2,
                        max_digits=15,
                        null=True,
                    ),
                ),
                (
                    "counterparty_account",
                    datahub.fields.TextColumn(
                        blank=True,
                        db_comment="Other side: an account_number of ours, or an outside number beginning with its ISO country code",
                        max_length=20,
                        null=True,
                    ),
                ),
                (
                    "processed_by",
                    datahub.fields.CrossDatabaseKey(
                        blank=True,
                        db_column="processed_by",
                        db_comment="employees_db.employees.employee_id of who booked it; set exactly for branch and wire rows",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="transactions_processed",
                        to="employees.employee",
                    ),
                ),
            ],
            options={
                "db_table": "transactions",
                "db_table_comment": "The ledger: every booking on every account, chained by balance_after",
                "ordering": ("transaction_id",),
            },
        ),
        migrations.CreateModel(
            name="AccountRelationship",
            fields=[
                (
                    "relationship_id",
                    models.AutoField(
                        db_comment="Key of the link", primary_key=True, serialize=False, verbose_name="id"
                    ),
                ),
                (
                    "primary_account",
                    models.ForeignKey(
                        db_comment="Account that the link belongs to",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="accounts.account",
                    ),
                ),
                (
                    "related_account",
                    models.ForeignKey(
                        db_comment="Account that it is linked with",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_to",
                        to="accounts.account",
                    ),
                ),
                (
                    "relationship_type",
                    datahub.fields.TextColumn(
                        choices=[
                            ("joint_owner", "Joint Owner"),
                            ("beneficiary", "Beneficiary"),
                            ("authorized_user", "Authorized User"),
                            ("linked_savings", "Linked Savings"),
                        ],
                        db_comment="joint_owner, beneficiary, authorized_user or linked_savings",
                        max_length=50,
                        verbose_name="type",
                    ),
                ),
                ("created_at", models.DateTimeField(blank=True, db_comment="When the link was made (UTC)", null=True)),
            ],
            options={
                "db_table": "account_relationships",
                "db_table_comment": "Links between accounts; no pair of accounts is linked twice",
                "ordering": ("relationship_id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("primary_account", models.F("related_account")), _negated=True),
                        name="account_relationships_two_accounts",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("balance__gte", 0)), name="accounts_balance_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("account_status", "closed"), ("balance", 0), ("closed_date__isnull", False)),
                    models.Q(models.Q(("account_status", "closed"), _negated=True), ("closed_date__isnull", True)),
                    _connector="OR",
                ),
                name="accounts_closed_has_date_and_is_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("account_status", "frozen"), ("frozen_date__isnull", False)),
                    models.Q(models.Q(("account_status", "frozen"), _negated=True), ("frozen_date__isnull", True)),
                    _connector="OR",
                ),
                name="accounts_frozen_has_date",
            ),
        ),
        migrations.AddIndex(
            model_name="transaction",
            index=models.Index(fields=["transaction_date"], name="transactions_transaction_date"),
        ),
        migrations.AddConstraint(
            model_name="transaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("transaction_type", "transfer"),
                    models.Q(
                        ("transaction_amount__gt", 0),
                        ("transaction_type__in", ("deposit", "salary", "interest", "refund")),
                    ),
                    models.Q(("transaction_amount__lt", 0), ("transaction_type__in", ("withdrawal", "payment", "fee"))),
                    _connector="OR",
                ),
                name="transactions_sign_fits_type",
            ),
        ),
        migrations.AddConstraint(
            model_name="transaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("balance_after__gte", 0)), name="transactions_balance_not_negative"
            ),
        ),
    ]

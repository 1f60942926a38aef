from django.db import migrations, models

from datahub.naming import plain_names


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        # The index stays; its name now follows from its column.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveIndex(model_name="transaction", name="transactions_transaction_date"),
                migrations.AlterField(
                    model_name="transaction",
                    name="transaction_date",
                    field=models.DateTimeField(
                        blank=True,
                        db_comment="When it was booked (UTC, which is the bank's local time)",
                        db_index=True,
                        null=True,
                        verbose_name="date",
                    ),
                ),
            ],
        ),
        migrations.RunPython(
            plain_names("customers", "accounts", "transactions", "account_relationships"), migrations.RunPython.noop
        ),
    ]

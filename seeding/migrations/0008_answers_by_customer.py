"""The cases of a customer are found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('seeding', '0007_run_kind_advance'),
    ]

    operations = [
        migrations.AlterField(
            model_name='plantedtransaction',
            name='customer_id',
            field=models.CharField(db_index=True, max_length=50, verbose_name='customer'),
        ),
    ]

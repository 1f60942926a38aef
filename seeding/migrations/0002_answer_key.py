"""The answer key, and the record of whose it is: that of the bank which is there, whose cases nobody wrote down."""

from django.db import migrations, models

LOAD_RECORD = """
    CREATE SCHEMA IF NOT EXISTS ops;
    CREATE TABLE IF NOT EXISTS ops.seed_load (run_id uuid NOT NULL, loaded_at timestamptz NOT NULL);
    INSERT INTO ops.seed_load (run_id, loaded_at)
    SELECT run_id, finished_at FROM (
        SELECT * FROM seeding_run WHERE state = 'complete' ORDER BY started_at DESC LIMIT 1
    ) last WHERE kind <> 'clear'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('seeding', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlantedTransaction',
            fields=[
                ('transaction_id', models.CharField(max_length=50, primary_key=True, serialize=False, verbose_name='transaction')),
                ('case_id', models.CharField(db_index=True, help_text="A twin's is its case's, and -T", max_length=50, verbose_name='case')),
                ('kind', models.CharField(choices=[('structuring', 'Structuring'), ('high_risk_wires', 'High Risk Wires'), ('fan_in', 'Fan In'), ('fan_out', 'Fan Out'), ('cycle', 'Cycle')], max_length=20)),
                ('planted', models.BooleanField(help_text='True for the case, false for its innocent twin')),
                ('account_id', models.CharField(max_length=50, verbose_name='account')),
                ('customer_id', models.CharField(max_length=50, verbose_name='customer')),
                ('subject', models.BooleanField(help_text='True for rows on the account that the case is about')),
            ],
            options={
                'db_table': 'seeding_planted_transaction',
                'ordering': ('case_id', 'transaction_id'),
            },
        ),
        migrations.AlterField(
            model_name='run',
            name='kind',
            field=models.CharField(choices=[('seed', 'Seed'), ('reset', 'Reset'), ('clear', 'Clear'), ('break', 'Break')], max_length=20),
        ),
        migrations.RunSQL(LOAD_RECORD, migrations.RunSQL.noop),
    ]

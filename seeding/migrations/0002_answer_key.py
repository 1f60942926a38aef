"""The answer key, and the mark of `default`: its rows are those of the bank that an earlier version seeded."""

from django.db import migrations, models

MARK = """
    DO $mark$ DECLARE last record; BEGIN
        SELECT run_id, kind INTO last FROM seeding_run WHERE state = 'complete' ORDER BY started_at DESC LIMIT 1;
        IF last.kind <> 'clear' THEN
            EXECUTE format('COMMENT ON SCHEMA public IS %L',
                           'A synthetic bank; its rows were written by run ' || last.run_id || '.');
        END IF;
    END $mark$
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
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
    ]

from django.db import migrations

from datahub.naming import plain_names


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(plain_names("customer_profiles"), migrations.RunPython.noop),
    ]

from django.db import migrations

from datahub.naming import plain_names


class Migration(migrations.Migration):
    dependencies = [
        ("employees", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(plain_names("departments", "employees", "training_programs"), migrations.RunPython.noop),
    ]

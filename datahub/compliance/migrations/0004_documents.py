import datahub.fields
from datahub.operations import AlterColumnComment
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('compliance', '0003_views'),
    ]

    operations = [
        AlterColumnComment(
            model_name='kycrecord',
            name='document_type',
            field=datahub.fields.TextColumn(blank=True, choices=[('passport', 'Passport'), ('drivers_license', "Driver's License"), ('national_id', 'National ID'), ('business_registration', 'Business Registration')], db_comment='passport, drivers_license or national_id of a person, business_registration of a company', max_length=100, null=True),
        ),
        AlterColumnComment(
            model_name='kycrecord',
            name='next_review_date',
            field=models.DateField(blank=True, db_comment='Date of the next review: after 12, 30 or 60 months for high, medium and low risk; null for customers who left', null=True, verbose_name='next review'),
        ),
    ]

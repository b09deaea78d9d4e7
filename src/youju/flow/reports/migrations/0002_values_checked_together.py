"""The report of a value is asked for once a statement: a book brings three million values. Changes no row."""

from django.db import migrations

from youju.kernel.references import CheckedTogether


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_reports_values_and_submissions")]

    operations = [CheckedTogether("reportvalue", "report")]

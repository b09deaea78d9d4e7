"""Unit and author of an observation are asked for once a statement: a closing brings a hundred thousand. Changes no row."""

from django.db import migrations

from youju.kernel.references import CheckedTogether


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_withdrawals")]

    operations = [CheckedTogether("observation", "unit", "recorded_by")]

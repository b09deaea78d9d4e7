"""Monitor and feed of a reading are asked for once a statement: a feed brings a million. Changes no row."""

from django.db import migrations

from youju.kernel.references import CheckedTogether


class Migration(migrations.Migration):
    dependencies = [("monitors", "0002_corrections_of_readings")]

    operations = [CheckedTogether("reading", "monitor", "feed")]

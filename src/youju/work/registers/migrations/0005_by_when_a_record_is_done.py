"""A record says by when it is to be done and when it was, so that lists and indicators can ask what is late.

Additive: both begin empty; acts on a record and the ladder fill them.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registers", "0004_deadlines_and_long_texts")]

    operations = [
        migrations.AddField("record", "finish_by", models.DateField(null=True, verbose_name="时限")),
        migrations.AddField("record", "finished_on", models.DateField(null=True, verbose_name="办结")),
    ]

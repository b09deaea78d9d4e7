"""Let an account's page be read from the end, and what undid an entry be found.

The two indexes begin with the account as before, so the sums stay covered; the order of the entries comes next.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("points", "0002_laws_of_the_books")]

    operations = [
        migrations.RemoveIndex(model_name="entry", name="entry_given"),
        migrations.RemoveIndex(model_name="entry", name="entry_taken"),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["giver", "id", "kind", "on", "amount"], name="entry_given"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["taker", "id", "kind", "on", "amount"], name="entry_taken"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("corrects__isnull", False)), fields=["corrects"], name="entry_undone"
            ),
        ),
    ]

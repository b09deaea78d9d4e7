"""Let somebody who is not signed in say an opinion: then nobody is named. The triggers are laid again: SQLite drops them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from youju.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0008_robots_of_chats"),
    ]

    operations = [
        migrations.AlterField(
            model_name="opinion",
            name="said_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="opinions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        AppendOnly("Opinion", ("answer", "answered_by", "answered_at")),
    ]

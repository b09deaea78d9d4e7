"""A register names the text of its declaration that counts, by its digest: what was read is remembered by it.

Additive: the digest stands in the versions already and is copied from the one that counts.
"""

from django.db import migrations, models


def fill(apps, schema_editor):
    version = apps.get_model("registers", "RegisterVersion")
    register = apps.get_model("registers", "Register")
    for row in register.objects.filter(version__gt=0).order_by("pk"):
        found = version.objects.filter(register=row, number=row.version).values_list("sha256", flat=True)
        register.objects.filter(pk=row.pk).update(sha256=found.get())


class Migration(migrations.Migration):
    dependencies = [("registers", "0002_parties_remarks_and_the_vault")]

    operations = [
        migrations.AddField(
            model_name="register",
            name="sha256",
            field=models.CharField(blank=True, default="", max_length=64, verbose_name="声明摘要"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

"""Records say by when they are signed for and replied to; long texts keep their digest in the columns; more digests a day.

Additive: the new columns begin empty and the ladder fills them. A text that was cut to sixty characters is told again
from the record itself, so that two long texts that begin alike are two. A unit hears of what comes later on a day too.
"""

from django.db import migrations, models
from youju.kernel.append_only import AppendOnly

CUT = 60


def tell_again(apps, schema_editor):
    from youju.work.registers.declared import read_with_bases
    from youju.work.registers.shadows import shadows

    register_of = apps.get_model("registers", "Register")
    version_of = apps.get_model("registers", "RegisterVersion")
    record_of = apps.get_model("registers", "Record")
    texts = [f"s{number}" for number in range(1, 6)]
    for register in register_of.objects.filter(version__gt=0).order_by("pk"):
        version = version_of.objects.get(register=register, number=register.version)
        one = read_with_bases(version.text, version.bases).declaration
        if one is None:
            continue
        rows = record_of.objects.filter(register=register).only("pk", "values", *texts)
        for record in rows.order_by("pk").iterator(chunk_size=2000):
            if any(len(getattr(record, name) or "") >= CUT for name in texts):
                held = shadows(one, record.values)
                record_of.objects.filter(pk=record.pk).update(**{name: held[name] for name in texts})


def columns():
    for name, title in (
        ("accept_by", "应签收"),
        ("accepted_on", "签收"),
        ("reply_by", "应首次答复"),
        ("replied_on", "首次答复"),
    ):
        yield migrations.AddField("record", name, models.DateField(null=True, verbose_name=title))
    for number in range(1, 6):
        yield migrations.AlterField("record", f"s{number}", models.CharField(max_length=80, null=True))


class Migration(migrations.Migration):
    dependencies = [("registers", "0003_digest_of_the_declaration")]

    operations = [
        *columns(),
        migrations.RemoveConstraint(model_name="digest", name="digest_once"),
        migrations.AddIndex(
            model_name="digest", index=models.Index(fields=["unit", "day"], name="digest_of_unit")
        ),
        # SQLite wrote the table anew and forgot its triggers.
        AppendOnly("digest"),
        migrations.RunPython(tell_again, migrations.RunPython.noop),
    ]

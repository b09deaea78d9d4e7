"""Records say by when they are signed for and replied to; long texts keep their digest in the columns; more digests a day.

Additive: the new columns begin empty and the ladder fills them. A text that was cut to sixty characters is told again
from the record itself, so that two long texts that begin alike are two. A unit hears of what comes later on a day too.
"""

import hashlib
from collections import defaultdict

from django.db import migrations, models
from django.db.models.functions import Length
from youju.kernel.append_only import AppendOnly

CUT, LENGTH = 60, 80
TEXTS = tuple(f"s{number}" for number in range(1, 6))


def tell_again(apps, schema_editor):
    # Which field a column was taken from is seen from the records: no declaration is read, whose language goes on changing.
    record_of = apps.get_model("registers", "Record")
    long = models.Q()
    for name in TEXTS:
        long |= models.Q(**{f"{name}_length__gte": CUT})
    rows = record_of.objects.alias(**{f"{name}_length": Length(name) for name in TEXTS}).filter(long)
    for register in rows.order_by("register").values_list("register", flat=True).distinct():
        source = sources(record_of.objects.filter(register=register).only("pk", "values", *TEXTS))
        for record in rows.filter(register=register).only("pk", "values", *TEXTS).iterator(chunk_size=2000):
            held = {
                name: fitted(text_of(record.values[source[name]]))
                for name in TEXTS
                if name in source and len(getattr(record, name) or "") >= CUT
            }
            record_of.objects.filter(pk=record.pk).update(**held)


def sources(records):
    # column → the field whose text it began with in every record; a column that might be of two fields stays as it is
    left = {}
    for record in records.order_by("pk").iterator(chunk_size=2000):
        begins = defaultdict(set)
        for field, kept in record.values.items():
            begins[text_of(kept)[:CUT]].add(field)
        for name in TEXTS:
            if (held := getattr(record, name)) is not None:
                left[name] = left.get(name, begins[held]) & begins[held]
    return {name: next(iter(fields)) for name, fields in left.items() if len(fields) == 1}


def text_of(kept):
    return str(kept["name"] if isinstance(kept, dict) and "name" in kept else kept)


def fitted(text):
    if len(text) <= LENGTH:
        return text
    return f"{text[: LENGTH - 17]}…{hashlib.sha256(text.encode()).hexdigest()[:16]}"


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

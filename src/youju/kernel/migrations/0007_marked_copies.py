"""Keep with a refused job the workbook that was handed in, its faults marked: whoever asked fetches it from the job's page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0006_long_work"),
    ]

    operations = [
        migrations.AddField(model_name="job", name="copy", field=models.BinaryField(default=b"")),
        migrations.AddField(
            model_name="job", name="copy_name", field=models.CharField(blank=True, max_length=200)
        ),
    ]

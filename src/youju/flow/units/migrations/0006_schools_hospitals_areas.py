"""Give schools, hospitals and areas a kind: schemes that compare them opened no round here."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0005_names_to_come"),
    ]

    operations = [
        migrations.AlterField(
            model_name="unit",
            name="kind",
            field=models.CharField(
                choices=[
                    ("government", "政府、村居"),
                    ("party", "党组织"),
                    ("department", "部门"),
                    ("inspection_office", "督查室、考核办"),
                    ("leading_group", "领导小组"),
                    ("task_force", "专班"),
                    ("grid", "网格"),
                    ("zone", "园区"),
                    ("area", "片区"),
                    ("school", "学校"),
                    ("hospital", "医院"),
                    ("enterprise", "企业"),
                ],
                default="government",
                max_length=20,
                verbose_name="类别",
            ),
        ),
    ]

"""Let a hook be a robot of a group chat, told each month what falls due for the people of one unit or of all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0007_marked_copies"),
    ]

    operations = [
        migrations.AddField(
            model_name="hook",
            name="form",
            field=models.CharField(
                choices=[("standard", "系统"), ("wecom", "企业微信群机器人"), ("dingtalk", "钉钉群机器人")],
                default="standard",
                max_length=10,
                verbose_name="样式",
            ),
        ),
        migrations.AddField(
            model_name="hook",
            name="unit_id",
            field=models.BigIntegerField(null=True, verbose_name="单位"),
        ),
    ]

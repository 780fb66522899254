from django.db import migrations, models

import config.random_ids
from config.random_ids import timed_id


def draw_new_ids(apps, schema_editor):
    """Nothing points at these rows, so that each may have another id; their order stays."""
    messages = apps.get_model("accounts", "Message").objects.using(schema_editor.connection.alias)
    for former in list(messages.order_by("pk").values_list("pk", flat=True)):
        messages.filter(pk=former).update(id=timed_id())


class Migration(migrations.Migration):
    dependencies = [("accounts", "0013_end_staff_sessions")]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="id",
            field=models.BigIntegerField(
                default=config.random_ids.timed_id, editable=False, primary_key=True, serialize=False
            ),
        ),
        migrations.RunPython(draw_new_ids, migrations.RunPython.noop),
    ]

from django.db import migrations, models

import config.random_ids
from config.random_ids import random_id


def draw_new_ids(apps, schema_editor):
    """Nothing points at these rows, so that each may have another id."""
    requests = apps.get_model("advisors", "AdvisorChangeRequest").objects.using(schema_editor.connection.alias)
    for former in list(requests.order_by("pk").values_list("pk", flat=True)):
        requests.filter(pk=former).update(id=random_id())


class Migration(migrations.Migration):
    dependencies = [("advisors", "0006_booked_by")]

    operations = [
        migrations.AlterField(
            model_name="advisorchangerequest",
            name="id",
            field=models.BigIntegerField(
                default=config.random_ids.random_id, editable=False, primary_key=True, serialize=False
            ),
        ),
        migrations.RunPython(draw_new_ids, migrations.RunPython.noop),
    ]

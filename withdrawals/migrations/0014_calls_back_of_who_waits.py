from django.db import migrations


def forget_ended(apps, schema_editor):
    """Those whose request has left the desk; from now on they go with that step."""
    apps.get_model("withdrawals", "CallBack").objects.exclude(request__status="needs_review").delete()


class Migration(migrations.Migration):
    dependencies = [("withdrawals", "0013_calls_back")]

    operations = [migrations.RunPython(forget_ended, migrations.RunPython.noop, elidable=True)]

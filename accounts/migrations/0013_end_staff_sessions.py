from django.db import migrations


def end_staff_sessions(apps, schema_editor):
    """Those begun before last thirty days; staff sign in once more, for a day."""
    apps.get_model("accounts", "Session").objects.filter(user__is_staff=True).delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_message_in_hand")]
    operations = [migrations.RunPython(end_staff_sessions, migrations.RunPython.noop, elidable=True)]

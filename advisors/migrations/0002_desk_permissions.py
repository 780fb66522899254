from django.db import migrations

from accounts.users.grants import grant
from accounts.models import SUPPORT_DESK


def grant_to_desk(apps, schema_editor):
    grant(apps, SUPPORT_DESK, "advisors", {"advisor": "view", "assignment": "view add change"})


class Migration(migrations.Migration):
    dependencies = [("advisors", "0001_initial"), ("accounts", "0002_staff_groups")]

    operations = [migrations.RunPython(grant_to_desk, migrations.RunPython.noop)]

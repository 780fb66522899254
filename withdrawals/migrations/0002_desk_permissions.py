from django.db import migrations

from accounts.users.grants import grant
from accounts.models import ADVISORS, SUPPORT_DESK


def grant_to_staff(apps, schema_editor):
    may = {"withdrawalrequest": "view add change", "withdrawalstatement": "view", "withdrawalevent": "view"}
    grant(apps, SUPPORT_DESK, "withdrawals", may)
    # What a member of theirs has told them; the queue they never see.
    grant(apps, ADVISORS, "withdrawals", {"withdrawalrequest": "add"})


class Migration(migrations.Migration):
    dependencies = [("withdrawals", "0001_initial"), ("accounts", "0002_staff_groups")]

    operations = [migrations.RunPython(grant_to_staff, migrations.RunPython.noop)]

from django.db import migrations

from accounts.users.grants import grant
from accounts.models import ADVISORS, SUPPORT_DESK


def grant_to_staff(apps, schema_editor):
    grant(apps, SUPPORT_DESK, "accounts", {"jobseeker": "view change", "message": "view"})
    grant(apps, ADVISORS, "accounts", {"jobseeker": "view"})


class Migration(migrations.Migration):
    """The groups "Advisors" and "Support desk". Later apps grant what concerns their own models."""

    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant_to_staff, migrations.RunPython.noop)]

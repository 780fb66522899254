from django.db import migrations

from accounts.users.grants import grant
from accounts.models import ADVISORS, SUPPORT_DESK


def grant_to_advisors_the_reviews(apps, schema_editor):
    grant(apps, ADVISORS, "support", {"documentreview": "view change"})


def grant_to_desk_that_reviews_wait(apps, schema_editor):
    grant(apps, SUPPORT_DESK, "support", {"documentreview": "view"})


class Migration(migrations.Migration):
    dependencies = [("support", "0003_documents"), ("accounts", "0002_staff_groups")]

    operations = [
        migrations.RunPython(grant_to_advisors_the_reviews, migrations.RunPython.noop),
        migrations.RunPython(grant_to_desk_that_reviews_wait, migrations.RunPython.noop),
    ]

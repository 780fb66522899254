from django.db import migrations

from accounts.users.grants import grant
from accounts.models import ADVISORS


def grant_to_advisors_what_seekers_ask_for(apps, schema_editor):
    grant(apps, ADVISORS, "jobs", {"postingwish": "view"})


class Migration(migrations.Migration):
    dependencies = [("jobs", "0008_postings_asked_for"), ("accounts", "0002_staff_groups")]

    operations = [migrations.RunPython(grant_to_advisors_what_seekers_ask_for, migrations.RunPython.noop)]

from django.db import migrations

from accounts.users.grants import grant
from accounts.models import ADVISORS, SUPPORT_DESK


def grant_to_advisors_what_they_refer(apps, schema_editor):
    may = {
        "company": "view",
        "jobposting": "view",
        "desiredcondition": "view",
        "referralwish": "view",
        "referral": "view add change",
        "jobinterview": "view add change",
        "companynote": "view add",
    }
    grant(apps, ADVISORS, "jobs", may)


def grant_to_desk_the_postings(apps, schema_editor):
    may = {
        "company": "view add change",
        "jobposting": "view add change",
        "desiredcondition": "view",
        "referral": "view",
    }
    grant(apps, SUPPORT_DESK, "jobs", may)


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial"), ("accounts", "0002_staff_groups")]

    operations = [
        migrations.RunPython(grant_to_advisors_what_they_refer, migrations.RunPython.noop),
        migrations.RunPython(grant_to_desk_the_postings, migrations.RunPython.noop),
    ]

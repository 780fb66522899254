from django.db import migrations

from accounts.users.grants import grant
from accounts.models import ADVISORS, SUPPORT_DESK


def grant_to_advisors(apps, schema_editor):
    may = {
        "advisor": "view",
        "weeklyhours": "view add change delete",
        "dayoff": "view add delete",
        "counselingslot": "view add change",
        "counselingbooking": "view change",
        "conversationentry": "view add",
    }
    grant(apps, ADVISORS, "advisors", may)


def grant_to_desk_what_it_keeps(apps, schema_editor):
    may = {
        "office": "view add change",
        "weeklyhours": "view",
        "dayoff": "view",
        "counselingslot": "view",
        "counselingbooking": "view change",
        "slotwait": "view",
        "advisorchangerequest": "view change",
    }
    grant(apps, SUPPORT_DESK, "advisors", may)


class Migration(migrations.Migration):
    dependencies = [("advisors", "0003_counseling_conversation_changes"), ("accounts", "0002_staff_groups")]

    operations = [
        migrations.RunPython(grant_to_advisors, migrations.RunPython.noop),
        migrations.RunPython(grant_to_desk_what_it_keeps, migrations.RunPython.noop),
    ]

"""The database refuses a referral without counseling, of a closed posting, and an application nobody made."""

from django.db import migrations

from jobs.migrations._referral_rules import hold, lift


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0006_places_filled"),
        ("advisors", "0006_booked_by"),
        ("accounts", "0006_message_handed_out_at"),
    ]

    operations = [migrations.RunPython(hold, lift)]

"""The desk reads what says that a member leaves. What was taken as a withdrawal before stays so."""

from django.db import migrations

from accounts.models import SUPPORT_DESK
from accounts.users.grants import grant


def grant_to_desk(apps, schema_editor):
    grant(apps, SUPPORT_DESK, "withdrawals", {"leavingmessage": "view change"})


def taken_before(apps, schema_editor):
    entries = apps.get_model("advisors", "ConversationEntry").objects.filter(is_from_seeker=True)
    taken = apps.get_model("withdrawals", "WithdrawalRequest").objects.filter(channel="message", seeker__isnull=False)
    messages = apps.get_model("withdrawals", "LeavingMessage").objects
    for request in taken:
        entry = entries.filter(seeker=request.seeker_id, written_at=request.received_at).first()
        first = request.events.order_by("id").first()
        if entry and not messages.filter(entry=entry).exists():
            messages.create(
                seeker_id=request.seeker_id,
                entry=entry,
                channel="message",
                written_at=entry.written_at,
                due_on=request.due_on,
                status="recorded",
                request=request,
                ended_at=first.at if first else request.received_at,
                ended_by_id=request.recorded_by_id,
            )


class Migration(migrations.Migration):
    dependencies = [("withdrawals", "0010_leaving_messages"), ("accounts", "0002_staff_groups")]

    operations = [
        migrations.RunPython(grant_to_desk, migrations.RunPython.noop),
        migrations.RunPython(taken_before, migrations.RunPython.noop),
    ]

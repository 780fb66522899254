"""Withdrawals are counted by the month, with the business days they took; those of before, by the rows that are left."""

from django.db import migrations, models
from django.utils import timezone

from config.business_days import business_days_until
from withdrawals.migrations._tallies import count, hold, lift


def take_the_days_of_before(apps, schema_editor):
    """By the calendar as it is now."""
    requests = apps.get_model("withdrawals", "WithdrawalRequest").objects
    for request in requests.filter(status="completed", business_days=None).iterator():
        received, ended = timezone.localdate(request.received_at), timezone.localdate(request.ended_at)
        requests.filter(pk=request.pk).update(business_days=business_days_until(ended, today=received))


class Migration(migrations.Migration):

    dependencies = [('withdrawals', '0011_who_reads_leaving_messages'), ('advisors', '0022_tallies')]

    operations = [
        migrations.AddField(
            model_name='withdrawalrequest',
            name='business_days',
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name='business days that it took'),
        ),
        migrations.RunPython(take_the_days_of_before, migrations.RunPython.noop),
        migrations.RunPython(count, migrations.RunPython.noop),
        migrations.RunPython(hold, lift),
    ]
